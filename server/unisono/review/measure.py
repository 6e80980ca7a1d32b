"""People x beats: the taps of a run, of free play or of all runs, laid into cells.

People keep their order from run to run, so that runs can be put one after the other. Who was
there is known here: nobody is expected on a beat before they joined or while they were away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from unisono.review.grids import click_grid, divided, own_grid, parts_played
from unisono.review.report import Missing
from unisono.review.runs import SeatStory, Span, Story, Tap
from unisono.session.counting import casts
from unisono.synchrony.cells import Cells, ComplexArray, cells_of
from unisono.synchrony.grid import BoolArray, FloatArray, Grid
from unisono.synchrony.headline import BeatTerms, beat_terms
from unisono.synchrony.live_cast import Cast, cast_at
from unisono.synchrony.offsets import aligned
from unisono.units import Seconds

WINDOW_BEATS: Final = 32
STEP_BEATS: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """Cells of one stretch, or of all runs: people x slots, a slot being a beat or part of one.

    Args:
        cells: taps laid into slots; nobody's delay removed.
        units: phasors with each person's constant offset, from other slots of the run, removed.
        bounds_s: error bound of each cell: the root mean square over the person's taps in the run.
        edges: the first slot of each run and one past the last.
        parts: slots per beat, of each run.
        heard: the same taps laid into beats, for who played at all.
        present: people x beats, who was there (connected, or playing on without a connection).
        click: whether the beats are a click's or the group's own.
        is_window: whether it is a part of a run, with delays taken out over the whole of it.
    """

    cells: Cells
    units: ComplexArray
    bounds_s: FloatArray
    edges: tuple[int, ...]
    parts: tuple[int, ...]
    heard: Cells
    present: BoolArray
    click: bool
    is_window: bool = False

    @property
    def is_whole_run(self) -> bool:
        """Whether it is one run from beginning to end."""
        return len(self.parts) == 1 and not self.is_window

    def part(self, beats: slice) -> Measure:
        """Return a window of beats of a single run."""
        slots = slice(beats.start * self.parts[0], beats.stop * self.parts[0])
        cells = self.cells.part(slots)
        return Measure(
            cells,
            self.units[:, slots],
            self.bounds_s[:, slots],
            (0, len(cells.grid)),
            self.parts,
            self.heard.part(beats),
            self.present[:, beats],
            self.click,
            is_window=True,
        )

    def windows(self) -> list[slice]:
        """Return windows of 32 beats, 8 apart, within runs, as slots; a short run is one."""
        found: list[slice] = []
        for start, end, parts in zip(self.edges[:-1], self.edges[1:], self.parts, strict=True):
            length, step = WINDOW_BEATS * parts, STEP_BEATS * parts
            last = max(start, end - length)
            found += [slice(k, min(end, k + length)) for k in range(start, last + 1, step)]
        return found

    def terms(self) -> BeatTerms:
        """Return what each slot adds to S."""
        return beat_terms(self.units, self.cells.chance)

    def raw_terms(self) -> BeatTerms:
        """Return the same for the same cells with nobody's delay removed."""
        known = np.where(np.isnan(self.units), np.nan, self.cells.phasors)
        return beat_terms(known, self.cells.chance)

    def shared(self) -> BoolArray:
        """Return people x slots: a measured tap in a slot with somebody else's measured tap."""
        there = ~np.isnan(self.units)
        return np.asarray(there & (there.sum(axis=0) > 1))

    def shared_beats(self) -> int:
        """Return on how many beats two or more people met."""
        met: BoolArray = np.asarray(self.shared().any(axis=0))
        runs = zip(self.edges[:-1], self.edges[1:], self.parts, strict=True)
        return sum(int(met[a:b].reshape(-1, parts).any(axis=1).sum()) for a, b, parts in runs)

    def row_of(self, seat: int) -> int | None:
        """Return the row of a seat, None if it is not measured."""
        name = str(seat)
        return self.cells.people.index(name) if name in self.cells.people else None


def measured_seats(story: Story) -> list[int]:
    """Return the seats that count: rows of every measure, in this order.

    Whoever only listens counts, too: they were there and did not play. Wireless sound does not.
    """
    whole = Span(None, -math.inf, math.inf)
    return [
        number
        for number, seat in story.seats.items()
        if (whole.measured_of(seat) if seat.taps else seat.counts_at(story.end_s))
    ]


def measure_of(story: Story, span: Span, rows: Sequence[int]) -> Measure | Missing:
    """Return the cells of a run on its click, or of free play on the group's own beat.

    Args:
        story: the whole session.
        span: the run or the free play.
        rows: the seats to measure, in this order.
    """
    taps = {number: span.measured_of(story.seats[number]) for number in rows}
    onsets_s = {str(n): np.array([tap.time_s for tap in taps[n]]) for n in rows}
    beats = click_grid(span.run, onsets_s) if span.run else own_grid(onsets_s)
    if isinstance(beats, Missing):
        return beats
    parts = parts_played(beats, onsets_s) if span.run else 1
    slots = divided(beats, span.run, parts) if span.run else beats
    cells = cells_of(onsets_s, slots)
    heard = cells if parts == 1 else _any_onset(cells_of(onsets_s, beats))
    asked = casts(span.run, 0) if span.run else ()
    present = [_present(story.seats[number], beats, asked) for number in rows]
    bounds_s = np.array([_usual_bound_s(taps[number]) for number in rows])
    return Measure(
        cells=cells,
        units=aligned(cells.phasors, slots.periods_s),
        bounds_s=np.broadcast_to(bounds_s[:, None], cells.taps.shape),
        edges=(0, len(slots)),
        parts=(parts,),
        heard=heard,
        present=np.array(present, dtype=np.bool_) | (heard.onsets > 0),
        click=span.run is not None,
    )


def joined(runs: Sequence[Measure]) -> Measure | None:
    """Return runs of the same people one after the other, or None without any."""
    if len(runs) < 2:
        return runs[0] if runs else None
    return Measure(
        cells=_joined_cells([run.cells for run in runs]),
        units=np.concatenate([run.units for run in runs], axis=1),
        bounds_s=np.concatenate([run.bounds_s for run in runs], axis=1),
        edges=tuple(np.cumsum([0, *(run.edges[-1] for run in runs)]).tolist()),
        parts=tuple(run.parts[0] for run in runs),
        heard=_joined_cells([run.heard for run in runs]),
        present=np.concatenate([run.present for run in runs], axis=1),
        click=runs[0].click,
    )


def _any_onset(cells: Cells) -> Cells:
    """Return cells in which an onset anywhere in the beat counts as playing it."""
    return replace(cells, taps=cells.onsets, levels=np.ones_like(cells.levels))


def _present(seat: SeatStory, grid: Grid, casts: Sequence[Cast]) -> list[bool]:
    """Return whether somebody was there, and asked to keep the beat, at each beat."""
    return [
        seat.was_here(time_s) and seat.counts_at(time_s) and cast_at(casts, beat).asks(seat.number)
        for beat, time_s in zip(grid.beats.tolist(), grid.times_s.tolist(), strict=True)
    ]


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
