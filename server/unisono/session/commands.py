"""What people ask of a session: the bodies of all messages a client may send.

Each class is one wire message (``unisono.wire.table`` names it and says who may send it); the
constraints here are the only description of what is allowed in it.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from unisono.pulse import MAX_BEATS, MAX_BPM, MIN_BPM
from unisono.session.cues import AnyCue, Selection, Tag
from unisono.session.phrases import MAX_LAYERS, GrooveSpec, Section
from unisono.session.plans import Plan

MAX_NAME = 20
MAX_TAPS = 200
MAX_SEATS = 500
MAX_COUNT_IN_BARS = 4
ANIMAL_COUNT = 24
COLOUR_COUNT = 12

SOURCES = ("touch", "key", "midi", "bridge", "sim")

Tempo = Annotated[float, Meta(ge=MIN_BPM, le=MAX_BPM, description="beats per minute")]
Grouping = Annotated[
    list[Annotated[int, Meta(ge=1, le=MAX_BEATS)]],
    Meta(
        min_length=1,
        max_length=MAX_BEATS,
        description="beats of a bar as groups, for example [2, 2, 3]; 2 to 12 beats in all",
    ),
]
CountIn = Annotated[int, Meta(ge=0, le=MAX_COUNT_IN_BARS, description="bars counted before bar 1")]
SeatNumber = Annotated[int, Meta(ge=1, le=MAX_SEATS, description="a seat, from 1")]
Name = Annotated[
    str, Meta(max_length=MAX_NAME, description="what to call this person; may be empty")
]
LocalTime = Annotated[
    float, Meta(ge=-1e12, le=1e12, description="seconds of the sender's own clock")
]
Ages = Annotated[
    list[Annotated[float, Meta(ge=0.0, le=1e6)]],
    Meta(
        max_length=64,
        description="how long before t0 the answers to the questions before it came, oldest first, "
        "each told once; left out: what was asked before is not told any more",
    ),
]
Bound = Annotated[float, Meta(ge=0.0, le=10.0, description="the truth lies within ± this, seconds")]


MAX_TAGS = 6
PartNumber = Annotated[
    int, Meta(ge=-1, lt=MAX_LAYERS, description="a layer of the groove, from 0; -1: none")
]
CueNumber = Annotated[int, Meta(ge=1, le=2**31, description="a cue, from 1")]
SignalKind = Literal["slower", "softer", "cant_hear", "again", "ready", "heart"]


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of everything a client may send."""


