"""Ending the session: the facilitator's to do, and a helper's once the facilitator is gone."""

from __future__ import annotations

from unisono.errors import N_, NotAllowed
from unisono.session import commands as c
from unisono.session import conducting
from unisono.session.caller import Role
from unisono.session.turn import Turn


def end(turn: Turn, command: c.End) -> None:
    """End the session for good.

    A helper may do so when no facilitator's console has been open for a minute: a circle must
    not be left running because one person's connection is gone.
    """
    helps = turn.caller.role is Role.HELP
    if helps and not turn.house.consoles.may_take_over(turn.now_s):
        raise NotAllowed(
            N_(
                "Ending the session is the facilitator's. If their console stays away for a "
                "minute, a helper may end it, too."
            )
        )
    conducting.end(turn, command)
