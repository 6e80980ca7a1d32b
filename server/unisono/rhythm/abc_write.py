"""Writing a tune in ABC; :mod:`unisono.rhythm.abc_read` reads the same tune back. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm
from typing import Final

from unisono.rhythm.abc_head import written_meter
from unisono.rhythm.abc_words import LETTERS, SEMITONES, key_signs, write_words
from unisono.rhythm.song import Line, Role, SongNote, Tune
from unisono.rhythm.tubs import short

FINEST: Final = 960
"""Places are read from beats as shares with at most this denominator."""
_NAMES: Final[dict[Role, str]] = {"all": "all", "call": "call", "response": "resp"}
_SIGNS: Final = {0: "=", 1: "^", -1: "_"}


def write_abc(tune: Tune) -> str:
    """Return a tune as text, bars full from the first to the last."""
    beat = Fraction(*tune.beat_unit)
    unit = _unit(tune, beat)
    head = ["X:1", *([f"T:{tune.title}"] if tune.title else [])]
    head.append(f"M:{written_meter(beat, tune.grouping)}")
    head.append(f"L:{unit.numerator}/{unit.denominator}")
    head.append(f"Q:{beat.numerator}/{beat.denominator}={short(tune.tempo_bpm)}")
    head.append(f"K:{tune.key}")
    return "\n".join((*head, *_body(tune, beat, unit))) + "\n"


def _body(tune: Tune, beat: Fraction, unit: Fraction) -> Iterator[str]:
    writers: dict[Role, _Writer] = {}
    several = {line.role for line in tune.lines} != {"all"}
    for line in tune.lines:
        if line.role not in writers:
            writers[line.role] = _Writer(tune, beat, unit)
        if several:
            yield f"V:{_NAMES[line.role]}"
        music, words = writers[line.role].line(line)
        yield music
        if any(words):
            yield f"w: {write_words(words)}"
    for role, writer in writers.items():
        rest = writer.rest_of(tune)
        if rest:
            yield from ([f"V:{_NAMES[role]}"] if several else [])
            yield rest


class _Writer:
    """One voice, from bar to bar."""

    def __init__(self, tune: Tune, beat: Fraction, unit: Fraction) -> None:
        self.beat, self.unit = beat, unit
        self.bar = tune.bar_beats * beat
        self.signs = key_signs(tune.key)
        self.sharp = sum(self.signs.values()) >= 0
        self.at = Fraction(0)
        self.set: dict[str, int] = {}

    def line(self, line: Line) -> tuple[str, list[str | None]]:
        """Write a line: its music, and a syllable or None for every written note."""
        music: list[str] = []
        words: list[str | None] = []
        for note in line.notes:
            self._write(music, _share(note.beat) * self.beat - self.at, None)
            before = sum(part not in "|" and not part.startswith("z") for part in music)
            self._write(music, _share(note.beats) * self.beat, note)
            count = sum(part not in "|" and not part.startswith("z") for part in music) - before
            words += [note.syllable or None, *[None] * (count - 1)]
        return " ".join(music), words

    def rest_of(self, tune: Tune) -> str:
        """Write the rests up to the end of the tune."""
        music: list[str] = []
        self._write(music, _share(tune.length_beats) * self.beat - self.at, None)
        return " ".join(music)

    def _write(self, music: list[str], length: Fraction, note: SongNote | None) -> None:
        while length > 0:
            room = self.bar - self.at % self.bar
            part = min(length, room)
            length -= part
            sound = self._letter(note.pitch) if note else "z"
            tie = "-" if note and length else ""
            music.append(f"{sound}{_number(part / self.unit)}{tie}")
            self.at += part
            if self.at % self.bar == 0:
                music.append("|")
                self.set = {}

    def _letter(self, pitch: int) -> str:
        letter, octave, change = self._spelt(pitch)
        mark = letter if octave < 1 else letter.lower()
        mark += "," * -octave if octave < 0 else "'" * (octave - 1) if octave > 1 else ""
        known = self.set.get(mark, self.signs.get(letter, 0))
        self.set[mark] = change
        return mark if known == change else _SIGNS[change] + mark

    def _spelt(self, pitch: int) -> tuple[str, int, int]:
        """Return the letter, the octave above middle C's, and the change of a pitch."""
        changes = (0, 1) if self.sharp else (0, -1)
        options = [
            (letter, (pitch - change - SEMITONES[letter]) // 12 - 5, change)
            for letter in LETTERS
            for change in (self.signs.get(letter, 0), *changes)
            if (pitch - change - SEMITONES[letter]) % 12 == 0
        ]
        return min(options, key=lambda option: option[2] != self.signs.get(option[0], 0))


def _share(beats: float) -> Fraction:
    return Fraction(beats).limit_denominator(FINEST)


def _unit(tune: Tune, beat: Fraction) -> Fraction:
    """Return the longest of 1/4, 1/8, 1/16 that counts every length; else 1/16 and fractions."""
    places = [_share(n.beats) * beat for line in tune.lines for n in line.notes]
    places += [_share(n.beat) * beat for line in tune.lines for n in line.notes]
    finest = lcm(*(place.denominator for place in places))
    return Fraction(1, next((size for size in (4, 8, 16) if size % finest == 0), 16))


def _number(length: Fraction) -> str:
    over = "" if length.numerator == 1 else str(length.numerator)
    return over if length.denominator == 1 else f"{over}/{length.denominator}"
