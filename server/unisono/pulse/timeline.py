"""The timeline: beats <-> session seconds, in closed form both ways.

A timeline is a list of segments ``(beat0, time0_s, bpm0, bpm1)``. Within a segment the tempo runs
linearly **in beats** from ``bpm0`` to ``bpm1``, which it reaches at the next segment's ``beat0``;
the last segment is constant and goes on for ever. With ``c = (bpm1 - bpm0) / (bpm0 * L)`` for a
segment of L beats and x beats into it::

    time = time0 + 60 / bpm0 * log1p(c * x) / c
    x    = expm1(c * (time - time0) * bpm0 / 60) / c

Both forms tend to the constant-tempo line as c -> 0, so a ramp that changes almost nothing loses
no precision. Before its first beat a timeline continues backwards at its first tempo.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass

from unisono.errors import BadValue
from unisono.pulse.tempo import check_bpm
from unisono.units import SECONDS_PER_MINUTE, Beats, Bpm, Seconds


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the timeline that starts at ``beat0`` = ``time0_s``.

    Raises:
        BadValue: if a tempo is outside 20..300 or a position is not a finite number.
    """

    beat0: Beats
    time0_s: Seconds
    bpm0: Bpm
    bpm1: Bpm

    def __post_init__(self) -> None:
        if not (math.isfinite(self.beat0) and math.isfinite(self.time0_s)):
            raise BadValue("timeline position", (self.beat0, self.time0_s), "finite numbers")
        check_bpm(self.bpm0)
        check_bpm(self.bpm1)

    def curvature(self, beats: Beats) -> float:
        """Return c, the relative tempo change per beat, for a segment ``beats`` long."""
        if self.bpm0 == self.bpm1 or math.isinf(beats):
            return 0.0
        return (self.bpm1 - self.bpm0) / (self.bpm0 * beats)


@dataclass(frozen=True, slots=True)
class Timeline:
    """An immutable, continuous map between beats and session seconds.

    Laws (tested): ``beat_at(time_at(b)) == b`` and ``time_at`` is strictly increasing.

    Raises:
        BadValue: if segments are missing, out of order, do not join, or the last one ramps.
    """

    segments: tuple[Segment, ...]

    def __post_init__(self) -> None:
        if not self.segments:
            raise BadValue("timeline", self.segments, "at least one segment")
        if self.segments[-1].bpm0 != self.segments[-1].bpm1:
            raise BadValue("last segment", self.segments[-1], "constant in tempo")
        for i in range(1, len(self.segments)):
            _check_joins(self, i)

    @classmethod
    def constant(cls, bpm: Bpm, time0_s: Seconds = 0.0, beat0: Beats = 0.0) -> Timeline:
        """Return a timeline of one tempo whose ``beat0`` falls on ``time0_s``."""
        return cls((Segment(beat0, time0_s, bpm, bpm),))

    def time_at(self, beat: Beats) -> Seconds:
        """Return the session time of a beat position, in seconds."""
        i = max(0, bisect_right(self.segments, beat, key=_beat0) - 1)
        return self._time_in(i, beat)

    def beat_at(self, time_s: Seconds) -> Beats:
        """Return the beat position at a session time."""
        i = max(0, bisect_right(self.segments, time_s, key=_time0) - 1)
        seg = self.segments[i]
        line = (time_s - seg.time0_s) * seg.bpm0 / SECONDS_PER_MINUTE
        c = self._curvature(i) if line > 0.0 else 0.0
        return seg.beat0 + (math.expm1(c * line) / c if c else line)

    def tempo_at(self, beat: Beats) -> Bpm:
        """Return the tempo at a beat position, in beats per minute."""
        i = max(0, bisect_right(self.segments, beat, key=_beat0) - 1)
        return self._tempo_in(i, beat)

    def period_at(self, beat: Beats) -> Seconds:
        """Return the length of a beat at a position, in seconds."""
        return SECONDS_PER_MINUTE / self.tempo_at(beat)

    def with_tempo(self, beat: Beats, bpm: Bpm) -> Timeline:
        """Return this timeline with a new constant tempo from ``beat`` on."""
        return Timeline((*self._kept_until(beat), Segment(beat, self.time_at(beat), bpm, bpm)))

    def with_ramp(self, beat: Beats, beats: Beats, bpm: Bpm) -> Timeline:
        """Return this timeline with a ramp that starts at ``beat`` and ends ``beats`` later.

        Raises:
            BadValue: if the ramp has no length or the tempo is out of range.
        """
        if not beats > 0.0:
            raise BadValue("ramp length", beats, "longer than 0 beats")
        ramp = Segment(beat, self.time_at(beat), self.tempo_at(beat), check_bpm(bpm))
        c = ramp.curvature(beats)
        grown = math.log1p(c * beats) / c if c else beats
        end_s = ramp.time0_s + SECONDS_PER_MINUTE / ramp.bpm0 * grown
        return Timeline((*self._kept_until(beat), ramp, Segment(beat + beats, end_s, bpm, bpm)))

    def _kept_until(self, beat: Beats) -> tuple[Segment, ...]:
        """Return the segments before a beat: what is already behind must not move.

        Before its first segment a timeline goes backwards at its first tempo; a change there keeps
        that tempo in a segment of its own.
        """
        kept = [s for s in self.segments if s.beat0 < beat]
        if not kept:
            bpm = self.segments[0].bpm0
            return (Segment(beat - 1.0, self.time_at(beat - 1.0), bpm, bpm),)
        last, n = kept[-1] if kept else None, len(kept)
        if last and n < len(self.segments) and beat < self.segments[n].beat0:
            # a ramp cut short ends at the tempo it had there
            kept[-1] = Segment(last.beat0, last.time0_s, last.bpm0, self._tempo_in(n - 1, beat))
        return tuple(kept)

    def _curvature(self, i: int) -> float:
        if i + 1 == len(self.segments):
            return 0.0
        return self.segments[i].curvature(self.segments[i + 1].beat0 - self.segments[i].beat0)

    def _time_in(self, i: int, beat: Beats) -> Seconds:
        seg = self.segments[i]
        x = beat - seg.beat0
        c = self._curvature(i) if x > 0.0 else 0.0
        return seg.time0_s + SECONDS_PER_MINUTE / seg.bpm0 * (math.log1p(c * x) / c if c else x)

    def _tempo_in(self, i: int, beat: Beats) -> Bpm:
        seg = self.segments[i]
        bpm = seg.bpm0 * (1.0 + self._curvature(i) * max(0.0, beat - seg.beat0))
        # rounding must not carry a ramp past its own end: 300 + 1 ulp would be refused
        return min(max(bpm, min(seg.bpm0, seg.bpm1)), max(seg.bpm0, seg.bpm1))


def _beat0(segment: Segment) -> Beats:
    return segment.beat0


def _time0(segment: Segment) -> Seconds:
    return segment.time0_s


def _check_joins(timeline: Timeline, i: int) -> None:
    """Refuse segments that are out of order or leave a gap of more than a microsecond."""
    here, before = timeline.segments[i], timeline.segments[i - 1]
    if here.beat0 <= before.beat0:
        raise BadValue("segment order", (before.beat0, here.beat0), "increasing beats")
    expected = timeline._time_in(i - 1, here.beat0)
    if abs(expected - here.time0_s) > 1e-6:
        raise BadValue("segment start", here.time0_s, f"where the one before ends, {expected!r}")
