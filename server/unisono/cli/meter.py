"""A meter as people write it."""

from __future__ import annotations

from unisono.errors import BadValue
from unisono.pulse import Meter


def meter_of(text: str) -> Meter:
    """Return the meter of ``"4"`` or ``"2+2+3"``.

    Raises:
        BadValue: if it is written otherwise, or is no meter.
    """
    try:
        grouping = tuple(int(part) for part in text.replace(" ", "").split("+"))
    except ValueError as problem:
        raise BadValue("meter", text, "numbers of beats such as 4 or 2+2+3") from problem
    return Meter(grouping)
