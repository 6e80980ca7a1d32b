"""What people ask of a session: the bodies of all messages a client may send.

Each class is one wire message (``unisono.wire.table`` names it and says who may send it); the
constraints here are the only description of what is allowed in it. Here are those of whoever
plays; those of whoever leads are in :mod:`unisono.session.leading`.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from unisono.session.asking import (
    ANIMAL_COUNT,
    COLOUR_COUNT,
    MAX_COUNT_IN_BARS,
    MAX_NAME,
    MAX_SEATS,
    MAX_TAGS,
    MAX_TAPS,
    SOURCES,
    Ages,
    Bound,
    Command,
    CountIn,
    CueNumber,
    Grouping,
    LocalTime,
    Name,
    PartNumber,
    SeatNumber,
    SignalKind,
    Tempo,
)
from unisono.session.cues import Selection, Tag
from unisono.session.leading import (
    Admit,
    Arrange,
    Assign,
    Cancel,
    Cue,
    Door,
    End,
    Go,
    Hand,
    Hearing,
    Mute,
    Remove,
    Rename,
    Robots,
    Say,
    SetGroove,
    SetPlan,
    SoundCheck,
    Start,
    Stop,
    Undo,
)
from unisono.session.phrases import Section

__all__ = [
    "ANIMAL_COUNT",
    "COLOUR_COUNT",
    "MAX_COUNT_IN_BARS",
    "MAX_NAME",
    "MAX_SEATS",
    "MAX_TAGS",
    "MAX_TAPS",
    "SOURCES",
    "Admit",
    "Ages",
    "AnyCommand",
    "Arrange",
    "Assign",
    "Bound",
    "CallOnset",
    "Cancel",
    "ClockReport",
    "Command",
    "CountIn",
    "Cue",
    "CueNumber",
    "Door",
    "End",
    "Go",
    "Grouping",
    "Hand",
    "Hearing",
    "Late",
    "Leave",
    "LiveCall",
    "LocalTime",
    "Mine",
    "Mode",
    "Mute",
    "Name",
    "PartNumber",
    "Profile",
    "Remove",
    "Rename",
    "Robots",
    "Say",
    "SeatNumber",
    "SetGroove",
    "SetPlan",
    "Signal",
    "SignalKind",
    "SoundCheck",
    "SoundReport",
    "Start",
    "Stop",
    "Sync",
    "Tap",
    "Taps",
    "Tempo",
    "Undo",
]


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
    """My device heard of a cue when it had landed; I join in on ``beat``.

    A run names calls, songs and breaths by number; of another cue a device knows the beat only.
    """

    cue: Annotated[int, Meta(ge=0, le=2**31, description="a cue; 0: the one that landed there")]
    beat: Annotated[float, Meta(ge=-1e6, le=1e9)]
    landed: Annotated[float, Meta(ge=-1e6, le=1e9, description="where it landed")] = 0.0


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
    """Give the seat up for good; ``take_taps``: forget what I played and who I was, too."""

    take_taps: bool = False


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
