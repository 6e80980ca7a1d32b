"""One gathering of a circle, as a machine without input or output.

The contract, in three lines: feed commands in with :meth:`Session.receive`; perform the effects it
returns, in order; nothing else changes the session. Events are its only truth: the state is a fold
over them, so a restart replays the log and ends where it was.
"""

from unisono.session.caller import Caller, Role
from unisono.session.effects import Effect, Emit, Forget, Persist, Seated, To, Unseated, Waiting
from unisono.session.events import Entry, Event
from unisono.session.machine import Session
from unisono.session.state import Phase, State, fold

__all__ = [
    "Caller",
    "Effect",
    "Emit",
    "Entry",
    "Event",
    "Forget",
    "Persist",
    "Phase",
    "Role",
    "Seated",
    "Session",
    "State",
    "To",
    "Unseated",
    "Waiting",
    "fold",
]
