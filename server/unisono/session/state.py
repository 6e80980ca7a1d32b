"""The state of a session: a fold over its events.

:mod:`~unisono.session.phases` has the theory, :mod:`~unisono.session.facts` what is known,
:mod:`~unisono.session.folds` and :mod:`~unisono.session.musicfolds` what each event does to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from unisono.errors import OurError
from unisono.session import events as e
from unisono.session.facts import Arrangement, Facts, SeatState
from unisono.session.folds import FOLDS, Folds
from unisono.session.musicfolds import MUSIC_FOLDS
from unisono.session.phases import ALLOWED, MOVING_EVENTS, TRANSITIONS, Phase
from unisono.session.placefolds import PLACE_FOLDS
from unisono.session.runs import RunState

__all__ = [
    "ALLOWED",
    "MOVING_EVENTS",
    "TRANSITIONS",
    "Arrangement",
    "Phase",
    "RunState",
    "SeatState",
    "State",
    "fold",
]

_FOLDS: Final[Folds] = {**FOLDS, **PLACE_FOLDS, **MUSIC_FOLDS}


class State(Facts):
    """Everything that is known of a session; changed by :meth:`apply` only."""

    def apply(self, entry: e.Entry) -> None:
        """Fold one entry of the log into the state.

        Raises:
            OurError: if entries are missing or an event does not fit the phase: the log is broken.
        """
        if entry.n != self.next_n:
            raise OurError(f"the log goes on with entry {entry.n}, not {self.next_n}")
        if type(entry.event) in MOVING_EVENTS:
            self._move(entry.event)
        _FOLDS[type(entry.event)](self, entry.event, entry.at_s)
        self.next_n, self.last_s = entry.n + 1, entry.at_s

    def _move(self, event: e.Event) -> None:
        target = TRANSITIONS.get((self.phase, type(event)))
        if target is None:
            raise OurError(f"{type(event).__name__} cannot happen in phase {self.phase}")
        self.phase = target


def fold(entries: Iterable[e.Entry]) -> State:
    """Return the state after a whole log."""
    state = State()
    for entry in entries:
        state.apply(entry)
    return state
