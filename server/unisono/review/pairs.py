"""Who played with whom: asynchrony of every two seats on the onsets they shared.

**Which onsets are the same one.** The click's beats would be too coarse (people play between
them) and are absent in free play; so onsets are matched directly, one to one, within a window of
half the *part*: the shortest interval that anybody regularly plays in that stretch (the smallest
10th percentile of a person's inter-onset intervals; at least 12 intervals). Two onsets nearer than
half a part cannot belong to different slots of that part's grid unless somebody is half a slot
off. Bounces are removed first.

**What this means.** Where everybody keeps within half a part the result equals a comparison slot
by slot: in the first minute of *Palo Santo* (song 2 of the Cuban recordings of IEMP, hand-marked
16th slots) it makes exactly the pairs of the file, 884 of 884, and 5 253 of 5 253 in the whole
song. Where playing strays further than that (songs 1, 3, 4 and 5) 0.5 to 6 in 100 pairs come out
differently from the hand-marked slots. Onsets without a partner are left out, so a pair that is
*not* together looks tighter here than it is: the headline, which leaves nothing out, is the
number for that. A device that is slower than half a part is paired with the next slot.

Statistics: :func:`unisono.synchrony.pairs.pair_asynchrony` (Rasch 1979), at least 30 onsets.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np

from unisono.onsets import debounce, lockout_s, match_onsets
from unisono.review.report import Missing, Pair, PairTable
from unisono.review.runs import Span, Story
from unisono.review.words import missing, too_many
from unisono.synchrony.grid import FloatArray, IntArray
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.synchrony.pairs import MIN_SHARED_BEATS, PairAsynchrony, pair_asynchrony
from unisono.units import Seconds

MIN_INTERVALS: Final = 12
FAST_PERCENTILE: Final = 10.0
MAX_TABLE_PEOPLE: Final = 40
"""40 people are 780 pairs; beyond that a table helps nobody, and ``taps.csv`` has everything."""

Onsets: TypeAlias = tuple[FloatArray, FloatArray]
"""Matched onsets of a first and of a second person, in seconds."""
Shared: TypeAlias = dict[tuple[int, int], Onsets]
"""The matched onsets of every two seats."""


def part_s(onsets_s: Sequence[FloatArray]) -> Seconds | None:
    """Return the shortest interval that one of these people regularly played, in seconds.

    Args:
        onsets_s: each person's onsets, increasing.
    """
    steps = [np.diff(debounce(row, lockout_s(1.0))) for row in onsets_s]
    fast = [float(np.percentile(d, FAST_PERCENTILE)) for d in steps if d.size >= MIN_INTERVALS]
    return min(fast, default=None)


def shared_onsets(onsets_s: dict[int, FloatArray], part: Seconds) -> Shared:
    """Return the matched onsets of every two seats; seats in increasing order."""
    clean = {seat: debounce(row, lockout_s(part)) for seat, row in sorted(onsets_s.items())}
    shared: Shared = {}
    for (first, a), (second, b) in itertools.combinations(clean.items(), 2):
        shared[first, second] = matched(a, b, part / 2.0)
    return shared


def matched(first_s: FloatArray, second_s: FloatArray, window_s: Seconds) -> Onsets:
    """Return the onsets of two people that :func:`unisono.onsets.match_onsets` would pair.

    Two onsets that have only each other within reach are a pair whatever the others do; where that
    is so for nearly all, as in music, only the rest needs the general matching.

    Args:
        first_s: increasing, in seconds.
        second_s: increasing, in seconds.
        window_s: the largest distance of a pair.
    """
    low, of_first = _within(first_s, second_s, window_s)
    _, of_second = _within(second_s, first_s, window_s)
    single = of_first == 1
    single[single] = of_second[low[single]] == 1
    other = low[single]
    a, b = first_s[single], second_s[other]
    near = np.abs(a - b) <= window_s
    rest = match_onsets(first_s[~single], np.delete(second_s, other), window_s)
    rest_a = first_s[~single][rest.targets]
    rest_b = np.delete(second_s, other)[rest.onsets]
    order = np.argsort(np.concatenate((a[near], rest_a)), kind="stable")
    return (
        np.concatenate((a[near], rest_a))[order],
        np.concatenate((b[near], rest_b))[order],
    )


def pairs_of(story: Story, span: Span) -> tuple[PairTable, Shared]:
    """Return the pair table of one span, and the onsets behind it for pooling."""
    onsets_s = {
        number: np.array([tap.time_s for tap in taps])
        for number, seat in story.seats.items()
        if (taps := span.measured_of(seat))
    }
    refusal = _refusal(len(onsets_s))
    part = None if refusal else part_s(list(onsets_s.values()))
    if part is None:
        short = max([row.size - 1 for row in onsets_s.values()], default=0)
        few = missing(TooLittle(Reason.INTERVALS, short, MIN_INTERVALS))
        return PairTable(None, None, (), refusal or few), {}
    shared = shared_onsets(onsets_s, part)
    return PairTable(part, part / 2.0, _rows(shared), None), shared


def pooled(tables: Sequence[Shared], people: int) -> PairTable:
    """Return the pair table of several spans together.

    Args:
        tables: matched onsets per span.
        people: how many people tapped at all.
    """
    together: dict[tuple[int, int], list[Onsets]] = {}
    for table in tables:
        for pair, rows in table.items():
            together.setdefault(pair, []).append(rows)
    shared = {pair: _joined(rows) for pair, rows in sorted(together.items())}
    none = missing(TooLittle(Reason.PAIRS, 0, MIN_SHARED_BEATS))
    refusal = None if shared else _refusal(people) or none
    return PairTable(None, None, _rows(shared), refusal)


def _within(
    here_s: FloatArray, there_s: FloatArray, window_s: Seconds
) -> tuple[IntArray, IntArray]:
    """Return for each onset here the first one there within reach, and how many there are."""
    reach_s = window_s * (1.0 + 1e-9)  # rounding must not hide a neighbour
    low = np.searchsorted(there_s, here_s - reach_s, side="left")
    high = np.searchsorted(there_s, here_s + reach_s, side="right")
    return low, high - low


def _refusal(people: int) -> Missing | None:
    if people < 2:
        return missing(TooLittle(Reason.PEOPLE, people, 2))
    return too_many(people, MAX_TABLE_PEOPLE) if people > MAX_TABLE_PEOPLE else None


def _rows(shared: Shared) -> tuple[Pair, ...]:
    return tuple(_row(pair, *onsets) for pair, onsets in shared.items())


def _row(pair: tuple[int, int], first_s: FloatArray, second_s: FloatArray) -> Pair:
    match pair_asynchrony(first_s, second_s):
        case PairAsynchrony(mean_s, sd_s, mean_abs_s, n):
            return Pair(*pair, n, mean_s, sd_s, mean_abs_s, None)
        case few:
            return Pair(*pair, first_s.size, None, None, None, missing(few))


def _joined(rows: Sequence[Onsets]) -> Onsets:
    return np.concatenate([a for a, _ in rows]), np.concatenate([b for _, b in rows])
