"""One exchange of four timestamps, and the bounded store of them."""

from __future__ import annotations

import math
from bisect import insort
from dataclasses import dataclass, field

from unisono.clocksync.settings import ClockSettings
from unisono.errors import BadValue
from unisono.units import Seconds

LARGEST_S = 1e11
"""A timestamp beyond this (three thousand years) is no time."""

TIMER_SLACK_S = 2.5e-3
"""Two timers of 1 ms may make a round trip look shorter than nothing by this much."""


@dataclass(frozen=True, slots=True, order=True)
class Sample:
    """What one exchange says.

    Args:
        local_s: local time half way between sending and receiving.
        up_s: session minus local time on the way there, offset + delay up.
        down_s: local minus session time on the way back, delay down - offset.

    Raises:
        BadValue: if a number is not finite or the round trip is below nothing.
    """

    local_s: Seconds
    up_s: Seconds
    down_s: Seconds

    def __post_init__(self) -> None:
        if not (math.isfinite(self.local_s) and math.isfinite(self.up_s + self.down_s)):
            raise BadValue("clock sample", (self.local_s, self.up_s, self.down_s), "finite")
        if self.up_s + self.down_s < -TIMER_SLACK_S:
            raise BadValue("round trip", self.up_s + self.down_s, "0 s or more")

    @classmethod
    def of(
        cls, t0_local_s: Seconds, t1_session_s: Seconds, t2_session_s: Seconds, t3_local_s: Seconds
    ) -> Sample:
        """Return the sample of four timestamps.

        Raises:
            BadValue: if they are no times, run backwards, or the round trip is below nothing.
        """
        stamps = (t0_local_s, t1_session_s, t2_session_s, t3_local_s)
        if not all(abs(stamp) <= LARGEST_S for stamp in stamps):
            raise BadValue("timestamps", stamps, "finite times in seconds")
        if t3_local_s < t0_local_s or t2_session_s < t1_session_s:
            raise BadValue("timestamps", stamps, "in order on each side")
        middle_s = t0_local_s + (t3_local_s - t0_local_s) / 2.0
        return cls(middle_s, t1_session_s - t0_local_s, t3_local_s - t2_session_s)

    @property
    def round_trip_s(self) -> Seconds:
        """Time on the network, both ways; never below nothing."""
        return max(0.0, self.up_s + self.down_s)

    @property
    def offset_s(self) -> Seconds:
        """Session minus local time if both ways took the same time."""
        return (self.up_s - self.down_s) / 2.0


@dataclass(slots=True)
class Samples:
    """Samples in order of local time, bounded in age and number."""

    settings: ClockSettings
    kept: list[Sample] = field(default_factory=list)

    def add(self, sample: Sample) -> bool:
        """Keep a sample unless it is already there; return whether it was new."""
        if sample in self.kept[-8:]:
            return False
        insort(self.kept, sample)
        self._forget_old()
        self._thin()
        return True

    def clear(self) -> None:
        """Forget everything."""
        self.kept.clear()

    def _forget_old(self) -> None:
        oldest_s = self.kept[-1].local_s - self.settings.window_s
        while self.kept[0].local_s < oldest_s:
            del self.kept[0]

    def _thin(self) -> None:
        """Of the oldest pairs, drop the slower one: the faster says more about the offset."""
        if len(self.kept) > self.settings.max_samples:
            slower = max((0, 1), key=lambda i: self.kept[i].round_trip_s)
            del self.kept[slower]
