"""Too little data is a named outcome: never zero, never not-a-number.

Every metric of :mod:`unisono.synchrony` returns either its value or a :class:`TooLittle` that says
what there was too little of, how much there was and how much the metric needs::

    match spread(asynchronies_s):
        case TooLittle(reason=Reason.BEATS, have=have, need=need):
            print(f"{have} of {need} beats so far")
        case value:
            print(value.value_s)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Reason(StrEnum):
    """What there is too little of; the value is the stable word shown and written to files."""

    PEOPLE = "people"
    """Fewer people than the metric needs."""
    BEATS = "beats"
    """Fewer beats than the metric needs."""
    PAIRS = "pairs"
    """Fewer beats shared by two people than the metric needs."""
    TAPS = "taps"
    """Fewer taps than the metric needs."""
    NOTES = "notes"
    """A phrase with fewer notes than the metric needs."""
    INTERVALS = "intervals"
    """Fewer usable inter-onset intervals than the metric needs."""
    COARSE = "coarse"
    """The clocks are too coarse for the tempo: the ceiling is below 80."""
    STILL = "still"
    """Nothing varies, so a ratio of variations has no value."""


@dataclass(frozen=True, slots=True)
class TooLittle:
    """Why there is no number.

    Args:
        reason: what there is too little of.
        have: how much there was.
        need: how much the metric needs.
    """

    reason: Reason
    have: float
    need: float

    def __bool__(self) -> Literal[False]:
        """Return False, so that ``if value:`` reads as "is there a number"."""
        return False

    def __str__(self) -> str:
        """Return a short sentence for people."""
        return f"too few {self.reason} to say ({self.have:g} of {self.need:g})"
