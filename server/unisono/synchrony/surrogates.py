"""Chance by shuffling: what the same people would score if beats did not matter.

**With a click** (:func:`beat_shift_test`): each person's residual phases are shifted round by a
random whole number of bars, at least 8 beats. That keeps everybody's own timing and their following
of the click, and breaks only what they did *at the same beat*. The excess of S over the mean of the
shifted ones is bounded by 100 - S*, so the effect size to quote is ``coupling``.

**Without a click** (:func:`following_test`): time shifts of phases are anti-conservative there (two
people who start at one tempo look coupled in 39 % of trials), so the lag +-1 correlation of
detrended intervals is tested instead, against shifts of one person's intervals.

``p = (1 + draws at or above) / (draws + 1)``. For reports only, never live, no p-value on a stage.
Source: Moulder et al. 2018 (shuffling nulls); Phipson & Smyth 2010 (the + 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from unisono.synchrony.cells import ComplexArray
from unisono.synchrony.grid import FloatArray, IntArray
from unisono.synchrony.headline import beat_terms, cohesion_of_terms, share_to_score
from unisono.synchrony.lag import MIN_BEATS as MIN_BEATS_LAG
from unisono.synchrony.lag import detrended, lagged
from unisono.synchrony.outcome import Reason, TooLittle

DRAWS: Final = 200
MIN_SHIFT_BEATS: Final = 8
MIN_SHIFTS: Final = 4
"""Different shifts there must be to choose from."""

Number = TypeVar("Number", np.float64, np.complex128)


@dataclass(frozen=True, slots=True)
class ShiftTest:
    """A statistic against its shifted copies.

    Args:
        observed: the statistic.
        null_mean: its mean over the shifted copies.
        excess: observed minus null_mean.
        p_value: one-sided.
        draws: shifted copies.
    """

    observed: float
    null_mean: float
    excess: float
    p_value: float
    draws: int


def beat_shift_test(
    units: ComplexArray,
    rng: np.random.Generator,
    beats_per_bar: int = 1,
    draws: int = DRAWS,
    chance: FloatArray | float = 0.0,
) -> ShiftTest | TooLittle:
    """Test S of one section with a click against beat-shifted copies.

    Args:
        units: people x beats of one section, offsets removed, NaN = not there.
        rng: source of randomness.
        beats_per_bar: shifts are whole bars, so that metrical position is kept.
        draws: how many copies.
        chance: chance amplitude per cell.
    """
    people, beats = units.shape
    observed = cohesion_of_terms(beat_terms(units, chance))
    if isinstance(observed, TooLittle):
        return observed
    shifts = allowed_shifts(beats, beats_per_bar)
    if shifts.size < MIN_SHIFTS:
        return TooLittle(Reason.BEATS, beats, 2 * MIN_SHIFT_BEATS + MIN_SHIFTS * beats_per_bar)
    there = ~np.isnan(units)
    rows = Rows(
        np.where(there, units, 0.0),
        None if there.all() else there.astype(np.float64),
        np.where(there, chance, 0.0) if np.any(chance) else None,
    )
    scores = np.array([rows.shifted_score(_shifts(shifts, people, rng)) for _ in range(draws)])
    return against(observed.value, scores)


def following_test(
    first_s: FloatArray, second_s: FloatArray, rng: np.random.Generator, draws: int = DRAWS
) -> ShiftTest | TooLittle:
    """Test the lag +-1 interval correlation of two people without a click.

    Args:
        first_s: onset per beat in seconds, NaN = no tap in that beat.
        second_s: the other's, same beats.
        rng: source of randomness.
        draws: how many shifted copies.
    """
    shared = int((~np.isnan(first_s) & ~np.isnan(second_s)).sum())
    if shared < MIN_BEATS_LAG:
        return TooLittle(Reason.BEATS, shared, MIN_BEATS_LAG)
    first, second = detrended(first_s), detrended(second_s)
    observed = _both_lags(first, second)
    if isinstance(observed, TooLittle):
        return observed
    shifts = allowed_shifts(first.size, 1)
    copies = [_both_lags(first, np.roll(second, int(by))) for by in rng.choice(shifts, draws)]
    known = [c for c in copies if not isinstance(c, TooLittle)]
    if len(known) < MIN_SHIFTS:
        return TooLittle(Reason.INTERVALS, len(known), MIN_SHIFTS)
    return against(observed, np.array(known))


def allowed_shifts(beats: int, beats_per_bar: int) -> IntArray:
    """Return every whole number of bars that is at least 8 beats from no shift, both ways round."""
    bars = np.arange(0, beats, beats_per_bar)
    far = (bars >= MIN_SHIFT_BEATS) & (beats - bars >= MIN_SHIFT_BEATS)
    return np.asarray(bars[far], dtype=np.intp)


def _shifts(shifts: IntArray, people: int, rng: np.random.Generator) -> IntArray:
    """Return one shift per person, all different as long as there are enough of them."""
    if people <= shifts.size:
        return rng.permutation(shifts)[:people]
    return rng.choice(shifts, people)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Residual phasors ready for shifting; sums over all beats do not depend on the shifts."""

    units: ComplexArray
    there: FloatArray | None
    chance: FloatArray | None

    def shifted_score(self, by: IntArray) -> float:
        """Return S with each row turned round by its number of beats."""
        group = _turned_sum(self.units, by)
        power = float((np.abs(self.units) ** 2).sum())
        num = float((np.abs(group) ** 2).sum()) - power
        people, beats = self.units.shape
        den, expected = float(beats * people * (people - 1)), 0.0
        if self.there is not None:
            den = float((_turned_sum(self.there, by) ** 2).sum() - self.there.sum())
        if self.chance is not None:
            expected = float((_turned_sum(self.chance, by) ** 2).sum() - (self.chance**2).sum())
        return share_to_score(num, den, expected)


def _turned_sum(rows: npt.NDArray[Number], by: IntArray) -> npt.NDArray[Number]:
    """Return the sum over people of their rows, each turned round by its own shift."""
    total: npt.NDArray[Number] = np.zeros(rows.shape[1], dtype=rows.dtype)
    for row, shift in zip(rows, by.tolist(), strict=True):
        total[shift:] += row[: row.size - shift]
        total[:shift] += row[row.size - shift :]
    return total


def _both_lags(first: FloatArray, second: FloatArray) -> float | TooLittle:
    plus, minus = lagged(first, second), lagged(second, first)
    if isinstance(plus, TooLittle):
        return plus
    if isinstance(minus, TooLittle):
        return minus
    return (plus[0] + minus[0]) / 2.0


def against(observed: float, scores: FloatArray) -> ShiftTest:
    """Return a statistic against its copies."""
    mean = float(scores.mean())
    above = int((scores >= observed).sum())
    p_value = (1.0 + above) / (scores.size + 1.0)
    return ShiftTest(observed, mean, observed - mean, p_value, scores.size)
