"""One beat of a group closes: everybody's phasors become the sums of S."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from unisono.synchrony.ceiling import kept_amplitude
from unisono.synchrony.limits import OWN_BEATS
from unisono.synchrony.live_person import LivePerson, OpenBeat
from unisono.synchrony.live_window import BeatSums
from unisono.units import TAU, Seconds

MEASURED_BEATS: Final = 16
"""Somebody who has not played for this many beats no longer stands behind the number."""


def close_beat(people: Iterable[LivePerson], beat: OpenBeat) -> BeatSums:
    """Close a beat for everybody and return what the group adds up to there; O(people).

    Sums over pairs come without visiting pairs: (sum)^2 minus the sum of squares.
    """
    sums = BeatSums()
    counted = []
    for one in people:
        if one.close(beat):
            counted.append(one)
        if beat.beat >= one.expected_from and (one.gone_at is None or one.taps):
            sums.expected += one.level if one.level < 1.0 else 1.0
            sums.played += 1.0 if one.taps else 0.0
        if one.own >= OWN_BEATS and beat.beat - one.last_beat < MEASURED_BEATS:
            sums.measured += 1
    if len(counted) > 1:
        _add_pairs(counted, sums, beat.period_s)
    return sums


def _add_pairs(counted: list[LivePerson], sums: BeatSums, period_s: Seconds) -> None:
    """Fill in the sums over pairs and the scatter within the beat."""
    group, own, number = 0j, 0.0, len(counted)
    angles: list[float] = []
    for one in counted:
        phasor = one.phasor
        group += phasor
        own += phasor.real * phasor.real + phasor.imag * phasor.imag
        angles.append(math.atan2(phasor.imag, phasor.real))
        sums.taps += one.taps
    sums.num = group.real * group.real + group.imag * group.imag - own
    sums.den = float(number * (number - 1))
    if any(one.chance for one in counted):
        sums.chance = _pairs_of([one.chance for one in counted])
    sums.kept = sums.den
    if any(one.bound_s for one in counted):
        sums.kept = _pairs_of([kept_amplitude(one.bound_s, period_s) for one in counted])
    mean = sum(angles) / number
    scale_s = period_s / TAU
    sums.squares_s2 = sum([(x - mean) ** 2 for x in angles]) * scale_s * scale_s
    sums.freedom = number - 1


def _pairs_of(values: list[float]) -> float:
    """Return the sum over ordered pairs of the product of two people's values."""
    return sum(values) ** 2 - sum([x * x for x in values])
