"""Contribution: how well one person goes with everybody else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unisono.synchrony.cells import ComplexArray
from unisono.synchrony.limits import MIN_BEATS
from unisono.synchrony.outcome import Reason, TooLittle


@dataclass(frozen=True, slots=True)
class Contribution:
    """A person's mean pair score.

    Args:
        value: mean cosine of the phase difference to the others, -1..1.
        beats: beats shared with somebody.
        pair_beats: pairs with others, summed over those beats.
    """

    value: float
    beats: int
    pair_beats: int


def contributions(units: ComplexArray) -> list[Contribution | TooLittle]:
    """Return c_p = mean over p's pair-beats of Re(conj(e_pk) (Z_k - e_pk)), for every person.

    No unit, -1..1; at least 8 shared beats. The mean over people, weighted by ``pair_beats``, is Q
    of the headline exactly. A low value says "plays something else or at another time", not whose
    doing it is. O(people x beats).

    Args:
        units: people x beats, phasors with offsets removed, NaN = not there.
    """
    there = ~np.isnan(units)
    known = np.where(there, units, 0.0)
    count = there.sum(axis=0)
    products = (np.conj(known) * (known.sum(axis=0) - known)).real
    shared = there & (count > 1)
    sums = np.where(shared, products, 0.0).sum(axis=1)
    pairs = np.where(shared, count - 1, 0).sum(axis=1)
    beats = shared.sum(axis=1)
    return [
        Contribution(float(s / n), int(k), int(n))
        if k >= MIN_BEATS
        else TooLittle(Reason.BEATS, int(k), MIN_BEATS)
        for s, n, k in zip(sums, pairs, beats, strict=True)
    ]
