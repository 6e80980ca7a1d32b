"""One stretch of music from a start to its stop, and what was asked of everybody along it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from unisono.pulse import Bars, Timeline
from unisono.session.cues import AnyCue
from unisono.session.scenes import BreathView, CallView, Scene, SongView
from unisono.units import Beats


@dataclass(frozen=True, slots=True)
class Armed:
    """A cue that will land on ``beat``; ``who`` and ``others`` are the seats it is about."""

    cue: int
    beat: Beats
    what: AnyCue
    who: tuple[int, ...] | None = None
    others: tuple[int, ...] = ()
    undoes: int = 0


@dataclass(frozen=True, slots=True)
class Excused:
    """A seat that heard of a cue too late; its taps in [``beat0``, ``beat1``) do not count."""

    seat: int
    beat0: Beats
    beat1: Beats


@dataclass(frozen=True, slots=True)
class RunState:
    """One stretch of music from a start to its stop.

    Attributes:
        number: from 1.
        timeline: beats <-> session seconds.
        bars: its meters.
        count_in_beats: beats counted before beat 0.
        stop_beat: the first beat that does not sound, None while no stop is agreed.
        stop_how: ``cut``, or ``last``: the beat before the stop is the last one, together.
        stop_cue: the stop's number among the cues; 0 if it cannot be taken back.
        over: whether it has ended.
        scenes: (beat, scene) in order: what holds from a beat on; none: a plain groove.
        calls: call and response, in order.
        songs: songs, in order.
        breaths: breathing together, in order.
        excused: seats whose taps do not count for a while.
    """

    number: int
    timeline: Timeline
    bars: Bars
    count_in_beats: int
    stop_beat: Beats | None = None
    stop_how: str = "cut"
    stop_cue: int = 0
    over: bool = False
    scenes: tuple[tuple[Beats, Scene], ...] = ()
    calls: tuple[CallView, ...] = ()
    songs: tuple[SongView, ...] = ()
    breaths: tuple[BreathView, ...] = ()
    excused: tuple[Excused, ...] = ()

    def sounds_at(self, beat: Beats) -> bool:
        """Return whether a beat position lies between the first count-in beat and the stop."""
        return -self.count_in_beats <= beat and (self.stop_beat is None or beat < self.stop_beat)

    @property
    def stop_lands(self) -> Beats | None:
        """The beat on which the agreed stop lands: silence, or the last beat together."""
        if self.stop_beat is None:
            return None
        return self.stop_beat - 1 if self.stop_how == "last" else self.stop_beat

    def scene_at(self, beat: Beats) -> Scene:
        """Return what is asked of everybody at a beat position."""
        at = bisect_right(self.scenes, beat, key=_beat0)
        return self.scenes[at - 1][1] if at else PLAIN

    def bars_after(self, beat: Beats, bars: int) -> int:
        """Return the bar line that comes ``bars`` bars after the one at or after a beat."""
        line = self.bars.next_bar_beat(beat)
        for _ in range(bars):
            line = self.bars.next_bar_beat(line + 1)
        return line


PLAIN = Scene()
"""What holds where nothing else was asked: a groove, everybody, with the click."""


def _beat0(row: tuple[Beats, Scene]) -> Beats:
    return row[0]
