"""The bytes of a Standard MIDI File: chunks, tracks, events (Standard MIDI Files 1.0, RP-001).

Only what a rhythm or a song needs is kept: when notes begin and end, tempo, time signature, names,
markers and lyrics. :mod:`unisono.rhythm.smf` writes such files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from unisono.errors import BadFile

DATA_BYTES: Final = {0x8: 2, 0x9: 2, 0xA: 2, 0xB: 2, 0xC: 1, 0xD: 1, 0xE: 2}
META: Final = 0xFF
SYSEX: Final = (0xF0, 0xF7)
NAME, TEMPO, SIGNATURE = 0x03, 0x51, 0x58
TEXTS: Final = {0x01: "text", 0x05: "lyric", 0x06: "marker", 0x07: "cue"}


@dataclass(frozen=True, slots=True)
class NoteOn:
    """A note begins."""

    tick: int
    channel: int
    note: int
    velocity: int


@dataclass(frozen=True, slots=True)
class NoteOff:
    """A note ends."""

    tick: int
    channel: int
    note: int


@dataclass(slots=True)
class Track:
    """One track, times in ticks since the start."""

    name: str = ""
    notes: list[NoteOn] = field(default_factory=list)
    tempi: list[tuple[int, int]] = field(default_factory=list)
    """``(tick, microseconds per quarter note)``."""
    signatures: list[tuple[int, int, int]] = field(default_factory=list)
    """``(tick, numerator, denominator)``."""
    ends: list[NoteOff] = field(default_factory=list)
    texts: list[tuple[int, str, str]] = field(default_factory=list)
    """``(tick, kind, text)``; the kind is text, lyric, marker or cue."""


@dataclass(frozen=True, slots=True)
class MidiFile:
    """The tracks and their unit: ticks in a quarter note, or in a second (SMPTE time)."""

    tracks: tuple[Track, ...]
    ticks_per_quarter: int | None
    ticks_per_second: int | None


class _Bytes:
    """A cursor over a file's bytes that says where it ran out."""

    def __init__(self, name: str, body: bytes, at: int = 0, end: int | None = None) -> None:
        self.name, self.body, self.at = name, body, at
        self.end = len(body) if end is None else end

    def take(self, count: int, expected: str) -> bytes:
        if self.at + count > self.end:
            raise self.bad(f"the end at byte {self.end}", expected)
        self.at += count
        return self.body[self.at - count : self.at]

    def number(self, count: int, expected: str) -> int:
        return int.from_bytes(self.take(count, expected), "big")

    def varlen(self, expected: str) -> int:
        value = 0
        for _ in range(4):
            byte = self.number(1, expected)
            value = (value << 7) | (byte & 0x7F)
            if byte < 0x80:
                return value
        raise self.bad(f"a length of more than 4 bytes at byte {self.at}", expected)

    def bad(self, seen: object, expected: str) -> BadFile:
        return BadFile(self.name, None, seen, expected)


def read_smf(name: str, body: bytes) -> MidiFile:
    """Return the tracks of a Standard MIDI File of format 0 or 1.

    Raises:
        BadFile: naming the byte, what stood there and what was expected.
    """
    data = _Bytes(name, body)
    if data.take(4, "a MIDI header, 'MThd'") != b"MThd":
        raise data.bad(body[:4], "a MIDI header, 'MThd'")
    length = data.number(4, "the header's length")
    form, _count, division = (data.number(2, "a MIDI header of 6 bytes") for _ in range(3))
    if form > 1:
        raise data.bad(f"format {form}", "a MIDI file of format 0 or 1 (one piece of music)")
    if division == 0:
        raise data.bad("0 ticks in a quarter note", "1 or more")
    data.at = 8 + length
    tracks = tuple(_tracks(data))
    if division & 0x8000:
        return MidiFile(tracks, None, (256 - (division >> 8)) * (division & 0xFF) or 1)
    return MidiFile(tracks, division, None)


def _tracks(data: _Bytes) -> Iterator[Track]:
    while data.at < data.end:
        kind = data.take(4, "a track, 'MTrk'")
        length = data.number(4, "the track's length")
        if data.at + length > data.end:
            raise data.bad(
                f"the end at byte {data.end}", f"a track of {length} bytes from byte {data.at} on"
            )
        if kind == b"MTrk":
            yield _track(_Bytes(data.name, data.body, data.at, data.at + length))
        data.at += length


def _track(data: _Bytes) -> Track:
    track, tick, running = Track(), 0, 0
    while data.at < data.end:
        tick += data.varlen("the time until the next event")
        status = data.body[data.at] if data.at < data.end else 0
        if status >= 0x80:
            data.at += 1
        else:
            status = running
        if status == META:
            _take_meta(track, tick, data)
        elif status in SYSEX:
            data.take(data.varlen("a length"), "the rest of a system message")
        else:
            running = _take_channel(track, tick, status, data)
    return track


def _take_channel(track: Track, tick: int, status: int, data: _Bytes) -> int:
    size = DATA_BYTES.get(status >> 4)
    if size is None:
        raise data.bad(f"status {status:#04x} at byte {data.at}", "a note or another MIDI event")
    body = data.take(size, "the rest of a MIDI event")
    if status >> 4 == 0x9 and body[1] > 0:
        track.notes.append(NoteOn(tick, status & 0x0F, body[0], body[1]))
    elif status >> 4 in (0x8, 0x9):
        track.ends.append(NoteOff(tick, status & 0x0F, body[0]))
    return status


def _take_meta(track: Track, tick: int, data: _Bytes) -> None:
    kind = data.number(1, "the kind of a meta event")
    body = data.take(data.varlen("a length"), "the rest of a meta event")
    if kind == NAME and not track.name:
        track.name = body.decode("utf-8", "replace").strip()
    elif kind in TEXTS:
        track.texts.append((tick, TEXTS[kind], body.decode("utf-8", "replace")))
    elif kind == TEMPO and len(body) == 3:
        track.tempi.append((tick, int.from_bytes(body, "big") or 1))
    elif kind == SIGNATURE and len(body) >= 2 and body[0] > 0:
        track.signatures.append((tick, body[0], 2 ** min(body[1], 6)))
