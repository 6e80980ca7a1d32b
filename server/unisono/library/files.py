"""What a data file of the library looks like, and reading one."""

from __future__ import annotations

import json
from typing import Any, Final, TypeVar

import msgspec

from unisono.errors import BadFile, BadValue
from unisono.rhythm.abc_read import read_abc
from unisono.rhythm.pattern import Pattern
from unisono.rhythm.provenance import Confidence, Rights, Source, Status, Words
from unisono.rhythm.song import Entry, Form, Song
from unisono.units import Bpm

_T = TypeVar("_T")
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class SongFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A song as it stands in its file: the tune is in ABC, one line of it a line of the file."""

    id: str
    title: Words
    form: Form
    language: str
    people_place: str
    context: str
    difficulty: int
    tempo: tuple[Bpm, Bpm, Bpm]
    rights: Rights
    status: Status
    confidence: Confidence
    abc: tuple[str, ...]
    entries: tuple[Entry, ...] = ()
    sources: tuple[Source, ...] = ()
    controversy: str = ""

    def song(self) -> Song:
        """Return the song with its tune read.

        Raises:
            BadValue: if the tune cannot be read, or the song is none.
        """
        known = {name: getattr(self, name) for name in self.__struct_fields__ if name != "abc"}
        text = "\n".join(self.abc) + "\n"
        return Song(**known, abc=text, tune=read_abc(text))


def read_pattern(name: str, body: bytes) -> Pattern:
    """Return the pattern of a file.

    Raises:
        BadFile: saying where in the file what is not as it should be.
    """
    return _decoded(name, body, Pattern)


def read_song(name: str, body: bytes) -> Song:
    """Return the song of a file.

    Raises:
        BadFile: saying where in the file, or in which bar, something is not as it should be.
    """
    file = _decoded(name, body, SongFile)
    try:
        return file.song()
    except BadValue as problem:
        raise BadFile(name, None, problem.message, "a song (docs/rhythms.md)") from problem


def pattern_schema() -> str:
    """Return the JSON Schema of a pattern's file."""
    return _schema(Pattern, "A rhythm of Unisono's library")


def song_schema() -> str:
    """Return the JSON Schema of a song's file."""
    return _schema(SongFile, "A song of Unisono's library")


def song_json(song: Song) -> dict[str, Any]:
    """Return a song as pages get it, its lines with their words."""
    made: dict[str, Any] = msgspec.to_builtins(song)
    for line, read in zip(made["tune"]["lines"], song.tune.lines, strict=True):
        line["words"] = read.words
    return made


def _decoded(name: str, body: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as problem:
        raise BadFile(name, None, str(problem), "a file of the library's schema") from problem
    except UnicodeDecodeError as problem:
        raise BadFile(name, None, "bytes that are no text", "UTF-8") from problem


def _schema(kind: type[Any], title: str) -> str:
    schema = {"$schema": DIALECT, "title": title, **msgspec.json.schema(kind)}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
