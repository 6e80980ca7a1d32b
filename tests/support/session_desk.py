"""A session with the shell's part played by hand: connections, callers, a log, a clock."""

from __future__ import annotations

from typing import TypeVar

import pytest

from plain_state import plain
from unisono.errors import PeerError
from unisono.session import (
    Caller,
    Effect,
    Emit,
    Entry,
    Persist,
    Role,
    Seated,
    Session,
    To,
    Unseated,
    Waiting,
)
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.caller import SHELL
from unisono.session.effects import EVERYONE
from unisono.session.machine import AnyInput
from unisono.session.messages import AnyMessage

M = TypeVar("M", bound=AnyMessage)


class Desk:
    """One session, open, at session time ``now_s``, and everything it has said so far.

    Attributes:
        session: the machine.
        log: what it had stored.
        sent: every message with where it went.
        seats: seat of each seated connection, by key.
        lobby: keys of connections that were asked to wait.
    """

    def __init__(self) -> None:
        self.session = Session()
        self.now_s = 0.0
        self.log: list[Entry] = []
        self.sent: list[tuple[To, AnyMessage]] = []
        self.seats: dict[str, int] = {}
        self.lobby: set[str] = set()
        self.perform(self.session.open("K7QM2X", 1.7e9, "1.0"))

    def perform(self, effects: list[Effect]) -> list[AnyMessage]:
        """Do what the session asks for; return the messages among it."""
        for effect in effects:
            if isinstance(effect, Persist):
                assert effect.entry.n == len(self.log), "log numbers are contiguous"
                self.log.append(effect.entry)
            elif isinstance(effect, Emit):
                self.sent.append((effect.to, effect.message))
            elif isinstance(effect, Waiting):
                self.lobby.add(effect.key)
            elif isinstance(effect, Seated):
                self.lobby.discard(effect.key)
                self.seats[effect.key] = effect.seat
            elif isinstance(effect, Unseated):
                self.lobby.discard(effect.key)
                self.seats.pop(effect.key, None)
        return [effect.message for effect in effects if isinstance(effect, Emit)]

    def feed(self, command: AnyInput, caller: Caller = SHELL) -> list[AnyMessage]:
        """Have a command carried out now."""
        return self.perform(self.session.receive(command, caller, self.now_s))

    def lead(self, command: AnyInput) -> list[AnyMessage]:
        """Have a facilitator's command carried out."""
        return self.feed(command, Caller(Role.LEAD, "console"))

    def play(self, key: str, command: AnyInput) -> list[AnyMessage]:
        """Have a participant's command carried out."""
        return self.feed(command, Caller(Role.PLAY, key, self.seats.get(key)))

    def enter(
        self, key: str, token: str = "", *, invited: bool = True, name: str = "", device: str = ""
    ) -> list[AnyMessage]:
        """Bring somebody in on the connection ``key``; the token is the key's unless given."""
        request = i.Enter(key, token or f"token of {key}", invited, name, device or "browser")
        return self.feed(request)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now_s += seconds

    def tick(self, seconds: float = 0.5) -> list[AnyMessage]:
        """Let time pass and tick."""
        self.wait(seconds)
        return self.feed(i.Tick())

    def happened(self, since: int = 0) -> list[str]:
        """Return the kinds of what was stored, from entry ``since`` on."""
        return [type(entry.event).__name__ for entry in self.log[since:]]

    def restart(self) -> None:
        """Lose everything but the log."""
        self.session = Session.replay(self.log)
        self.seats.clear()
        self.lobby.clear()
        self.feed(i.Restarted())


def to_everyone(desk: Desk, kind: type[AnyMessage]) -> list[AnyMessage]:
    """Return messages of a kind that went to everyone."""
    return [m for to, m in desk.sent if to == EVERYONE and isinstance(m, kind)]


def one(messages: list[AnyMessage], kind: type[M]) -> M:
    """Return the one message of a kind."""
    (found,) = [message for message in messages if isinstance(message, kind)]
    return found


def refuses(desk: Desk, command: AnyInput, caller: Caller, error: type[PeerError]) -> PeerError:
    """Check that a command is refused with a sentence and that nothing has changed."""
    before, entries = plain(desk.session), len(desk.log)
    with pytest.raises(error) as caught:
        desk.feed(command, caller)
    assert plain(desk.session) == before
    assert len(desk.log) == entries
    assert caught.value.message.endswith(".")
    return caught.value


def player(desk: Desk, key: str) -> Caller:
    """Return the caller behind a connection."""
    return Caller(Role.PLAY, key, desk.seats.get(key))


def taps(*rows: tuple[int, float]) -> c.Taps:
    """Return a batch of touches from (number, time)."""
    return c.Taps([c.Tap(seq, time_s, 0.004, "touch") for seq, time_s in rows])


def stored(desk: Desk) -> list[tuple[int, float]]:
    """Return (seq, time) of all taps in the log."""
    return [
        (row[0], row[1])
        for entry in desk.log
        if isinstance(entry.event, e.TapsPlayed)
        for row in entry.event.taps
    ]


def playing(desk: Desk, tempo_bpm: float = 120.0, beat: float = 5.0) -> Desk:
    """Start a four-four and go to a beat."""
    desk.lead(c.Arrange(tempo_bpm=tempo_bpm, grouping=[4], count_in_bars=1))
    desk.lead(c.Start())
    run = desk.session.state.run
    assert run is not None
    desk.now_s = run.timeline.time_at(beat)
    return desk


def view(messages: list[AnyMessage]) -> m.RunView:
    """Return the run in the one ``beat`` message."""
    run = one(messages, m.Beat).run
    assert run is not None
    return run
