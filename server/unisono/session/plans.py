"""An evening planned ahead: activities in order, each with its settings, minutes and notes."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from unisono.pulse import MAX_BEATS, MAX_BPM, MIN_BPM
from unisono.session.cues import Bars, Rounds, Selection
from unisono.session.phrases import PromptSpec, Title

MAX_ACTIVITIES = 40
MAX_PROMPTS = 24
"""Own phrases, and those its calls stand for once it has begun."""

LibraryId = Annotated[str, Meta(max_length=40, description="of the library; may be empty")]
PlanBpm = Annotated[float, Meta(ge=MIN_BPM, le=MAX_BPM)]

ActivityKind = Literal[
    "check_in",
    "sound_check",
    "groove",
    "call_response",
    "dialogue",
    "sculpt",
    "layers",
    "pass_pulse",
    "ramp",
    "click_fade",
    "breath",
    "listen",
    "free",
    "song",
    "last_beat",
    "check_out",
]


class Activity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One block of an evening. Settings that its kind does not use are left out."""

    kind: ActivityKind
    title: Title = ""
    minutes: Annotated[float, Meta(ge=0.0, le=240.0)] = 3.0
    notes: Annotated[str, Meta(max_length=600, description="for whoever leads only")] = ""
    text: Annotated[str, Meta(max_length=400, description="shown to everybody")] = ""
    tempo_bpm: PlanBpm | None = None
    to_bpm: PlanBpm | None = None
    from_own_tempo: Annotated[
        bool, Meta(description="begin at the pace the group tapped by itself at check-in")
    ] = False
    most_change_bpm: Annotated[
        float, Meta(ge=0.0, le=200.0, description="a ramp moves the tempo by no more than this")
    ] = 40.0
    over_bars: Bars = 0
    grouping: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=MAX_BEATS)], ...], Meta(max_length=MAX_BEATS)
    ] = ()
    count_in_bars: Annotated[int, Meta(ge=0, le=4)] = 1
    click: Literal["all", "accents", "visual", "off"] = "all"
    on_bars: Bars = 0
    off_bars: Bars = 0
    groove: LibraryId = ""
    calls: Annotated[tuple[LibraryId, ...], Meta(max_length=16)] = ()
    prompts: Annotated[tuple[PromptSpec, ...], Meta(max_length=MAX_PROMPTS)] = ()
    song: LibraryId = ""
    guide: bool = True
    rounds: Rounds = 4
    bars_each: Annotated[int, Meta(ge=1, le=16)] = 2
    who: Selection = Selection()
    second: Selection = Selection()
    others: Literal["rest", "soft"] = "rest"


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An evening."""

    title: Title
    activities: Annotated[tuple[Activity, ...], Meta(max_length=MAX_ACTIVITIES)]
    intent: Annotated[str, Meta(max_length=40)] = ""
    version: Literal[1] = 1
