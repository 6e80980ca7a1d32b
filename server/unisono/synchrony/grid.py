"""The grid: the instants that taps are compared with.

A grid is a row of beats (or of finer slots, or of a pattern's targets) with the time and the
period of each and, optionally, its metrical position. It comes from the click's timeline, from a
list of times (hand-marked downbeats, a group's own beat) or from another grid with *feel*: the
small, steady displacements by which swing, jembe or laid-back playing is felt to be right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from unisono.errors import BadValue
from unisono.pulse import Bars, Timeline
from unisono.synchrony.limits import SETTLE_BEATS

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """K beats with time, period and metrical position.

    Args:
        beats: whole beat numbers, increasing.
        times_s: the instant of each, seconds, increasing.
        periods_s: the length of each, seconds, > 0.
        positions: metrical position of each, from 0 (all 0 when it does not matter).
        settled: False for beats right after a tempo change, which do not count for coupling.

    Raises:
        BadValue: if shapes differ, times do not increase or a period is not positive.
    """

    beats: IntArray
    times_s: FloatArray
    periods_s: FloatArray
    positions: IntArray
    settled: BoolArray

    def __post_init__(self) -> None:
        shapes = {a.shape for a in (self.beats, self.times_s, self.periods_s, self.positions)}
        if len(shapes) != 1 or self.settled.shape not in shapes:
            raise BadValue("grid", sorted(shapes), "rows of the same length")
        if not np.all(np.isfinite(self.times_s)) or np.any(np.diff(self.times_s) <= 0.0):
            raise BadValue("grid times", "not increasing", "finite and increasing")
        if not np.all(self.periods_s > 0.0):
            raise BadValue("grid period", self.periods_s.min(), "longer than 0 seconds")

    def __len__(self) -> int:
        """Return the number of beats."""
        return int(self.beats.size)

    @classmethod
    def of_timeline(
        cls, timeline: Timeline, first_beat: int, beats: int, bars: Bars | None = None
    ) -> Grid:
        """Return ``beats`` beats of a timeline from ``first_beat`` on.

        The four beats after each segment's start are marked as not settled.
        """
        numbers = np.arange(first_beat, first_beat + beats, dtype=np.intp)
        listed = numbers.tolist()
        settled = np.ones(beats, dtype=np.bool_)
        for segment in timeline.segments[1:]:
            after = numbers - segment.beat0
            settled &= ~((after >= 0) & (after < SETTLE_BEATS))
        places = [int(bars.position_at(k).beat_in_bar) for k in listed] if bars else [0] * beats
        return cls(
            numbers,
            np.array([timeline.time_at(k) for k in listed]),
            np.array([timeline.period_at(k) for k in listed]),
            np.array(places, dtype=np.intp),
            settled,
        )

    @classmethod
    def of_times(
        cls,
        times_s: npt.ArrayLike,
        periods_s: npt.ArrayLike | None = None,
        positions: npt.ArrayLike | None = None,
    ) -> Grid:
        """Return a grid of given times.

        Args:
            times_s: seconds, increasing, two or more.
            periods_s: length of each beat; by default the distance to the next.
            positions: metrical position of each, from 0.
        """
        times = np.asarray(times_s, dtype=np.float64).ravel()
        if times.size < 2:
            raise BadValue("grid", times.size, "two times or more")
        steps = np.diff(times)
        given = np.append(steps, steps[-1]) if periods_s is None else np.asarray(periods_s)
        places = np.zeros(times.size) if positions is None else np.asarray(positions)
        return cls(
            np.arange(times.size, dtype=np.intp),
            times,
            np.broadcast_to(given.astype(np.float64), times.shape).copy(),
            places.astype(np.intp),
            np.ones(times.size, dtype=np.bool_),
        )

    def with_feel(self, offsets_beats: npt.ArrayLike) -> Grid:
        """Return the grid as it is felt: each beat moved by the feel of its position.

        Args:
            offsets_beats: displacement per metrical position, as a fraction of the beat;
                positive = later. Position i takes ``offsets_beats[i % len]``.
        """
        feel = np.asarray(offsets_beats, dtype=np.float64)
        moved_s = self.times_s + feel[self.positions % feel.size] * self.periods_s
        return Grid(self.beats, moved_s, self.periods_s, self.positions, self.settled)

    def edges_s(self) -> FloatArray:
        """Return the K + 1 borders between cells: the middles between neighbouring beats."""
        middles = (self.times_s[:-1] + self.times_s[1:]) / 2.0
        first = self.times_s[0] - self.periods_s[0] / 2.0
        last = self.times_s[-1] + self.periods_s[-1] / 2.0
        return np.concatenate(([first], middles, [last]))
