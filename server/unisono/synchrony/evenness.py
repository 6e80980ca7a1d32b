"""Interval CV: how even somebody's inter-onset intervals are, with or without a click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.synchrony.grid import FloatArray
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import Seconds

MIN_INTERVALS: Final = 12
SHORTEST_OF_MEDIAN: Final = 0.5
LONGEST_OF_MEDIAN: Final = 1.6


@dataclass(frozen=True, slots=True)
class Evenness:
    """How even inter-onset intervals are.

    Args:
        cv_percent: 100 x SD / mean of the usable intervals.
        mean_s: their mean.
        intervals: how many were usable.
    """

    cv_percent: float
    mean_s: Seconds
    intervals: int


def usable_intervals(onsets_s: FloatArray) -> FloatArray:
    """Return inter-onset intervals; those outside 0.5..1.6 of their median become NaN.

    Args:
        onsets_s: onset per beat in seconds, NaN = no tap in that beat.
    """
    intervals = np.diff(np.asarray(onsets_s, dtype=np.float64))
    if not np.any(~np.isnan(intervals)):
        return intervals
    middle = np.nanmedian(intervals)
    with np.errstate(invalid="ignore"):
        usable = (intervals >= SHORTEST_OF_MEDIAN * middle) & (
            intervals <= LONGEST_OF_MEDIAN * middle
        )
    return np.where(usable, intervals, np.nan)


def evenness(onsets_s: FloatArray) -> Evenness | TooLittle:
    """Return the coefficient of variation of inter-onset intervals: 100 x SD(ITI) / mean(ITI).

    Percent, 0 or more; at least 12 intervals within 0.5..1.6 of the median (a rest is not
    unevenness). Needs no click; latency does not matter. Slow drift of the tempo raises it.

    Args:
        onsets_s: onset times of one person in seconds, increasing, NaN = no tap in that beat.

    Source: Repp & Su 2013; SD with n - 1.
    """
    intervals = usable_intervals(onsets_s)
    known = intervals[~np.isnan(intervals)]
    if known.size < MIN_INTERVALS:
        return TooLittle(Reason.INTERVALS, known.size, MIN_INTERVALS)
    mean_s = float(known.mean())
    return Evenness(100.0 * float(known.std(ddof=1)) / mean_s, mean_s, known.size)
