"""Whole pieces as a circle takes them: a pattern as a groove of layers, a song as one melody.

The shapes are those of a session's messages (``docs/protocol.md``: GrooveSpec, SongSpec). A line of
a song becomes a phrase, as a call does. ``static/js/sheets.js`` is the twin; both are tested on
``tests/vectors/grid.json``.
"""

from __future__ import annotations

import math
from typing import Final

import msgspec

from unisono.rhythm.pattern import Pattern
from unisono.rhythm.phrase import PLACES, Note, Phrase, phrase_of_layer, said
from unisono.rhythm.song import Line, Song, Tune
from unisono.units import Beats

LONGEST_RIGHTS: Final = 200
SUNG_LEVEL: Final = 0.7
USUAL_PARTS: Final = 2


class GrooveLayer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a groove."""

    name: str
    notes: tuple[Note, ...]
    instrument: str
    mnemonic: str
    difficulty: int


class Groove(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern in layers; ``id`` names it in the library."""

    id: str
    title: str
    cycle_beats: Beats
    grouping: tuple[int, ...]
    parts_per_beat: int
    layers: tuple[GrooveLayer, ...]


class SongSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A song as one melody.

    Attributes:
        entries: section and beats after the first, for a round.
        call_beats: from and to which beats the leader sings alone.
        rights: why it may be sung.
    """

    id: str
    title: str
    length_beats: Beats
    grouping: tuple[int, ...]
    notes: tuple[Note, ...]
    entries: tuple[dict[str, str | Beats], ...]
    call_beats: tuple[tuple[Beats, Beats], ...]
    rights: str


def groove_of(pattern: Pattern, language: str = "en") -> Groove:
    """Return a pattern with all its layers."""
    phrases = [phrase_of_layer(pattern, i, language) for i in range(len(pattern.layers))]
    layers = tuple(
        GrooveLayer(layer.role, phrase.notes, layer.instrument, phrase.mnemonic, layer.difficulty)
        for layer, phrase in zip(pattern.layers, phrases, strict=True)
    )
    return Groove(
        pattern.id,
        said(pattern.title, language),
        float(pattern.cycle.beats),
        pattern.cycle.meter().grouping,
        pattern.cycle.parts_per_beat,
        layers,
    )


def sheet_of(song: Song, language: str = "en") -> SongSheet:
    """Return a song from its first beat to its last."""
    tune = song.tune
    notes = [note for line in tune.lines for note in _sung(line, 0.0)]
    calls = [line for line in tune.lines if line.role == "call"]
    return SongSheet(
        song.id,
        said(song.title, language),
        tune.length_beats,
        tune.grouping,
        tuple(sorted(notes, key=lambda note: note[0])),
        tuple({"section": e.section, "after_beats": e.after_beats} for e in song.entries),
        tuple((_short(line.notes[0].beat), _short(line.end_beat)) for line in calls),
        song.rights.ground[:LONGEST_RIGHTS],
    )


def phrase_of_line(song: Song, number: int, language: str = "en") -> Phrase:
    """Return a line of a song, counted from 0, in the whole bars that it takes."""
    tune, line = song.tune, song.tune.lines[number]
    start, end = _bars(tune, line)
    title, words = said(song.title, language), line.words
    parts = tune.beat_unit[0] if tune.beat_unit[0] == 3 else USUAL_PARTS
    notes = tuple(_sung(line, start))
    return Phrase(title, words[:120], end - start, tune.grouping, parts, notes)


def _bars(tune: Tune, line: Line) -> tuple[Beats, Beats]:
    bar = tune.bar_beats
    start = math.floor(line.notes[0].beat / bar + 1e-6) * bar
    return float(start), float(math.ceil(line.end_beat / bar - 1e-6) * bar)


def _sung(line: Line, start: Beats) -> list[Note]:
    return [
        (_short(n.beat - start), "", n.syllable, n.pitch, _short(n.beats), SUNG_LEVEL)
        for n in line.notes
    ]


def _short(beats: Beats) -> Beats:
    return round(beats, PLACES)
