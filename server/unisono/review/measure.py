"""People x beats: the taps of a run, of free play or of all runs, laid into cells.

People keep their order from run to run, so that runs can be put one after the other. Who was
there is known here: nobody is expected on a beat before they joined or while they were away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.review.report import Missing
from unisono.review.runs import SeatStory, Span, Story, Tap, beats_played
from unisono.review.words import missing, too_long
from unisono.session.state import RunState
from unisono.synchrony.cells import Cells, ComplexArray, Onsets, cells_of
from unisono.synchrony.freegroup import group_beat
from unisono.synchrony.grid import BoolArray, FloatArray, Grid
from unisono.synchrony.headline import BeatTerms, beat_terms
from unisono.synchrony.limits import MIN_BEATS, MIN_PEOPLE
from unisono.synchrony.offsets import aligned
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import Seconds

WINDOW_BEATS: Final = 32
STEP_BEATS: Final = 8
MAX_FREE_S: Final[Seconds] = 3600.0
"""Longest free play that is measured: its beats are made from taps, not bounded by a click."""


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """People x beats of one stretch, or of all runs.

    Args:
        cells: taps laid into beats; nobody's delay removed.
        units: phasors with each person's constant offset, from other beats of the run, removed.
        present: who was there (connected, or playing on without a connection).
        bounds_s: error bound of each cell: the root mean square over the person's taps in the run.
        edges: the first column of each run and one past the last.
        click: whether the beats are a click's or the group's own.
    """

    cells: Cells
    units: ComplexArray
    present: BoolArray
    bounds_s: FloatArray
    edges: tuple[int, ...]
    click: bool

    def part(self, beats: slice) -> Measure:
        """Return a window of beats of a single run."""
        cells = self.cells.part(beats)
        units, present, bounds_s = self.units, self.present, self.bounds_s
        edges = (0, len(cells.grid))
        return Measure(
            cells, units[:, beats], present[:, beats], bounds_s[:, beats], edges, self.click
        )

    def windows(self) -> list[slice]:
        """Return 32-beat windows, 8 beats apart, within runs; a shorter run is one window."""
        found: list[slice] = []
        for start, end in zip(self.edges[:-1], self.edges[1:], strict=True):
            last = max(start, end - WINDOW_BEATS)
            firsts = range(start, last + 1, STEP_BEATS)
            found += [slice(k, min(end, k + WINDOW_BEATS)) for k in firsts]
        return found

    def terms(self) -> BeatTerms:
        """Return what each beat adds to S."""
        return beat_terms(self.units, self.cells.chance)

    def raw_terms(self) -> BeatTerms:
        """Return the same for the same cells with nobody's delay removed."""
        known = np.where(np.isnan(self.units), np.nan, self.cells.phasors)
        return beat_terms(known, self.cells.chance)

    def shared(self) -> BoolArray:
        """Return people x beats: a measured tap on a beat with somebody else's measured tap."""
        there = ~np.isnan(self.units)
        return np.asarray(there & (there.sum(axis=0) > 1))

    def row_of(self, seat: int) -> int | None:
        """Return the row of a seat, None if it is not measured."""
        name = str(seat)
        return self.cells.people.index(name) if name in self.cells.people else None


def measured_seats(story: Story) -> list[int]:
    """Return the seats whose taps can count: rows of every measure, in this order."""
    whole = Span(None, -math.inf, math.inf)
    return [number for number, seat in story.seats.items() if whole.measured_of(seat)]


def measure_of(story: Story, span: Span, rows: Sequence[int]) -> Measure | Missing:
    """Return the cells of a run on its click, or of free play on the group's own beat.

    Args:
        story: the whole session.
        span: the run or the free play.
        rows: the seats to measure, in this order.
    """
    taps = {number: span.measured_of(story.seats[number]) for number in rows}
    onsets = {str(number): [tap.time_s for tap in played] for number, played in taps.items()}
    grid = _click_grid(span.run, onsets) if span.run else _own_grid(onsets)
    if isinstance(grid, Missing):
        return grid
    cells = cells_of(onsets, grid)
    present = [_present(story.seats[number], grid) for number in rows]
    bounds_s = np.array([_usual_bound_s(taps[number]) for number in rows])
    return Measure(
        cells,
        aligned(cells.phasors, grid.periods_s),
        np.array(present, dtype=np.bool_) | (cells.onsets > 0),
        np.broadcast_to(bounds_s[:, None], cells.taps.shape),
        (0, len(grid)),
        span.run is not None,
    )


def joined(runs: Sequence[Measure]) -> Measure | None:
    """Return runs of the same people one after the other, or None without any."""
    if len(runs) < 2:
        return runs[0] if runs else None
    edges = np.cumsum([0, *(run.edges[-1] for run in runs)]).tolist()
    return Measure(
        _joined_cells([run.cells for run in runs]),
        np.concatenate([run.units for run in runs], axis=1),
        np.concatenate([run.present for run in runs], axis=1),
        np.concatenate([run.bounds_s for run in runs], axis=1),
        tuple(edges),
        runs[0].click,
    )


def _click_grid(run: RunState, onsets: Onsets) -> Grid | Missing:
    """Return the beats of the click from bar 1 to the last one anybody played."""
    last_s = max((row[-1] for row in onsets.values() if len(row)), default=None)
    beats = 0 if last_s is None else beats_played(run, last_s)
    if not beats:
        return missing(TooLittle(Reason.BEATS, 0, MIN_BEATS))
    return Grid.of_timeline(run.timeline, 0, beats, run.bars)


def _own_grid(onsets: Onsets) -> Grid | Missing:
    """Return the group's own beat in free play."""
    played = {name: row for name, row in onsets.items() if len(row)}
    if len(played) < MIN_PEOPLE:
        return missing(TooLittle(Reason.PEOPLE, len(played), MIN_PEOPLE))
    length_s = max(row[-1] for row in played.values()) - min(row[0] for row in played.values())
    if length_s > MAX_FREE_S:
        return too_long(length_s, MAX_FREE_S)
    found = group_beat(played)
    return missing(found) if isinstance(found, TooLittle) else found.grid


def _present(seat: SeatStory, grid: Grid) -> list[bool]:
    return [seat.was_here(time_s) for time_s in grid.times_s.tolist()]


def _usual_bound_s(taps: Sequence[Tap]) -> Seconds:
    """Return the root mean square of the error bounds: the ceiling goes with their squares."""
    return math.sqrt(sum(tap.bound_s**2 for tap in taps) / len(taps)) if taps else 0.0


def _joined_cells(runs: Sequence[Cells]) -> Cells:
    grids = [cells.grid for cells in runs]
    grid = Grid(
        np.concatenate([g.beats for g in grids]),
        np.concatenate([g.times_s for g in grids]),
        np.concatenate([g.periods_s for g in grids]),
        np.concatenate([g.positions for g in grids]),
        np.concatenate([g.settled for g in grids]),
    )
    return Cells(
        runs[0].people,
        grid,
        np.concatenate([c.phasors for c in runs], axis=1),
        np.concatenate([c.asynchronies_s for c in runs], axis=1),
        np.concatenate([c.taps for c in runs], axis=1),
        np.concatenate([c.onsets for c in runs], axis=1),
        np.concatenate([c.levels for c in runs], axis=1),
        np.sum([c.bounces for c in runs], axis=0),
        np.sum([c.outside for c in runs], axis=0),
    )
