"""The table of messages: name, who may send it, what is in it.

``unisono.wire.codec`` checks by it, ``wire.js`` and ``docs/protocol.md`` are written from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec

from unisono.session import commands as c
from unisono.session import messages as m
from unisono.session.caller import CONSOLES, Role

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
_LEAD = CONSOLES
_ALL = frozenset({Role.PLAY, Role.STAGE}) | CONSOLES

FROM_CLIENT: Final = (
    Row("sync", c.Sync, _ALL),
    Row("taps", c.Taps, _PLAY),
    Row("clock", c.ClockReport, _PLAY),
    Row("profile", c.Profile, _PLAY),
    Row("mode", c.Mode, _PLAY),
    Row("sound", c.SoundReport, _PLAY),
    Row("signal", c.Signal, _PLAY),
    Row("howami", c.Mine, _PLAY),
    Row("late", c.Late, _PLAY),
    Row("livecall", c.LiveCall, _PLAY | _LEAD),
    Row("leave", c.Leave, _PLAY),
    Row("arrange", c.Arrange, _LEAD),
    Row("start", c.Start, _LEAD),
    Row("stop", c.Stop, _LEAD),
    Row("cue", c.Cue, _LEAD),
    Row("cancel", c.Cancel, _LEAD),
    Row("undo", c.Undo, _LEAD),
    Row("setgroove", c.SetGroove, _LEAD),
    Row("hand", c.Hand, _LEAD),
    Row("sethearing", c.Hearing, _LEAD),
    Row("mute", c.Mute, _LEAD),
    Row("assign", c.Assign, _LEAD),
    Row("say", c.Say, _LEAD),
    Row("recheck", c.SoundCheck, _LEAD),
    Row("setplan", c.SetPlan, _LEAD),
    Row("go", c.Go, _LEAD),
    Row("robots", c.Robots, _LEAD),
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
    Row("groove", m.GrooveMessage),
    Row("hearing", m.HearingMessage),
    Row("activity", m.ActivityMessage),
    Row("tick", m.TickMessage),
    Row("strokes", m.Strokes),
    Row("round", m.RoundView),
    Row("finish", m.Finish),
    Row("mine", m.MineView),
    Row("note", m.NoteMessage),
    Row("soundcheck", m.CheckMessage),
    Row("plan", m.PlanMessage),
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
