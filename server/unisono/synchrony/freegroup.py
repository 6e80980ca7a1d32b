"""A group's own beat, estimated from its taps, for sections without a click.

All taps are pooled. A loop predicts the next beat, looks at the mean phase of everybody's taps
around it and corrects phase and period by a part of what it saw; a second pass moves each beat to
the smoothed mean of what was played there. The headline is made of differences between people at
the same beat, so that the exact place of the group's beat does not enter it; tempo and cells do.

Results on such a grid must be flagged "no click": people who merely start at the same tempo stay
together for a while without hearing each other.

Source: adaptive oscillator tracking, Large & Palmer 2002 (phase and period correction).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.onsets import debounce, lockout_s
from unisono.pulse import MAX_BPM, MIN_BPM
from unisono.synchrony.cells import Onsets
from unisono.synchrony.grid import FloatArray, Grid
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import TAU, Beats, Bpm, Seconds, beat_period_s

MIN_TAPS: Final = 16
MIN_BEATS: Final = 8
PHASE_GAIN: Final = 0.4
PERIOD_GAIN: Final = 0.1
START_BEATS: Final = 4
SMOOTH_BEATS: Final = 2
"""The second pass averages over this many beats to either side."""
SLOWEST: Final = 2.0
"""The tracked period stays within 1/2 and 2 of the first estimate."""


@dataclass(frozen=True, slots=True, eq=False)
class GroupBeat:
    """The group's own beat.

    Args:
        grid: the beats.
        period_s: median beat period.
        focus: mean resultant of everybody's taps around the beats, 0..1; low = no common beat.
    """

    grid: Grid
    period_s: Seconds
    focus: float


def group_beat(players: Onsets, bpm: Bpm | None = None) -> GroupBeat | TooLittle:
    """Return the beat a group plays by itself.

    Args:
        players: onset times in seconds per person.
        bpm: the tempo to start from (where the click stood); by default the median person's.

    At least 16 taps over 8 beats.
    """
    rows = [debounce(onsets, lockout_s(beat_period_s(MAX_BPM))) for onsets in players.values()]
    onsets = np.sort(np.concatenate(rows)) if rows else np.zeros(0)
    if onsets.size < MIN_TAPS:
        return TooLittle(Reason.TAPS, onsets.size, MIN_TAPS)
    period_s = beat_period_s(bpm) if bpm else typical_period_s(rows)
    if period_s is None:
        return TooLittle(Reason.INTERVALS, 0, MIN_TAPS)
    beats_s, periods_s = _track(onsets, period_s)
    if beats_s.size < MIN_BEATS:
        return TooLittle(Reason.BEATS, beats_s.size, MIN_BEATS)
    late_s, length = _around(onsets, beats_s, periods_s)
    beats_s = beats_s + _smoothed(late_s, length)
    grid = Grid.of_times(np.maximum.accumulate(beats_s + 1e-9 * np.arange(beats_s.size)))
    heard = length > 0.0
    focus = float(_around(onsets, grid.times_s, grid.periods_s)[1][heard].mean())
    return GroupBeat(grid, float(np.median(grid.periods_s)), focus)


def typical_period_s(rows: Sequence[FloatArray]) -> Seconds | None:
    """Return the median over people of their median inter-onset interval, in playable range."""
    shortest_s, longest_s = beat_period_s(MAX_BPM), beat_period_s(MIN_BPM)
    medians = [float(np.median(np.diff(row))) for row in rows if row.size >= 4]
    playable = [m for m in medians if shortest_s <= m <= longest_s]
    return float(np.median(playable)) if playable else None


def _track(onsets: FloatArray, period_s: Seconds) -> tuple[FloatArray, FloatArray]:
    """Follow the pooled taps; return the beats and the period at each."""
    first = onsets[onsets < onsets[0] + START_BEATS * period_s]
    turn = np.exp(1j * TAU * (first - onsets[0]) / period_s).sum()
    beat_s = float(onsets[0]) + math.atan2(turn.imag, turn.real) / TAU * period_s
    shortest_s, longest_s = period_s / SLOWEST, period_s * SLOWEST
    beats: list[float] = []
    periods: list[float] = []
    while beat_s < onsets[-1] + period_s / 2.0:
        low, high = np.searchsorted(onsets, (beat_s - period_s / 2.0, beat_s + period_s / 2.0))
        turn = np.exp(1j * TAU * (onsets[low:high] - beat_s) / period_s).sum()
        late_s = math.atan2(turn.imag, turn.real) / TAU * period_s
        trust = abs(turn) / (high - low) if high > low else 0.0
        beat_s += PHASE_GAIN * trust * late_s
        beats.append(beat_s)
        periods.append(period_s)
        period_s = min(longest_s, max(shortest_s, period_s + PERIOD_GAIN * trust * late_s))
        beat_s += period_s
    return np.array(beats), np.array(periods)


def _around(
    onsets: FloatArray, beats_s: FloatArray, periods_s: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return circular mean asynchrony and resultant of all taps around each beat."""
    middles = (beats_s[:-1] + beats_s[1:]) / 2.0
    cell = np.searchsorted(middles, onsets)
    angle = TAU * (onsets - beats_s[cell]) / periods_s[cell]
    count = np.bincount(cell, minlength=beats_s.size)
    real = np.bincount(cell, np.cos(angle), beats_s.size)
    imag = np.bincount(cell, np.sin(angle), beats_s.size)
    length = np.hypot(real, imag) / np.maximum(1, count)
    return np.arctan2(imag, real) / TAU * periods_s, length


def _smoothed(late_s: FloatArray, weight: FloatArray) -> FloatArray:
    """Return the weighted moving mean over two beats to either side."""
    kernel = np.ones(2 * SMOOTH_BEATS + 1)
    above = np.convolve(late_s * weight, kernel, mode="same")
    below = np.convolve(weight, kernel, mode="same")
    return np.asarray(above / np.where(below > 0.0, below, 1.0))


def tempo_drift_percent(grid: Grid, span: Beats = MIN_BEATS) -> float | TooLittle:
    """Return how much faster (positive) the last beats are than the first, in percent of tempo.

    Args:
        grid: a group's beats.
        span: how many intervals at each end are averaged.
    """
    count = int(span)
    intervals = np.diff(grid.times_s)
    if intervals.size < 2 * count:
        return TooLittle(Reason.BEATS, intervals.size + 1, 2 * count + 1)
    return 100.0 * (float(intervals[:count].mean()) / float(intervals[-count:].mean()) - 1.0)
