"""Clocks looked at again afterwards: every tap dated anew with all that is known by then.

While people play, a device's clock is fitted to the exchanges so far. Afterwards those that came
later are known, too (:func:`unisono.clocksync.refine`), and a tap that brought its local time along
can be dated again. The time it was given live stays beside it.

**When a tap keeps its live time.** It told no local time; no exchanges from around it are known
(the last ones may still be on their way) and its device was surer live; or the two times differ by
more than both bounds and 50 ms, so that the exchanges cannot be those of the clock that stamped it.
Each is counted.
"""

from __future__ import annotations

import enum
import itertools
import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final, TypeAlias

from unisono.clocksync import RefinedClock, Sample, refine
from unisono.clocksync.clock import DEFAULTS
from unisono.clocksync.path import path_labels, round_trips
from unisono.clocksync.samples import Grids, rounding_s
from unisono.errors import PeerError
from unisono.review.runs import SeatStory, Story, Tap
from unisono.units import PPM, Seconds

BEYOND_S: Final[Seconds] = 0.05
"""Refined and live time may differ by both bounds and this much more."""

AROUND_S: Final[Seconds] = 5.0
"""Exchanges no further away than this are around a tap."""

MOST_SAMPLES: Final = 20_000
"""More than any device needs in an afternoon; of more than that, every second or third is used."""

Row: TypeAlias = tuple[Seconds, Seconds, Seconds, Seconds]


class Kept(enum.Enum):
    """Why a tap keeps the time it was given live."""

    UNTOLD = "it told no local time"
    UNHEARD = "no exchanges from around it are known"
    APART = "the two times are too far apart"


@dataclass(frozen=True, slots=True)
class DeviceClock:
    """What the exchanges of one seat's device say when all of them are known.

    Args:
        stretches: one clock for each time it was (re)started, in order of session time.
        starts_s: session time at which each begins.
        samples: exchanges used.
        path_changes: how often they began to come another way through the network.
        rounding_s: what the device's timer adds to every bound.
    """

    stretches: tuple[RefinedClock, ...]
    starts_s: tuple[Seconds, ...]
    samples: int
    path_changes: int
    rounding_s: Seconds

    @property
    def steps(self) -> int:
        """How often the clock stepped: sleep, another device, a server that started anew."""
        return len(self.stretches) - 1

    @property
    def skew_ppm(self) -> float:
        """Median rate of session time against the device's, in its last stretch."""
        return median(knot.skew for knot in self.stretches[-1].stretches[0]) / PPM

    @property
    def offset_s(self) -> Seconds:
        """Session minus local time at its last exchange."""
        return self.stretches[-1].stretches[0][-1].offset_s

    def dated(self, local_s: Seconds, live: Tap) -> tuple[Seconds, Seconds] | Kept:
        """Return session time and bound of a tap's local time, or why it keeps its own.

        The same local time may occur in several stretches: the time given live tells which of them
        can be meant, and of these the one counts that was learnt nearest to the tap.
        """
        i = bisect_right(self.starts_s, live.time_s)
        fitting = [
            (_outside_s(clock, local_s), clock.session_at(local_s), bound_s)
            for clock in self.stretches[max(0, i - 2) : i + 1]
            if (bound_s := clock.bound_at(local_s) + self.rounding_s) + live.bound_s + BEYOND_S
            >= abs(clock.session_at(local_s) - live.time_s)
        ]
        if not fitting:
            return Kept.APART
        beyond_s, time_s, bound_s = min(fitting)
        unheard = beyond_s > AROUND_S and bound_s > live.bound_s
        return Kept.UNHEARD if unheard else (time_s, bound_s)


