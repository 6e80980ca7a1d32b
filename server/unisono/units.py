"""The units of Unisono and the only home of 60 and 1000.

Inside the program time is always seconds and positions are always beats; a name says its unit by
its ending (``_s _ms _bpm _beats _rad _ppm``). Whatever is shown to people or written in another
unit is converted here and nowhere else.
"""

from __future__ import annotations

import math
from typing import TypeAlias

Seconds: TypeAlias = float
"""Seconds of session time (the session's own clock) unless a name says ``local``."""

Beats: TypeAlias = float
"""Beats since the origin of a run; beat 0 is the first beat of bar 1, the count-in is negative."""

Bpm: TypeAlias = float
"""Beats per minute."""

Radians: TypeAlias = float
"""Phase in radians, in (-pi, pi]."""

SECONDS_PER_MINUTE = 60.0
MS_PER_SECOND = 1000.0
PPM = 1e-6
TAU = 2.0 * math.pi


def beat_period_s(tempo_bpm: Bpm) -> Seconds:
    """Return the length of one beat at a tempo, in seconds."""
    return SECONDS_PER_MINUTE / tempo_bpm


def tempo_bpm(period_s: Seconds) -> Bpm:
    """Return the tempo whose beat lasts ``period_s`` seconds."""
    return SECONDS_PER_MINUTE / period_s


def to_ms(seconds: Seconds) -> float:
    """Convert seconds to milliseconds (for display and for files that ask for them)."""
    return seconds * MS_PER_SECOND


def from_ms(milliseconds: float) -> Seconds:
    """Convert milliseconds to seconds."""
    return milliseconds / MS_PER_SECOND
