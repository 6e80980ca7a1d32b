"""What a cue can bring: the facilitator's gestures as data, one class a gesture.

A cue is armed now and lands on a musical boundary for everybody (:mod:`unisono.session.cueing`).
What is here says only *what* lands.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from unisono.pulse import MAX_BEATS, MAX_BPM, MIN_BPM
from unisono.session.phrases import MAX_LAYERS, CycleBeats, PromptSpec, Section, SongSpec

MAX_CHOSEN = 500
MAX_ROUNDS = 32

Seat = Annotated[int, Meta(ge=1, le=MAX_CHOSEN, description="a seat, from 1")]
Seats = Annotated[tuple[Seat, ...], Meta(max_length=MAX_CHOSEN)]
Rounds = Annotated[int, Meta(ge=1, le=MAX_ROUNDS, description="so many times")]
Bars = Annotated[int, Meta(ge=0, le=64, description="so many bars")]
Tag = Annotated[str, Meta(max_length=24, description="what somebody says of themselves")]


class Selection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Some of the people; the server finds out who they are when the cue is armed."""

    by: Literal["all", "section", "part", "seats", "tag", "odd", "even", "half"] = "all"
    section: Section = ""
    part: Annotated[int, Meta(ge=0, lt=MAX_LAYERS, description="a layer of the groove")] | None = (
        None
    )
    seats: Seats = ()
    tag: Tag = ""


class CueBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """Base of everything a cue can bring; ``kind`` says which."""


class Groove(CueBody, frozen=True, tag="groove"):
    """Everybody (or some) plays, evenly, with the click: the call to groove while music runs."""

    who: Selection = Selection()


class TempoTo(CueBody, frozen=True, tag="tempo"):
    """Another tempo, at once or evenly over some bars."""

    tempo_bpm: Annotated[float, Meta(ge=MIN_BPM, le=MAX_BPM)]
    over_bars: Bars = 0


class MeterTo(CueBody, frozen=True, tag="meter"):
    """Another meter, and with it a tempo if one is given, at once or evenly over some bars."""

    grouping: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=MAX_BEATS)], ...], Meta(min_length=1, max_length=12)
    ]
    tempo_bpm: Annotated[float, Meta(ge=MIN_BPM, le=MAX_BPM)] | None = None
    over_bars: Bars = 0


class ClickTo(CueBody, frozen=True, tag="click"):
    """What is heard of the click; a fade is some bars with it and some without, in turn."""

    mode: Literal["all", "accents", "visual", "off"] = "all"
    fade_on_bars: Bars = 0
    fade_off_bars: Bars = 0


class LevelTo(CueBody, frozen=True, tag="level"):
    """How strongly everybody plays; a rumble is free and is not measured."""

    level: Literal["even", "up", "down", "rumble"] = "even"


class LayerTo(CueBody, frozen=True, tag="layer"):
    """A layer of the groove comes in or goes out, with those who play it."""

    layer: Annotated[int, Meta(ge=0, lt=MAX_LAYERS)]
    playing: bool = True


class Sculpt(CueBody, frozen=True, tag="sculpt"):
    """Who plays; the others rest or play softly."""

    who: Selection
    others: Literal["rest", "soft"] = "rest"


class Spotlight(CueBody, frozen=True, tag="spotlight"):
    """One person in the middle, held by the others; nobody: the light goes out."""

    seat: Seat | None = None
    others: Literal["play", "soft", "rest"] = "soft"


class PassPulse(CueBody, frozen=True, tag="pass"):
    """A spotlight that moves round the ring; the server fills in the order."""

    bars_each: Annotated[int, Meta(ge=1, le=16)] = 2
    order: Seats = ()


class CallRound(CueBody, frozen=True, tag="call"):
    """A call everybody hears, then the same time to answer it; as often as ``rounds`` says."""

    prompt: PromptSpec
    rounds: Rounds = 1
    who: Selection = Selection()
    caller: Seat | None = None
    scored: bool = True


class Dialogue(CueBody, frozen=True, tag="dialogue"):
    """Some play freely for a cycle, others answer; nothing is measured."""

    first: Selection
    second: Selection
    cycle_beats: CycleBeats
    rounds: Rounds = 4


class Sing(CueBody, frozen=True, tag="sing"):
    """A song or round begins."""

    song: SongSpec
    rounds: Rounds = 1
    guide: bool = True


class Breath(CueBody, frozen=True, tag="breath"):
    """Breathing together: so many bars in, so many out; nothing is played."""

    in_bars: Annotated[int, Meta(ge=1, le=8)] = 1
    out_bars: Annotated[int, Meta(ge=1, le=8)] = 1
    rounds: Rounds = 4


class Free(CueBody, frozen=True, tag="free"):
    """Everybody plays as they like; nothing is measured."""


class StopAt(CueBody, frozen=True, tag="stop"):
    """Silence together (``cut``), or one more beat together and then silence (``last``)."""

    how: Literal["cut", "last"] = "cut"


AnyCue: TypeAlias = (
    Groove
    | TempoTo
    | MeterTo
    | ClickTo
    | LevelTo
    | LayerTo
    | Sculpt
    | Spotlight
    | PassPulse
    | CallRound
    | Dialogue
    | Sing
    | Breath
    | Free
    | StopAt
)
