"""Cells: which taps belong to which beat, and the phasor each person has there.

Cell k of person p is ``[b_k + off_p - T/2, b_k + off_p + T/2)``: full cells, no tolerance gate, and
every tap of a cell counts, as the mean of their phasors ``e = exp(2 pi i (t - b_k) / T_k)``. (To
keep only the closest tap, or only near ones, makes random tapping look together.) Bounces are
removed first. Somebody who taps m times a beat has cells of width T/m; only those around the beat
enter. ``off_p`` is the person's circular mean asynchrony, at most min(150 ms, 0.3 T).

Sources: full cells as in the GEM and REPP protocols; nearest-click assignment gives the authors'
own assignment of the Silva & Laje (2024) taps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from unisono.errors import BadValue
from unisono.onsets import debounce, lockout_s
from unisono.synchrony.grid import FloatArray, Grid, IntArray
from unisono.synchrony.level import chance_amplitude, levels_by_block
from unisono.synchrony.limits import offset_max_s
from unisono.units import TAU, Seconds

ComplexArray = npt.NDArray[np.complex128]
Onsets = Mapping[str, npt.ArrayLike]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """People x beats. A cell without a tap on the beat is NaN in ``phasors`` and asynchronies.

    Args:
        people: names, one per row.
        grid: the beats, one per column.
        phasors: mean phasor of each cell's taps, ``|e| <= 1``.
        asynchronies_s: mean onset minus beat of each cell's taps, seconds, negative = early.
        taps: taps on the beat.
        onsets: all taps of the full cell, on the beat or between.
        levels: metrical level of each person at each beat.
        bounces: dropped bounces per person.
        outside: taps before the first or after the last cell, per person.
    """

    people: tuple[str, ...]
    grid: Grid
    phasors: ComplexArray
    asynchronies_s: FloatArray
    taps: IntArray
    onsets: IntArray
    levels: FloatArray
    bounces: IntArray
    outside: IntArray

    @property
    def chance(self) -> FloatArray:
        """Chance amplitude of each cell: 0 for a full cell, sin(pi/m)/(pi/m) for m > 1."""
        amplitudes = np.zeros_like(self.levels)
        for level in np.unique(self.levels):
            amplitudes[self.levels == level] = chance_amplitude(float(level))
        return amplitudes

    def part(self, beats: slice) -> Cells:
        """Return a stretch of beats: a section or a window."""
        grid = self.grid
        return Cells(
            self.people,
            Grid(
                grid.beats[beats],
                grid.times_s[beats],
                grid.periods_s[beats],
                grid.positions[beats],
                grid.settled[beats],
            ),
            self.phasors[:, beats],
            self.asynchronies_s[:, beats],
            self.taps[:, beats],
            self.onsets[:, beats],
            self.levels[:, beats],
            self.bounces,
            self.outside,
        )


def phasors(asynchronies_s: FloatArray, periods_s: Seconds | FloatArray) -> ComplexArray:
    """Return ``exp(2 pi i a / T)`` of asynchronies in seconds; NaN stays missing.

    Args:
        asynchronies_s: people x beats (or one row), seconds, NaN = no tap in that beat.
        periods_s: one period, or one per beat.

    Raises:
        BadValue: if a period is not positive.
    """
    periods = np.asarray(periods_s, dtype=np.float64)
    if not np.all(periods > 0.0):
        raise BadValue("beat period", float(periods.min()), "longer than 0 seconds")
    angle = TAU * np.asarray(asynchronies_s, dtype=np.float64) / periods
    return np.asarray(np.cos(angle) + 1j * np.sin(angle))


def cells_of(players: Onsets, grid: Grid) -> Cells:
    """Lay everybody's onsets into the cells of a grid.

    Args:
        players: onset times in seconds per person, in any order.
        grid: the beats.

    Raises:
        BadValue: if an onset is not a finite number.
    """
    rows = [_row(onsets, grid) for onsets in players.values()]
    shape = (len(rows), len(grid))
    return Cells(
        tuple(players),
        grid,
        np.array([r.phasors for r in rows], dtype=np.complex128).reshape(shape),
        np.array([r.asynchronies_s for r in rows], dtype=np.float64).reshape(shape),
        np.array([r.taps for r in rows], dtype=np.intp).reshape(shape),
        np.array([r.onsets for r in rows], dtype=np.intp).reshape(shape),
        np.array([r.levels for r in rows], dtype=np.float64).reshape(shape),
        np.array([r.bounces for r in rows], dtype=np.intp),
        np.array([r.outside for r in rows], dtype=np.intp),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    phasors: ComplexArray
    asynchronies_s: FloatArray
    taps: IntArray
    onsets: IntArray
    levels: FloatArray
    bounces: int
    outside: int


def _row(onsets_s: npt.ArrayLike, grid: Grid) -> _Row:
    """Lay one person's onsets into cells."""
    count = len(grid)
    onsets, levels = _onsets_and_levels(onsets_s, grid)
    level = max(1.0, float(np.median(levels))) if count else 1.0
    off_s = _center_s(onsets, grid, level)
    cell = np.searchsorted(grid.edges_s() + off_s, onsets, side="right") - 1
    inside = (cell >= 0) & (cell < count)
    times, cell = onsets[inside], cell[inside]
    late_s, period_s = times - grid.times_s[cell], grid.periods_s[cell]
    width_s = np.where(levels[cell] > 1.0, period_s / levels[cell], np.inf)
    on_beat = np.abs(late_s - off_s) < width_s / 2.0
    where = cell[on_beat]
    taps = np.bincount(where, minlength=count)
    some = np.where(taps, taps, np.nan)
    angle = TAU * late_s[on_beat] / period_s[on_beat]
    real = np.bincount(where, np.cos(angle), count) / some
    imag = np.bincount(where, np.sin(angle), count) / some
    return _Row(
        real + 1j * imag,
        np.bincount(where, late_s[on_beat], count) / some,
        taps,
        np.bincount(cell, minlength=count),
        levels,
        np.size(onsets_s) - onsets.size,
        int(onsets.size - times.size),
    )


