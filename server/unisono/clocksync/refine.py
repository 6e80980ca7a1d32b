"""Afterwards: a device's clock over the whole session, from exchanges before and after each moment.

Live, a clock is always fitted at the end of what is known, where a line is least sure. Afterwards
every moment lies inside: the same fit is made every so often for the middle of its exchanges, and
the fits are joined. That sharpens every tap's time.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from unisono.clocksync.change import STEP_S, agree
from unisono.clocksync.clock import DEFAULTS, MARGIN_S, SIGMAS
from unisono.clocksync.fit import Fit, fit_clock
from unisono.clocksync.samples import Sample
from unisono.clocksync.settings import ClockSettings
from unisono.errors import BadValue
from unisono.units import Seconds

EVERY_S: Final[Seconds] = 60.0
REACH_S: Final[Seconds] = 1800.0
"""Far enough to still see the better path from the end of a long stay on a worse one."""
MOST: Final = 1000
WATCH_SKEW: Final = 500e-6


@dataclass(frozen=True, slots=True)
class Knot:
    """The refined clock at one local time: between knots it is joined by straight lines."""

    local_s: Seconds
    offset_s: Seconds
    skew: float
    bound_s: Seconds
    skew_bound: float = 0.0
    """By how much the bound grows with each second beyond the exchanges."""


@dataclass(frozen=True, slots=True)
class RefinedClock:
    """A device's clock over a session, in one stretch for each time it was (re)started.

    Raises:
        BadValue: if there is no stretch.
    """

    stretches: tuple[tuple[Knot, ...], ...]

    def __post_init__(self) -> None:
        if not self.stretches or not all(self.stretches):
            raise BadValue("refined clock", len(self.stretches), "at least one stretch")

    @property
    def steps(self) -> int:
        """How many clock steps lie between the stretches."""
        return len(self.stretches) - 1

    def session_at(self, local_s: Seconds) -> Seconds:
        """Return session time at a local time."""
        return local_s + self.offset_at(local_s)

    def offset_at(self, local_s: Seconds) -> Seconds:
        """Return session minus local time at a local time; before and after, the nearest line."""
        knots = self._stretch_at(local_s)
        i = min(max(1, bisect_right(knots, local_s, key=_local)), len(knots) - 1)
        if len(knots) == 1 or not knots[0].local_s <= local_s <= knots[-1].local_s:
            near = knots[0] if local_s < knots[0].local_s else knots[-1]
            return near.offset_s + near.skew * (local_s - near.local_s)
        a, b = knots[i - 1], knots[i]
        share = (local_s - a.local_s) / (b.local_s - a.local_s)
        return a.offset_s + share * (b.offset_s - a.offset_s)

    def bound_at(self, local_s: Seconds) -> Seconds:
        """Return the likely bound at a local time: that of the less sure neighbour.

        Before and after all exchanges it grows with the distance.
        """
        knots = self._stretch_at(local_s)
        i = bisect_right(knots, local_s, key=_local)
        near = knots[max(0, i - 1) : i + 1]
        beyond_s = max(0.0, knots[0].local_s - local_s, local_s - knots[-1].local_s)
        return max(knot.bound_s + beyond_s * knot.skew_bound for knot in near)

    def _stretch_at(self, local_s: Seconds) -> tuple[Knot, ...]:
        started = [one for one in self.stretches if one[0].local_s <= local_s]
        return started[-1] if started else self.stretches[0]


def refine(samples: Sequence[Sample], settings: ClockSettings = DEFAULTS) -> RefinedClock:
    """Return a device's clock over a whole session.

    Args:
        samples: all exchanges of the session, in order of arrival.
        settings: as of the live clock.

    Raises:
        BadValue: if there are no samples.
    """
    if not samples:
        raise BadValue("samples", 0, "one or more exchanges")
    return RefinedClock(tuple(_stretch(part, settings) for part in _parts(samples)))


def _parts(samples: Sequence[Sample]) -> list[list[Sample]]:
    """Cut where two exchanges in a row agree with each other, but not with those before."""
    parts: list[list[Sample]] = [[]]
    low_s, high_s, doubt = -math.inf, math.inf, None
    for sample in samples:
        low_s, high_s = _widened(low_s, high_s, parts[-1], sample)
        if sample.up_s >= low_s - STEP_S and -sample.down_s <= high_s + STEP_S:
            parts[-1].append(sample)
            low_s, high_s, doubt = max(low_s, -sample.down_s), min(high_s, sample.up_s), None
        elif doubt is not None and agree(doubt, sample):
            parts.append([doubt, sample])
            low_s, high_s = max(-doubt.down_s, -sample.down_s), min(doubt.up_s, sample.up_s)
            doubt = None
        else:
            doubt = sample
    return [sorted(part) for part in parts if part]


def _widened(
    low_s: Seconds, high_s: Seconds, part: Sequence[Sample], sample: Sample
) -> tuple[Seconds, Seconds]:
    """Return an interval of offsets carried on from the last sample of a part."""
    if not part:
        return low_s, high_s
    slack_s = WATCH_SKEW * abs(sample.local_s - part[-1].local_s)
    return low_s - slack_s, high_s + slack_s


def _stretch(samples: Sequence[Sample], settings: ClockSettings) -> tuple[Knot, ...]:
    first_s, last_s = samples[0].local_s, samples[-1].local_s
    count = max(1, math.ceil((last_s - first_s) / EVERY_S))
    times_s = [first_s + i * (last_s - first_s) / count for i in range(count + 1)]
    knots, skew = list[Knot](), 0.0
    for at_s in times_s if last_s > first_s else times_s[:1]:
        fit = fit_clock(_around(samples, at_s), at_s, skew, settings)
        skew = fit.solution.skew
        knots.append(_knot(fit, settings))
    return tuple(knots)


def _around(samples: Sequence[Sample], at_s: Seconds) -> Sequence[Sample]:
    """Return the samples near a moment, evenly thinned if there are too many."""
    start = bisect_left(samples, at_s - REACH_S, key=_sample_local)
    stop = bisect_right(samples, at_s + REACH_S, key=_sample_local)
    near = samples[start:stop]
    return near[:: math.ceil(len(near) / MOST)] if near else [_nearest(samples, at_s)]


def _nearest(samples: Sequence[Sample], at_s: Seconds) -> Sample:
    return min(samples, key=lambda sample: abs(sample.local_s - at_s))


def _knot(fit: Fit, settings: ClockSettings) -> Knot:
    solution = fit.solution
    bound_s = SIGMAS * math.sqrt(solution.var_offset) + MARGIN_S
    skew_bound = SIGMAS * math.sqrt(solution.var_skew) + settings.wander
    return Knot(fit.at_s, solution.offset_s, solution.skew, bound_s, skew_bound)


def _local(knot: Knot) -> Seconds:
    return knot.local_s


def _sample_local(sample: Sample) -> Seconds:
    return sample.local_s
