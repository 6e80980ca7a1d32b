"""One command being carried out: what happens, who is told.

A handler first checks everything that could be refused, then calls :meth:`Turn.happen` and
:meth:`Turn.tell`; a command that is refused has therefore changed nothing.
"""

from __future__ import annotations

from unisono.session.caller import Caller
from unisono.session.effects import Effect, Emit, Persist, To
from unisono.session.events import AnyEvent, Entry
from unisono.session.house import House
from unisono.session.live import Live
from unisono.session.messages import AnyMessage
from unisono.session.shelf import EMPTY, Shelf
from unisono.session.state import State
from unisono.units import Seconds


class Turn:
    """The context of one command and the effects it has gathered so far."""

    __slots__ = ("caller", "effects", "house", "live", "now_s", "shelf", "state")

    def __init__(
        self,
        state: State,
        house: House,
        live: Live,
        caller: Caller,
        now_s: Seconds,
        shelf: Shelf = EMPTY,
    ) -> None:
        self.state, self.house, self.live, self.caller = state, house, live, caller
        self.shelf = shelf
        self.now_s = max(now_s, state.last_s)
        self.effects: list[Effect] = []

    def happen(self, event: AnyEvent, *, urgent: bool = True) -> None:
        """Make an event true: fold it in and have it stored."""
        entry = Entry(self.state.next_n, self.now_s, event)
        self.live.precede(entry, self.state)
        self.state.apply(entry)
        self.live.follow(entry, self.state)
        self.effects.append(Persist(entry, urgent))

    def tell(self, to: To, message: AnyMessage) -> None:
        """Send a message."""
        self.effects.append(Emit(to, message))

    def sound(self, to: To, message: AnyMessage) -> None:
        """Send something to be heard this moment, past everything that waits to be stored."""
        self.effects.append(Emit(to, message, at_once=True))

    def add(self, effect: Effect) -> None:
        """Ask the shell for something else."""
        self.effects.append(effect)
