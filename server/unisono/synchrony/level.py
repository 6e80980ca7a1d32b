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

import numpy as np
import numpy.typing as npt

LEVELS: Final = (0.5, 1.0, 2.0, 3.0, 4.0)
NEAR: Final = 0.2
KEEP: Final = 0.25
REVIEW_BEATS: Final = 8
MEMORY_INTERVALS: Final = 16
MIN_INTERVALS: Final = 4
LONG_BEATS: Final = 3.0
"""Intervals of three beats and longer are rests, not a metrical level."""


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


def levels_by_block(
    intervals_beats: npt.NDArray[np.float64], at_beat: npt.NDArray[np.intp], beats: int
) -> npt.NDArray[np.float64]:
    """Return the metrical level at each of ``beats`` beats, reviewed every eight.

    The review of a block sees the intervals from four beats before it to four beats after it.

    Args:
        intervals_beats: inter-onset intervals as fractions of the beat period.
        at_beat: index of the beat at which each interval ends, not decreasing.
        beats: how many beats there are.
    """
    short = intervals_beats < LONG_BEATS
    intervals, at_beat = intervals_beats[short], at_beat[short]
    starts = np.arange(0, beats, REVIEW_BEATS)
    low = np.searchsorted(at_beat, starts - REVIEW_BEATS // 2)
    high = np.searchsorted(at_beat, starts + REVIEW_BEATS + REVIEW_BEATS // 2)
    plain = np.concatenate(([0], np.cumsum(np.abs(np.log(intervals)) < NEAR)))
    mostly_plain = 2 * (plain[high] - plain[low]) > high - low  # then the median is plain, too
    levels = np.ones(starts.size)
    before = 1.0
    for i in range(starts.size):
        if not mostly_plain[i] or before != 1.0:
            before = metrical_level(intervals[low[i] : high[i]].tolist(), before)
            levels[i] = before
    return np.repeat(levels, REVIEW_BEATS)[:beats]
