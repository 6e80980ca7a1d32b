"""MIDI clock from a timeline: 24 pulses a beat, start, continue, stop, song position. Pure.

A slave that hears it from the count-in on finds its bar 1 on the session's: during the count-in
pulses come without a start, so that it knows the tempo; *Start* comes half a pulse before beat 0,
and the pulse on beat 0 is its first (MIDI 1.0: the first clock after Start is the first beat). A
bridge that comes in the middle sends the song position of the next bar line and *Continue*. Song
position counts sixteenths, six pulses each, and has 14 bits; what does not fit is left out in
whole turns, so that it keeps its place in a bar for bars of 4.

A machine knows where it is by counting, so no pulse is ever left out while it plays: what is late
is caught up at once. After a hole longer than :data:`LONGEST_BURST_S`, or when a device was away
and nobody knows what it heard, that would be a rattle and a guess: it is told to stop, hears the
tempo, and is placed anew on the next bar line.

Every beat of the session is a quarter note here.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace
from typing import Final

from unisono.units import Seconds
from unisono_midi.music import Music, Sounded, ToLocal, unchanged

PULSES_PER_BEAT: Final = 24
PULSES_PER_SIXTEENTH: Final = 6
LARGEST_POSITION: Final = 2**14
PULSE: Final = b"\xf8"
START: Final = b"\xfa"
CONTINUE: Final = b"\xfb"
STOP: Final = b"\xfc"
LONGEST_BURST_S: Final[Seconds] = 0.5
"""Pulses that are due so long before a stretch are not caught up any more."""
MOST_GIVEN: Final = 4096
"""Messages that can still be taken back: more than half a minute of the fastest music."""


def song_position(beat: int) -> bytes:
    """Return the song position of a whole beat, 0 or later."""
    sixteenths = beat * PULSES_PER_BEAT // PULSES_PER_SIXTEENTH % LARGEST_POSITION
    return bytes((0xF2, sixteenths & 0x7F, sixteenths >> 7))


@dataclass(frozen=True, slots=True)
class _Place:
    """How far a train has come: the run, the next pulse, where it starts to roll, what it said.

    ``lost``: nobody knows what was heard, so that it has to be said anew.
    """

    run: int | None = None
    pulse: int = 0
    roll_beat: int = 0
    rolling: bool = False
    ended: bool = False
    lost: bool = False


class ClockTrain:
    """Gives the clock of a session stretch by stretch, each message once.

    Pulses are counted, so that none is lost or doubled however the timeline changes. Where a
    stretch already given is taken back, it is given again by the music handed in next. What is
    given carries the time of this device's clock; taking back goes by the very same numbers.

    Thread: one, always the same. Nothing blocks.
    """

    def __init__(self) -> None:
        self._at = _Place()
        self._local: ToLocal = unchanged
        self._given: deque[tuple[Seconds, _Place]] = deque(maxlen=MOST_GIVEN)

    @property
    def rolling(self) -> bool:
        """Whether whoever listens has been told to play."""
        return self._at.rolling

    def give(
        self,
        music: Music | None,
        from_s: Seconds,
        until_s: Seconds,
        local: ToLocal = unchanged,
    ) -> list[Sounded]:
        """Return what is to be sent in ``[from_s, until_s)`` of session time, in order.

        Args:
            music: the run, or None if there is none.
            from_s: where the stretch before ended; what should have been earlier comes then.
            until_s: up to and without this time.
            local: session time to the clock the messages are sent by.
        """
        self._local = local
        out: list[Sounded] = []
        at = self._at
        if at.lost or _is_other(music, at) or _is_behind(music, at, from_s):
            if at.rolling:
                self._put(out, from_s, STOP, replace(at, rolling=False))
            self._at = _Place()
        if music is None:
            return out
        if self._at.run is None:
            self._at = _enter(music, from_s)
        while not self._at.ended and self._step(music, from_s, until_s, out):
            pass
        return out

    def take_back(self, after_s: Seconds) -> None:
        """Forget what was given for local times after ``after_s``; it has not been sent."""
        while self._given and self._given[-1][0] > after_s:
            self._at = self._given.pop()[1]

    def begin_anew(self) -> None:
        """Place whoever listens anew on the next bar line: it was away, or is another one."""
        self._at = replace(self._at, lost=True)

    def _step(self, music: Music, from_s: Seconds, until_s: Seconds, out: list[Sounded]) -> bool:
        """Give the next message if it lies in the stretch; return whether there may be more."""
        at = self._at
        beat = at.pulse / PULSES_PER_BEAT
        if beat >= music.stop_beat:
            stop_s = music.timeline.time_at(music.stop_beat)
            if stop_s >= until_s:
                return False
            if at.rolling:
                self._put(out, max(stop_s, from_s), STOP, replace(at, rolling=False, ended=True))
            else:
                self._at = replace(at, ended=True)
            return False
        if not at.rolling and at.pulse == at.roll_beat * PULSES_PER_BEAT:
            roll_s = music.timeline.time_at(beat - 0.5 / PULSES_PER_BEAT)
            if roll_s >= until_s:
                return False
            words = START if at.roll_beat == 0 else song_position(at.roll_beat) + CONTINUE
            self._put(out, roll_s, words, replace(at, rolling=True))
            return True
        pulse_s = music.timeline.time_at(beat)
        if pulse_s >= until_s:
            return False
        self._put(out, pulse_s, PULSE, replace(at, pulse=at.pulse + 1))
        return True

    def _put(self, out: list[Sounded], time_s: Seconds, words: bytes, then: _Place) -> None:
        local_s = self._local(time_s)
        out.append((local_s, words))
        self._given.append((local_s, self._at))
        self._at = then


def _is_other(music: Music | None, at: _Place) -> bool:
    """Return whether the run that was followed is over."""
    return at.run is not None and (music is None or music.run != at.run)


def _is_behind(music: Music | None, at: _Place, from_s: Seconds) -> bool:
    """Return whether so much is overdue that it is better to begin anew."""
    if music is None or at.run is None or at.ended:
        return False
    next_beat = min(at.pulse / PULSES_PER_BEAT, music.stop_beat)
    return music.timeline.time_at(next_beat) < from_s - LONGEST_BURST_S


def _enter(music: Music, from_s: Seconds) -> _Place:
    """Return the place from which to follow a run that may have begun long ago."""
    here = max(music.first_beat, music.timeline.beat_at(from_s))
    pulse = math.ceil(here * PULSES_PER_BEAT - 1e-6)
    if pulse <= 0:
        return _Place(music.run, pulse, 0)
    return _Place(music.run, pulse, music.bars.next_bar_beat((pulse + 1) / PULSES_PER_BEAT))
