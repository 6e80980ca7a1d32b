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


def seconds_in(cell: str, name: str, line: int, column: str, *, comma: bool = False) -> Seconds:
    """Return the time written in a cell.

    Args:
        cell: what is written.
        name: the file's name.
        line: the line's number.
        column: the column's name.
        comma: whether fractions may be written with a comma, as in ``0,526``.

    Raises:
        BadFile: if it is not a number, or too large to be seconds.
    """
    expected = f"a time in seconds in column {column!r}, for example 12.345"
    try:
        value = float(_with_point(cell) if comma else cell)
    except ValueError as problem:
        raise BadFile(name, line, cell, expected) from problem
    if not math.isfinite(value):
        raise BadFile(name, line, cell, expected)
    if abs(value) > LARGEST_S:
        raise BadFile(name, line, cell, f"{expected} (is this in milliseconds?)")
    return value


def _with_point(cell: str) -> str:
    """Return ``0,526`` as ``0.526``; two marks or more stay as they are, and are refused."""
    return cell.replace(",", ".") if cell.count(",") == 1 and "." not in cell else cell
