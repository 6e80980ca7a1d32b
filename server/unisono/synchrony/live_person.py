"""One person in the live score: taps waiting for their beat to close, offset, level.

Nothing is decided when a tap comes in; it waits. When a beat closes, the person's waiting taps are
put in order of time, debounced, laid into the beat's cell and folded into one phasor. What comes
out therefore depends on when people played, not on the order in which packets arrived.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

from unisono.onsets.debounce import lockout_s
from unisono.synchrony.level import (
    LONG_BEATS,
    MEMORY_INTERVALS,
    REVIEW_BEATS,
    chance_amplitude,
    metrical_level,
)
from unisono.synchrony.limits import OFFSET_FORGETTING, OWN_BEATS, offset_max_s
from unisono.units import TAU, Seconds

MAX_WAITING: Final = 512
"""Taps one person may have waiting; more in the two or three open beats is not playing."""
LOST: Final = -math.inf


@dataclass(frozen=True, slots=True)
class OpenBeat:
    """A beat about to close: its number, its instant, its period, the middle before the next."""

    beat: int
    time_s: Seconds
    period_s: Seconds
    end_s: Seconds


class LivePerson:
    """What the live score remembers of one person: a fixed amount, however long they play."""

    __slots__ = (
        "_acc",
        "_half_s",
        "_intervals",
        "_last_review",
        "_limit_s",
        "_lock_s",
        "_period_s",
        "_rotation",
        "bound_s",
        "chance",
        "end_s",
        "expected_from",
        "gone_at",
        "last_beat",
        "last_s",
        "level",
        "newest_s",
        "off_s",
        "own",
        "phasor",
        "taps",
        "unsorted",
        "waiting",
    )

    def __init__(self, expected_from: int, end_s: Seconds) -> None:
        self.expected_from = expected_from
        self.end_s = end_s
        self.gone_at: int | None = None
        self.waiting: list[tuple[Seconds, Seconds]] = []
        self.unsorted = False
        self.last_s = self.newest_s = LOST
        self.own = self.taps = 0
        self.last_beat = expected_from - 1
        self.level, self.chance = 1.0, 0.0
        self.off_s = self.bound_s = 0.0
        self.phasor = 0j
        self._intervals: deque[float] = deque(maxlen=MEMORY_INTERVALS)
        self._acc = 0j
        self._period_s = self._limit_s = self._lock_s = 0.0
        self._half_s = math.inf
        self._rotation = 1 + 0j
        self._last_review = expected_from

    @property
    def measured(self) -> bool:
        """Whether the person has enough beats of their own for the offset to be known."""
        return self.own >= OWN_BEATS

    def close(self, beat: OpenBeat) -> bool:
        """Take the taps of this beat; return whether ``phasor`` counts for the group.

        ``phasor`` is the beat's mean phasor with the offset known *before* this beat removed;
        ``taps`` is how many taps made it, 0 when there was none on the beat.
        """
        if beat.period_s != self._period_s:
            self._turn_to(beat.period_s)
        end_s = beat.end_s + self.off_s
        total, self.taps = self._fold(beat, end_s) if self.waiting else (0j, 0)
        self.end_s = end_s
        if not self.taps:
            return False
        raw = total / self.taps
        self.phasor = raw * self._rotation
        known = self.own >= OWN_BEATS
        self._learn(beat.beat, raw)
        return known

    def _fold(self, beat: OpenBeat, end_s: Seconds) -> tuple[complex, int]:
        """Sum the phasors of the waiting taps before ``end_s`` and forget those taps."""
        waiting, time_s, scale = self.waiting, beat.time_s, TAU / beat.period_s
        if self.unsorted:
            waiting.sort()
            self.unsorted = False
        start_s, last_s = self.end_s, self.last_s
        re = im = worst_s = 0.0
        taken = taps = 0
        for onset_s, bound_s in waiting:
            if onset_s >= end_s:
                break
            taken += 1
            if onset_s < start_s or onset_s - last_s < self._lock_s:
                continue
            self._intervals.append((onset_s - last_s) / beat.period_s)
            last_s = onset_s
            if abs(onset_s - time_s - self.off_s) >= self._half_s:
                continue
            angle = scale * (onset_s - time_s)
            re += math.cos(angle)
            im += math.sin(angle)
            taps += 1
            worst_s = max(worst_s, bound_s)
        self.last_s, self.bound_s = last_s, worst_s
        del waiting[:taken]
        return complex(re, im), taps

    def _learn(self, beat: int, raw: complex) -> None:
        """Add a beat to the offset, which forgets 2 % a beat, and review the level at times."""
        self.own += 1
        self._acc = self._acc * OFFSET_FORGETTING ** (beat - self.last_beat) + raw
        self.last_beat = beat
        self._set_offset()
        if beat - self._last_review >= REVIEW_BEATS:
            self._last_review = beat
            short = [x for x in self._intervals if x < LONG_BEATS]
            self._set_level(metrical_level(short, self.level))

    def _turn_to(self, period_s: Seconds) -> None:
        """Keep the offset in seconds when the tempo changes: turn the sum to the new period."""
        if self._period_s and self._acc:
            angle = math.atan2(self._acc.imag, self._acc.real) * self._period_s / period_s
            self._acc = abs(self._acc) * complex(math.cos(angle), math.sin(angle))
        self._period_s = period_s
        self._limit_s = offset_max_s(period_s)
        self._set_level(self.level)
        self._set_offset()

    def _set_level(self, level: float) -> None:
        self.level, self.chance = level, chance_amplitude(level)
        self._lock_s = lockout_s(self._period_s / level)
        self._half_s = self._period_s / (2.0 * level) if level > 1.0 else math.inf

    def _set_offset(self) -> None:
        acc, period_s = self._acc, self._period_s
        off_s = math.atan2(acc.imag, acc.real) * period_s / TAU
        if abs(off_s) <= self._limit_s:
            self.off_s = off_s
            self._rotation = acc.conjugate() / abs(acc) if acc else 1 + 0j
        else:
            self.off_s = math.copysign(self._limit_s, off_s)
            angle = TAU * self.off_s / period_s
            self._rotation = complex(math.cos(angle), -math.sin(angle))
