"""The life of a cue, and the events that move it.

The theory, as a table. A cue is known from the moment it is armed; every device hears of it then
and counts it down. Once landed it holds until another cue changes that; a cancelled one was taken
back, replaced or moved, or the music stops before it, and it never sounds:

================ ================= =====================================
event            moves a cue       because
================ ================= =====================================
``cuearmed``     new → armed       somebody who leads asked for it
``cuelanded``    armed → landed    its beat has come
``cuecancelled`` armed → cancelled why it says itself
``stopset``      new → armed       a stop was agreed
``runended``     armed → landed    the agreed stop has come
``stoplifted``   armed → cancelled the stop was taken back
``stopset``      armed → cancelled a nearer stop takes its place
================ ================= =====================================

A stop is a cue with events of its own, because it moves the session's phase, too.
"""

from __future__ import annotations

import enum
from typing import Final

from unisono.session import events as e


class CueLife(enum.StrEnum):
    """How far a cue has come."""

    NEW = "new"
    ARMED = "armed"
    LANDED = "landed"
    CANCELLED = "cancelled"


LIFE: Final[dict[tuple[CueLife, type[e.Event]], CueLife]] = {
    (CueLife.NEW, e.CueArmed): CueLife.ARMED,
    (CueLife.NEW, e.StopSet): CueLife.ARMED,
    (CueLife.ARMED, e.CueLanded): CueLife.LANDED,
    (CueLife.ARMED, e.RunEnded): CueLife.LANDED,
    (CueLife.ARMED, e.CueCancelled): CueLife.CANCELLED,
    (CueLife.ARMED, e.StopLifted): CueLife.CANCELLED,
    (CueLife.ARMED, e.StopSet): CueLife.CANCELLED,
}
