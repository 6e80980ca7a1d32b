"""Where a session finds grooves, calls and songs by their ids; handed in: it reads no file."""

from __future__ import annotations

from typing import Final, Protocol

from unisono.session.phrases import GrooveSpec, PromptSpec, SongSpec


class Shelf(Protocol):
    """A library of music as a session needs it; the same id always gives the same."""

    def groove(self, name: str) -> GrooveSpec | None:
        """Return a groove by its id, None if there is none."""

    def calls(self, name: str) -> tuple[PromptSpec, ...]:
        """Return the calls of a pattern by its id; none if there are none."""

    def song(self, name: str) -> SongSpec | None:
        """Return a song by its id, None if there is none."""


class EmptyShelf:
    """A shelf with nothing on it."""

    def groove(self, name: str) -> GrooveSpec | None:
        """Return None."""
        return None

    def calls(self, name: str) -> tuple[PromptSpec, ...]:
        """Return none."""
        return ()

    def song(self, name: str) -> SongSpec | None:
        """Return None."""
        return None


EMPTY: Final[Shelf] = EmptyShelf()
