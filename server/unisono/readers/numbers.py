"""Numbers in a table's cells."""

from __future__ import annotations

import math
from typing import Final

from unisono.errors import BadFile
from unisono.units import Seconds

LARGEST_S: Final[Seconds] = 200_000.0
"""More than two days: no performance, but very likely milliseconds."""
EMPTY: Final = frozenset({"", "na", "nan", "null", "none"})


def is_empty(cell: str) -> bool:
    """Return whether a cell means "nothing here" in any of the usual spellings."""
    return cell.strip().casefold() in EMPTY


def seconds_in(cell: str, name: str, line: int, column: str) -> Seconds:
    """Return the time written in a cell.

    Raises:
        BadFile: if it is not a number, or too large to be seconds.
    """
    expected = f"a time in seconds in column {column!r}, for example 12.345"
    try:
        value = float(cell)
    except ValueError as problem:
        raise BadFile(name, line, cell, expected) from problem
    if not math.isfinite(value):
        raise BadFile(name, line, cell, expected)
    if abs(value) > LARGEST_S:
        raise BadFile(name, line, cell, f"{expected} (is this in milliseconds?)")
    return value
