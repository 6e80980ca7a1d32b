"""What taps are compared with: the click's beats, the parts of a beat people play, or their own.

**Parts of a beat.** A drum circle plays the beat; a band plays around it. Whoever plays mostly
between the beats would look scattered against them, so each run is compared with 1, 2, 3, 4 or 6
equal parts of a beat. For m parts, R_m is the median over people of ``|mean exp(i m theta)|``
(theta the phase of a tap within the beat), and ``s_m = T / (2 pi m) sqrt(-2 ln R_m)`` the scatter
that would explain it. The beat is kept when ``R_1 >= 0.75``; otherwise the coarsest m is taken
with ``R_m >= 0.5`` whose scatter is within 1.5 of the smallest such. Random taps fit nothing and
stay with the beat; so do beginners, whose scatter blurs finer parts first. A number on finer parts
is a stricter one (20 ms are a larger share of a shorter part): the report says which it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import median_high
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
ON_THE_BEAT: Final = 0.75
FITS: Final = 0.5
CLOSE_TO_BEST: Final = 1.5
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
    places = [_beats_of(row, beats) for row in onsets_s.values()]
    fits = [_fit(one) for one in places if one.size >= MIN_TAPS]
    middle = [median_high(column) for column in zip(*fits, strict=True)] or [1.0]
    if middle[0] >= ON_THE_BEAT:
        return 1
    scatter = {m: _scatter(fit, m) for m, fit in zip(PARTS, middle, strict=True) if fit >= FITS}
    limit = CLOSE_TO_BEST * min(scatter.values(), default=0.0)
    return next((m for m, wide in scatter.items() if wide <= limit), 1)


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


def _scatter(fit: float, parts: int) -> float:
    """Return the scatter, as a share of the beat, that gives this fit at this many parts."""
    return math.sqrt(-2.0 * math.log(min(1.0, fit))) / (TAU * parts)
