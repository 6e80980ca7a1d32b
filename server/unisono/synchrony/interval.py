"""How sure a headline is: jackknife intervals.

The 90 % interval of S comes from leaving out one block of beats at a time (8 blocks), offsets taken
anew from what is left, on the logit of S/100, with Student's t on 7 degrees of freedom::

    se   = sqrt((J - 1) / J * sum_j (g(S_-j) - mean_j g(S_-j)) ** 2),   g = logit(S / 100)
    band = g^-1(g(S) -+ t * se)

Where S or a leave-out S is below 1 (random playing) the logit has no meaning there and the plain
scale is used. Sources: Miller 1974 (jackknife); Künsch 1989 (blocks for dependent data). It says
how sure the number is for *this group in this session*: it covers in 87-93 % of sessions when
blocks are longer than the stretches over which playing changes, in fewer when a session consists of
a few long good and poor stretches (docs/decisions/0013).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.synchrony.cells import ComplexArray
from unisono.synchrony.grid import FloatArray
from unisono.synchrony.headline import BeatTerms, beat_terms, share_to_score
from unisono.synchrony.limits import JACKKNIFE_BLOCKS
from unisono.synchrony.offsets import OffsetRule, aligned
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import Seconds

MIN_BLOCKS: Final = 4
MIN_PEOPLE_INTERVAL: Final = 5
LOGIT_FROM: Final = 1.0
LOGIT_TO: Final = 99.999

T_95: Final = (
    6.313752, 2.919986, 2.353363, 2.131847, 2.015048, 1.943180, 1.894579, 1.859548,
    1.833113, 1.812461, 1.795885, 1.782288, 1.770933, 1.761310, 1.753050, 1.745884,
    1.739607, 1.734064, 1.729133, 1.724718, 1.720743, 1.717144, 1.713872, 1.710882,
    1.708141, 1.705618, 1.703288, 1.701131, 1.699127, 1.697261,
)  # fmt: skip
"""Student's t, 95 % point (two-sided 90 %), for 1 to 30 degrees of freedom."""
Z_95: Final = 1.644854


@dataclass(frozen=True, slots=True)
class Interval:
    """A 90 % interval of S, on the scale of S."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """High minus low."""
        return self.high - self.low


def t_95(freedom: int) -> float:
    """Return the 95 % point of Student's t (to 1e-4 beyond 30 degrees)."""
    if freedom <= len(T_95):
        return T_95[freedom - 1]
    first = (Z_95**3 + Z_95) / 4.0
    second = (5.0 * Z_95**5 + 16.0 * Z_95**3 + 3.0 * Z_95) / 96.0
    return Z_95 + first / freedom + second / freedom**2


def jackknife_band(value: float, without: Sequence[float]) -> tuple[float, float] | None:
    """Return the 90 % interval of S from its delete-one values, or None under 4 of them.

    Args:
        value: S of everything, signed, at most 100.
        without: S with one block (or one person) left out at a time.
    """
    count = len(without)
    if count < MIN_BLOCKS:
        return None
    bounded = min(value, *without) < LOGIT_FROM
    to, back = (_same, _same) if bounded else (_logit, _percent)
    images = [to(s) for s in without]
    mean = sum(images) / count
    se = math.sqrt((count - 1) / count * sum((x - mean) ** 2 for x in images))
    reach = t_95(count - 1) * se
    return back(to(value) - reach), min(100.0, back(to(value) + reach))


def _same(value: float) -> float:
    return value


def _logit(value: float) -> float:
    share = min(value, LOGIT_TO) / 100.0
    return math.log(share / (1.0 - share))


def _percent(logit: float) -> float:
    return 100.0 / (1.0 + math.exp(-logit))


