"""A song: a tune with its words in lines, how a circle sings it, and why it may.

Beats count from the start of the first bar, an upbeat lies at that bar's end. One beat is the
counted pulse: a quarter note in 4/4, a dotted quarter in 6/8.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import msgspec

from unisono.errors import BadValue
from unisono.pulse import Meter, check_bpm
from unisono.rhythm.pattern import (
    LONGEST_SYLLABLE,
    LONGEST_TITLE,
    check_label,
    check_tempo,
    check_title,
)
from unisono.rhythm.provenance import (
    Confidence,
    Rights,
    Source,
    Status,
    check_confidence,
    check_id,
)
from unisono.units import Beats, Bpm

LOWEST_PITCH, HIGHEST_PITCH = 24, 96
MOST_NOTES: Final = 400
LONGEST_SONG: Final[Beats] = 400.0
MOST_ENTRIES: Final = 8
LONGEST_SECTION: Final = 12
HYPHEN: Final = "\u2011"
"""A hyphen that is written in the word itself ends a syllable as this one."""
NOT_IN_SYLLABLES: Final = "_*|~\\"

Role: TypeAlias = Literal["all", "call", "response"]
Form: TypeAlias = Literal["round", "call-response", "echo", "song"]


class SongNote(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A sung note: where, how long, how high, on which syllable ("" while one is held).

    A syllable that goes on in the next one ends with a hyphen.
    """

    beat: Beats
    beats: Beats
    pitch: int
    syllable: str = ""

    def __post_init__(self) -> None:
        if not 0.0 <= self.beat < LONGEST_SONG or not 0.0 < self.beats <= 64.0:
            raise BadValue("note", (self.beat, self.beats), f"within {LONGEST_SONG:g} beats")
        if not LOWEST_PITCH <= self.pitch <= HIGHEST_PITCH:
            raise BadValue("pitch", self.pitch, f"{LOWEST_PITCH} to {HIGHEST_PITCH}")
        check_label("syllable", self.syllable, LONGEST_SYLLABLE)
        inner = self.syllable.rstrip("-")
        if set(inner) & set(NOT_IN_SYLLABLES + "-") or inner != " ".join(inner.split()):
            raise BadValue("syllable", self.syllable, "letters, with a hyphen at its end only")
        if len(self.syllable) - len(inner) > 1 or self.syllable == "-":
            raise BadValue("syllable", self.syllable, "letters before one hyphen")


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a song and who sings it."""

    role: Role
    notes: tuple[SongNote, ...]

    def __post_init__(self) -> None:
        if not self.notes:
            raise BadValue("line", self.notes, "with at least one note")
        if any(a.beat + a.beats > b.beat + 1e-6 for a, b in pairwise(self.notes)):
            raise BadValue("line", self.notes[0], "notes one after the other")

    @property
    def end_beat(self) -> Beats:
        """Where its last note ends."""
        return self.notes[-1].beat + self.notes[-1].beats

    @property
    def words(self) -> str:
        """Its words as a sentence."""
        text = "".join(
            note.syllable[:-1] if note.syllable.endswith("-") else f"{note.syllable} "
            for note in self.notes
            if note.syllable
        )
        return text.replace(f"{HYPHEN} ", "-").strip()


class Tune(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is written in notes.

    Attributes:
        beat_unit: the beat as a share of a whole note: (1, 4), or (3, 8) in 6/8.
        grouping: beats of a bar, in groups.
        key: as ABC writes it (``G``, ``Am``, ``Ddor``).
        tempo_bpm: beats per minute.
        length_beats: whole bars.
        lines: in the order they begin.
        title: what it is called; may be empty.
    """

    beat_unit: tuple[int, int]
    grouping: tuple[int, ...]
    key: str
    tempo_bpm: Bpm
    length_beats: Beats
    lines: tuple[Line, ...]
    title: str = ""

    def __post_init__(self) -> None:
        Meter(self.grouping)
        check_bpm(self.tempo_bpm)
        check_label("title", self.title, LONGEST_TITLE)
        if not self.lines or sum(len(line.notes) for line in self.lines) > MOST_NOTES:
            raise BadValue("song", len(self.lines), f"1 to {MOST_NOTES} notes")
        if any(a.notes[0].beat > b.notes[0].beat for a, b in pairwise(self.lines)):
            raise BadValue("lines", self.title, "in the order they begin")
        end = max(line.end_beat for line in self.lines)
        bars = self.length_beats / self.bar_beats
        if not end - 1e-6 <= self.length_beats <= LONGEST_SONG or abs(bars - round(bars)) > 1e-9:
            raise BadValue("length", self.length_beats, f"whole bars up to {LONGEST_SONG:g} beats")

    @property
    def bar_beats(self) -> int:
        """Beats in a bar."""
        return sum(self.grouping)


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A voice of a round begins so many beats after the first."""

    section: str
    after_beats: Beats

    def __post_init__(self) -> None:
        check_label("section", self.section, LONGEST_SECTION)
        if not (math.isfinite(self.after_beats) and 0.0 <= self.after_beats <= LONGEST_SONG):
            raise BadValue("entry", self.after_beats, f"0 to {LONGEST_SONG:g} beats")


class Song(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A song of the library.

    Attributes:
        form: a round (with entries), call and response line by line, an echo (each line is
            repeated by all), or simply a song.
        language: the tag of its words; "" where it is sung on a syllable.
        rights: why it may be sung from here.
        abc: the tune as it stands in the data file.
        tune: the same, read.
    """

    id: str
    title: dict[str, str]
    form: Form
    language: str
    people_place: str
    context: str
    difficulty: int
    tempo: tuple[Bpm, Bpm, Bpm]
    rights: Rights
    status: Status
    confidence: Confidence
    abc: str
    tune: Tune
    entries: tuple[Entry, ...] = ()
    sources: tuple[Source, ...] = ()
    controversy: str = ""

    def __post_init__(self) -> None:
        check_id(self.id)
        check_title(self.title)
        check_tempo(self.tempo)
        check_confidence(self.confidence, self.sources)
        if not 1 <= self.difficulty <= 3:
            raise BadValue("difficulty", self.difficulty, "1, 2 or 3")
        if (self.form == "round") != (len(self.entries) >= 2):
            raise BadValue("entries", len(self.entries), "two or more for a round, else none")
        if len(self.entries) > MOST_ENTRIES:
            raise BadValue("entries", len(self.entries), f"at most {MOST_ENTRIES}")
        for entry in self.entries:
            if entry.after_beats % self.tune.bar_beats:
                raise BadValue("entry", entry.after_beats, "on the first beat of a bar")
        roles = {line.role for line in self.tune.lines}
        if (self.form == "call-response") != (roles == {"call", "response"}):
            raise BadValue("voices", sorted(roles), "call and response in that form, else one")
