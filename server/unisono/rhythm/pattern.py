"""A pattern: the layers of a rhythm on one cycle, with its feel, its people and its sources.

A :class:`Sketch` is what can be edited, pasted and shared: rows on a cycle, a tempo, a title. A
:class:`Pattern` is a sketch with a name in the library and all that is known of it.
"""

from __future__ import annotations

from typing import Final

import msgspec

from unisono.errors import BadValue
from unisono.pulse import check_bpm
from unisono.rhythm.cycle import Cycle, Feel, step_beats
from unisono.rhythm.provenance import (
    Confidence,
    Source,
    Status,
    Words,
    check_confidence,
    check_id,
    check_words,
)
from unisono.rhythm.strokes import LONGEST_STROKE, STROKES, check_grid, steps_of
from unisono.units import Bpm

MOST_LAYERS: Final = 8
LONGEST_LABEL: Final = 30
LONGEST_TITLE: Final = 60
LONGEST_INSTRUMENT: Final = 20
LONGEST_MNEMONIC: Final = 120
LONGEST_SYLLABLE: Final = 24
LOWEST_GM, HIGHEST_GM = 27, 87
USUAL_BPM: Final[Bpm] = 96.0


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of boxes and what stands before it."""

    label: str
    grid: str

    def __post_init__(self) -> None:
        check_grid(self.grid)
        check_label("label", self.label, LONGEST_LABEL)


class Sketch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern without a history: rows on a cycle, with a tempo.

    Raises:
        BadValue: if a row has another number of boxes than the cycle, or there are none, or more
            than 8, or tempo or feel are outside.
    """

    cycle: Cycle
    rows: tuple[Row, ...]
    title: str = ""
    tempo_bpm: Bpm = USUAL_BPM
    feel: Feel = Feel()

    def __post_init__(self) -> None:
        if not 1 <= len(self.rows) <= MOST_LAYERS:
            raise BadValue("number of rows", len(self.rows), f"1 to {MOST_LAYERS}")
        for row in self.rows:
            check_grid(row.grid, self.cycle.steps)
        check_label("title", self.title, LONGEST_TITLE)
        check_bpm(self.tempo_bpm)
        step_beats(self.cycle, self.feel)


class Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a pattern.

    Attributes:
        role: what it does in the whole (``bell``, ``low drum``, ``clap``).
        instrument: what it is played on.
        grid: its boxes, one letter each.
        difficulty: 1 (anybody) to 3 (practised).
        gm: the General MIDI drum note that stands for it, 27 to 87.
        mnemonic: words that carry the rhythm, by language; may be empty.
        syllables: one per onset, where the tradition speaks it; or empty.
        strokes: own names for letters of the grid.
    """

    role: str
    instrument: str
    grid: str
    difficulty: int
    gm: int
    mnemonic: Words = msgspec.field(default_factory=dict)
    syllables: tuple[str, ...] = ()
    strokes: Words = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        check_grid(self.grid)
        onsets = len(steps_of(self.grid))
        if not onsets:
            raise BadValue("grid", self.grid, "with at least one stroke")
        check_name("role", self.role, LONGEST_LABEL)
        check_name("instrument", self.instrument, LONGEST_INSTRUMENT)
        if not 1 <= self.difficulty <= 3:
            raise BadValue("difficulty", self.difficulty, "1, 2 or 3")
        if not LOWEST_GM <= self.gm <= HIGHEST_GM:
            raise BadValue("General MIDI note", self.gm, f"{LOWEST_GM} to {HIGHEST_GM}")
        check_mnemonic(self.mnemonic)
        if self.syllables and len(self.syllables) != onsets:
            raise BadValue("number of syllables", len(self.syllables), f"{onsets}, or none")
        for syllable in self.syllables:
            check_label("syllable", syllable, LONGEST_SYLLABLE)
        for letter, name in self.strokes.items():
            if letter not in STROKES or not 1 <= len(name) <= LONGEST_STROKE:
                raise BadValue("own stroke", (letter, name), "a known letter and a short name")


class Call(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phrase that is called and the phrase that answers it, as boxes on the pattern's cycle."""

    call: str
    response: str
    mnemonic: Words = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        check_grid(self.call)
        check_grid(self.response, len(self.call))
        if not steps_of(self.call) or not steps_of(self.response):
            raise BadValue("call and response", self.call, "with at least one stroke each")
        check_mnemonic(self.mnemonic)


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rhythm of the library.

    Attributes:
        id: its name in links and plans.
        title: what it is called, by language.
        people_place: whose it is and where it is at home.
        context: what it is played for.
        cycle: its grid; every layer has as many boxes.
        layers: its parts.
        feel: how the parts of a beat really fall.
        tempo: slowest, usual, fastest, in beats per minute.
        calls: phrases for call and response.
        sources: who says so.
        status: whether anybody may play it.
        controversy: what people of the tradition discuss about it; "" where nothing is known.
        confidence: how sure the boxes are; ``high`` needs two sources.
    """

    id: str
    title: Words
    people_place: str
    context: str
    cycle: Cycle
    layers: tuple[Layer, ...]
    tempo: tuple[Bpm, Bpm, Bpm]
    status: Status
    confidence: Confidence
    feel: Feel = Feel()
    calls: tuple[Call, ...] = ()
    sources: tuple[Source, ...] = ()
    controversy: str = ""

    def __post_init__(self) -> None:
        check_id(self.id)
        check_title(self.title)
        if not 1 <= len(self.layers) <= MOST_LAYERS:
            raise BadValue("number of layers", len(self.layers), f"1 to {MOST_LAYERS}")
        for layer in self.layers:
            check_grid(layer.grid, self.cycle.steps)
        for call in self.calls:
            check_grid(call.call, self.cycle.steps)
        step_beats(self.cycle, self.feel)
        check_tempo(self.tempo)
        check_confidence(self.confidence, self.sources)

    @property
    def difficulty(self) -> int:
        """The difficulty of its easiest layer."""
        return min(layer.difficulty for layer in self.layers)

    def sketch(self) -> Sketch:
        """Return what of it can be edited and shared."""
        rows = tuple(Row(layer.role, layer.grid) for layer in self.layers)
        return Sketch(self.cycle, rows, self.title["en"], self.tempo[1], self.feel)


def check_tempo(tempo: tuple[Bpm, Bpm, Bpm]) -> None:
    """Refuse a range that is out of order or outside 20..300."""
    for bpm in tempo:
        check_bpm(bpm)
    if not tempo[0] <= tempo[1] <= tempo[2]:
        raise BadValue("tempo range", tempo, "slowest, usual, fastest")


def check_label(what: str, words: str, longest: int) -> None:
    """Refuse a text that is not one short line."""
    if len(words) > longest or not words.isprintable():
        raise BadValue(what, words, f"one line of at most {longest} letters")


def check_name(what: str, words: str, longest: int) -> None:
    """Refuse a text that is empty or not one short line."""
    if not words.strip():
        raise BadValue(what, words, "words")
    check_label(what, words, longest)


def check_title(title: Words) -> None:
    """Refuse a title without English or with a long line."""
    check_words("title", title)
    for words in title.values():
        check_name("title", words, LONGEST_TITLE)


def check_mnemonic(mnemonic: Words) -> None:
    """Refuse a mnemonic with a long line."""
    check_words("mnemonic", mnemonic, needed=False)
    for words in mnemonic.values():
        check_label("mnemonic", words, LONGEST_MNEMONIC)
