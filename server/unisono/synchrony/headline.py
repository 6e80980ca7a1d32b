"""The headline: temporal cohesion S, how much a group is together, 0 to 100.

**Formula.** With e_pk the phasor of person p in beat k after the person's constant offset (taken
from other beats) is removed, Z_k = sum_p e_pk and n_k the people with a tap in k::

    Q  = sum_k (|Z_k|^2 - sum_p |e_pk|^2) / sum_k n_k (n_k - 1)
    Q0 = sum_k ((sum_p rho0_p)^2 - sum_p rho0_p^2) / the same
    S  = 100 (Q - Q0) / (1 - Q0)

Q is the mean cosine of the phase difference over all pairs that share a beat; Q0 is what random
taps would give in cells of that width (0 when everybody taps the beat).

**Range** at most 100 (identical timing); 0 is what random tapping gives for any number of people;
negative values are kept (clip for display only). No unit. **Minimum** 2 people, 8 beats (16 for
two people), 30 pair-beats. For Gaussian jitter of SD s, S = 100 exp(-(2 pi s / T)^2).

**Edge cases.** A constant delay of a device changes nothing, up to min(150 ms, 0.3 T); nobody is
asked to play every beat; a random member among N multiplies S by about (N - 2)/N.

**Source.** (N r^2 - 1)/(N - 1) of the order parameter r of Frank & Richardson (2010), which frees
it of N; the unbiased form for phases is Vinck et al. (2010); offsets outside the neighbourhood and
the chance amplitude per cell are this project's (docs/metrics.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from unisono.synchrony.cells import Cells, ComplexArray, phasors
from unisono.synchrony.grid import FloatArray
from unisono.synchrony.limits import (
    HALF_LIFE_BEATS,
    MIN_BEATS,
    MIN_BEATS_OF_TWO,
    MIN_PAIR_BEATS,
    MIN_PEOPLE,
)
from unisono.synchrony.offsets import OffsetRule, aligned
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import Beats, Seconds


@dataclass(frozen=True, slots=True)
class Cohesion:
    """The headline and what stands behind it.

    Args:
        value: S, signed, at most 100.
        q: mean cosine over pairs, not corrected.
        chance: Q0, what random taps would give.
        people: people with a tap on a beat they shared.
        beats: beats shared by two or more.
        pair_beats: pairs that shared a beat, summed over beats.
    """

    value: float
    q: float
    chance: float
    people: int
    beats: int
    pair_beats: int


@dataclass(frozen=True, slots=True, eq=False)
class BeatTerms:
    """What each beat adds to S: numerator, denominator (ordered pairs) and chance term."""

    num: FloatArray
    den: FloatArray
    chance: FloatArray
    people: int

    def part(self, beats: slice | npt.NDArray[np.bool_]) -> BeatTerms:
        """Return a stretch or a choice of beats."""
        return BeatTerms(self.num[beats], self.den[beats], self.chance[beats], self.people)

    def value(self) -> float:
        """Return S of these beats; needs at least one pair."""
        return share_to_score(self.num.sum(), self.den.sum(), self.chance.sum())


def share_to_score(num: float, den: float, chance: float) -> float:
    """Return S = 100 (Q - Q0) / (1 - Q0) with Q = num/den and Q0 = chance/den."""
    return 100.0 * float((num - chance) / (den - chance))


def cohesion(
    asynchronies_s: FloatArray,
    periods_s: Seconds | FloatArray,
    rule: OffsetRule = OffsetRule.OUTSIDE,
) -> Cohesion | TooLittle:
    """Return S of asynchronies in seconds.

    Args:
        asynchronies_s: people x beats, onset minus beat in seconds, NaN = no tap in that beat.
        periods_s: one beat period, or one per beat, in seconds.
        rule: which beats the offsets come from.
    """
    units = aligned(phasors(np.atleast_2d(asynchronies_s), periods_s), periods_s, rule)
    return cohesion_of_terms(beat_terms(units))


def cohesion_of_cells(cells: Cells, rule: OffsetRule = OffsetRule.OUTSIDE) -> Cohesion | TooLittle:
    """Return S of cells, with the chance amplitude of each person's metrical level."""
    return cohesion_of_terms(terms_of_cells(cells, rule))


def terms_of_cells(cells: Cells, rule: OffsetRule = OffsetRule.OUTSIDE) -> BeatTerms:
    """Return what each beat of the cells adds to S."""
    return beat_terms(aligned(cells.phasors, cells.grid.periods_s, rule), cells.chance)


def beat_terms(units: ComplexArray, chance: FloatArray | float = 0.0) -> BeatTerms:
    """Return the terms of S per beat, in O(people x beats).

    Args:
        units: people x beats, phasors with offsets removed, NaN = not there.
        chance: chance amplitude per cell.
    """
    there = ~np.isnan(units)
    known = np.where(there, units, 0.0)
    group = known.sum(axis=0)
    power = (known.real**2 + known.imag**2).sum(axis=0)
    count = there.sum(axis=0).astype(np.float64)
    rho = np.where(there, chance, 0.0)
    shared = there & (count > 1)
    return BeatTerms(
        np.where(count > 1, group.real**2 + group.imag**2 - power, 0.0),
        count * (count - 1.0),
        np.where(count > 1, rho.sum(axis=0) ** 2 - (rho**2).sum(axis=0), 0.0),
        int(shared.any(axis=1).sum()),
    )


def cohesion_of_terms(terms: BeatTerms) -> Cohesion | TooLittle:
    """Return S of the terms of some beats, or what there is too little of."""
    beats = int((terms.den > 0.0).sum())
    pair_beats = round(float(terms.den.sum()) / 2.0)
    if terms.people < MIN_PEOPLE:
        return TooLittle(Reason.PEOPLE, terms.people, MIN_PEOPLE)
    need = MIN_BEATS_OF_TWO if terms.people == MIN_PEOPLE else MIN_BEATS
    if beats < need:
        return TooLittle(Reason.BEATS, beats, need)
    if pair_beats < MIN_PAIR_BEATS:
        return TooLittle(Reason.PAIRS, pair_beats, MIN_PAIR_BEATS)
    den = float(terms.den.sum())
    q, chance = float(terms.num.sum()) / den, float(terms.chance.sum()) / den
    return Cohesion(terms.value(), q, chance, terms.people, beats, pair_beats)


def cohesion_so_far(cells: Cells, half_life: Beats = HALF_LIFE_BEATS) -> FloatArray:
    """Return what the live score would have said after each beat (NaN before any pair).

    Offsets come from the beats before; numerator and denominator fade separately. It equals
    :class:`unisono.synchrony.live.LiveCohesion` to 1e-9 on the same cells.
    """
    terms = terms_of_cells(cells, OffsetRule.BEFORE)
    fade = 0.5 ** (1.0 / half_life)
    sums, trace = np.zeros(3), np.full(len(cells.grid), np.nan)
    for k, beat in enumerate(np.stack((terms.num, terms.den, terms.chance), axis=1)):
        sums = sums * fade + beat
        if sums[1] > 0.0:
            trace[k] = share_to_score(*sums)
    return trace