def _onsets_and_levels(onsets_s: npt.ArrayLike, grid: Grid) -> tuple[FloatArray, FloatArray]:
    """Return debounced onsets and the level at each beat; fast tapping gets a shorter lock-out."""
    shortest_s = float(grid.periods_s.min())
    onsets = debounce(onsets_s, lockout_s(shortest_s))
    levels = _levels(onsets, grid)
    fastest = float(levels.max())
    if fastest > 1.0 and lockout_s(shortest_s / fastest) < lockout_s(shortest_s):
        onsets = debounce(onsets_s, lockout_s(shortest_s / fastest))
        levels = _levels(onsets, grid)
    return onsets, levels


def _levels(onsets: FloatArray, grid: Grid) -> FloatArray:
    last = len(grid) - 1
    cell = np.clip(np.searchsorted(grid.edges_s(), onsets, side="right") - 1, 0, last)
    intervals = np.diff(onsets) / grid.periods_s[cell[1:]]
    return levels_by_block(intervals, cell[1:], len(grid))


def _center_s(onsets: FloatArray, grid: Grid, level: float) -> Seconds:
    """Return where this person's cells are centred: the circular mean asynchrony.

    At level m the m-th harmonic is used, since taps on and between the beats would cancel.
    """
    if not onsets.size:
        return 0.0
    cell = np.clip(np.searchsorted(grid.edges_s(), onsets) - 1, 0, len(grid) - 1)
    angle = level * TAU * (onsets - grid.times_s[cell]) / grid.periods_s[cell]
    period_s = float(np.median(grid.periods_s))
    mean_rad = math.atan2(float(np.sin(angle).sum()), float(np.cos(angle).sum()))
    off_s = mean_rad / (level * TAU) * period_s
    limit_s = offset_max_s(period_s)
    return max(-limit_s, min(limit_s, off_s))
