"""The recent beats of a group: exponentially weighted sums, interval, spread, coverage.

Numerator and denominator of S fade separately, ``sum = sum * 2 ** (-1 / half_life) + beat``;
ratios are never averaged. The last five half-lives are also kept beat by beat, for the interval.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import Final

from unisono.synchrony.headline import share_to_score
from unisono.synchrony.interval import jackknife_band
from unisono.synchrony.limits import JACKKNIFE_BLOCKS
from unisono.units import Beats, Seconds

KEPT_HALF_LIVES: Final = 5
SPREAD_BEATS: Final = 4
SPREAD_WINDOWS: Final = 8


@dataclass(slots=True)
class BeatSums:
    """What one beat of the group adds up to.

    ``num`` is sum cos of phase differences over ordered pairs, ``chance`` what random playing
    would give there, ``den`` the number of ordered pairs, ``kept`` what the clocks leave of it.
    """

    num: float = 0.0
    den: float = 0.0
    chance: float = 0.0
    kept: float = 0.0
    taps: int = 0
    measured: int = 0
    expected: float = 0.0
    played: float = 0.0
    squares_s2: float = 0.0
    freedom: int = 0


class LiveWindow:
    """Sums over the recent beats; constant memory."""

    def __init__(self, half_life_max: Beats) -> None:
        self._beats: deque[BeatSums] = deque(maxlen=round(KEPT_HALF_LIVES * half_life_max))
        self._half_life = half_life_max
        self._num = self._den = self._chance = self._kept = 0.0
        self._expected = self._played = 0.0
        self._spread: deque[tuple[float, int]] = deque(maxlen=SPREAD_BEATS * SPREAD_WINDOWS)

    def add(self, beat: BeatSums, half_life: Beats) -> None:
        """Let everything so far fade by one beat and add this one."""
        self._half_life = half_life
        fade = 0.5 ** (1.0 / half_life)
        self._num = self._num * fade + beat.num
        self._den = self._den * fade + beat.den
        self._chance = self._chance * fade + beat.chance
        self._kept = self._kept * fade + beat.kept
        self._expected = self._expected * fade + beat.expected
        self._played = self._played * fade + beat.played
        self._beats.append(beat)
        if beat.freedom:
            self._spread.append((beat.squares_s2, beat.freedom))

    @property
    def beats(self) -> int:
        """Recent beats on which two people or more were measured."""
        return sum(1 for beat in self._beats if beat.den > 0.0)

    @property
    def taps(self) -> int:
        """Taps on those beats."""
        return sum(beat.taps for beat in self._beats if beat.den > 0.0)

    @property
    def pair_beats(self) -> float:
        """Unordered pairs that shared a beat, over the recent beats."""
        return sum(beat.den for beat in self._beats) / 2.0

    def value(self) -> float:
        """Return S of the window, signed, at most 100; needs ``pair_beats > 0``."""
        return share_to_score(self._num, self._den, self._chance)

    def ceiling(self) -> float | None:
        """Return the S that identical timing would reach through these clocks, 0..100."""
        return 100.0 * self._kept / self._den if self._den else None

    def coverage(self) -> float | None:
        """Return the share of expected beats that were played, 0..1."""
        return min(1.0, self._played / self._expected) if self._expected else None

    def spread_s(self) -> Seconds | None:
        """Return sqrt(2) x the residual SD within beats: the median of windows of four beats."""
        windows: list[float] = []
        recent = list(self._spread)
        for i in range(len(recent) % SPREAD_BEATS, len(recent), SPREAD_BEATS):
            window = recent[i : i + SPREAD_BEATS]
            windows.append(sum(s for s, _ in window) / sum(n for _, n in window))
        return (2.0 * median(windows)) ** 0.5 if windows else None

    def band(self) -> tuple[float, float] | None:
        """Return the 90 % interval around :meth:`value`, or None when it cannot be had.

        Delete-block jackknife as in :mod:`unisono.synchrony.interval`; the eight blocks carry
        equal *weight*, so the newest are the shortest.
        """
        blocks = self._blocks()
        whole = [sum(column) for column in zip(*blocks, strict=True)]
        without = [
            share_to_score(*(total - part for total, part in zip(whole, block, strict=True)))
            for block in blocks
            if whole[1] - block[1] > 0.0
        ]
        return jackknife_band(self.value(), without)

    def _blocks(self) -> list[list[float]]:
        fade, weight = 0.5 ** (1.0 / self._half_life), 1.0
        weighted: list[tuple[float, float, float]] = []
        for beat in reversed(self._beats):
            weighted.append((weight * beat.num, weight * beat.den, weight * beat.chance))
            weight *= fade
        share = sum(den for _, den, _ in weighted) / JACKKNIFE_BLOCKS
        blocks = [[0.0, 0.0, 0.0] for _ in range(JACKKNIFE_BLOCKS)]
        cumulative = 0.0
        for num, den, chance in weighted:
            place = min(JACKKNIFE_BLOCKS - 1, int((cumulative + den / 2.0) / share))
            cumulative += den
            blocks[place][0] += num
            blocks[place][1] += den
            blocks[place][2] += chance
        return [block for block in blocks if block[1] > 0.0]
