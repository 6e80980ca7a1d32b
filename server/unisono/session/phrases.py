"""Phrases as they travel and are stored: notes on a cycle, prompts, grooves of layers, songs.

Plain data with limits. The pattern library (``unisono.rhythm``) makes them, a facilitator's taps
make them, every device plays and draws them.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from unisono.prompts.prompt import EARLIEST_BEATS, MAX_CYCLE_BEATS, MAX_ONSETS
from unisono.pulse import MAX_BEATS

MAX_LAYERS = 8
MAX_VERSE_NOTES = 400
MAX_SECTIONS = 8

Title = Annotated[str, Meta(max_length=60, description="shown to people; may be empty")]
Mnemonic = Annotated[str, Meta(max_length=120, description="how it is spoken; may be empty")]
CycleBeats = Annotated[float, Meta(gt=0.0, le=MAX_CYCLE_BEATS, description="length in beats")]
Groups = Annotated[
    tuple[Annotated[int, Meta(ge=1, le=MAX_BEATS)], ...],
    Meta(max_length=MAX_BEATS, description="the meter it is felt in; empty: the run's"),
]
PartsPerBeat = Annotated[
    int, Meta(ge=0, le=12, description="boxes to a beat when it is drawn; 0: played freely")
]
Section = Annotated[
    str, Meta(max_length=12, description="a section or voice, for example A or alto; may be empty")
]


class Note(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One onset: ``[beat, stroke, syllable, pitch, beats, level]``, only the first is required."""

    beat: Annotated[
        float,
        Meta(ge=EARLIEST_BEATS, lt=400.0, description="beats from the start of the cycle or song"),
    ]
    stroke: Annotated[str, Meta(max_length=12, description="bass, tone, slap, rim, x …")] = ""
    syllable: Annotated[str, Meta(max_length=24, description="what is sung on it")] = ""
    pitch: Annotated[int, Meta(ge=24, le=96, description="MIDI number of its tone")] | None = None
    beats: Annotated[float, Meta(gt=0.0, le=64.0, description="how long it lasts")] | None = None
    level: Annotated[float, Meta(ge=0.0, le=1.0, description="how strong, 0..1")] = 0.7


PromptNotes = Annotated[tuple[Note, ...], Meta(max_length=MAX_ONSETS)]


class PromptSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phrase that is called and answered; the answer has as much time as the call."""

    notes: Annotated[PromptNotes, Meta(min_length=1)]
    cycle_beats: CycleBeats
    title: Title = ""
    mnemonic: Mnemonic = ""
    grouping: Groups = ()
    parts_per_beat: PartsPerBeat = 0


class LayerSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a groove."""

    name: Annotated[str, Meta(max_length=30)]
    notes: PromptNotes
    instrument: Annotated[str, Meta(max_length=20, description="of the page's own sounds")] = ""
    mnemonic: Mnemonic = ""
    difficulty: Annotated[int, Meta(ge=1, le=3, description="1: the easiest")] = 1


class GrooveSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people play together, in layers; ``id`` names it in the library, if it is from there."""

    cycle_beats: CycleBeats
    layers: Annotated[tuple[LayerSpec, ...], Meta(min_length=1, max_length=MAX_LAYERS)]
    title: Title = ""
    id: Annotated[str, Meta(max_length=40)] = ""
    grouping: Groups = ()
    parts_per_beat: PartsPerBeat = 4


class VoiceEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of a song begins so many beats after the song does."""

    section: Section
    after_beats: Annotated[float, Meta(ge=0.0, le=400.0)]


class SongSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A song, a round or a line to sing: one melody with syllables; a round by its entries."""

    notes: Annotated[tuple[Note, ...], Meta(min_length=1, max_length=MAX_VERSE_NOTES)]
    length_beats: Annotated[float, Meta(gt=0.0, le=400.0)]
    title: Title = ""
    id: Annotated[str, Meta(max_length=40)] = ""
    grouping: Groups = ()
    entries: Annotated[tuple[VoiceEntry, ...], Meta(max_length=MAX_SECTIONS)] = ()
    call_beats: Annotated[
        tuple[tuple[float, float], ...],
        Meta(max_length=64, description="[from, to) beats that the leader sings alone"),
    ] = ()
    rights: Annotated[str, Meta(max_length=200, description="why it may be sung, whose it is")] = ""
