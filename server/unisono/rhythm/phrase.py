"""From the library to the circle: a layer or a call as the notes of a prompt.

A note is ``[beat, stroke, syllable, pitch, beats, level]``: where it falls in beats from the
cycle's start, with the feel in it; how it is played (a word of up to 12 letters); what is sung
("" for nothing); its MIDI pitch and its length in beats (None for a drum's); how loud, 0..1.
``static/js/phrase.js`` is the twin; both are tested on ``tests/vectors/grid.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from unisono.rhythm.cycle import Cycle, Feel, step_beats
from unisono.rhythm.pattern import LONGEST_TITLE, Pattern, Sketch
from unisono.rhythm.provenance import Words
from unisono.rhythm.strokes import steps_of, stroke_level, stroke_name
from unisono.units import Beats

PLACES = 6
Note: TypeAlias = tuple[Beats, str, str, int | None, Beats | None, float]


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is called or answered: notes on one cycle.

    Attributes:
        title: what it is called.
        mnemonic: words that carry it, or "".
        cycle_beats: how long the cycle is.
        grouping: the meter in which a circle plays it.
        parts_per_beat: boxes in a beat.
        notes: in order of their beats.
    """

    title: str
    mnemonic: str
    cycle_beats: Beats
    grouping: tuple[int, ...]
    parts_per_beat: int
    notes: tuple[Note, ...]


def phrase_of_layer(pattern: Pattern, number: int, language: str = "en") -> Phrase:
    """Return a layer of a pattern, counted from 0, as a phrase."""
    layer = pattern.layers[number]
    title = said(pattern.title, language)
    if len(pattern.layers) > 1:
        title = f"{title}, {layer.role}"
    notes = _notes(pattern.cycle, pattern.feel, layer.grid, layer.strokes, layer.syllables)
    return _phrase(title, said(layer.mnemonic, language), pattern.cycle, notes)


def phrases_of_call(pattern: Pattern, number: int, language: str = "en") -> tuple[Phrase, Phrase]:
    """Return a call of a pattern, counted from 0, and its answer."""
    call, own = pattern.calls[number], pattern.layers[0].strokes
    title, mnemonic = said(pattern.title, language), said(call.mnemonic, language)
    made = (_notes(pattern.cycle, pattern.feel, grid, own) for grid in (call.call, call.response))
    asked, answered = (_phrase(title, mnemonic, pattern.cycle, notes) for notes in made)
    return asked, answered


def phrase_of_row(sketch: Sketch, number: int) -> Phrase:
    """Return a row of a sketch, counted from 0, as a phrase."""
    row = sketch.rows[number]
    title = ", ".join(words for words in (sketch.title, row.label) if words)
    return _phrase(title, "", sketch.cycle, _notes(sketch.cycle, sketch.feel, row.grid))


def said(words: Words, language: str) -> str:
    """Return a text in a language, else in its main language, else in English, else ""."""
    main = language.split("-", maxsplit=1)[0]
    return words.get(language) or words.get(main) or words.get("en") or ""


def _phrase(title: str, mnemonic: str, cycle: Cycle, notes: tuple[Note, ...]) -> Phrase:
    grouping = cycle.meter().grouping
    return Phrase(
        title[:LONGEST_TITLE], mnemonic, float(cycle.beats), grouping, cycle.parts_per_beat, notes
    )


def _notes(
    cycle: Cycle,
    feel: Feel,
    grid: str,
    own: Mapping[str, str] | None = None,
    syllables: tuple[str, ...] = (),
) -> tuple[Note, ...]:
    beats = step_beats(cycle, feel)
    return tuple(
        (
            round(beats[step], PLACES),
            stroke_name(grid[step], own),
            syllables[i] if syllables else "",
            None,
            None,
            stroke_level(grid[step]),
        )
        for i, step in enumerate(steps_of(grid))
    )
