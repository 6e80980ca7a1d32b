"""Writing Standard MIDI Files of type 1 (Standard MIDI Files 1.0, RP-001). Pure.

:class:`SmfFile` holds what a file says, in exact ticks; :func:`write_smf` gives its bytes, and
:func:`unisono.readers.smf.read_smf` reads the same back. Track 0 of the file carries tempi, meters
and markers, every :class:`SmfTrack` follows as a track of its own. Texts are UTF-8.

Two notes of one pitch on one channel cannot sound over each other in MIDI: the earlier one is
written so that it ends where the later one begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from unisono.errors import BadValue
from unisono.units import SECONDS_PER_MINUTE, Bpm

LAST_TICK: Final = 2**28 - 1
MOST_TRACKS: Final = 65_534
DRUM_CHANNEL: Final = 9
"""The channel, counted from 0, on which General MIDI has its drums."""
MICROSECONDS: Final = 1_000_000

TextKind: TypeAlias = Literal["text", "lyric", "marker", "cue"]
_TEXT_BYTE: Final[dict[TextKind, int]] = {"text": 0x01, "lyric": 0x05, "marker": 0x06, "cue": 0x07}
_NAME, _END, _TEMPO, _METER = 0x03, 0x2F, 0x51, 0x58
# What comes first where several things share a tick.
_META_FIRST, _PROGRAM, _OFF, _ON = range(4)


@dataclass(frozen=True, slots=True)
class SmfNote:
    """A note: begins at ``tick``, lasts ``ticks`` (1 or more); ``channel`` counts from 0.

    Raises:
        BadValue: if anything is outside what MIDI can say.
    """

    tick: int
    ticks: int
    pitch: int
    velocity: int = 80
    channel: int = 0

    def __post_init__(self) -> None:
        _check("note's start", self.tick, 0, LAST_TICK)
        _check("note's length", self.ticks, 1, LAST_TICK - self.tick)
        _check("note's pitch", self.pitch, 0, 127)
        _check("note's velocity", self.velocity, 1, 127)
        _check("note's channel", self.channel, 0, 15)


@dataclass(frozen=True, slots=True)
class SmfText:
    """Words at a tick: a lyric's syllable, a marker, a cue, or plain text."""

    tick: int
    text: str
    kind: TextKind = "text"

    def __post_init__(self) -> None:
        _check("text's place", self.tick, 0, LAST_TICK)
        if self.kind not in _TEXT_BYTE:
            raise BadValue("kind of text", self.kind, "text, lyric, marker or cue")


@dataclass(frozen=True, slots=True)
class SmfTempo:
    """From ``tick`` on a quarter note lasts ``us_per_quarter`` microseconds."""

    tick: int
    us_per_quarter: int

    def __post_init__(self) -> None:
        _check("tempo's place", self.tick, 0, LAST_TICK)
        _check("microseconds in a quarter note", self.us_per_quarter, 1, 2**24 - 1)

    @classmethod
    def of(cls, tick: int, quarters_per_minute: Bpm) -> SmfTempo:
        """Return the tempo, to the microsecond, of so many quarter notes a minute."""
        return cls(tick, round(SECONDS_PER_MINUTE * MICROSECONDS / quarters_per_minute))


@dataclass(frozen=True, slots=True)
class SmfMeter:
    """From ``tick`` on bars have ``beats`` beats, each a ``unit``-th note (1, 2, 4, ... 64)."""

    tick: int
    beats: int
    unit: int = 4

    def __post_init__(self) -> None:
        _check("meter's place", self.tick, 0, LAST_TICK)
        _check("beats in a bar", self.beats, 1, 255)
        if self.unit not in (1, 2, 4, 8, 16, 32, 64):
            raise BadValue("unit of the meter", self.unit, "1, 2, 4, 8, 16, 32 or 64")


@dataclass(frozen=True, slots=True)
class SmfTrack:
    """One player's notes and texts.

    Args:
        name: the track's name, may be empty.
        notes: in any order.
        texts: in any order; of several at one tick the first comes first.
        program: the General MIDI sound, counted from 0, set on each channel used; None sets none.
    """

    name: str = ""
    notes: tuple[SmfNote, ...] = ()
    texts: tuple[SmfText, ...] = ()
    program: int | None = None

    def __post_init__(self) -> None:
        if self.program is not None:
            _check("General MIDI sound", self.program, 0, 127)


