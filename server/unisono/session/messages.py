"""What a session tells its clients: the bodies of all messages the server sends."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from unisono.session.phrases import GrooveSpec
from unisono.session.plans import Plan
from unisono.session.scenes import BreathView, CallView, CueView, Scene, SongView

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
    section: str = ""
    part: Annotated[int, Meta(description="layer of the groove; -1: none")] = -1
    instrument: Annotated[str, Meta(description="empty: the one of their seat")] = ""
    mode: Annotated[str, Meta(description="play, sit, listen or unmeasured")] = "play"


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
    stop_how: Annotated[str, Meta(description="cut, or last: a last beat together")] = "cut"
    stop_cue: Annotated[int, Meta(description="0: no stop that could be taken back")] = 0
    scenes: Annotated[
        tuple[tuple[float, Scene], ...],
        Meta(description="[beat0, scene]: what holds from a beat on; the first from the start"),
    ] = ()
    calls: tuple[CallView, ...] = ()
    songs: tuple[SongView, ...] = ()
    breaths: tuple[BreathView, ...] = ()
    cues: Annotated[
        tuple[CueView, ...],
        Meta(description="armed, not landed; all they change is in the other fields already"),
    ] = ()


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


class ActivityView(msgspec.Struct, frozen=True):
    """What the evening is at, as everybody may see it."""

    index: Annotated[int, Meta(description="place in the plan; -1: the plan has changed since")]
    kind: str
    title: str
    text: str


class HearingView(msgspec.Struct, frozen=True):
    """Who hears whose strokes: ``bars`` bars later, or at once (0)."""

    who: str = "all"
    bars: int = 1


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


class StrokeView(msgspec.Struct, frozen=True, array_like=True):
    """One stroke as others may hear it: ``[seat, time_s, stroke, level]``; seat 0 leads."""

    seat: int
    time_s: float
    stroke: str
    level: float


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
    lights: Annotated[
        tuple[str, ...],
        Meta(
            description="connection, clock, sound, calibration, tapping: each good, look, help or "
            "unknown"
        ),
    ] = ()
    tags: tuple[str, ...] = ()
    muted: bool = False
    listening: str = ""


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
