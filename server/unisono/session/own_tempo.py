"""The pace a group taps by itself: measured while it checks in, before any click is heard.

A ramp that begins there meets people where they are (the iso principle; Heiderscheit & Madson 2015,
Music Therapy Perspectives 33:45-52). Of each person the median interval between successive taps
counts, of all people the median: neither a restless hand nor a pause moves it.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from statistics import median
from typing import Final

from unisono.session import events as e
from unisono.units import Bpm, Seconds, tempo_bpm

SHORTEST_S: Final[Seconds] = 0.2
LONGEST_S: Final[Seconds] = 2.4
"""Intervals outside are not somebody's pace: two hands, or a pause (McAuley et al. 2006, J Exp
Psychol Gen 135:348-367: spontaneous tapping lies between 0.25 and 1.5 s at all ages)."""

LEAST_INTERVALS: Final = 4
KEPT_TAPS: Final = 64


class OwnTempo:
    """Taps without a click, by seat; the newest 64 of each."""

    __slots__ = ("_taps",)

    def __init__(self) -> None:
        self._taps: dict[int, deque[Seconds]] = {}

    def begin(self) -> None:
        """A check-in begins: what was tapped before does not count."""
        self._taps.clear()

    def take(self, event: e.TapsPlayed) -> None:
        """Note taps of somebody."""
        kept = self._taps.setdefault(event.seat, deque(maxlen=KEPT_TAPS))
        kept.extend(tap[1] for tap in event.taps)

    def forget(self, seat: int) -> None:
        """Forget somebody's taps."""
        self._taps.pop(seat, None)

    def bpm(self) -> Bpm | None:
        """Return the group's own tempo, None while nobody has tapped five times at a pace."""
        paces = [pace for taps in self._taps.values() if (pace := _pace_s(taps)) is not None]
        return round(tempo_bpm(median(paces)), 1) if paces else None


def _pace_s(taps: deque[Seconds]) -> Seconds | None:
    intervals = [b - a for a, b in pairwise(sorted(taps)) if SHORTEST_S <= b - a <= LONGEST_S]
    return median(intervals) if len(intervals) >= LEAST_INTERVALS else None
