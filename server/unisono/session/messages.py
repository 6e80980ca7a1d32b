"""What a session tells its clients: the bodies of all messages the server sends."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

PROTOCOL = 1


class Message(msgspec.Struct, frozen=True):
    """Base of everything the server sends."""


class SeatView(msgspec.Struct, frozen=True):
    """One place in the ring as everybody may see it."""

    seat: int
    name: str
    animal: int
    colour: int
    state: Annotated[str, Meta(description="playing, resting, settling or away")]
    device: Annotated[str, Meta(description="browser, bridge, sim or replay")]


class ArrangementView(msgspec.Struct, frozen=True):
    """What the next start will use."""

    tempo_bpm: float
    grouping: tuple[int, ...]
    count_in_bars: int


class RunView(msgspec.Struct, frozen=True):
    """Everything a device needs to play the click by itself for as long as it likes."""

    run: int
    segments: Annotated[
        tuple[tuple[float, float, float, float], ...],
        Meta(description="[beat0, time0_s, bpm0, bpm1], tempo linear in beats up to the next"),
    ]
    meters: Annotated[
        tuple[tuple[int, int, tuple[int, ...]], ...],
        Meta(description="[beat0, bar0, grouping]"),
    ]
    count_in_beats: int
    stop_beat: Annotated[float | None, Meta(description="the first beat that does not sound")]


class ScoreView(msgspec.Struct, frozen=True):
    """Live togetherness; ``state`` is ``ok`` or ``too_few`` (then ``reason`` says of what)."""

    state: str
    reason: str
    value: float | None
    low: float | None
    high: float | None
    word: str
    people: int
    taps: int
    spread_ms: float | None
    coverage: float | None
    ceiling: float | None


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


class TickMessage(Message, frozen=True):
    """About twice a second while people play: one message, the same for everybody.

    ``taps`` are the onsets since the last tick as ``[seat, time_s]``.
    """

    n: int
    time_s: float
    score: ScoreView
    taps: tuple[tuple[int, float], ...]


class Saved(Message, frozen=True):
    """All your taps up to this number are stored and need not be sent again."""

    upto: int


class KnockView(msgspec.Struct, frozen=True):
    """Somebody waiting in the lobby."""

    key: str
    name: str


class DeviceView(msgspec.Struct, frozen=True):
    """What a console may know of a device."""

    seat: int
    quality: Annotated[str, Meta(description="of its clock: good, fair, poor or none")]
    round_trip_ms: float | None
    bound_ms: float | None
    wireless: bool
    why: Annotated[
        str,
        Meta(
            description="what keeps its taps from being exact: network, wireless, asleep or empty"
        ),
    ] = ""


class Desk(Message, frozen=True):
    """For consoles only: the door, who waits, how each device does."""

    door_open: bool
    waiting: tuple[KnockView, ...]
    devices: tuple[DeviceView, ...]


class Links(Message, frozen=True):
    """For consoles and stages: where people go. Sent by the shell, which knows its own address."""

    code: str
    join_url: str
    qr: Annotated[str, Meta(description="the join link as a QR code, a data: URI of an SVG")]
    stage_url: str | None = None
    review_url: str | None = None


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
    | TickMessage
    | Saved
    | Desk
    | Links
    | Moved
    | Goodbye
    | Problem
)
