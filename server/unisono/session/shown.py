"""Parts of what a session tells: a seat, a run, a score, a device, as others may see them."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from unisono.session.scenes import BreathView, CallView, CueView, Scene, SongView


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
    run: Annotated[int, Meta(description="the run in which it begins later; 0: it holds")] = 0
    beat: Annotated[
        float, Meta(description="of that run: strokes before it are still heard at once")
    ] = 0.0
    why: Annotated[str, Meta(description="far: somebody is too far for hearing at once")] = ""


class StrokeView(msgspec.Struct, frozen=True, array_like=True):
    """One stroke as others may hear it: ``[seat, time_s, stroke, level]``; seat 0 leads."""

    seat: int
    time_s: float
    stroke: str
    level: float


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
