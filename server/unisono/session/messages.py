"""What a session tells its clients: the bodies of all messages the server sends.

Here is what everybody hears; what goes to one person or to consoles only is in
:mod:`unisono.session.told`, the parts of both in :mod:`unisono.session.shown`.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta

from unisono.session.phrases import GrooveSpec
from unisono.session.shown import (
    ActivityView,
    ArrangementView,
    DeviceView,
    HearingView,
    KnockView,
    RunView,
    ScoreView,
    SeatView,
    StrokeView,
)
from unisono.session.told import (
    CheckMessage,
    Desk,
    Finish,
    Links,
    Message,
    MineView,
    NoteMessage,
    PlanMessage,
    RoundView,
)

__all__ = [
    "PROTOCOL",
    "ActivityMessage",
    "ActivityView",
    "AnyMessage",
    "ArrangementView",
    "Beat",
    "CheckMessage",
    "Circle",
    "Desk",
    "DeviceView",
    "Finish",
    "Goodbye",
    "GrooveMessage",
    "HearingMessage",
    "HearingView",
    "KnockView",
    "Links",
    "Message",
    "MineView",
    "Moved",
    "NoteMessage",
    "PlanMessage",
    "Problem",
    "RoundView",
    "RunView",
    "Saved",
    "ScoreView",
    "SeatView",
    "StrokeView",
    "Strokes",
    "TickMessage",
    "WaitingRoom",
    "Welcome",
]

PROTOCOL = 1


class Welcome(Message, frozen=True):
    """A full snapshot, sent when a connection has its place (again)."""

    protocol: int
    role: str
    seat: Annotated[int | None, Meta(description="your seat; null for a console or a stage")]
    upto: Annotated[int, Meta(description="all your taps up to this number are safe")]
    time_s: float
    phase: Annotated[str, Meta(description="lobby, playing, stopping or ended")]
    code: str
    arrangement: ArrangementView
    run: RunView | None
    circle: tuple[SeatView, ...]
    score: ScoreView
    caller: Annotated[int | None, Meta(description="the seat that may call")] = None
    groove: GrooveSpec | None = None
    hearing: HearingView = HearingView()
    activity: ActivityView | None = None


class WaitingRoom(Message, frozen=True):
    """You are in the lobby: the facilitator lets people in."""


class Circle(Message, frozen=True):
    """Seats that are new or changed, and seats that are gone."""

    seats: tuple[SeatView, ...]
    gone: tuple[int, ...] = ()


class Beat(Message, frozen=True):
    """The phase of the session and its timeline, whenever either changes."""

    phase: str
    arrangement: ArrangementView
    run: RunView | None
    caller: int | None = None


class GrooveMessage(Message, frozen=True):
    """What people play together from now on."""

    groove: GrooveSpec | None


class HearingMessage(Message, frozen=True):
    """Who hears whose strokes from now on."""

    hearing: HearingView


class ActivityMessage(Message, frozen=True):
    """Another activity has begun."""

    activity: ActivityView | None


class TickMessage(Message, frozen=True):
    """About twice a second while people play: one message, the same for everybody.

    ``taps`` are the onsets since the last tick.
    """

    n: int
    time_s: float
    score: ScoreView
    taps: tuple[StrokeView, ...]


class Strokes(Message, frozen=True):
    """Onsets at once, in one room: only while hearing is set to 0 bars."""

    taps: tuple[StrokeView, ...]


class Saved(Message, frozen=True):
    """All your taps up to this number are stored and need not be sent again."""

    upto: int


class Moved(Message, frozen=True):
    """Your seat is now played from another tab or device."""


class Goodbye(Message, frozen=True):
    """You have left, or the session is over. ``sentence`` says so kindly."""

    reason: Annotated[str, Meta(description="left, removed or ended")]
    sentence: str


class Problem(Message, frozen=True):
    """What you asked for did not happen, and why. Nothing else has changed."""

    code: str
    message: str
    about: str


AnyMessage: TypeAlias = (
    Welcome
    | WaitingRoom
    | Circle
    | Beat
    | GrooveMessage
    | HearingMessage
    | ActivityMessage
    | TickMessage
    | Strokes
    | RoundView
    | Finish
    | MineView
    | NoteMessage
    | CheckMessage
    | PlanMessage
    | Saved
    | Desk
    | Links
    | Moved
    | Goodbye
    | Problem
)
