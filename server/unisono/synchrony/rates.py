"""Hit and extra rate of a person, coverage of a group: who was playing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unisono.synchrony.cells import Cells
from unisono.synchrony.grid import BoolArray, FloatArray, IntArray
from unisono.synchrony.limits import MIN_BEATS
from unisono.synchrony.outcome import Reason, TooLittle


@dataclass(frozen=True, slots=True)
class Rates:
    """How much of what was expected somebody played.

    Args:
        hit_percent: beats with a tap, of those expected, 0..100.
        extra_percent: taps beyond the expected number in a beat, per 100 beats expected.
        beats: beats expected.
    """

    hit_percent: float
    extra_percent: float
    beats: float


def hit_rates(
    taps: IntArray, onsets: IntArray, levels: FloatArray | float = 1.0
) -> Rates | TooLittle:
    """Return hit and extra rate over the beats on which somebody was there.

    Args:
        taps: taps on the beat, per beat.
        onsets: all taps of the beat's full cell, per beat.
        levels: metrical level per beat; at level 1/2 every other beat is expected, at level m > 1
            m taps a beat are.

    Percent; at least 8 expected beats. Somebody at half tempo is not penalised.
    """
    level = np.broadcast_to(np.asarray(levels, dtype=np.float64), np.shape(taps))
    expected = float(np.minimum(1.0, level).sum())
    if expected < MIN_BEATS:
        return TooLittle(Reason.BEATS, expected, MIN_BEATS)
    hits = float((np.asarray(taps) > 0).sum())
    extra = float(np.maximum(0.0, np.asarray(onsets) - np.maximum(1.0, level)).sum())
    return Rates(100.0 * min(1.0, hits / expected), 100.0 * extra / expected, expected)


def present_since_first_tap(cells: Cells) -> BoolArray:
    """Return people x beats: True from each person's first tap on (nobody is late by joining)."""
    return np.asarray(np.maximum.accumulate(cells.onsets > 0, axis=1))


def coverage(cells: Cells, present: BoolArray | None = None) -> float | TooLittle:
    """Return the share of expected beats that were played, 0..1, over the whole group.

    Args:
        cells: everybody's taps.
        present: people x beats, who was there; by default from each one's first tap on.

    At least 8 expected beats. Below 0.6 the headline is shown grey: it speaks of those who played.
    """
    there = present_since_first_tap(cells) if present is None else present
    share = np.minimum(1.0, cells.levels)
    expected = float(share[there].sum())
    if expected < MIN_BEATS:
        return TooLittle(Reason.BEATS, expected, MIN_BEATS)
    rows = ((cells.taps > 0) & there).sum(axis=1)
    return float(np.minimum(rows, np.where(there, share, 0.0).sum(axis=1)).sum()) / expected
