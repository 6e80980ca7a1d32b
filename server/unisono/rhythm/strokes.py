"""The letters of a grid: how a box is played. Pure.

``.`` rests. Small and capital ``x`` are any stroke, light and accented; the other letters name
strokes of drums and bells. A layer may give a letter its own name (``T`` is a tone on a jembe and a
tak on a darbuka). ``static/js/grid.js`` has the same table; both are tested on
``tests/vectors/grid.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from unisono.errors import BadValue

REST: Final = "."
STROKES: Final[Mapping[str, tuple[str, float]]] = {
    "x": ("x", 0.7),
    "X": ("x", 1.0),
    "B": ("bass", 0.9),
    "S": ("slap", 0.9),
    "T": ("tone", 0.8),
    "t": ("tap", 0.6),
    "D": ("dum", 0.9),
    "d": ("down", 0.6),
    "k": ("ka", 0.6),
    "K": ("open", 0.8),
    "H": ("high", 0.8),
    "L": ("low", 0.8),
    "m": ("muted", 0.5),
    "M": ("hand", 0.8),
    "O": ("open", 1.0),
    "g": ("light", 0.6),
    "G": ("strong", 0.9),
    "p": ("stick", 0.6),
    "u": ("up", 0.5),
    "U": ("up", 0.8),
}
"""Letter -> what the stroke is called, and how loud it is, 0..1."""

LONGEST_STROKE: Final = 12
MOST_STEPS: Final = 128


def check_grid(grid: str, steps: int | None = None) -> str:
    """Return ``grid`` unchanged if it is a row of known letters of the right length.

    Raises:
        BadValue: naming the letter that is not known, or the length.
    """
    unknown = next((letter for letter in grid if letter != REST and letter not in STROKES), None)
    if unknown is not None:
        raise BadValue("box", unknown, f"a dot, or one of {' '.join(STROKES)}")
    if steps is not None and len(grid) != steps:
        raise BadValue("number of boxes", len(grid), f"{steps} (beats times parts of a beat)")
    if not 1 <= len(grid) <= MOST_STEPS:
        raise BadValue("number of boxes", len(grid), f"1 to {MOST_STEPS}")
    return grid


def steps_of(grid: str) -> tuple[int, ...]:
    """Return the boxes that sound, counted from 0."""
    return tuple(i for i, letter in enumerate(grid) if letter != REST)


def stroke_name(letter: str, own: Mapping[str, str] | None = None) -> str:
    """Return what a stroke is called, in a layer's own words where it has any."""
    return (own or {}).get(letter) or STROKES[letter][0]


def stroke_level(letter: str) -> float:
    """Return how loud a stroke is, 0..1."""
    return STROKES[letter][1]
