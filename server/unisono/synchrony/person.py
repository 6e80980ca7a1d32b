"""One person against the beat: constant offset, consistency, jitter.

Arguments are one person's asynchronies (onset minus beat, seconds, one per beat, NaN = no tap in
that beat) and the beat period or periods in seconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.synchrony.cells import ComplexArray, phasors
from unisono.synchrony.grid import FloatArray
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import TAU, Seconds

MIN_TAPS: Final = 8
MIN_TAPS_JITTER: Final = 12
MAD_TO_SD: Final = 1.4826
LARGE_OFFSET_S: Final[Seconds] = 0.100


@dataclass(frozen=True, slots=True)
class Offset:
    """How early or late somebody is on the whole.

    Args:
        mean_s: circular mean asynchrony; negative = early.
        median_s: median asynchrony; negative = early.
        se_s: standard error of the circular mean.
        taps: beats with a tap behind it.
    """

    mean_s: Seconds
    median_s: Seconds
    se_s: Seconds
    taps: int

    @property
    def is_large(self) -> bool:
        """Whether it is over 100 ms either way: more often a device than a habit."""
        return abs(self.mean_s) > LARGE_OFFSET_S


@dataclass(frozen=True, slots=True)
class Consistency:
    """How steady somebody is against the beat.

    Args:
        resultant: R = |mean exp(i theta)|, 0..1, biased upwards by about 1/sqrt(n).
        unbiased: (n R^2 - 1)/(n - 1), up to 1; below 0 is possible and kept.
        taps: beats with a tap behind it.
    """

    resultant: float
    unbiased: float
    taps: int


@dataclass(frozen=True, slots=True)
class Jitter:
    """How far somebody's taps scatter around their own offset.

    Args:
        sd_s: standard deviation (n - 1) of the asynchronies.
        robust_s: 1.4826 x median absolute deviation; one stray tap does not move it.
        circular_s: T/2pi x sqrt(-2 ln R).
        taps: beats with a tap behind it.
    """

    sd_s: Seconds
    robust_s: Seconds
    circular_s: Seconds
    taps: int


def offset(asynchronies_s: FloatArray, periods_s: Seconds | FloatArray) -> Offset | TooLittle:
    """Return the constant offset (accuracy): circular mean of theta x T/2pi, and the median.

    Seconds, in (-T/2, T/2], negative = early. At least 8 taps. The standard error is that of the
    mean direction, ``sqrt((1 - R) / (n R)) x T/2pi`` to first order. A device's latency and a habit
    cannot be told apart without a loopback; people tap early (about -30 ms at 120 BPM).

    Source: Fisher 1993 (mean direction); Repp & Su 2013 (negative mean asynchrony).
    """
    units, late_s, period_s = _known(asynchronies_s, periods_s)
    if units.size < MIN_TAPS:
        return TooLittle(Reason.TAPS, units.size, MIN_TAPS)
    mean = complex(units.mean())
    second = abs(complex((units * units).mean()))
    dispersion = (1.0 - second) / (2.0 * abs(mean) ** 2)
    return Offset(
        math.atan2(mean.imag, mean.real) / TAU * period_s,
        float(np.median(late_s)),
        math.sqrt(max(0.0, dispersion) / units.size) / TAU * period_s,
        units.size,
    )


def consistency(
    asynchronies_s: FloatArray, periods_s: Seconds | FloatArray
) -> Consistency | TooLittle:
    """Return the resultant length R of one person over time and its unbiased square.

    No unit, 0..1; at least 8 taps; latency does not matter; a stray tap has bounded influence.

    Source: Mardia & Jupp 2000; unbiased form (pairwise phase consistency): Vinck et al. 2010.
    """
    units, _, _ = _known(asynchronies_s, periods_s)
    if units.size < MIN_TAPS:
        return TooLittle(Reason.TAPS, units.size, MIN_TAPS)
    resultant = abs(complex(units.mean()))
    return Consistency(resultant, unbiased_square(resultant, units.size), units.size)


def jitter(asynchronies_s: FloatArray, periods_s: Seconds | FloatArray) -> Jitter | TooLittle:
    """Return the scatter of one person's asynchronies (precision).

    Seconds, 0 or more; at least 12 taps. For display: a stray tap ruins the SD, not R.

    Source: Repp & Su 2013; adults at T = 500 ms have 28 ms (5-95 %: 18-51) in Silva & Laje 2024.
    """
    units, late_s, period_s = _known(asynchronies_s, periods_s)
    if units.size < MIN_TAPS_JITTER:
        return TooLittle(Reason.TAPS, units.size, MIN_TAPS_JITTER)
    resultant = min(1.0, abs(complex(units.mean())))
    spread = math.sqrt(-2.0 * math.log(resultant)) if resultant else math.inf
    return Jitter(
        float(np.std(late_s, ddof=1)),
        MAD_TO_SD * float(np.median(np.abs(late_s - np.median(late_s)))),
        spread / TAU * period_s,
        units.size,
    )


def unbiased_square(resultant: float, count: int) -> float:
    """Return (n R^2 - 1)/(n - 1), whose expectation is 0 for random phases whatever n."""
    return (count * resultant**2 - 1.0) / (count - 1.0)


def _known(
    asynchronies_s: FloatArray, periods_s: Seconds | FloatArray
) -> tuple[ComplexArray, FloatArray, Seconds]:
    """Return phasors and asynchronies of the beats with a tap, and the median period."""
    late_s = np.asarray(asynchronies_s, dtype=np.float64)
    periods = np.broadcast_to(np.asarray(periods_s, dtype=np.float64), late_s.shape)
    there = ~np.isnan(late_s)
    units = phasors(late_s[there], periods[there]) if there.any() else np.zeros(0, complex)
    return units, late_s[there], float(np.median(periods)) if periods.size else 1.0
