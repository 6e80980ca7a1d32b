"""Keeps the driver supplied: what a session will sound, a little ahead of time. One event loop.

The music is given a second ahead, in the driver's own process it waits for its instant. When
the music changes, what has not been sent is taken back and given anew. So the event loop may be
away for :data:`AHEAD_S` without anybody hearing it; that is its deadline. Away for up to as
long again, clock pulses are caught up; after that a machine is placed anew, as when its port was
away (decision 52).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from unisono.client import Client
from unisono.units import Seconds
from unisono_midi import orders as o
from unisono_midi.music import Music, Sounded, ToLocal
from unisono_midi.process import Engine

AHEAD_S: Final[Seconds] = 1.0
TEND_EVERY_S: Final[Seconds] = 0.05
LATE_S: Final[Seconds] = 0.02
"""A note that is later than this is not sounded any more."""
GUARD_S: Final[Seconds] = 0.04
"""What is due so soon is not taken back any more: it may be on its way."""


class Train(Protocol):
    """Gives messages stretch by stretch; see :class:`unisono_midi.clock.ClockTrain`."""

    def give(
        self, music: Music | None, from_s: Seconds, until_s: Seconds, local: ToLocal
    ) -> list[Sounded]:
        """Return what is to be sent in a stretch of session time."""

    def take_back(self, after_s: Seconds) -> None:
        """Forget what was given for local times after ``after_s``."""

    def begin_anew(self) -> None:
        """Whoever listens may have heard nothing of what was given: say where the music is."""


class Conductor:
    """Supplies one output port.

    Args:
        client: whose session is followed.
        engine: the driver's side.
        wanted: the port, as ordered.
        trains: what is played on it.
        latency_s: how long the port takes to sound; messages leave so much earlier.
    """

    def __init__(
        self,
        client: Client,
        engine: Engine,
        wanted: str,
        trains: Sequence[Train],
        latency_s: Seconds = 0.0,
    ) -> None:
        self._client, self._engine, self._wanted = client, engine, wanted
        self._trains, self._latency_s = tuple(trains), latency_s
        self._music: Music | None = None
        self._until_s: Seconds | None = None
        engine.order(o.Play(wanted))

    def tend(self) -> None:
        """Give what is due within the next second; call it every 50 ms."""
        clock = self._client.clock
        if not clock.ready:
            return
        now_s, music = clock.now_s(), Music.of(self._client.view)
        if music != self._music:
            self._change(music)
        from_s, until_s = self._from_s(now_s), now_s + AHEAD_S
        if until_s <= from_s:
            return
        self._until_s = until_s
        rows = [
            row for train in self._trains for row in train.give(music, from_s, until_s, self._due_s)
        ]
        rows = [row for row in rows if not self._is_past(row)]
        if rows:
            self._engine.order(o.Send(self._wanted, tuple(sorted(rows, key=_time))))

    def take(self, report: o.Report) -> None:
        """Take a report of the driver's side: a port that has opened knows nothing of the music."""
        match report:
            case o.PortNews(self._wanted, False, o.PortState.OPEN):
                self.resume()
            case o.Broken():
                self.resume()
            case _:
                pass

    def resume(self) -> None:
        """Give everything anew: what was waiting, and who knows how much before, is lost."""
        self._music = None
        if self._until_s is not None:
            self._take_back()
        for train in self._trains:
            train.begin_anew()

    def _change(self, music: Music | None) -> None:
        self._music = music
        if self._until_s is not None:
            self._take_back()

    def _take_back(self) -> None:
        after_s = self._client.clock.local() + GUARD_S
        self._engine.order(o.TakeBack(self._wanted, after_s))
        for train in self._trains:
            train.take_back(after_s)
        self._until_s = self._client.clock.session.now(after_s + self._latency_s)

    def _from_s(self, now_s: Seconds) -> Seconds:
        """Return where the stretch before ended, or now, if that is too long ago."""
        if self._until_s is None or now_s - self._until_s > AHEAD_S:
            return now_s
        return self._until_s

    def _is_past(self, row: Sounded) -> bool:
        """Return whether a note is too late to be music; clock messages are never left out."""
        due_s, message = row
        return message[0] >> 4 == 0x9 and due_s < self._client.clock.local() - LATE_S

    def _due_s(self, session_s: Seconds) -> Seconds:
        return self._client.clock.local_at(session_s) - self._latency_s


def _time(row: Sounded) -> Seconds:
    return row[0]