class Tap(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One onset: ``[seq, time_s, bound_s, source, velocity, local_s, stroke]``.

    ``local_s`` is the same instant on the sender's own clock; with it the review can date the tap
    anew when it knows more about that clock than the sender did.
    """

    seq: Annotated[int, Meta(ge=1, le=2**40, description="the person's own count of taps, from 1")]
    time_s: Annotated[float, Meta(ge=-1e9, le=1e12, description="session time of the onset")]
    bound_s: Bound
    source: Literal["touch", "key", "midi", "bridge", "sim"]
    velocity: Annotated[float, Meta(ge=0.0, le=1.0, description="how hard, 0..1")] | None = None
    local_s: LocalTime | None = None
    stroke: Annotated[str, Meta(max_length=12, description="bass, tone, slap, rim or empty")] = ""


class CallOnset(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One onset of a call as it was played: ``[time_s, stroke, level]``."""

    time_s: Annotated[float, Meta(ge=-1e9, le=1e12, description="session time")]
    stroke: Annotated[str, Meta(max_length=12)] = ""
    level: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.7


class Taps(Command, frozen=True):
    """A batch of taps, oldest first; answered by ``saved`` once they are committed.

    With ``t0`` a clock exchange rides along, as in ``sync``.
    """

    taps: Annotated[list[Tap], Meta(min_length=1, max_length=MAX_TAPS)]
    t0: LocalTime | None = None
    ago: Ages | None = None


class Sync(Command, frozen=True):
    """One clock exchange; the answer's ``t`` says when it came and how long it was held.

    ``ago`` completes the exchanges before this one for the review: the server learns with the next
    question when its answer to the last one arrived.
    """

    t0: LocalTime
    ago: Ages | None = None


class ClockReport(Command, frozen=True):
    """What this device thinks of its clock and its sound, sent when it changes."""

    round_trip_s: Annotated[float, Meta(ge=0.0, le=60.0, description="smallest recent round trip")]
    bound_s: Bound
    output_latency_s: Annotated[float, Meta(ge=0.0, le=2.0)] | None = None
    wireless: bool = False
    steps: Annotated[
        int,
        Meta(
            ge=0,
            le=2**31,
            description="how often this device's clock was found to have stood still or jumped, as "
            "after a sleep, since the page was loaded",
        ),
    ] = 0


class Profile(Command, frozen=True):
    """Change one's own name, figure, place or sound; fields left out stay as they are."""

    name: Name | None = None
    animal: Annotated[int, Meta(ge=0, lt=ANIMAL_COUNT)] | None = None
    colour: Annotated[int, Meta(ge=0, lt=COLOUR_COUNT)] | None = None
    section: Section | None = None
    part: PartNumber | None = None
    tags: Annotated[list[Tag], Meta(max_length=MAX_TAGS)] | None = None
    instrument: Annotated[str, Meta(max_length=20)] | None = None


class Mode(Command, frozen=True):
    """How I take part: ``play``, ``sit`` out, ``listen`` only, or play ``unmeasured``."""

    mode: Literal["play", "sit", "listen", "unmeasured"]


class SoundReport(Command, frozen=True):
    """What somebody found in the sound check of this device."""

    hears: Annotated[bool, Meta(description="heard the four drums")] | None = None
    listening: Literal["speaker", "cable", "wireless"] | None = None
    offset_s: (
        Annotated[
            float,
            Meta(ge=-1.0, le=1.0, description="median of their taps after the beat, device too"),
        ]
        | None
    ) = None
    scatter_s: Annotated[float, Meta(ge=0.0, le=1.0, description="of these taps")] | None = None


class Signal(Command, frozen=True):
    """A silent word to whoever leads; shown as a count."""

    kind: SignalKind


class Mine(Command, frozen=True):
    """Ask how I am doing; the answer, ``mine``, goes to nobody else."""


class Late(Command, frozen=True):
    """My device heard of a cue when it had landed; I join in on ``beat``."""

    cue: CueNumber
    beat: Annotated[float, Meta(ge=-1e6, le=1e9)]


class LiveCall(Command, frozen=True):
    """A call just played, to be heard by everybody on the next cycle.

    From a console, or from the person to whom the call was handed.
    """

    onsets: Annotated[list[CallOnset], Meta(min_length=1, max_length=128)]
    bars: Annotated[int, Meta(ge=1, le=8, description="how long the phrase is")] = 1
    quantise: Literal["off", "soft", "hard"] = "soft"
    parts_per_beat: Annotated[int, Meta(ge=1, le=12, description="the grid it is drawn to")] = 4
    rounds: Annotated[int, Meta(ge=1, le=32)] = 1
    who: Selection = Selection()
    scored: bool = True


class Leave(Command, frozen=True):
    """Give the seat up for good; ``take_taps``: what I played is to be forgotten, too."""

    take_taps: bool = False


class Arrange(Command, frozen=True):
    """Set tempo, meter or count-in for the next start; while playing it lands on the next bar.

    With ``over_bars`` the tempo moves there evenly, beat by beat, and arrives after so many bars.
    """

    tempo_bpm: Tempo | None = None
    grouping: Grouping | None = None
    count_in_bars: CountIn | None = None
    over_bars: Annotated[
        int, Meta(ge=0, le=64, description="bars the change takes; 0: at once")
    ] = 0


class Start(Command, frozen=True):
    """Start the click for everybody, after the count-in."""


class Stop(Command, frozen=True):
    """Stop for everybody: now, or at the end of the bar or cycle.

    ``cut``: silence there; ``last``: one more beat there together, then silence.
    """

    when: Literal["bar", "cycle", "now"] = "bar"
    how: Literal["cut", "last"] = "cut"


class Cue(Command, frozen=True):
    """Arm a cue: it lands on the next bar (or cycle) that everybody can still hear of in time."""

    what: AnyCue
    when: Literal["bar", "cycle"] = "bar"


class Cancel(Command, frozen=True):
    """Take an armed cue back, until its last beat."""

    cue: CueNumber


class Undo(Command, frozen=True):
    """Take the newest armed cue back; if none is armed, go back to how it was before the last."""


class SetGroove(Command, frozen=True):
    """What people play together from now on: layers of a pattern, or nothing in particular."""

    groove: GrooveSpec | None


class Hand(Command, frozen=True):
    """Hand the call to somebody, or take it back."""

    seat: SeatNumber | None


class Hearing(Command, frozen=True):
    """Who hears whose strokes, and when: ``bars`` bars later, or at once in one room."""

    who: Literal["all", "section", "neighbours", "facilitator", "nobody"] = "all"
    bars: Annotated[int, Meta(ge=0, le=8, description="0: at once, where the network allows")] = 1


class Mute(Command, frozen=True):
    """Leave one device's taps out of the numbers, or count them again; nobody is told."""

    seat: SeatNumber
    muted: bool


class Assign(Command, frozen=True):
    """Offer somebody a section or a part (``part`` -1: none); fields left out stay."""

    seat: SeatNumber
    section: Section | None = None
    part: PartNumber | None = None


class Say(Command, frozen=True):
    """A kind sentence to one person or to all."""

    text: Annotated[str, Meta(min_length=1, max_length=200)]
    seat: SeatNumber | None = None


class SoundCheck(Command, frozen=True):
    """Ask one person or all to do the sound check again."""

    seat: SeatNumber | None = None


class SetPlan(Command, frozen=True):
    """The plan for this evening, or none."""

    plan: Plan | None


class Go(Command, frozen=True):
    """Begin an activity of the plan; none given: the next one."""

    index: Annotated[int, Meta(ge=0, lt=40)] | None = None


class Robots(Command, frozen=True):
    """Have simulated people join to practise with, in place of those that are there; 0: none."""

    count: Annotated[int, Meta(ge=0, le=12)]
    skill: Literal["beginner", "usual", "skilled"] = "usual"
    delay_ms: Annotated[float, Meta(ge=0.0, le=1000.0, description="of their network")] = 30.0
    dropouts: Annotated[bool, Meta(description="whether they lose the connection now and then")] = (
        False
    )


class Door(Command, frozen=True):
    """Open the door (a typed code comes straight in) or have people wait in the lobby."""

    open: bool


class Admit(Command, frozen=True):
    """Let one waiting person in, or everybody."""

    key: Annotated[str, Meta(max_length=64)] | None = None


class Rename(Command, frozen=True):
    """Give somebody another name, or none, on every screen."""

    seat: SeatNumber
    name: Name


class Remove(Command, frozen=True):
    """Ask somebody to leave; their seat's link stops working."""

    seat: SeatNumber


class End(Command, frozen=True):
    """End the session for good and open the review."""


AnyCommand: TypeAlias = (
    Taps
    | Sync
    | ClockReport
    | Profile
    | Mode
    | SoundReport
    | Signal
    | Mine
    | Late
    | LiveCall
    | Leave
    | Arrange
    | Start
    | Stop
    | Cue
    | Cancel
    | Undo
    | SetGroove
    | Hand
    | Hearing
    | Mute
    | Assign
    | Say
    | SoundCheck
    | SetPlan
    | Go
    | Robots
    | Door
    | Admit
    | Rename
    | Remove
    | End
)
