"""How one person's recent taps lie, for that person alone: constant lateness apart from scatter.

A device that is constantly off is no fault of anybody's ear: a sound check mends it. Only scatter
is musical, and of that only the kind side is told. Nothing here compares people.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from unisono.pulse import Timeline
from unisono.synchrony.level import metrical_level
from unisono.units import TAU, Beats, Seconds

RECENT_S: Final = 20.0
LEAST_TAPS: Final = 8
KEPT_TAPS: Final = 40

LATE_S: Final = 0.040
EARLY_S: Final = 0.090
"""Constantly later than 40 ms, or earlier than 90 ms, is a device's doing: people who tap to a
click anticipate it by 20 to 80 ms (Repp 2005, Psychon Bull Rev 12:969-992), and never trail it."""

EVEN_S: Final = 0.040
"""Scatter up to which a constant distance can be told at all, as in the sound check."""

STEADY_S: Final = 0.025
"""A usual adult's scatter around their own place (Repp 2005: 15 to 30 ms at 500 ms)."""

TOGETHER_R: Final = 0.5
"""Below this resultant length taps have no common place in the beat: they are played freely."""

MAD_TO_SD: Final = 1.4826


@dataclass(frozen=True, slots=True)
class OwnTiming:
    """Where the recent taps of one person lie.

    Attributes:
        place_s: their usual distance from the click, negative = early.
        scatter_s: how far they scatter around it (standard deviation, from the median deviation).
        length: resultant length R of their phases, 0..1.
    """

    place_s: Seconds
    scatter_s: Seconds
    length: float

    @property
    def is_even(self) -> bool:
        """Whether they scatter so little that a constant distance is one."""
        return self.scatter_s <= EVEN_S

    @property
    def is_off(self) -> bool:
        """Whether they are constantly off by more than people are."""
        return self.is_even and not -EARLY_S <= self.place_s <= LATE_S

    def word(self) -> str:
        """Return ``free``, ``ahead``, ``behind``, ``steady`` or ``with``."""
        if self.length < TOGETHER_R:
            return "free"
        if self.is_off:
            return "behind" if self.place_s > 0.0 else "ahead"
        return "steady" if self.scatter_s <= STEADY_S else "with"


class OwnTimings:
    """The recent taps of everybody, in beats; a tap costs O(1), a question O(40)."""

    __slots__ = ("_taps",)

    def __init__(self) -> None:
        self._taps: dict[int, deque[tuple[Seconds, Beats, Seconds]]] = {}

    def begin(self) -> None:
        """A new run begins: what was played before says nothing of it."""
        self._taps.clear()

    def forget(self, seat: int) -> None:
        """Forget somebody's taps."""
        self._taps.pop(seat, None)

    def tap(self, seat: int, time_s: Seconds, timeline: Timeline) -> None:
        """Note a tap of somebody while the click runs."""
        beat = timeline.beat_at(time_s)
        taps = self._taps.setdefault(seat, deque(maxlen=KEPT_TAPS))
        taps.append((time_s, beat, timeline.period_at(beat)))

    def timing(self, seat: int, now_s: Seconds) -> OwnTiming | None:
        """Return how somebody's recent taps lie, None if there are fewer than eight."""
        taps = sorted(tap for tap in self._taps.get(seat, ()) if now_s - tap[0] < RECENT_S)
        return _timing(taps) if len(taps) >= LEAST_TAPS else None

    def word(self, seat: int, now_s: Seconds, *, wireless: bool = False) -> tuple[str, bool]:
        """Return the word for somebody, and whether a sound check would help them.

        Over wireless sound the distance from the click is the device's and wanders, so that only
        evenness is spoken of and no sound check can help.
        """
        timing = self.timing(seat, now_s)
        if timing is None:
            return "few", False
        word = timing.word()
        if wireless:
            return ("steady" if word in ("ahead", "behind") else word), False
        return word, timing.is_off

    def needs_check(self, seat: int, now_s: Seconds) -> bool:
        """Return whether somebody is constantly off, but even."""
        return self.word(seat, now_s)[1]


def _timing(taps: list[tuple[Seconds, Beats, Seconds]]) -> OwnTiming:
    gaps = [b - a for (_, a, _), (_, b, _) in pairwise(taps) if b > a]
    parts = max(1.0, metrical_level(gaps))
    angles = [TAU * parts * beat for _, beat, _ in taps]
    re = sum(map(math.cos, angles)) / len(angles)
    im = sum(map(math.sin, angles)) / len(angles)
    centre = math.atan2(im, re)
    period_s = median(period_s for _, _, period_s in taps) / parts
    away = [math.remainder(angle - centre, TAU) * period_s / TAU for angle in angles]
    middle_s = median(away)
    scatter_s = MAD_TO_SD * median(abs(x - middle_s) for x in away)
    return OwnTiming(centre * period_s / TAU + middle_s, scatter_s, math.hypot(re, im))
