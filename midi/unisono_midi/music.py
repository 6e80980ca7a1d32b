"""What is to be heard of a session's run, as the bridge needs it. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from unisono.client import View
from unisono.pulse import Bars, Timeline
from unisono.session.scenes import CallView, Scene, SongView
from unisono.units import Beats, Seconds

Sounded: TypeAlias = tuple[Seconds, bytes]
"""When, on this device's clock, and one or several MIDI messages."""
ToLocal: TypeAlias = Callable[[Seconds], Seconds]
"""Session time to the time at which a message has to leave."""


def unchanged(time_s: Seconds) -> Seconds:
    """Return the time as it is: session time and local time are one."""
    return time_s


@dataclass(frozen=True, slots=True)
class Music:
    """One run: beats to session time, bars, and from which beat to which it sounds.

    Attributes:
        run: the run's number; another number is other music.
        timeline: beats and session seconds.
        bars: where bars begin.
        first_beat: the first beat of the count-in, 0 or less.
        stop_beat: the first beat that does not sound; infinite while nobody has stopped.
        scenes: what holds from which beat on.
        calls: calls with their answers.
        songs: songs and rounds.
    """

    run: int
    timeline: Timeline
    bars: Bars
    first_beat: Beats = 0.0
    stop_beat: Beats = math.inf
    scenes: tuple[tuple[Beats, Scene], ...] = ()
    calls: tuple[CallView, ...] = ()
    songs: tuple[SongView, ...] = ()

    @classmethod
    def of(cls, view: View) -> Music | None:
        """Return the music a view shows, or None if nothing plays."""
        if not view.playing or view.run is None or view.timeline is None or view.bars is None:
            return None
        stop = view.run.stop_beat
        return cls(
            view.run.run,
            view.timeline,
            view.bars,
            -view.run.count_in_beats,
            math.inf if stop is None else stop,
            view.run.scenes,
            view.run.calls,
            view.run.songs,
        )
