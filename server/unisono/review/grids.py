"""What taps are compared with: the click's beats, the parts of a beat people play, or their own.

**Parts of a beat.** A drum circle plays the beat; a band plays around it. Whoever plays mostly
between the beats would look scattered against them, so each run is compared with the coarsest of
1, 2, 3, 4 or 6 equal parts of a beat that its playing fits: the m with the greatest mean over
people of ``|mean exp(i m theta)|`` (theta the phase of a tap within the beat), if that is at least
0.5 and at least 0.15 above m = 1. Random taps fit nothing and stay with the beat; scatter makes
finer parts fit worse, so the beat is kept where people play it. A number on finer parts is a
stricter one (the same 20 ms are a larger share of a shorter part): the report says which it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from unisono.onsets import debounce, lockout_s
from unisono.review.report import Missing
from unisono.review.runs import beats_played
from unisono.review.words import missing, too_long
from unisono.session.state import RunState
from unisono.synchrony.freegroup import group_beat
from unisono.synchrony.grid import FloatArray, Grid
from unisono.synchrony.limits import MIN_BEATS, MIN_PEOPLE
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import TAU, Seconds

PARTS: Final = (1, 2, 3, 4, 6)
MIN_TAPS: Final = 16
FITS: Final = 0.5
CLEARLY: Final = 0.15
MAX_FREE_S: Final[Seconds] = 3600.0
"""Longest free play that is measured: its beats are made from taps, not bounded by a click."""

Played = Mapping[str, FloatArray]


def click_grid(run: RunState, onsets_s: Played) -> Grid | Missing:
    """Return the beats of the click from bar 1 to the last one anybody played."""
    last_s = max((float(row[-1]) for row in onsets_s.values() if row.size), default=-math.inf)
    beats = beats_played(run, last_s) if last_s > -math.inf else 0
    if not beats:
        return missing(TooLittle(Reason.BEATS, 0, MIN_BEATS))
    return Grid.of_timeline(run.timeline, 0, beats, run.bars)


def own_grid(onsets_s: Played) -> Grid | Missing:
    """Return the group's own beat in free play."""
    played = {name: row for name, row in onsets_s.items() if row.size}
    if len(played) < MIN_PEOPLE:
        return missing(TooLittle(Reason.PEOPLE, len(played), MIN_PEOPLE))
    ends_s = [(float(row[0]), float(row[-1])) for row in played.values()]
    length_s = max(last for _, last in ends_s) - min(first for first, _ in ends_s)
    if length_s > MAX_FREE_S:
        return too_long(length_s, MAX_FREE_S)
    found = group_beat(played)
    return missing(found) if isinstance(found, TooLittle) else found.grid


def parts_played(beats: Grid, onsets_s: Played) -> int:
    """Return into how many equal parts of a beat people's playing falls."""
    phases = [_beats_of(row, beats) for row in onsets_s.values()]
    fits = [_fit(phase) for phase in phases if phase.size >= MIN_TAPS]
    if not fits:
        return 1
    mean = np.mean(fits, axis=0)
    best = int(np.argmax(mean))
    return PARTS[best] if mean[best] >= max(FITS, float(mean[0]) + CLEARLY) else 1


def divided(grid: Grid, run: RunState, parts: int) -> Grid:
    """Return a click's beats cut into equal parts of a beat."""
    if parts == 1:
        return grid
    places = np.arange(len(grid) * parts)
    return Grid(
        places,
        np.array([run.timeline.time_at(i / parts) for i in places.tolist()]),
        np.repeat(grid.periods_s, parts) / parts,
        np.repeat(grid.positions, parts) * parts + places % parts,
        np.repeat(grid.settled, parts),
    )


def _beats_of(onsets_s: FloatArray, beats: Grid) -> FloatArray:
    """Return onsets, without bounces, as places between the first and the last beat."""
    clean = debounce(onsets_s, lockout_s(1.0))
    inside = (clean >= beats.times_s[0]) & (clean <= beats.times_s[-1])
    return np.asarray(np.interp(clean[inside], beats.times_s, beats.beats), dtype=np.float64)


def _fit(places: FloatArray) -> list[float]:
    """Return the resultant length of one person's taps at each number of parts, 0..1."""
    return [float(np.abs(np.exp(1j * TAU * parts * places).mean())) for parts in PARTS]
