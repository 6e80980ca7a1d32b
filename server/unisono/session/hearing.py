"""Who hears whose strokes, and when: some bars later everywhere, at once in one room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from unisono.errors import NotNow
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.effects import EVERYONE
from unisono.session.live import stroke_view
from unisono.session.messages import HearingMessage, HearingView, Strokes
from unisono.session.state import State
from unisono.session.turn import Turn
from unisono.units import Seconds

NOW_WITHIN_S: Final[Seconds] = 0.025
"""Largest round trip at which a stroke heard at once still is one with the stroke itself."""


def hearing(turn: Turn, command: c.Hearing) -> None:
    """Set who hears whom; at once only where every device here is near enough."""
    if command.bars == 0 and not can_hear_now(turn.state):
        raise NotNow(
            "To hear one another at once everybody must be in one room or one local network. "
            "One bar later works everywhere."
        )
    turn.happen(e.HearingSet(command.who, command.bars))
    turn.tell(EVERYONE, HearingMessage(hearing_view(turn.state)))


def can_hear_now(state: State) -> bool:
    """Return whether every device here is known to be near enough; False with nobody here."""
    clocks = [seat.clock for seat in state.seats.values() if seat.here]
    near = [clock is not None and clock.round_trip_s < NOW_WITHIN_S for clock in clocks]
    return bool(near) and all(near)


def sound_now(turn: Turn, seat: int, played: Sequence[c.Tap]) -> None:
    """In one room, let everybody hear strokes the moment they arrive."""
    if turn.state.evening.hears_bars == 0:
        strokes = (stroke_view(seat, tap.time_s, tap.stroke, tap.velocity) for tap in played)
        turn.sound(EVERYONE, Strokes(tuple(strokes)))


def hearing_view(state: State) -> HearingView:
    """Return who hears whom, as devices need it."""
    return HearingView(state.evening.hears, state.evening.hears_bars)
