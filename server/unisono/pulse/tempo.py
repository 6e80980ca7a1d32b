"""Tempo and its range."""

from __future__ import annotations

from typing import Final

from unisono.errors import BadValue
from unisono.units import Bpm

MIN_BPM: Final[Bpm] = 20.0
MAX_BPM: Final[Bpm] = 300.0


def check_bpm(bpm: Bpm) -> Bpm:
    """Return ``bpm`` unchanged if it lies in 20..300.

    Raises:
        BadValue: if it is outside the range or not a number.
    """
    if not MIN_BPM <= bpm <= MAX_BPM:
        raise BadValue("tempo", bpm, f"{MIN_BPM:g} to {MAX_BPM:g} beats per minute")
    return bpm
