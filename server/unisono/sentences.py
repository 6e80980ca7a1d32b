"""Sentences of the server in the language of whoever reads them.

They stand in English where they are used. The room that knows the reader says in which language
they are told from now on in this task; elsewhere (command line, tests) they stay English.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, Protocol


class Tongue(Protocol):
    """A language to tell sentences in."""

    def sentence(self, english: str) -> str:
        """Return a sentence, its ``{places}`` still open."""

    def sentence_of(self, one: str, many: str, number: int) -> str:
        """Return the form of a sentence that goes with a number of things."""

    def number(self, value: float, digits: int) -> str:
        """Return a number rounded to so many digits after the point."""


@dataclass(frozen=True, slots=True)
class English:
    """As it stands."""

    def sentence(self, english: str) -> str:
        """Return the sentence itself."""
        return english

    def sentence_of(self, one: str, many: str, number: int) -> str:
        """Return one of the two."""
        return one if number == 1 else many

    def number(self, value: float, digits: int) -> str:
        """Return ``1,204`` or ``3.4``."""
        return f"{value:,.{digits}f}"


ENGLISH: Final = English()

_tongue: ContextVar[Tongue] = ContextVar("tongue", default=ENGLISH)


@contextmanager
def told_in(tongue: Tongue) -> Iterator[None]:
    """Tell sentences in a language within this block, and in threads started from it."""
    before = _tongue.set(tongue)
    try:
        yield
    finally:
        _tongue.reset(before)


def told(sentence: str, **values: str) -> str:
    """Return a sentence in the reader's language, its places filled in."""
    said = _tongue.get().sentence(sentence)
    return said.format(**values) if values else said


def told_count(one: str, many: str, number: int) -> str:
    """Return a number of things, ``{count}`` in both forms: ``1 person``, ``1,204 taps``."""
    return _tongue.get().sentence_of(one, many, number).format(count=told_number(number))


def told_number(value: float, digits: int = 0) -> str:
    """Return a number as the reader writes it."""
    return _tongue.get().number(value, digits)
