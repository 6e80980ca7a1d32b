"""Finding the library's files in the installed package."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from unisono.errors import BadFile, BadValue
from unisono.library.files import read_pattern, read_song
from unisono.rhythm.pattern import Pattern
from unisono.rhythm.song import Song

PATTERNS, SONGS = "patterns", "songs"


@dataclass(frozen=True, slots=True)
class Library:
    """The patterns and songs that may be offered, each by its title; none of them ``excluded``."""

    patterns: tuple[Pattern, ...]
    songs: tuple[Song, ...]

    @classmethod
    def of(cls, patterns: list[Pattern], songs: list[Song]) -> Library:
        """Return the shelf of what was read.

        Raises:
            BadFile: if two share an id.
        """
        items: list[Pattern | Song] = [*patterns, *songs]
        names = [item.id for item in items]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise BadFile("library", None, twice, "every id once")
        return cls(
            tuple(p for p in sorted(patterns, key=_by_title) if p.status != "excluded"),
            tuple(s for s in sorted(songs, key=_by_title) if s.status != "excluded"),
        )

    def pattern(self, name: str) -> Pattern:
        """Return a pattern by its id.

        Raises:
            BadValue: if there is none.
        """
        found = next((pattern for pattern in self.patterns if pattern.id == name), None)
        if found is None:
            raise BadValue("pattern", name, "the id of a pattern in the library")
        return found

    def song(self, name: str) -> Song:
        """Return a song by its id.

        Raises:
            BadValue: if there is none.
        """
        found = next((song for song in self.songs if song.id == name), None)
        if found is None:
            raise BadValue("song", name, "the id of a song in the library")
        return found


@cache
def load_library() -> Library:
    """Return the library of the installed package; read once, it blocks for some milliseconds.

    Raises:
        BadFile: if a file is not as its schema says, or two share an id.
    """
    root = resources.files("unisono.library")
    patterns = [read_pattern(file.name, file.read_bytes()) for file in _files(root / PATTERNS)]
    songs = [read_song(file.name, file.read_bytes()) for file in _files(root / SONGS)]
    return Library.of(patterns, songs)


def _files(folder: Traversable) -> list[Traversable]:
    return sorted(
        (file for file in folder.iterdir() if file.name.endswith(".json")),
        key=lambda file: file.name,
    )


def _by_title(item: Pattern | Song) -> str:
    return item.title["en"].casefold()
