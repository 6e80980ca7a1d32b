"""Metrical level: does this person tap every beat, every other, or two, three, four times a beat?

A level m of {1/2, 1, 2, 3, 4} is *evident* in a share of the recent inter-onset intervals: those
within ``|ln| < 0.2`` of T/m or, if that is more, those runs of m intervals whose sum is within
``|ln| < 0.2`` of T (swung and dotted pairs add up to a beat although their intervals differ). The
level most evident is taken if at least half speak for it, otherwise 1. A level once taken is kept
while 0.4 speak for it (hysteresis), so that nobody flips between two readings of the same playing.
No unit; at least 4 intervals, otherwise the level stays as it was.

A level m > 1 makes cells of width T/m around the beat; only those enter the headline. A random
tapper inside such a narrow cell would look together by the cell's width alone; the chance
amplitude ``rho0(m) = sin(pi/m) / (pi/m)`` takes exactly that away (0 for m <= 1, .637 for 2, .827
for 3, .900 for 4). Asking for evidence, not only for a median, keeps irregular tapping at level 1,
where chance needs no correction (docs/decisions/0012).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

LEVELS: Final = (1.0, 2.0, 3.0, 4.0, 0.5)
NEAR_LOW: Final = math.exp(-0.2)
NEAR_HIGH: Final = math.exp(0.2)
TAKE: Final = 0.5
KEEP: Final = 0.4
REVIEW_BEATS: Final = 8
MEMORY_INTERVALS: Final = 16
MIN_INTERVALS: Final = 4
LONG_BEATS: Final = 3.0
"""Intervals of three beats and longer are rests, not a metrical level."""


def chance_amplitude(level: float) -> float:
    """Return the mean resultant of a uniform phase in a cell of width T/level, 0..1."""
    return math.sin(math.pi / level) / (math.pi / level) if level > 1.0 else 0.0


def evidence(intervals_beats: Sequence[float], level: float) -> float:
    """Return the share of intervals, or of runs of them, that speak for a level, 0..1."""
    singles = _share_near([x * level for x in intervals_beats])
    run = round(level)
    if run < 2 or len(intervals_beats) < run:
        return singles
    starts = range(len(intervals_beats) - run + 1)
    return max(singles, _share_near([sum(intervals_beats[i : i + run]) for i in starts]))


def metrical_level(intervals_beats: Sequence[float], before: float = 1.0) -> float:
    """Return the metrical level of a person from recent inter-onset intervals.

    Args:
        intervals_beats: inter-onset intervals as fractions of the beat period, all > 0.
        before: the level so far.
    """
    if len(intervals_beats) < MIN_INTERVALS:
        return before
    if evidence(intervals_beats, before) >= KEEP:
        return before
    shares = [evidence(intervals_beats, level) for level in LEVELS]
    most = max(shares)
    return LEVELS[shares.index(most)] if most >= TAKE else 1.0


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
    near = (intervals > NEAR_LOW) & (intervals < NEAR_HIGH)
    plain = np.concatenate(([0], np.cumsum(near)))
    mostly_plain = plain[high] - plain[low] >= KEEP * (high - low)
    levels = np.ones(starts.size)
    before = 1.0
    for i in range(starts.size):
        if not mostly_plain[i] or before != 1.0:
            before = metrical_level(intervals[low[i] : high[i]].tolist(), before)
            levels[i] = before
    return np.repeat(levels, REVIEW_BEATS)[:beats]


def _share_near(values: list[float]) -> float:
    return sum([NEAR_LOW < x < NEAR_HIGH for x in values]) / len(values)
