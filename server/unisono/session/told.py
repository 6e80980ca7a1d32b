"""What a session tells some alone: one person about themselves, consoles about the circle."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from unisono.session.plans import Plan
from unisono.session.shown import DeviceView, KnockView


class Message(msgspec.Struct, frozen=True):
    """Base of everything the server sends."""


class RoundView(Message, frozen=True):
    """What came back of one call: to each person their own, to consoles the group's.

    ``score`` is 0 to 100, for a group its togetherness; null with ``reason`` when too little came.
    ``notes`` says for each note of the call whether it came back (a person) or how many people
    brought it (a console).
    """

    cue: int
    round: Annotated[int, Meta(description="from 1")]
    score: float | None
    reason: str
    word: str
    notes: tuple[float, ...]
    extra: Annotated[int, Meta(description="notes that were not in the call")]
    answered: int
    asked: int
    onsets: Annotated[
        tuple[float, ...], Meta(description="own onsets, beats from the answer's start")
    ] = ()
    sections: Annotated[
        tuple[tuple[str, float | None, int], ...],
        Meta(description="for consoles: [section, score, people]"),
    ] = ()


class Finish(Message, frozen=True):
    """The last beat together has been played: how close it was. Celebrated, not graded."""

    people: int
    spread_ms: float | None


class MineView(Message, frozen=True):
    """To one person, on their own asking: how they are doing, in a word."""

    word: Annotated[
        str,
        Meta(description="few, steady, with, ahead, behind or free: how their taps lie"),
    ]
    again: Annotated[bool, Meta(description="a sound check would help: constantly off, but even")]


class NoteMessage(Message, frozen=True):
    """A kind sentence from whoever leads."""

    text: str


class CheckMessage(Message, frozen=True):
    """Please do the sound check again."""


class PlanMessage(Message, frozen=True):
    """For consoles: the plan, where it is, and the pace the group tapped by itself."""

    plan: Plan | None
    index: Annotated[int | None, Meta(description="the activity that is on")]
    began_s: float | None
    own_bpm: float | None


class Desk(Message, frozen=True):
    """For consoles only: the door, who waits, how each device does, silent signals as counts."""

    door_open: bool
    waiting: tuple[KnockView, ...]
    devices: tuple[DeviceView, ...]
    signals: Annotated[
        tuple[tuple[str, int], ...], Meta(description="[signal, people] of the last 20 s")
    ] = ()
    consoles: Annotated[int, Meta(description="how many lead at this moment")] = 1
    can_hear_now: Annotated[
        bool, Meta(description="whether everybody is near enough to hear strokes at once")
    ] = False


class Links(Message, frozen=True):
    """For consoles and stages: where people go. Sent by the shell, which knows its own address."""

    code: str
    join_url: str
    qr: Annotated[str, Meta(description="the join link as a QR code, a data: URI of an SVG")]
    stage_url: str | None = None
    review_url: str | None = None
    helper_url: Annotated[
        str | None, Meta(description="for a second pair of hands: a console that does not end")
    ] = None
