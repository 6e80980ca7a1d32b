"""The hard bound: what no asymmetry can break.

No packet arrives before it was sent. So the offset lies above every ``-down`` and below every
``up``, whatever the two ways of the path are; carried along the skew, all exchanges share one
interval (Marzullo and Owicki 1983).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from unisono.clocksync.samples import Sample
from unisono.clocksync.solve import Solution
from unisono.units import Seconds


def envelope(
    samples: Sequence[Sample], at_s: Seconds, solution: Solution, grid_s: Seconds
) -> tuple[Seconds, Seconds]:
    """Return the least and the greatest possible offset at ``at_s``."""
    x = np.array([sample.local_s - at_s for sample in samples])
    slack = solution.wide_skew * np.abs(x) + grid_s
    high_s = float((np.array([s.up_s for s in samples]) - solution.skew * x + slack).min())
    low_s = float((-np.array([s.down_s for s in samples]) - solution.skew * x - slack).max())
    return (low_s, high_s) if low_s <= high_s else (high_s, low_s)
