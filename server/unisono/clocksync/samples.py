"""One exchange of four timestamps, the bounded store of them, and what the timer is rounded to."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from unisono.clocksync.settings import ClockSettings
from unisono.errors import BadValue
from unisono.units import Seconds

LARGEST_S: Final = 1e11
"""A timestamp beyond this (three thousand years) is no time."""

TIMER_SLACK_S: Final = 2.5e-3
"""Two timers of 1 ms may make a round trip look shorter than nothing by this much."""

GRIDS_S: Final = (1.0 / 60.0, 1e-3, 1e-4)
"""Resolutions that browsers round their timers to, coarsest first."""

GRID_TOLERANCE: Final = 0.02
FINE_GRID_S: Final = 1e-3


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
        cls,
        t0_local_s: Seconds,
        t1_session_s: Seconds,
        t2_session_s: Seconds,
        t3_local_s: Seconds,
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

    def add(self, sample: Sample) -> None:
        """Keep a sample and forget what is too old or too much."""
        insort(self.kept, sample, key=_local)
        oldest_s = self.kept[-1].local_s - self.settings.window_s
        while self.kept[0].local_s < oldest_s:
            del self.kept[0]
        if len(self.kept) > self.settings.max_samples:  # of the oldest two the slower says less
            del self.kept[0 if self.kept[0].round_trip_s >= self.kept[1].round_trip_s else 1]

    def knows(self, sample: Sample) -> bool:
        """Return whether this very exchange came before (a duplicate)."""
        return sample in self.kept[-64:]


@dataclass(slots=True)
class Grids:
    """Finds out to what the local timer is rounded: what all durations so far are multiples of."""

    possible: Sequence[Seconds] = GRIDS_S
    seen: int = 0

    @property
    def grid_s(self) -> Seconds:
        """The resolution found, 0 for a fine timer."""
        return self.possible[0] if self.seen >= 4 and self.possible else 0.0

    def see(self, duration_s: Seconds) -> None:
        """Rule out the resolutions that a measured duration is no multiple of."""
        self.seen += 1
        self.possible = [grid_s for grid_s in self.possible if _fits(duration_s / grid_s)]


def rounding_s(grid_s: Seconds) -> Seconds:
    """Return what a rounded timer adds to a likely bound.

    A fine grid is met anywhere, its mean is known; exchanges may keep step with a coarse one.
    """
    return grid_s / 2.0 if grid_s <= FINE_GRID_S else grid_s


def _fits(parts: float) -> bool:
    return abs(parts - math.floor(parts + 0.5)) < GRID_TOLERANCE


def _local(sample: Sample) -> Seconds:
    return sample.local_s
