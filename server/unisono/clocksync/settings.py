"""The numbers of the clock, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from unisono.errors import BadValue
from unisono.units import PPM, Seconds


@dataclass(frozen=True, slots=True)
class Pace:
    """Exchanges ``every_s`` apart, the first ``count`` of them after a (re)start."""

    every_s: Seconds
    count: int


@dataclass(frozen=True, slots=True)
class ClockSettings:
    """Settings of a :class:`~unisono.clocksync.SessionClock`.

    Args:
        window_s: samples older than this are forgotten.
        max_samples: more than this many are thinned, the less telling ones first.
        paces: how fast exchanges follow one another after a (re)start, then ``rest_s``.
        rest_s: time between exchanges once the clock has settled.
        settle_s: while nothing plays, the output is set directly for so long after a start.
        timer_s: resolution of the coarser of the two timers (1 ms in hardened browsers).
        max_round_trip_s: a slower exchange says nothing and is ignored.
        max_skew: largest rate difference of two working crystals, as a ratio.

    Raises:
        BadValue: if a duration or count is not above zero.
    """

    window_s: Seconds = 900.0
    max_samples: int = 400
    paces: tuple[Pace, ...] = (Pace(0.05, 40), Pace(0.2, 20), Pace(0.5, 100))
    rest_s: Seconds = 2.0
    settle_s: Seconds = 2.5
    timer_s: Seconds = 5e-6
    max_round_trip_s: Seconds = 10.0
    max_skew: float = 500.0 * PPM

    def __post_init__(self) -> None:
        numbers = (self.window_s, self.rest_s, self.max_round_trip_s, self.max_skew)
        if not all(number > 0.0 for number in numbers):
            raise BadValue("clock settings", numbers, "above zero")
        if self.max_samples < 16:
            raise BadValue("clock samples", self.max_samples, "16 or more")
