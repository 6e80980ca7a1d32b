"""Mutual following: lag +-1 correlation of inter-onset intervals, and its direction.

When two people correct towards each other, a long interval of one is followed by a long interval of
the other one beat later. Lag 0 says little (mutual correction alternates). Intervals outside
0.5..1.6 of the median are missing, a linear trend is taken out, and::

    coupling  = (r(+1) + r(-1)) / 2
    direction = r(+1) - r(-1)        r(+1): the second repeats at k + 1 what the first did at k

Range -1..1, no unit. Needs no click and no common clock offset. Coupling needs 60 shared beats,
direction 150 ("tended to lead"; never shown live): the designated leader of pairs has the right
sign in 83-100 % of trials of about 185 taps.

Source: Konvalinka et al. 2010 (lagged cross-correlation of inter-tap intervals); reference values
of the tapping pairs of Zhou et al.: mutual .41, leader .27, uncoupled .07.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.errors import BadValue
from unisono.synchrony.evenness import usable_intervals
from unisono.synchrony.grid import FloatArray
from unisono.synchrony.outcome import Reason, TooLittle

MIN_BEATS: Final = 60
MIN_BEATS_DIRECTION: Final = 150
WINDOW_BEATS: Final = 60
STEP_BEATS: Final = 15
MIN_COMMON: Final = 8


@dataclass(frozen=True, slots=True)
class Following:
    """Lagged correlation of two people's intervals.

    Args:
        coupling: mean of the lags +1 and -1, -1..1.
        direction: r(+1) - r(-1); positive = the first tended to lead. None under 150 beats.
        intervals: pairs of intervals behind each lag, on average.
    """

    coupling: float
    direction: float | None
    intervals: int


def following(first_s: FloatArray, second_s: FloatArray) -> Following | TooLittle:
    """Return coupling and direction of two people over a stretch of beats.

    Args:
        first_s: onset per beat in seconds, NaN = no tap in that beat.
        second_s: the other's, on the same beats.
    """
    first, second = _detrended_pair(first_s, second_s)
    shared = int((~np.isnan(first_s) & ~np.isnan(second_s)).sum())
    if shared < MIN_BEATS:
        return TooLittle(Reason.BEATS, shared, MIN_BEATS)
    forward, backward = lagged(first, second), lagged(second, first)
    if isinstance(forward, TooLittle):
        return forward
    if isinstance(backward, TooLittle):
        return backward
    (plus, n), (minus, m) = forward, backward
    direction = plus - minus if shared >= MIN_BEATS_DIRECTION else None
    return Following((plus + minus) / 2.0, direction, (n + m) // 2)


def following_over_time(
    first_s: FloatArray, second_s: FloatArray
) -> list[tuple[int, Following | TooLittle]]:
    """Return coupling in windows of 60 beats, 15 apart, each with its first beat's index."""
    starts = range(0, len(first_s) - WINDOW_BEATS + 1, STEP_BEATS)
    windows = [slice(i, i + WINDOW_BEATS) for i in starts]
    return [(w.start, following(first_s[w], second_s[w])) for w in windows]


def lagged(leader: FloatArray, follower: FloatArray) -> tuple[float, int] | TooLittle:
    """Return Pearson's r of leader's interval k with follower's interval k + 1, and the count.

    Args:
        leader: detrended intervals, NaN = missing.
        follower: the same.
    """
    x, y = leader[:-1], follower[1:]
    both = ~np.isnan(x) & ~np.isnan(y)
    count = int(both.sum())
    if count < MIN_COMMON:
        return TooLittle(Reason.INTERVALS, count, MIN_COMMON)
    x, y = x[both] - x[both].mean(), y[both] - y[both].mean()
    size = float(np.sqrt((x @ x) * (y @ y)))
    if size == 0.0:
        return TooLittle(Reason.STILL, 0, 1)
    return float(x @ y) / size, count


def detrended(onsets_s: FloatArray) -> FloatArray:
    """Return usable inter-onset intervals without their linear trend, NaN = missing."""
    intervals = usable_intervals(onsets_s)
    known = ~np.isnan(intervals)
    if known.sum() < 3:
        return np.full(intervals.shape, np.nan)
    place = np.flatnonzero(known).astype(np.float64)
    place -= place.mean()
    values = intervals[known]
    slope = float(place @ values) / float(place @ place)
    left = np.full(intervals.shape, np.nan)
    left[known] = values - values.mean() - slope * place
    return left


def _detrended_pair(first_s: FloatArray, second_s: FloatArray) -> tuple[FloatArray, FloatArray]:
    if np.shape(first_s) != np.shape(second_s) or np.ndim(first_s) != 1:
        shapes = (np.shape(first_s), np.shape(second_s))
        raise BadValue("a pair's rows", shapes, "two rows of the same beats")
    return detrended(first_s), detrended(second_s)
