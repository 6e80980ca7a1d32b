"""The phases of a session and the events that move it.

The theory, as a table. A session is in one of four phases; events move it, nothing else does:

======== ================================= =============================================
phase    meaning                           leaves it by
======== ================================= =============================================
lobby    nothing sounds; free play         ``started`` → playing
playing  the click runs                    ``stopset`` → stopping
stopping the click runs to an agreed beat  ``runended`` → lobby, ``stoplifted`` → playing
ended    over for good, review open        (nothing)
======== ================================= =============================================

The command ``end`` is taken in any of the first three: it stops whatever sounds, and then the
session has ended. :data:`ALLOWED` says which command makes sense in which phase; what is not in it
is always allowed. ``start`` is in the row of ``stopping`` for the moment between the agreed beat
and the tick that closes the run; earlier than that it is refused.
"""

from __future__ import annotations

import enum
from typing import Final

from unisono.session import commands as c
from unisono.session import events as e


class Phase(enum.StrEnum):
    """Where a session is."""

    LOBBY = "lobby"
    PLAYING = "playing"
    STOPPING = "stopping"
    ENDED = "ended"


TRANSITIONS: Final[dict[tuple[Phase, type[e.Event]], Phase]] = {
    (Phase.LOBBY, e.Started): Phase.PLAYING,
    (Phase.PLAYING, e.StopSet): Phase.STOPPING,
    (Phase.STOPPING, e.StopSet): Phase.STOPPING,
    (Phase.STOPPING, e.StopLifted): Phase.PLAYING,
    (Phase.STOPPING, e.RunEnded): Phase.LOBBY,
    (Phase.LOBBY, e.Ended): Phase.ENDED,
}
MOVING_EVENTS: Final = frozenset(kind for _, kind in TRANSITIONS)

_OPEN: Final = frozenset({Phase.LOBBY, Phase.PLAYING, Phase.STOPPING})
_SOUNDING: Final = frozenset({Phase.PLAYING, Phase.STOPPING})
ALLOWED: Final[dict[type[c.Command], frozenset[Phase]]] = {
    c.Arrange: _OPEN,
    c.Start: frozenset({Phase.LOBBY, Phase.STOPPING}),
    c.Stop: _SOUNDING,
    c.SetGroove: _OPEN,
    c.Hand: _OPEN,
    c.Door: _OPEN,
    c.Admit: _OPEN,
    c.End: _OPEN,
}