@dataclass(frozen=True, slots=True)
class Redated:
    """The taps of one seat after its clock was looked at again.

    Args:
        clock: None without usable exchanges.
        taps: in the order of the seat's taps, each with its best time; ``live`` holds the other.
        kept: why taps kept their time, one for each that did.
    """

    clock: DeviceClock | None
    taps: tuple[Tap, ...]
    kept: tuple[Kept, ...]

    @property
    def refined(self) -> int:
        """How many taps have a new time."""
        return len(self.taps) - len(self.kept)

    @property
    def corrections_s(self) -> list[Seconds]:
        """By how much each refined tap moved, without sign."""
        return [abs(tap.time_s - tap.live.time_s) for tap in self.taps if tap.live is not None]


def redated(seat: SeatStory) -> Redated:
    """Return the taps of a seat, dated with everything that is known of its clock."""
    clock = device_clock(seat.exchanges)
    again = [(tap, _again(tap, clock)) for tap in seat.taps]
    taps = tuple(tap if isinstance(best, Kept) else best for tap, best in again)
    return Redated(clock, taps, tuple(best for _, best in again if isinstance(best, Kept)))


def device_clock(rows: Sequence[Row]) -> DeviceClock | None:
    """Return the clock behind exchanges in whatever order they were stored, None without any.

    Raises nothing for exchanges that cannot be true: they are left out.
    """
    samples, grids = list[Sample](), Grids()
    for row in _in_order(rows):
        sample = _sample(row)
        if sample is not None:
            samples.append(sample)
            grids.see(row[3] - row[0])
    if not samples:
        return None
    clocks = [RefinedClock((stretch,)) for stretch in refine(samples).stretches]
    clocks.sort(key=_begins_s)
    return DeviceClock(
        stretches=tuple(clocks),
        starts_s=tuple(_begins_s(clock) for clock in clocks),
        samples=len(samples),
        path_changes=_changes(path_labels(round_trips(samples)).tolist()),
        rounding_s=rounding_s(grids.grid_s),
    )


def with_best_times(story: Story, seats: dict[int, Redated]) -> Story:
    """Return the story with every tap at its best time."""
    told = {n: replace(seat, taps=sorted(seats[n].taps, key=_place)) for n, seat in _all(story)}
    return replace(story, seats=told)


def as_played(story: Story) -> Story:
    """Return the story with every tap at the time it was given live."""
    told = {
        n: replace(seat, taps=sorted((tap.live or tap for tap in seat.taps), key=_place))
        for n, seat in _all(story)
    }
    return replace(story, seats=told)


def _again(tap: Tap, clock: DeviceClock | None) -> Tap | Kept:
    """Return a tap at its refined time, or why it keeps the one it has."""
    if tap.local_s is None:
        return Kept.UNTOLD
    if clock is None:
        return Kept.UNHEARD
    best = clock.dated(tap.local_s, tap)
    if isinstance(best, Kept):
        return best
    return tap._replace(time_s=best[0], bound_s=best[1], live=tap)


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """Return exchanges in order of session time, each once; thinned if there are too many."""
    ordered = sorted(set(rows), key=lambda row: (row[1], row))
    return ordered[:: max(1, math.ceil(len(ordered) / MOST_SAMPLES))]


def _sample(row: Row) -> Sample | None:
    """Return an exchange as the fit takes it, None if it says nothing."""
    try:
        sample = Sample.of(*row)
    except PeerError:
        return None
    return sample if sample.round_trip_s <= DEFAULTS.max_round_trip_s else None


def _changes(labels: Sequence[int]) -> int:
    return sum(1 for a, b in itertools.pairwise(labels) if a != b)


def _outside_s(clock: RefinedClock, local_s: Seconds) -> Seconds:
    """Return how far a local time lies from the exchanges that a stretch was learnt from."""
    knots = clock.stretches[0]
    return max(0.0, knots[0].local_s - local_s, local_s - knots[-1].local_s)


def _begins_s(clock: RefinedClock) -> Seconds:
    first = clock.stretches[0][0]
    return first.local_s + first.offset_s


def _place(tap: Tap) -> tuple[Seconds, int]:
    return tap.time_s, tap.seq


def _all(story: Story) -> Iterable[tuple[int, SeatStory]]:
    return story.seats.items()
