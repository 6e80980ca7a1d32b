"""Refusals that say a sentence of their own, where the usual pattern would read oddly."""

from __future__ import annotations

from unisono.errors import BadFile, BadValue


class PlainFile(BadFile):
    """A file that cannot be used, told in its own sentence.

    Args:
        name: the file's name.
        line: the line's number, from 1, or None for the file as a whole.
        seen: what stood there.
        expected: what was expected instead.
        sentence: what people read.
    """

    def __init__(
        self, name: str, line: int | None, seen: object, expected: str, sentence: str
    ) -> None:
        super().__init__(name, line, seen, expected)
        self.message = sentence

    def __str__(self) -> str:
        """Return the sentence."""
        return self.message


class PlainValue(BadValue):
    """A value that cannot be used, told in its own sentence.

    Args:
        what: the quantity.
        seen: the value that came in.
        allowed: what it may be.
        sentence: what people read.
    """

    def __init__(self, what: str, seen: object, allowed: str, sentence: str) -> None:
        super().__init__(what, seen, allowed)
        self.message = sentence

    def __str__(self) -> str:
        """Return the sentence."""
        return self.message


def nothing_in(name: str, things: str, one: str) -> PlainFile:
    """Return the refusal of a file without onsets, notes or taps."""
    sentence = f"{name} holds no {things}; at least one {one} is expected."
    return PlainFile(name, None, f"no {things}", f"at least one {one}", sentence)
