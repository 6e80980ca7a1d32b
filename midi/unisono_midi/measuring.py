"""What can be measured with a device: its own round trip, a person's lean, jitter. Pure.

Medians and median absolute deviations, as in the browser: a slip of the hand is no measurement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from unisono.units import Seconds

MAD_TO_SD: Final = 1.4826
FAR_MADS: Final = 3.0
NEAR_S: Final[Seconds] = 0.003
"""What differs by no more than this is never far."""
LEAST_TAPS: Final = 8
LEAST_ECHOES: Final = 20
MOST_SPREAD_S: Final[Seconds] = 0.040


@dataclass(frozen=True, slots=True)
class Measured:
    """A delay: its median, how much single ones scatter (as an SD), from how many."""

    delay_s: Seconds
    spread_s: Seconds
    count: int


def measured(delays_s: Sequence[Seconds], least: int) -> Measured | None:
    """Return the delay that these measurements show, or None if they are too few.

    What lies more than three median deviations away is left out once.

    Args:
        delays_s: single measurements.
        least: how many are needed.
    """
    if len(delays_s) < least:
        return None
    middle = median(delays_s)
    deviation = median(abs(one - middle) for one in delays_s)
    near = [one for one in delays_s if abs(one - middle) <= max(FAR_MADS * deviation, NEAR_S)]
    if len(near) < least:
        return None
    middle = median(near)
    return Measured(middle, MAD_TO_SD * median(abs(one - middle) for one in near), len(near))


def echoes(
    sent_s: Sequence[Seconds], heard_s: Sequence[Seconds], within_s: Seconds
) -> list[Seconds]:
    """Return the delay of each message that came back within ``within_s`` of being sent."""
    delays: list[Seconds] = []
    waiting = sorted(heard_s)
    at = 0
    for one_s in sorted(sent_s):
        while at < len(waiting) and waiting[at] < one_s:
            at += 1
        if at < len(waiting) and waiting[at] - one_s < within_s:
            delays.append(waiting[at] - one_s)
            at += 1
    return delays


def leans(clicks_s: Sequence[Seconds], taps_s: Sequence[Seconds], skip: int) -> list[Seconds]:
    """Return tap minus nearest click for all clicks but the first ``skip``, signed."""
    found: list[Seconds] = []
    half_s = min((b - a for a, b in pairwise(clicks_s)), default=1.0) / 2.0
    for click_s in clicks_s[skip:]:
        near = [tap_s - click_s for tap_s in taps_s if abs(tap_s - click_s) < half_s]
        if near:
            found.append(min(near, key=abs))
    return found
