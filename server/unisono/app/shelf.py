"""The library's rhythms and songs as a session takes them, and the plans that come with it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final, TypeVar

import msgspec

from unisono.errors import BadFile
from unisono.library import Library, load_library
from unisono.rhythm.phrase import phrases_of_call
from unisono.rhythm.sheets import groove_of, sheet_of
from unisono.session.phrases import GrooveSpec, PromptSpec, SongSpec
from unisono.session.plans import Plan

PLANS: Final = "plans"
_T = TypeVar("_T")


class LibraryShelf:
    """Finds grooves, calls and songs in a library; implements ``unisono.session.shelf.Shelf``.

    Of a pattern's calls those are offered that are answered with the same phrase: what is scored is
    how the call comes back.
    """

    def __init__(self, library: Library) -> None:
        self._grooves = {p.id: _as(GrooveSpec, groove_of(p)) for p in library.patterns}
        self._songs = {s.id: _as(SongSpec, sheet_of(s)) for s in library.songs}
        self._calls = {
            p.id: tuple(
                _as(PromptSpec, call)
                for call, answer in (phrases_of_call(p, i) for i in range(len(p.calls)))
                if [note[0] for note in call.notes] == [note[0] for note in answer.notes]
            )
            for p in library.patterns
        }

    def groove(self, name: str) -> GrooveSpec | None:
        """Return a groove by its id, None if there is none."""
        return self._grooves.get(name)

    def calls(self, name: str) -> tuple[PromptSpec, ...]:
        """Return the calls of a pattern by its id; none if there are none."""
        return self._calls.get(name, ())

    def song(self, name: str) -> SongSpec | None:
        """Return a song by its id, None if there is none."""
        return self._songs.get(name)


@cache
def library_shelf() -> LibraryShelf:
    """Return the shelf of the installed package; read once, it blocks for some milliseconds."""
    return LibraryShelf(load_library())


@cache
def plans() -> dict[str, Plan]:
    """Return the plans of the installed package by their ids; read once.

    Raises:
        BadFile: if a file is not a plan.
    """
    folder = resources.files("unisono.library") / PLANS
    files = sorted((x for x in folder.iterdir() if x.name.endswith(".json")), key=lambda x: x.name)
    return {x.name.removesuffix(".json"): _plan(x.name, x.read_bytes()) for x in files}


def _plan(name: str, body: bytes) -> Plan:
    try:
        return msgspec.json.decode(body, type=Plan)
    except msgspec.MsgspecError as e:
        raise BadFile(name, None, str(e), "a plan (docs/plan.md)") from e


def _as(kind: type[_T], sheet: object) -> _T:
    """Return a sheet as the session's own shape, checked."""
    return msgspec.convert(msgspec.to_builtins(sheet), kind)
