"""A scene: what is asked of everybody from a beat of a run on, until the next scene.

A run carries its scenes as it carries its meters: a list of ``(beat0, scene)``, complete ones, so
that a device needs no history to know what holds at a beat.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from unisono.session.cues import AnyCue
from unisono.session.phrases import PromptSpec, SongSpec

EndBeat = Annotated[
    float, Meta(description="nothing of it sounds from here on, even if rounds are left")
]


class PassView(msgspec.Struct, frozen=True):
    """The pulse goes round: each seat of ``order`` for ``bars_each`` bars from ``beat0`` on."""

    beat0: float
    bars_each: int
    order: tuple[int, ...]


class Scene(msgspec.Struct, frozen=True):
    """What holds from a beat on."""

    click: Annotated[str, Meta(description="all, accents, visual or off")] = "all"
    fade_on_bars: int = 0
    fade_off_bars: Annotated[
        int, Meta(description="with fade_on_bars: bars with and without click, in turn")
    ] = 0
    fade_beat: Annotated[float, Meta(description="the bars of a fade are counted from here")] = 0.0
    level: Annotated[str, Meta(description="even, up, down or rumble")] = "even"
    resting: Annotated[tuple[int, ...], Meta(description="seats that rest")] = ()
    soft: Annotated[tuple[int, ...], Meta(description="seats that play softly")] = ()
    spotlight: Annotated[int | None, Meta(description="the seat in the middle")] = None
    passing: PassView | None = None
    layers_out: Annotated[tuple[int, ...], Meta(description="layers of the groove that rest")] = ()
    task: Annotated[
        str, Meta(description="groove, call, dialogue, sing, breath or free: what is going on")
    ] = "groove"
    measured: Annotated[bool, Meta(description="whether taps count for togetherness")] = True


class CallView(msgspec.Struct, frozen=True):
    """Call and response on a run: ``rounds`` times a call and as long a time to answer."""

    cue: int
    beat0: float
    rounds: int
    cycle_beats: float
    prompt: Annotated[PromptSpec | None, Meta(description="null: a dialogue, played freely")]
    first: Annotated[
        tuple[int, ...] | None,
        Meta(description="seats that call live; null: the devices sound the prompt"),
    ]
    asked: Annotated[tuple[int, ...] | None, Meta(description="seats that answer; null: everybody")]
    scored: bool
    end_beat: EndBeat
    caller: Annotated[int | None, Meta(description="the seat that made the call, if any")] = None


class SongView(msgspec.Struct, frozen=True):
    """A song on a run."""

    cue: int
    beat0: float
    rounds: int
    guide: bool
    song: SongSpec
    end_beat: EndBeat


class BreathView(msgspec.Struct, frozen=True):
    """Breathing together on a run."""

    cue: int
    beat0: float
    in_bars: int
    out_bars: int
    rounds: int
    end_beat: EndBeat


class CueView(msgspec.Struct, frozen=True):
    """A cue that is armed: it lands on ``beat`` and can be taken back until ``until_beat``."""

    cue: int
    beat: float
    until_beat: float
    what: AnyCue
