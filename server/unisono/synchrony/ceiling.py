"""The measurement ceiling: what identical timing would score through clocks of this quality.

A tap whose true instant lies anywhere within +-bound of its stamp has a timing SD of
``u = bound / sqrt(3)``. Independent errors of SD u shrink a phasor by ``exp(-(2 pi u / T)^2 / 2)``
and S, which is made of pairs, by the product of two such amplitudes. Constant clock errors are
offsets and cost nothing; treating the whole bound as scatter is therefore the cautious reading.
"""

from __future__ import annotations

import math

from unisono.units import TAU, Seconds


def kept_amplitude(bound_s: Seconds, period_s: Seconds) -> float:
    """Return the share of a phasor's length that survives an error bound, 0..1."""
    if bound_s <= 0.0:
        return 1.0
    return math.exp(-((TAU * bound_s / period_s) ** 2) / 6.0)
