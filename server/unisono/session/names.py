"""What people are called: names they type, and the animal and colour everybody gets."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from unisono.errors import BadValue
from unisono.session.commands import ANIMAL_COUNT, COLOUR_COUNT, MAX_NAME

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def clean_name(name: str) -> str:
    """Return a name as :func:`clean_text` does.

    Raises:
        BadValue: if it is longer than 20 characters.
    """
    tidy = clean_text(name)
    if len(tidy) > MAX_NAME:
        raise BadValue("name", tidy, f"at most {MAX_NAME} characters", "A short form will do.")
    return tidy


def clean_text(text: str) -> str:
    """Return a text in NFKC form, without control and direction characters, single-spaced."""
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(ch for ch in plain if unicodedata.category(ch) not in _UNSEEN)
    return " ".join(seen.split())


def free_figure(animal: int, colour: int, taken: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return (animal, colour), or the nearest colour and then animal nobody has yet."""
    used = set(taken)
    for i in range(ANIMAL_COUNT * COLOUR_COUNT):
        figure = ((animal + i // COLOUR_COUNT) % ANIMAL_COUNT, (colour + i) % COLOUR_COUNT)
        if figure not in used:
            return figure
    return animal, colour


def first_figure(seat: int) -> tuple[int, int]:
    """Return the figure a seat gets at first; the first 24 seats differ in animal.

    5 has no divisor in common with 12, so neighbours in the ring differ clearly in colour.
    """
    i = seat - 1
    return i % ANIMAL_COUNT, (5 * i + i // ANIMAL_COUNT) % COLOUR_COUNT
