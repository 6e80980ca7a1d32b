"""Metrical level: does this person tap every beat, every other, or two, three, four times a beat?

``rate`` is beat period / inter-onset interval. The level is the member of {1/2, 1, 2, 3, 4}
nearest to the median rate in log, if within ``|ln| < 0.2``; otherwise 1. A level once taken is
kept until the median has left it by 0.25 (hysteresis), so that nobody flips between two readings
of the same playing. Dimensionless; at least 4 intervals, otherwise the level stays as it was.

A level m > 1 makes cells of width T/m around the beat; only those enter the headline. A random
tapper inside such a narrow cell would look together by the cell's width alone; the chance
amplitude ``rho0(m) = sin(pi/m) / (pi/m)`` takes exactly that away (0 for m <= 1, .637 for 2, .827
for 3, .900 for 4).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import Final

LEVELS: Final = (0.5, 1.0, 2.0, 3.0, 4.0)
NEAR: Final = 0.2
KEEP: Final = 0.25
REVIEW_BEATS: Final = 8
MEMORY_INTERVALS: Final = 16
MIN_INTERVALS: Final = 4


def chance_amplitude(level: float) -> float:
    """Return the mean resultant of a uniform phase in a cell of width T/level, 0..1."""
    return math.sin(math.pi / level) / (math.pi / level) if level > 1.0 else 0.0


def metrical_level(intervals_beats: Sequence[float], before: float = 1.0) -> float:
    """Return the metrical level of a person from recent inter-onset intervals.

    Args:
        intervals_beats: inter-onset intervals as fractions of the beat period, all > 0.
        before: the level so far.
    """
    if len(intervals_beats) < MIN_INTERVALS:
        return before
    rate = -math.log(median(intervals_beats))
    if abs(rate - math.log(before)) < KEEP and before != 1.0:
        return before
    nearest = min(LEVELS, key=lambda level: abs(rate - math.log(level)))
    return nearest if abs(rate - math.log(nearest)) < NEAR else 1.0