@dataclass(frozen=True, slots=True)
class SmfFile:
    """All that a file of type 1 says.

    Args:
        ticks_per_quarter: the grid, 1 to 32767.
        tracks: the players.
        tempi: the tempo map; without one MIDI means 120 quarter notes a minute.
        meters: time signatures; without one MIDI means 4/4.
        markers: texts of the whole piece, on track 0.
        title: the name of track 0.
    """

    ticks_per_quarter: int
    tracks: tuple[SmfTrack, ...]
    tempi: tuple[SmfTempo, ...] = ()
    meters: tuple[SmfMeter, ...] = ()
    markers: tuple[SmfText, ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        _check("ticks in a quarter note", self.ticks_per_quarter, 1, 32_767)
        _check("number of tracks", len(self.tracks), 0, MOST_TRACKS)


_Event: TypeAlias = tuple[int, int, bytes]
"""Tick, order among those of one tick, bytes without the time before them."""


def write_smf(file: SmfFile) -> bytes:
    """Return the bytes of a Standard MIDI File of type 1."""
    chunks = [_chunk(_conductor(file)), *(_chunk(_player(track)) for track in file.tracks)]
    numbers = (1, len(chunks), file.ticks_per_quarter)
    header = b"".join(number.to_bytes(2, "big") for number in numbers)
    return b"".join((b"MThd", (6).to_bytes(4, "big"), header, *chunks))


def _conductor(file: SmfFile) -> Iterator[_Event]:
    if file.title:
        yield 0, _META_FIRST, _text(_NAME, file.title)
    for tempo in file.tempi:
        yield tempo.tick, _META_FIRST, _meta(_TEMPO, tempo.us_per_quarter.to_bytes(3, "big"))
    for meter in file.meters:
        power = meter.unit.bit_length() - 1
        yield meter.tick, _META_FIRST, _meta(_METER, bytes((meter.beats, power, 24, 8)))
    yield from _texts(file.markers)


def _player(track: SmfTrack) -> Iterator[_Event]:
    if track.name:
        yield 0, _META_FIRST, _text(_NAME, track.name)
    yield from _texts(track.texts)
    if track.program is not None:
        for channel in sorted({note.channel for note in track.notes}):
            yield 0, _PROGRAM, bytes((0xC0 | channel, track.program))
    for note in _apart(track.notes):
        yield note.tick, _ON, bytes((0x90 | note.channel, note.pitch, note.velocity))
        yield note.tick + note.ticks, _OFF, bytes((0x80 | note.channel, note.pitch, 64))


def _texts(texts: tuple[SmfText, ...]) -> Iterator[_Event]:
    return ((text.tick, _META_FIRST, _text(_TEXT_BYTE[text.kind], text.text)) for text in texts)


def _apart(notes: tuple[SmfNote, ...]) -> Iterator[SmfNote]:
    """Give the notes, shortened where the same pitch begins anew; of two that begin as one, one."""
    voices: dict[tuple[int, int], list[SmfNote]] = {}
    for note in sorted(notes, key=lambda note: (note.tick, -note.ticks)):
        voice = voices.setdefault((note.channel, note.pitch), [])
        if voice and voice[-1].tick == note.tick:
            continue
        if voice and voice[-1].tick + voice[-1].ticks > note.tick:
            before = voice[-1]
            voice[-1] = SmfNote(
                before.tick,
                note.tick - before.tick,
                before.pitch,
                before.velocity,
                before.channel,
            )
        voice.append(note)
    return (note for voice in voices.values() for note in voice)


def _chunk(events: Iterator[_Event]) -> bytes:
    body, now = bytearray(), 0
    for tick, _, event in sorted(events, key=lambda event: event[:2]):
        body += _varlen(tick - now) + event
        now = tick
    body += _varlen(0) + _meta(_END, b"")
    return b"MTrk" + len(body).to_bytes(4, "big") + bytes(body)


def _text(kind: int, text: str) -> bytes:
    return _meta(kind, text.encode("utf-8", "replace"))


def _meta(kind: int, body: bytes) -> bytes:
    return bytes((0xFF, kind)) + _varlen(len(body)) + body


def _varlen(value: int) -> bytes:
    """Return a number in groups of seven bits, the highest first (at most four groups)."""
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(0x80 | (value & 0x7F))
    return bytes(reversed(groups))


def _check(what: str, seen: int, least: int, most: int) -> None:
    if not least <= seen <= most:
        raise BadValue(what, seen, f"{least} to {most}")
