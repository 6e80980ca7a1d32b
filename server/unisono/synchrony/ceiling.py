"""The measurement ceiling: what identical timing would score through clocks of this quality.

A tap whose true instant lies anywhere within +-bound of its stamp has a timing SD of
``u = bound / sqrt(3)``. Independent errors of SD u shrink a phasor by ``exp(-(2 pi u / T)^2 / 2)``
and S, which is made of pairs, by the product of two such amplitudes. Constant clock errors are
offsets and cost nothing; treating the whole bound as scatter is therefore the cautious reading.
"""

from __future__ import annotations

import math

import numpy as np

from unisono.synchrony.grid import BoolArray, FloatArray
from unisono.synchrony.limits import CEILING_MIN
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import TAU, Seconds


def kept_amplitude(bound_s: Seconds, period_s: Seconds) -> float:
    """Return the share of a phasor's length that survives an error bound, 0..1."""
    if bound_s <= 0.0:
        return 1.0
    return math.exp(-((TAU * bound_s / period_s) ** 2) / 6.0)


def ceiling(
    bounds_s: FloatArray | Seconds, periods_s: FloatArray | Seconds, there: BoolArray
) -> float | TooLittle:
    """Return what identical timing would score through these clocks, 0..100.

    Args:
        bounds_s: error bound per cell, people x beats (or anything that broadcasts to it).
        periods_s: one beat period, or one per beat.
        there: people x beats, True where there was a tap.

    Under 80 the timing is too coarse for the tempo and S should not be shown.
    """
    ratio = TAU * np.asarray(bounds_s, dtype=np.float64) / np.asarray(periods_s)
    kept = np.where(there, np.exp(-(ratio**2) / 6.0), 0.0)
    count = there.sum(axis=0)
    den = float((count * (count - 1.0)).sum())
    if den <= 0.0:
        return TooLittle(Reason.PAIRS, 0, 1)
    return 100.0 * float((kept.sum(axis=0) ** 2 - (kept**2).sum(axis=0)).sum()) / den


def deattenuated(value: float, ceiling: float) -> float | TooLittle:
    """Return S / (ceiling / 100): what S would be if all of the bound were scatter.

    Args:
        value: S as measured.
        ceiling: from :func:`ceiling`, 0..100; at least 80, else the timing is too coarse.
    """
    if ceiling < CEILING_MIN:
        return TooLittle(Reason.COARSE, ceiling, CEILING_MIN)
    return min(100.0, 100.0 * value / ceiling)
