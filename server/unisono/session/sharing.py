"""What is shared while music runs or not: the groove, the call handed round, joining in late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from unisono.errors import N_, BadValue, NotNow
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.effects import EVERYONE
from unisono.session.messages import GrooveMessage
from unisono.session.noting import sounding
from unisono.session.seats import own_seat, seat_of
from unisono.session.turn import Turn
from unisono.session.views import beat_message
from unisono.units import Beats

LATEST_BEATS: Final = 128.0
"""Whoever has not joined in by so many beats after a cue is simply away."""
SAME_BEAT: Final = 1e-3
"""Beats on the wire are rounded; bar lines lie further apart."""


def set_groove(turn: Turn, command: c.SetGroove) -> None:
    """Say what people play together from now on."""
    turn.happen(e.GrooveSet(command.groove))
    turn.tell(EVERYONE, GrooveMessage(command.groove))


def hand(turn: Turn, command: c.Hand) -> None:
    """Hand the call to somebody, or take it back."""
    if command.seat is not None:
        seat_of(turn, command.seat)
    turn.happen(e.CallHanded(command.seat))
    turn.tell(EVERYONE, beat_message(turn.state, turn.now_s))


def late(turn: Turn, command: c.Late) -> None:
    """Do not count somebody between a cue and the beat on which they could join in."""
    seat, run, state = own_seat(turn), sounding(turn), turn.state
    cue = command.cue or _landed_on(state.landings, command.landed)
    landed = state.landings.get(cue)
    if landed is None:
        raise NotNow(N_("That cue has not landed in this music."))
    if not landed <= command.beat <= landed + LATEST_BEATS:
        raise BadValue("beat", command.beat, f"{landed:g} to {landed + LATEST_BEATS:g}")
    known = (x for x in run.excused if (x.seat, x.beat0) == (seat.seat, landed))
    if all(x.beat1 < command.beat for x in known):
        turn.happen(e.JoinedLate(seat.seat, cue, command.beat), urgent=False)


def _landed_on(landings: Mapping[int, Beats], beat: Beats) -> int:
    """Return the number of the cue that landed on a beat; 0 where none did. No two share one."""
    return next((cue for cue, at in landings.items() if abs(at - beat) < SAME_BEAT), 0)
