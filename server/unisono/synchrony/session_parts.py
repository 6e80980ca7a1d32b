"""The parts of a session's score: one entry per person, per pair and per window of beats."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from unisono.synchrony.cells import Cells
from unisono.synchrony.contribution import Contribution
from unisono.synchrony.evenness import Evenness, evenness
from unisono.synchrony.grid import Grid
from unisono.synchrony.headline import BeatTerms, Cohesion, cohesion_of_terms
from unisono.synchrony.lag import Following, following
from unisono.synchrony.outcome import TooLittle
from unisono.synchrony.pairs import PairAsynchrony, PhaseLocking, locking_table, pair_asynchrony
from unisono.synchrony.person import Consistency, Jitter, Offset, consistency, jitter, offset
from unisono.synchrony.rates import Rates, hit_rates, present_since_first_tap
from unisono.units import Seconds

WINDOW_BEATS: Final = 32
WINDOW_STEP_BEATS: Final = 8
MAX_PEOPLE_IN_PAIRS: Final = 30


@dataclass(frozen=True, slots=True)
class PersonScore:
    """One person's numbers; ``level`` is the median metrical level."""

    name: str
    taps: int
    level: float
    offset: Offset | TooLittle
    consistency: Consistency | TooLittle
    jitter: Jitter | TooLittle
    evenness: Evenness | TooLittle
    rates: Rates | TooLittle
    contribution: Contribution | TooLittle


@dataclass(frozen=True, slots=True)
class PairScore:
    """Two people's numbers; signs are first minus second."""

    first: str
    second: str
    asynchrony: PairAsynchrony | TooLittle
    locking: PhaseLocking | TooLittle
    following: Following | TooLittle


@dataclass(frozen=True, slots=True)
class WindowScore:
    """The headline over one window of beats."""

    first_beat: int
    beats: int
    start_s: Seconds
    cohesion: Cohesion | TooLittle


def people_scores(cells: Cells, shares: list[Contribution | TooLittle]) -> tuple[PersonScore, ...]:
    """Return everybody's own numbers.

    Args:
        cells: everybody's taps.
        shares: everybody's contribution, in the same order.
    """
    present, grid = present_since_first_tap(cells), cells.grid
    scores = []
    for i, name in enumerate(cells.people):
        late_s, there = cells.asynchronies_s[i], present[i]
        scores.append(
            PersonScore(
                name=name,
                taps=int(cells.onsets[i].sum()),
                level=float(np.median(cells.levels[i])),
                offset=offset(late_s, grid.periods_s),
                consistency=consistency(late_s, grid.periods_s),
                jitter=jitter(late_s, grid.periods_s),
                evenness=evenness(grid.times_s + late_s),
                rates=hit_rates(
                    cells.taps[i, there], cells.onsets[i, there], cells.levels[i, there]
                ),
                contribution=shares[i],
            )
        )
    return tuple(scores)


def pair_scores(cells: Cells) -> tuple[PairScore, ...]:
    """Return every pair's numbers; none above 30 people, where nobody reads them."""
    if len(cells.people) > MAX_PEOPLE_IN_PAIRS:
        return ()
    late_s, times_s = cells.asynchronies_s, cells.grid.times_s
    table = locking_table(cells.phasors)
    return tuple(
        PairScore(
            cells.people[i],
            cells.people[j],
            pair_asynchrony(late_s[i], late_s[j]),
            table.between(i, j),
            following(times_s + late_s[i], times_s + late_s[j]),
        )
        for i, j in combinations(range(len(cells.people)), 2)
    )


def window_scores(
    grid: Grid, terms: BeatTerms, beats: int = WINDOW_BEATS, step: int = WINDOW_STEP_BEATS
) -> tuple[WindowScore, ...]:
    """Return the headline over windows of beats; offsets are those of the whole session."""
    starts = range(0, max(1, len(grid) - beats + 1), step)
    return tuple(
        WindowScore(
            int(grid.beats[i]),
            min(beats, len(grid) - i),
            float(grid.times_s[i]),
            cohesion_of_terms(terms.part(slice(i, i + beats))),
        )
        for i in starts
    )
