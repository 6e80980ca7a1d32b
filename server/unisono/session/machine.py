"""The session machine: commands in, effects out. See the package docstring for its contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from unisono.errors import OurError
from unisono.session import commands as c
from unisono.session import (
    conducting,
    cueing,
    ending,
    hearing,
    inner,
    livecalls,
    placing,
    planning,
    seats,
    sharing,
    stopping,
    talking,
    tapping,
    ticking,
)
from unisono.session.caller import SHELL, Caller
from unisono.session.effects import Effect
from unisono.session.events import Entry, Opened
from unisono.session.house import House
from unisono.session.live import Live
from unisono.session.shelf import EMPTY, Shelf
from unisono.session.state import ALLOWED, State
from unisono.session.turn import Turn
from unisono.units import Seconds

AnyInput: TypeAlias = c.AnyCommand | inner.InnerCommand


_HANDLERS: Final[dict[type, Callable[..., None]]] = {
    inner.Enter: seats.enter,
    inner.Watch: seats.watch,
    inner.Dropped: seats.dropped,
    inner.Restarted: seats.restarted,
    inner.ClockSamples: seats.clock_samples,
    inner.Tick: ticking.tick,
    c.Taps: tapping.taps,
    c.ClockReport: seats.clock_report,
    c.Profile: placing.profile,
    c.Mode: placing.mode,
    c.SoundReport: placing.sound_report,
    c.Signal: talking.signal,
    c.Mine: talking.mine,
    c.Leave: seats.leave,
    c.Arrange: conducting.arrange,
    c.Start: conducting.start,
    c.Stop: stopping.stop,
    c.Cue: cueing.cue,
    c.Cancel: cueing.cancel,
    c.Undo: cueing.undo,
    c.SetGroove: sharing.set_groove,
    c.Hand: sharing.hand,
    c.Late: sharing.late,
    c.LiveCall: livecalls.live_call,
    c.Hearing: hearing.hearing,
    c.Mute: placing.mute,
    c.Assign: placing.assign,
    c.Say: talking.say,
    c.SoundCheck: talking.sound_check,
    c.Door: seats.door,
    c.Admit: seats.admit,
    c.Rename: seats.rename,
    c.Remove: seats.remove,
    c.End: ending.end,
    c.SetPlan: planning.set_plan,
    c.Go: planning.go,
}
"""Every command but ``sync`` and ``robots``, which the shell answers itself: the one is about time,
not about music, the other brings in people like all others."""


class Session:
    """One gathering of a circle.

    Feed every command with the caller the shell established for it and the session time; perform
    the effects in order. ``shelf`` is where plans find grooves, calls and songs. Not thread-safe;
    never blocks; O(people) at most (a tap: O(1)).
    """

    def __init__(self, shelf: Shelf = EMPTY) -> None:
        self.shelf = shelf
        self.state = State()
        self._house = House()
        self._live = Live()
        self._latest_s: Seconds = 0.0

    @classmethod
    def replay(cls, entries: Iterable[Entry], shelf: Shelf = EMPTY) -> Session:
        """Return the session that a stored log describes.

        Follow up with :class:`unisono.session.inner.Restarted`.
        """
        session = cls(shelf)
        for entry in entries:
            session._live.precede(entry, session.state)
            session.state.apply(entry)
            session._live.follow(entry, session.state)
        session._live.forget_shown(session.state.last_s, session.state)
        return session

    def open(self, code: str, epoch_s: float, version: str = "") -> list[Effect]:
        """Bring a new session into being; ``epoch_s`` is its time zero as Unix time."""
        if self.state.next_n:
            raise OurError("this session is open already")
        turn = Turn(self.state, self._house, self._live, SHELL, 0.0)
        turn.happen(Opened(code, epoch_s, version))
        return turn.effects

    def receive(self, command: AnyInput, caller: Caller, now_s: Seconds) -> list[Effect]:
        """Carry out one command.

        Args:
            command: what is asked for.
            caller: who asks, from the shell's knowledge of the connection.
            now_s: the session time.

        Returns:
            What the shell is to do, in order.

        Raises:
            PeerError: the request cannot be met; the session has not changed.
        """
        allowed = ALLOWED.get(type(command))  # type: ignore[arg-type]
        if allowed is not None and self.state.phase not in allowed:
            raise conducting.refuse_phase(type(command).__name__.lower(), self.state.phase)
        # A clock that steps back must not let a tap reach a beat that a tick has closed: the log
        # knows nothing of ticks, and a replay would count that tap.
        at_s = max(now_s, self._latest_s)
        turn = Turn(self.state, self._house, self._live, caller, at_s, self.shelf)
        _HANDLERS[type(command)](turn, command)
        self._latest_s = turn.now_s
        return turn.effects