def cohesion_interval(
    units: ComplexArray,
    periods_s: Seconds | FloatArray,
    chance: FloatArray | float = 0.0,
    rule: OffsetRule = OffsetRule.OUTSIDE,
) -> Interval | TooLittle:
    """Return the 90 % interval of S for this group in this session.

    Delete-block jackknife over 8 stretches of beats; at least two shared beats in each.

    Args:
        units: people x beats, phasors as played (offsets still in), NaN = no tap.
        periods_s: one beat period, or one per beat.
        chance: chance amplitude per cell.
        rule: which beats the offsets come from.
    """
    periods = np.broadcast_to(np.asarray(periods_s, dtype=np.float64), units.shape[1:])
    rho = np.broadcast_to(chance, units.shape)
    whole = beat_terms(aligned(units, periods, rule), rho)
    beats = int((whole.den > 0.0).sum())
    if beats < 2 * JACKKNIFE_BLOCKS:
        return TooLittle(Reason.BEATS, beats, 2 * JACKKNIFE_BLOCKS)
    block = (np.cumsum(whole.den > 0.0) - 1) * JACKKNIFE_BLOCKS // beats
    without = []
    for j in range(JACKKNIFE_BLOCKS):
        keep = block != j
        left = aligned(units[:, keep], periods[keep], rule)
        without.append(beat_terms(left, rho[:, keep]))
    if any(not terms.den.any() for terms in without):
        return TooLittle(Reason.PAIRS, 0, 1)
    return _interval(whole.value(), [terms.value() for terms in without], Reason.BEATS)


def block_interval(terms: BeatTerms, blocks: int = JACKKNIFE_BLOCKS) -> Interval | TooLittle:
    """Return the 90 % interval of S with offsets taken as known.

    Much faster than :func:`cohesion_interval`, for windows and for terms of several sections put
    together; it covers about two sessions in a hundred less.

    Args:
        terms: what each beat adds to S.
        blocks: how many stretches of beats, 4 or more.
    """
    used = terms.part(terms.den > 0.0)
    beats = used.den.size
    if beats < 2 * blocks:
        return TooLittle(Reason.BEATS, beats, 2 * blocks)
    block = np.arange(beats) * blocks // beats
    sums = [np.bincount(block, column) for column in (used.num, used.den, used.chance)]
    without = [share_to_score(*(s.sum() - s[j] for s in sums)) for j in range(blocks)]
    return _interval(used.value(), without, Reason.BEATS)


def person_interval(units: ComplexArray, chance: FloatArray | float = 0.0) -> Interval | TooLittle:
    """Return the 90 % interval of S for other members of the same kind of people.

    Delete-one-person jackknife, t on N - 1 degrees of freedom; at least 5 people. Groups whose
    person-intervals overlap must not be ranked.

    Args:
        units: people x beats, phasors with offsets removed, NaN = not there.
        chance: chance amplitude per cell.
    """
    there = ~np.isnan(units)
    people = np.flatnonzero(there.any(axis=1))
    if people.size < MIN_PEOPLE_INTERVAL:
        return TooLittle(Reason.PEOPLE, people.size, MIN_PEOPLE_INTERVAL)
    rho = np.broadcast_to(chance, units.shape)
    num, den, expected = _terms_without_each(units[people], rho[people])
    if np.any(den <= 0.0):
        return TooLittle(Reason.PAIRS, 0, 1)
    without = [share_to_score(*t) for t in zip(num, den, expected, strict=True)]
    return _interval(beat_terms(units, chance).value(), without, Reason.PEOPLE)


def _terms_without_each(
    units: ComplexArray, chance: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the sums of S without each person in turn, in O(people x beats)."""
    there = ~np.isnan(units)
    known, rho = np.where(there, units, 0.0), np.where(there, chance, 0.0)
    power = known.real**2 + known.imag**2
    others = known.sum(axis=0) - known
    num = others.real**2 + others.imag**2 - (power.sum(axis=0) - power)
    count = there.sum(axis=0) - there
    chances = (rho.sum(axis=0) - rho) ** 2 - ((rho**2).sum(axis=0) - rho**2)
    return num.sum(axis=1), (count * (count - 1.0)).sum(axis=1), chances.sum(axis=1)


def _interval(value: float, without: Sequence[float], reason: Reason) -> Interval | TooLittle:
    band = jackknife_band(value, without)
    if band is None:
        return TooLittle(reason, len(without), MIN_BLOCKS)
    return Interval(*band)
