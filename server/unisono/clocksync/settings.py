"""The numbers of the clock, each with its reason."""

from __future__ import annotations

import math
from dataclasses import dataclass

from unisono.errors import BadValue
from unisono.units import PPM, Seconds


@dataclass(frozen=True, slots=True)
class Pace:
    """Until ``until_s`` after a (re)start exchanges follow every ``calm_s`` or ``eager_s``."""

    until_s: Seconds
    calm_s: Seconds
    eager_s: Seconds


PACES = (
    Pace(2.0, 0.05, 0.025),
    Pace(6.0, 0.2, 0.1),
    Pace(60.0, 0.5, 0.15),
    Pace(math.inf, 2.0, 1.8),
)


@dataclass(frozen=True, slots=True)
class ClockSettings:
    """Settings of a :class:`~unisono.clocksync.SessionClock`.

    Args:
        window_s: exchanges older than this are forgotten.
        max_samples: more than this many are thinned.
        paces: how fast exchanges follow one another.
        eager_above_s: they follow eagerly while the likely bound is above this.
        settle_s: while nothing plays, the output is set directly for so long after a start.
        timer_s: known resolution of the local timer; a coarser one is found by itself.
        max_round_trip_s: a slower exchange says nothing and is ignored.
        usual_skew: crystals usually differ by no more than this, as a ratio.
        wander: by how much a rate wanders, in seconds per second of age.

    Raises:
        BadValue: if a duration, count or ratio is not above zero.
    """

    window_s: Seconds = 900.0
    max_samples: int = 1000
    paces: tuple[Pace, ...] = PACES
    eager_above_s: Seconds = 0.0015
    settle_s: Seconds = 2.5
    timer_s: Seconds = 0.0
    max_round_trip_s: Seconds = 10.0
    usual_skew: float = 80.0 * PPM
    wander: float = 1.0 * PPM

    def __post_init__(self) -> None:
        numbers = (self.window_s, self.max_round_trip_s, self.usual_skew, self.wander)
        if not all(number > 0.0 for number in numbers):
            raise BadValue("clock settings", numbers, "above zero")
        if self.max_samples < 16 or not self.paces:
            raise BadValue(
                "clock settings", (self.max_samples, self.paces), "16 or more, and paces"
            )
