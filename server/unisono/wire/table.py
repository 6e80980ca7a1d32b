"""The table of messages: name, who may send it, what is in it.

``unisono.wire.codec`` checks by it, ``wire.js`` and ``docs/protocol.md`` are written from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec

from unisono.session import commands as c
from unisono.session import messages as m
from unisono.session.caller import Role

MAX_BYTES: Final = 16 * 1024
"""Largest message a client may send, in bytes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of message.

    Attributes:
        name: the Socket.IO event's name.
        body: the class that describes its fields.
        roles: who may send it; empty for what the server sends.
    """

    name: str
    body: type[msgspec.Struct]
    roles: frozenset[Role] = frozenset()


_PLAY = frozenset({Role.PLAY})
_LEAD = frozenset({Role.LEAD})
_ALL = frozenset({Role.PLAY, Role.LEAD, Role.STAGE})

FROM_CLIENT: Final = (
    Row("sync", c.Sync, _ALL),
    Row("taps", c.Taps, _PLAY),
    Row("clock", c.ClockReport, _PLAY),
    Row("profile", c.Profile, _PLAY),
    Row("leave", c.Leave, _PLAY),
    Row("arrange", c.Arrange, _LEAD),
    Row("start", c.Start, _LEAD),
    Row("stop", c.Stop, _LEAD),
    Row("door", c.Door, _LEAD),
    Row("admit", c.Admit, _LEAD),
    Row("rename", c.Rename, _LEAD),
    Row("remove", c.Remove, _LEAD),
    Row("end", c.End, _LEAD),
)

FROM_SERVER: Final = (
    Row("welcome", m.Welcome),
    Row("waiting", m.WaitingRoom),
    Row("circle", m.Circle),
    Row("beat", m.Beat),
    Row("tick", m.TickMessage),
    Row("saved", m.Saved),
    Row("desk", m.Desk),
    Row("links", m.Links),
    Row("moved", m.Moved),
    Row("goodbye", m.Goodbye),
    Row("problem", m.Problem),
)

ROW_BY_NAME: Final = {row.name: row for row in FROM_CLIENT}
NAME_BY_BODY: Final = {row.body: row.name for row in FROM_SERVER}

CODE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters of a join code: no 0 O, 1 I L, and no U, which is heard as V."""

CODE_LENGTH: Final = 6
