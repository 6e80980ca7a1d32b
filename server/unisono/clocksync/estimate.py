"""What the clock says about itself, in numbers and in one word."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from unisono.units import Seconds

Quality = Literal["good", "fair", "poor", "none"]

GOOD_S: Seconds = 0.003
FAIR_S: Seconds = 0.010


@dataclass(frozen=True, slots=True)
class ClockEstimate:
    """The state of a synchronised clock at one local time.

    Args:
        offset_s: session minus local time, the best estimate (not the slewed output).
        skew_ppm: how much faster session time runs than local time.
        round_trip_s: the shortest round trip seen.
        bound_s: likely bound of the output, holds at least 95 % of the time on a symmetric path.
        hard_bound_s: bound of the output that holds whatever the path does.
        samples: how many exchanges stand behind it.
        quality: ``good`` up to 3 ms, ``fair`` up to 10 ms, else ``poor``; ``none`` before any.
    """

    offset_s: Seconds
    skew_ppm: float
    round_trip_s: Seconds
    bound_s: Seconds
    hard_bound_s: Seconds
    samples: int
    quality: Quality


NOTHING_YET = ClockEstimate(math.nan, 0.0, math.inf, math.inf, math.inf, 0, "none")
"""The estimate before the first exchange."""


def quality_of(bound_s: Seconds) -> Quality:
    """Return the word for a likely bound."""
    if bound_s <= GOOD_S:
        return "good"
    return "fair" if bound_s <= FAIR_S else "poor"
