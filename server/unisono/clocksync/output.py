"""The slewed output: a clock that follows the estimate and never jumps while something plays.

The output is the estimate's line plus an error ``e`` that dies away. A large error shrinks at a
constant rate too small to be heard (2 000 ppm is 3.5 cents), a small one exponentially::

    |e| > 50 ms          10 000 ppm
    20 ms < |e| <= 50 ms  5 000 ppm
    2 ms < |e| <= 20 ms   2 000 ppm
    |e| <= 2 ms           e(t) = e0 exp(-t / 1 s)      (which starts at 2 000 ppm)

Since no rate reaches 1 the output always runs forwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

from unisono.units import PPM, Seconds

STAGES: Final = ((0.050, 10_000.0 * PPM), (0.020, 5_000.0 * PPM), (0.002, 2_000.0 * PPM))
"""Down to an error of so many seconds it shrinks at such a rate."""

TAU_S: Final = 1.0
REMEMBERED: Final = 16
"""Plans kept so that a tap of a moment ago is read by the clock of a moment ago."""


@dataclass(frozen=True, slots=True)
class Line:
    """Session minus local time as a line: ``offset_s`` at ``local_s``, growing at ``skew``."""

    local_s: Seconds
    offset_s: Seconds
    skew: float = 0.0

    def at(self, local_s: Seconds) -> Seconds:
        """Return the offset at a local time."""
        return self.offset_s + self.skew * (local_s - self.local_s)


@dataclass(frozen=True, slots=True)
class Plan:
    """From ``local_s`` on: follow ``line``, starting ``error_s`` beside it."""

    local_s: Seconds
    line: Line
    error_s: Seconds = 0.0

    def error_at(self, local_s: Seconds) -> Seconds:
        """Return how far the output still is from the line."""
        return math.copysign(_shrunk(abs(self.error_s), local_s - self.local_s), self.error_s)

    def offset_at(self, local_s: Seconds) -> Seconds:
        """Return session minus local time of the output."""
        return self.line.at(local_s) + self.error_at(local_s)


@dataclass(slots=True)
class Output:
    """The plans of the output, newest last; each begins where the one before it stood."""

    plans: list[Plan] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether there is anything to follow."""
        return bool(self.plans)

    def offset_at(self, local_s: Seconds) -> Seconds:
        """Return session minus local time by the plan that was in force then."""
        return self._plan_at(local_s).offset_at(local_s)

    def error_at(self, local_s: Seconds) -> Seconds:
        """Return what is still to be slewed away."""
        return self._plan_at(local_s).error_at(local_s)

    def follow(self, line: Line, local_s: Seconds, *, jump: bool) -> None:
        """From ``local_s`` on follow another line, at once or by slewing."""
        error_s = 0.0 if jump or not self.plans else self.offset_at(local_s) - line.at(local_s)
        self.plans = [p for p in self.plans if p.local_s < local_s][1 - REMEMBERED :]
        self.plans.append(Plan(local_s, line, error_s))

    def forget(self) -> None:
        """Forget the past: what was known belonged to another clock."""
        self.plans.clear()

    def _plan_at(self, local_s: Seconds) -> Plan:
        found = (plan for plan in reversed(self.plans) if plan.local_s <= local_s)
        return next(found, self.plans[0])


def _shrunk(error_s: Seconds, after_s: Seconds) -> Seconds:
    """Return what remains of an error after a while; before its start it stays as it was."""
    left_s = max(0.0, after_s)
    for floor_s, rate in STAGES:
        if error_s > floor_s:
            needed_s = (error_s - floor_s) / rate
            if left_s < needed_s:
                return error_s - rate * left_s
            error_s, left_s = floor_s, left_s - needed_s
    return error_s * math.exp(-left_s / TAU_S)
