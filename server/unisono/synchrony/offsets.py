"""Constant offsets: what a device and a habit add to every tap of one person.

Nobody's latency can be told from nobody's habit without a loopback, so the headline removes a
constant per person. It must come from *other* beats: an offset that has seen the beat it is taken
from makes random tapping look together (5 people, windows of 4 beats: 0.20 instead of 0).

- review: the direction of the sum of the person's phasors over all beats further than 4 from k;
- live: the same over beats strictly before k, each beat counting 2 % less than the next.

Both are limited to +-min(150 ms, 0.3 T). Seconds, negative = early. An offset needs 4 (review) or 8
(live) such beats. When the tempo changes the offset keeps its seconds, not its phase.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from unisono.synchrony.cells import ComplexArray
from unisono.synchrony.grid import BoolArray, FloatArray
from unisono.synchrony.limits import (
    NEIGHBOURHOOD_BEATS,
    OFFSET_FORGETTING,
    OFFSET_MAX_OF_BEAT,
    OFFSET_MAX_S,
    OWN_BEATS,
    offset_max_s,
)
from unisono.units import TAU, Radians, Seconds

MIN_OTHER_BEATS: Final = 4
Number = TypeVar("Number", np.float64, np.complex128)


class OffsetRule(StrEnum):
    """Which beats an offset is taken from."""

    OUTSIDE = "outside"
    """All beats further than four from this one (review)."""
    BEFORE = "before"
    """Beats strictly before this one, with forgetting (live)."""
    NONE = "none"
    """No offset is removed: as the server's clock saw it."""


def aligned(
    phasors: ComplexArray, periods_s: Seconds | FloatArray, rule: OffsetRule = OffsetRule.OUTSIDE
) -> ComplexArray:
    """Return phasors with each person's offset removed; NaN where the offset is not known.

    Args:
        phasors: people x beats, NaN = no tap.
        periods_s: one period, or one per beat.
        rule: which beats the offset comes from.
    """
    if rule is OffsetRule.NONE or not phasors.shape[1]:
        return phasors
    periods = np.broadcast_to(np.asarray(periods_s, dtype=np.float64), phasors.shape[1:])
    if rule is OffsetRule.OUTSIDE and np.all(periods == periods[:1]):
        others, enough = _others(phasors)
        turn = _unit_within(others, TAU * offset_max_s(float(periods[0])) / float(periods[0]))
        return np.where(enough, phasors * np.conj(turn), np.nan)
    find = offsets_outside if rule is OffsetRule.OUTSIDE else offsets_before
    limit_s = np.minimum(OFFSET_MAX_S, OFFSET_MAX_OF_BEAT * periods)
    off_s = np.clip(find(phasors, periods), -limit_s, limit_s)
    return np.asarray(phasors * np.exp(-1j * TAU * off_s / periods))


def offsets_outside(phasors: ComplexArray, periods_s: FloatArray) -> FloatArray:
    """Return offsets in seconds from all beats further than four from each beat (unlimited)."""
    period_s = float(np.median(periods_s))
    others, enough = _others(_at_period(phasors, periods_s, period_s))
    return np.where(enough, np.angle(others) / TAU * period_s, np.nan)


def offsets_before(phasors: ComplexArray, periods_s: FloatArray) -> FloatArray:
    """Return offsets in seconds from the beats before each beat, forgetting 2 % a beat."""
    people, beats = phasors.shape
    off_s = np.full((people, beats), np.nan)
    total, own = np.zeros(people, dtype=np.complex128), np.zeros(people)
    before_s = periods_s[0] if beats else 1.0
    for k in range(beats):
        period_s = periods_s[k]
        if period_s != before_s:
            angle = np.angle(total) * before_s / period_s
            total, before_s = np.abs(total) * np.exp(1j * angle), period_s
        known = own >= OWN_BEATS
        off_s[known, k] = np.angle(total[known]) / TAU * period_s
        there = ~np.isnan(phasors[:, k])
        total = total * OFFSET_FORGETTING + np.where(there, phasors[:, k], 0.0)
        own += there
    return off_s


def _at_period(phasors: ComplexArray, periods_s: FloatArray, period_s: Seconds) -> ComplexArray:
    """Return the phasors as they would be at one common period (same seconds)."""
    if np.all(periods_s == period_s):
        return phasors
    angle = np.angle(phasors) * periods_s / period_s
    return np.asarray(np.abs(phasors) * np.exp(1j * angle))


def _others(phasors: ComplexArray) -> tuple[ComplexArray, BoolArray]:
    """Return for each beat the sum over the beats far from it, and whether there are enough."""
    there = ~np.isnan(phasors)
    known = np.where(there, phasors, 0.0)
    rows = there[:1] if there.all() else there
    count = rows.sum(axis=1, keepdims=True) - _near(rows.astype(np.float64))
    others = known.sum(axis=1, keepdims=True) - _near(known)
    return others, count >= MIN_OTHER_BEATS - 0.5


def _unit_within(sums: ComplexArray, limit_rad: Radians) -> ComplexArray:
    """Return the directions of sums as unit phasors, turned back to the limit where beyond it."""
    length = np.abs(sums)
    units = np.where(length > 0.0, sums, 1.0) / np.where(length > 0.0, length, 1.0)
    beyond = units.real < np.cos(limit_rad)
    if beyond.any():
        edge = np.copysign(np.sin(limit_rad), units.imag)
        units = np.where(beyond, np.cos(limit_rad) + 1j * edge, units)
    return np.asarray(units)


def _near(rows: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Return for each beat the sum over the beats at most four away from it."""
    people, beats = rows.shape
    reach = NEIGHBOURHOOD_BEATS
    sums: npt.NDArray[Number] = np.zeros((people, beats + 2 * reach + 1), dtype=rows.dtype)
    np.cumsum(rows, axis=1, out=sums[:, reach + 1 : reach + 1 + beats])
    sums[:, reach + 1 + beats :] = sums[:, reach + beats : reach + beats + 1]
    return np.asarray(sums[:, 2 * reach + 1 :] - sums[:, :beats])
