"""One-to-one matching of onsets to targets within a window.

Each target takes at most one onset and each onset serves at most one target; as many pairs as
possible are made, and among all ways to make that many the one with the least total distance is
taken. What is left over is *missed* (targets) and *extra* (onsets), counted apart.

Conventions: arrays of seconds in increasing order. Both sequences keep their order in the matching
(the earlier onset never goes to the later target of two); with one window for all targets this
loses nothing: the number of pairs equals that of a maximum bipartite matching (tested).

Source: the definition of onset evaluation in Raffel et al. 2014 (mir_eval), whose ten onset cases
are reproduced; Bello et al. 2005 for the 50 ms window.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from unisono.errors import BadValue
from unisono.units import Seconds

ONSET_WINDOW_S: Final[Seconds] = 0.05

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
Best = tuple[int, float]
"""Pairs so far and minus their total distance; greater is better."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Which target got which onset.

    Args:
        targets: indices of matched targets, increasing.
        onsets: indices of the onsets they got, increasing, as many.
        missed: indices of targets without an onset.
        extra: indices of onsets without a target.
        residuals_s: onset minus target of each pair in seconds; negative = early.
    """

    targets: IntArray
    onsets: IntArray
    missed: IntArray
    extra: IntArray
    residuals_s: FloatArray

    @property
    def recall(self) -> float | None:
        """Share of targets that were played, 0..1; None without targets."""
        total = self.targets.size + self.missed.size
        return self.targets.size / total if total else None

    @property
    def precision(self) -> float | None:
        """Share of onsets that had a target, 0..1; None without onsets."""
        total = self.onsets.size + self.extra.size
        return self.onsets.size / total if total else None

    @property
    def f_measure(self) -> float | None:
        """2 x pairs / (targets + onsets), 0..1; None when there is neither."""
        total = 2 * self.targets.size + self.missed.size + self.extra.size
        return 2.0 * self.targets.size / total if total else None


def match_onsets(
    targets_s: npt.ArrayLike,
    onsets_s: npt.ArrayLike,
    window_s: npt.ArrayLike = ONSET_WINDOW_S,
) -> Matching:
    """Match onsets to targets one to one.

    Args:
        targets_s: when sounds were due, seconds, increasing.
        onsets_s: when they came, seconds, increasing.
        window_s: the largest distance of a pair, one for all or one per target, in seconds.

    Raises:
        BadValue: if times are not finite or not in order, or a window is negative.
    """
    targets, onsets = _checked(targets_s, "target"), _checked(onsets_s, "onset")
    windows = np.broadcast_to(np.asarray(window_s, dtype=np.float64), targets.shape)
    if windows.size and not np.all(windows >= 0.0):
        raise BadValue("matching window", window_s, "0 seconds or more")
    pairs = _best_pairs(targets, onsets, windows)
    took = np.array([i for i, _ in pairs], dtype=np.intp)
    gave = np.array([j for _, j in pairs], dtype=np.intp)
    return Matching(
        targets=took,
        onsets=gave,
        missed=_rest(targets.size, took),
        extra=_rest(onsets.size, gave),
        residuals_s=onsets[gave] - targets[took],
    )


def _rest(count: int, taken: IntArray) -> IntArray:
    """Return the indices below ``count`` that are not taken, increasing."""
    free = np.ones(count, dtype=np.bool_)
    free[taken] = False
    return np.flatnonzero(free)


def _checked(times_s: npt.ArrayLike, what: str) -> FloatArray:
    times = np.asarray(times_s, dtype=np.float64).ravel()
    if not np.all(np.isfinite(times)):
        raise BadValue(f"{what} time", times_s, "finite numbers of seconds")
    if times.size > 1 and bool(np.any(np.diff(times) < 0.0)):
        raise BadValue(f"{what} times", "out of order", "increasing", "Sort them first.")
    return times


def _reach(
    targets: FloatArray, onsets: FloatArray, windows: FloatArray
) -> tuple[list[int], list[int]]:
    """Return for each target the first and one past the last onset worth looking at."""
    first = np.searchsorted(onsets, targets - windows, side="left")
    past = np.searchsorted(onsets, targets + windows, side="right")
    first = np.maximum(0, first - 1)  # rounding in target - window must not cost a pair
    past = np.minimum(onsets.size, past + 1)
    lows = np.minimum.accumulate(first[::-1])[::-1]
    return lows.tolist(), np.maximum.accumulate(past).tolist()


def _best_pairs(
    targets: FloatArray, onsets: FloatArray, windows: FloatArray
) -> list[tuple[int, int]]:
    """Dynamic programming over targets; row i holds the best with onsets[:j], j = low..high."""
    if not targets.size or not onsets.size:
        return []
    lows, highs = _reach(targets, onsets, windows)
    when, due, reach = onsets.tolist(), targets.tolist(), windows.tolist()
    rows: list[list[Best]] = []
    before: list[Best] = [(0, 0.0)]
    before_low = 0
    for i, (low, high) in enumerate(zip(lows, highs, strict=True)):
        row: list[Best] = [before[min(low - before_low, len(before) - 1)]]
        for j in range(low, high):
            best = max(row[-1], before[min(j + 1 - before_low, len(before) - 1)])
            distance = abs(when[j] - due[i])
            if distance <= reach[i]:
                count, cost = before[min(j - before_low, len(before) - 1)]
                best = max(best, (count + 1, cost - distance))
            row.append(best)
        rows.append(row)
        before, before_low = row, low
    return _trace(rows, lows)


def _trace(rows: list[list[Best]], lows: list[int]) -> list[tuple[int, int]]:
    """Walk back through the table: a value that neither neighbour has came from a pair."""
    pairs: list[tuple[int, int]] = []
    j = lows[-1] + len(rows[-1]) - 1
    for i in range(len(rows) - 1, -1, -1):
        row, low = rows[i], lows[i]
        above, above_low = (rows[i - 1], lows[i - 1]) if i else ([(0, 0.0)], 0)
        j = min(j, low + len(row) - 1)
        value = row[j - low]
        while j > low and row[j - 1 - low] == value:
            j -= 1
        if value != above[min(j - above_low, len(above) - 1)]:
            j -= 1
            pairs.append((i, j))
    return pairs[::-1]
