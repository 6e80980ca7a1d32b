"""Reading a tune in ABC (the standard 2.1, as far as a song needs it). Pure.

Taken: ``T: M: L: Q: K: V: w:``, notes with accidentals, octaves and lengths, rests, bars, ties,
slurs, tuplets of 2, 3, 4 and 6, broken rhythm. Comments, chord names and decorations are passed
over. Refused with a sentence: repeats and further verses (write them out), chords, grace notes,
changes of key or meter within the tune. Every bar is counted; the first may be an upbeat. A voice
called ``call`` or ``lead`` calls, ``resp`` or ``chorus`` answers; every line of text is a line of
the song.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from unisono.errors import BadValue
from unisono.rhythm.abc_head import Head
from unisono.rhythm.abc_words import SEMITONES, read_words
from unisono.rhythm.song import LONGEST_SONG, MOST_NOTES, Line, Role, SongNote, Tune
from unisono.rhythm.tubs import LONGEST_TEXT

_TOKEN = re.compile(
    r"(?P<skip>[\s`]+|\"[^\"]*\"|![^!]*!)|(?P<bar>\|\]|\|\||\[\||\|(?!:))"
    r"|\((?P<tuplet>[2346])(?![0-9:])|(?P<slur>[()])|(?P<broken>>{1,3}|<{1,3})"
    r"|(?P<acc>\^\^|\^|__|_|=)?(?P<letter>[A-Ga-gzx])(?P<octave>[,']{0,4})"
    r"(?P<length>[0-9]{0,3}(?:/{1,3}[0-9]{0,3})?)(?P<tie>-?)"
)
_ACCIDENTALS: Final = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
_TUPLETS: Final = {2: Fraction(3, 2), 3: Fraction(2, 3), 4: Fraction(3, 4), 6: Fraction(1, 3)}
_ROLES: Final[dict[str, Role]] = {
    "call": "call", "lead": "call", "resp": "response", "chor": "response",
}  # fmt: skip
_FIELD = re.compile(r"([A-Za-z]):(.*)")
_VOICE = re.compile(r"\[V:([^\]]*)\](.*)")
_MIDDLE_C: Final = 60
_UNDERSTOOD: Final = "a note, a rest or a bar line (repeats and chords written out)"


@dataclass(slots=True)
class _Sound:
    """A written note or rest, in whole notes; ``pitch`` is None for a rest."""

    length: Fraction
    pitch: int | None
    tied: bool


@dataclass(slots=True)
class _Note:
    """A note where it sounds; ``line`` counts the lines of text."""

    line: int
    at: Fraction
    length: Fraction
    pitch: int
    syllable: str = ""


@dataclass(slots=True)
class _Voice:
    """How far a voice has got."""

    role: Role
    at: Fraction = Fraction(0)
    bar_at: Fraction = Fraction(0)
    upbeat: Fraction = Fraction(0)
    bars: int = 0
    short: Fraction = Fraction(0)
    """The length of the bar just closed, where it is not full: only the last one may be so."""
    accidentals: dict[str, int] = field(default_factory=dict)
    tied: bool = False
    notes: list[_Note] = field(default_factory=list)
    slots: list[_Note | None] = field(default_factory=list)
    """The notes of the line just read; None for one that is tied to the note before."""


def read_abc(text: str) -> Tune:
    """Return the tune that a text in ABC writes.

    Raises:
        BadValue: saying what stood there and what is understood, or which bar does not add up.
    """
    if len(text) > LONGEST_TEXT:
        raise BadValue("length of the text", len(text), f"at most {LONGEST_TEXT} letters")
    head, voices, name = Head(), dict[str, _Voice](), ""
    lines = (raw.split("%", maxsplit=1)[0].strip() for raw in text.splitlines())
    for number, line in enumerate(lines):
        found, inline = _FIELD.match(line), _VOICE.match(line)
        content = line
        if inline and head.key:
            name, content = inline[1].strip(), inline[2].strip()
        if found and head.key:
            name = _in_tune(found[1], found[2].strip(), name, voices)
        elif found:
            head.take(found[1], found[2].strip())
        elif content and not head.key:
            raise BadValue("tune", content[:40], "after its key, as in 'K:G'")
        elif content:
            _take_line(head, voices.setdefault(name, _Voice(_role(name))), number, content)
    return _tune(head, [voice for voice in voices.values() if voice.notes])


def _in_tune(letter: str, value: str, name: str, voices: dict[str, _Voice]) -> str:
    """Take a field that stands within the tune; return the voice that goes on."""
    if letter == "V":
        return value
    if letter == "w":
        if name in voices:
            _put_words(voices[name], value)
    elif letter in "KLMPQ":
        raise BadValue("field within the tune", f"{letter}:", "V: or w: (one key, one meter)")
    return name


def _role(name: str) -> Role:
    return _ROLES.get(name.strip().lower()[:4], "all")


def _take_line(head: Head, voice: _Voice, number: int, content: str) -> None:
    voice.slots = []
    for sound in _sounds(head, voice, content):
        if sound is None:
            _close_bar(head, voice)
            continue
        if voice.short:
            raise _uneven(head, voice.bars, voice.short)
        if sound.pitch is not None:
            _sing(voice, number, sound)
        voice.tied = sound.tied and sound.pitch is not None
        voice.at += sound.length


def _sing(voice: _Voice, number: int, sound: _Sound) -> None:
    last = voice.notes[-1] if voice.notes else None
    if voice.tied and last and last.pitch == sound.pitch:
        last.length += sound.length
        voice.slots.append(None)
        return
    if len(voice.notes) >= MOST_NOTES:
        raise BadValue("number of notes", len(voice.notes) + 1, f"at most {MOST_NOTES}")
    assert sound.pitch is not None
    voice.notes.append(_Note(number, voice.at, sound.length, sound.pitch))
    voice.slots.append(voice.notes[-1])


def _close_bar(head: Head, voice: _Voice) -> None:
    """Count a bar at its bar line."""
    length = voice.at - voice.bar_at
    if not length:
        return
    if length > head.bar:
        raise _uneven(head, voice.bars + 1, length)
    if length < head.bar and voice.bars:
        voice.short = length
    elif length < head.bar:
        voice.upbeat = length
    voice.bars += 1
    voice.bar_at = voice.at


def _uneven(head: Head, bar: int, length: Fraction) -> BadValue:
    return BadValue(f"length of bar {bar}", str(length), f"{head.bar} of a whole note")


def _sounds(head: Head, voice: _Voice, content: str) -> Iterator[_Sound | None]:
    """Give the sounds of a line, and None for each bar line."""
    made: list[_Sound | None] = []
    tuplet, left, broken = Fraction(1), 0, Fraction(1)
    at = 0
    while at < len(content):
        found = _TOKEN.match(content, at)
        if not found:
            raise BadValue("music", content[at : at + 20], _UNDERSTOOD)
        at = found.end()
        if found["bar"]:
            made.append(None)
            voice.accidentals = {}
        elif found["tuplet"]:
            left = int(found["tuplet"])
            tuplet = _TUPLETS[left]
        elif found["broken"]:
            broken = _lengthen(made, found["broken"])
        elif found["letter"]:
            length = _length(found["length"]) * head.unit * broken * (tuplet if left else 1)
            made.append(_Sound(length, _pitch(head, voice, found), bool(found["tie"])))
            broken, left = Fraction(1), max(0, left - 1)
    yield from made


def _lengthen(made: list[_Sound | None], sign: str) -> Fraction:
    """Change the sound before ``>`` or ``<``; return by how much the one after it changes."""
    last = made[-1] if made else None
    if last is None:
        raise BadValue("music", sign, "'>' and '<' between two notes")
    short = Fraction(1, 2 ** len(sign))
    before, after = (2 - short, short) if sign[0] == ">" else (short, 2 - short)
    last.length *= before
    return after


def _length(text: str) -> Fraction:
    whole, slash, under = text.partition("/")
    if not slash:
        number = Fraction(int(whole or 1))
    else:
        extra = len(under) - len(under.lstrip("/"))
        digits = under.lstrip("/")
        below = int(digits) if digits else 2 ** (extra + 1)
        number = Fraction(int(whole or 1), below) if below else Fraction(0)
    if number <= 0:
        raise BadValue("length of a note", text, "such as 2, 3/2 or /2")
    return number


def _pitch(head: Head, voice: _Voice, found: re.Match[str]) -> int | None:
    letter, octave = found["letter"], found["octave"]
    if letter in "zx":
        return None
    place = letter + octave
    if found["acc"]:
        voice.accidentals[place] = _ACCIDENTALS[found["acc"]]
    change = voice.accidentals.get(place, head.signs.get(letter.upper(), 0))
    octaves = octave.count("'") - octave.count(",") + (1 if letter.islower() else 0)
    return _MIDDLE_C + 12 * octaves + SEMITONES[letter.upper()] + change


def _put_words(voice: _Voice, text: str) -> None:
    syllables = read_words(text)
    if any(note is not None and note.syllable for note in voice.slots):
        raise BadValue("second verse", text[:40], "written out after the first")
    if len(syllables) > len(voice.slots):
        allowed = f"at most {len(voice.slots)}, one for each note of the line"
        raise BadValue("number of syllables", len(syllables), allowed)
    for note, syllable in zip(voice.slots, syllables, strict=False):
        if note is None and syllable is not None:
            raise BadValue("syllable", syllable, "'_' under a tied note")
        if note is not None and syllable is not None:
            note.syllable = syllable


def _tune(head: Head, voices: list[_Voice]) -> Tune:
    if not voices:
        raise BadValue("tune", head.title, "notes after its key, as in 'K:G'")
    ends = [_end(head, voice) for voice in voices]
    lines = [line for voice in voices for line in _lines(head, voice)]
    if max(ends) / head.beat > LONGEST_SONG:
        raise BadValue("length", float(max(ends) / head.beat), f"at most {LONGEST_SONG:g} beats")
    bars = -(-max(ends) // head.bar)
    return Tune(
        beat_unit=(head.beat.numerator, head.beat.denominator),
        grouping=head.grouping,
        key=head.key,
        tempo_bpm=round(head.tempo_bpm, 6),
        length_beats=float(bars * head.bar / head.beat),
        lines=tuple(sorted(lines, key=lambda line: line.notes[0].beat)),
        title=head.title,
    )


def _end(head: Head, voice: _Voice) -> Fraction:
    """Count the last bar, which may be short; return where the voice ends."""
    last = voice.at - voice.bar_at
    if last > head.bar:
        raise _uneven(head, voice.bars + 1, last)
    return voice.at + _shift(head, voice)


def _shift(head: Head, voice: _Voice) -> Fraction:
    return head.bar - voice.upbeat if voice.upbeat else Fraction(0)


def _lines(head: Head, voice: _Voice) -> Iterator[Line]:
    shift = _shift(head, voice)
    for number in sorted({note.line for note in voice.notes}):
        yield Line(
            voice.role,
            tuple(
                SongNote(
                    float((note.at + shift) / head.beat),
                    float(note.length / head.beat),
                    note.pitch,
                    note.syllable,
                )
                for note in voice.notes
                if note.line == number
            ),
        )
