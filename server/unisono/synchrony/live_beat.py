"""One beat of a group closes: everybody's phasors become the sums of S."""

from __future__ import annotations

import math
from collections.abc import Iterable

from unisono.synchrony.ceiling import kept_amplitude
from unisono.synchrony.live_person import LivePerson, OpenBeat
from unisono.synchrony.live_window import BeatSums
from unisono.units import TAU


def close_beat(people: Iterable[LivePerson], beat: OpenBeat) -> BeatSums:
    """Close a beat for everybody and return what the group adds up to there; O(people)."""
    sums = BeatSums()
    counted = [one for one in people if _close_one(one, beat, sums)]
    if len(counted) > 1:
        _pairs(counted, sums, beat)
    return sums


def _close_one(one: LivePerson, beat: OpenBeat, sums: BeatSums) -> bool:
    """Close one person's cell, count expected and played; return whether the person counts."""
    counts = one.close(beat)
    if beat.beat >= one.expected_from and (one.gone_at is None or one.taps):
        sums.expected += one.level if one.level < 1.0 else 1.0
        sums.played += 1.0 if one.taps else 0.0
    return counts


def _pairs(counted: list[LivePerson], sums: BeatSums, beat: OpenBeat) -> None:
    """Add the sums over pairs without visiting pairs: (sum)^2 - sum of squares."""
    number = len(counted)
    group = sum(one.phasor for one in counted)
    own = sum(_power(one.phasor) for one in counted)
    chances = [one.chance for one in counted]
    kept = [kept_amplitude(one.bound_s, beat.period_s) for one in counted]
    sums.num = _power(group) - own
    sums.den = float(number * (number - 1))
    sums.chance = sum(chances) ** 2 - sum(c * c for c in chances)
    sums.kept = sum(kept) ** 2 - sum(k * k for k in kept)
    sums.taps = sum(one.taps for one in counted)
    scale = beat.period_s / TAU
    late = [math.atan2(one.phasor.imag, one.phasor.real) * scale for one in counted]
    mean = sum(late) / number
    sums.squares_s2 = sum((x - mean) ** 2 for x in late)
    sums.freedom = number - 1


def _power(z: complex) -> float:
    return z.real * z.real + z.imag * z.imag
