"""What readers and writers of ABC share: keys, and the words under a line (ABC 2.1, section 5)."""

from __future__ import annotations

import re
from typing import Final

from unisono.errors import BadValue

LETTERS: Final = "CDEFGAB"
SEMITONES: Final = dict(zip(LETTERS, (0, 2, 4, 5, 7, 9, 11), strict=True))
SHARPS: Final = "FCGDAEB"
_MAJOR: Final = {"C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5, "F": -1}
_MODES: Final = {
    "": 0, "maj": 0, "ion": 0, "m": -3, "min": -3, "aeo": -3,
    "mix": -1, "dor": -2, "phr": -4, "loc": -5, "lyd": 1,
}  # fmt: skip
_KEY = re.compile(r"(?P<tonic>[A-G])(?P<sign>[#b]?)\s*(?P<mode>[A-Za-z]*)")
_KEY_HELP: Final = "a key such as G, Bb, Am or Ddor"
HELD: Final = None
"""In a list of syllables: this note holds the syllable before it, or has none."""


def key_signs(key: str) -> dict[str, int]:
    """Return the letters that a key raises (1) or lowers (-1).

    Raises:
        BadValue: if it is no key with at most seven signs.
    """
    found = _KEY.fullmatch(key.strip())
    mode = _mode(found["mode"]) if found else None
    if not found or mode is None:
        raise BadValue("key", key[:20], _KEY_HELP)
    count = _MAJOR[found["tonic"]] + {"": 0, "#": 7, "b": -7}[found["sign"]] + mode
    if abs(count) > 7:
        raise BadValue("key", key[:20], "a key of at most seven sharps or flats")
    letters = SHARPS[:count] if count > 0 else SHARPS[::-1][:-count] if count else ""
    return dict.fromkeys(letters, 1 if count > 0 else -1)


def _mode(name: str) -> int | None:
    if name == "M":
        return 0
    return _MODES.get(name.lower()[:3])


def read_words(text: str) -> list[str | None]:
    """Return the syllables of a ``w:`` line, one for each note; None for a note without its own.

    ``-`` ends a syllable that goes on, ``_`` holds it, ``*`` leaves a note out, ``~`` is a space
    within a syllable, ``|`` is for the eye.
    """
    syllables: list[str | None] = []
    for token in re.findall(r"[^\s\-_*|]+-?|[\-_*]", text.replace("\\-", "\u2011")):
        if token in ("-", "_", "*"):
            syllables.append(HELD)
        else:
            words = token.replace("~", " ").replace("\\", "")
            syllables.append(" ".join(words.split()) or HELD)
    return syllables


def write_words(syllables: list[str | None]) -> str:
    """Return a ``w:`` line without its mark; :func:`read_words` gives the same list back."""
    while syllables and syllables[-1] is None:
        syllables = syllables[:-1]
    words = ""
    for syllable in syllables:
        if syllable is None:
            words += " *" if not words or words.endswith(("*", " ")) else "_"
        else:
            gap = "" if words.endswith("-") or not words else " "
            words += gap + syllable.replace(" ", "~")
    return words.strip()
