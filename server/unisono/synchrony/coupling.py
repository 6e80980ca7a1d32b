"""Coupling beyond the click: do people deviate from the click *together*?

With a click everybody hears, a high S shows that all follow the click, not that they follow each
other. What they share beyond it is the part of their deviations common to a beat::

    ICC = var_shared / (var_shared + var_own)

after removing each person's mean per metrical position (otherwise swing would count). Unbiased: it
may come out below 0 and is not cut off. Range up to 1, no unit.

Minimum: 2 people and 300 taps in shared beats. Show it only when its interval lies above 0, with
the words "moving together beyond the click". False friends: a click delivered late to everybody at
once, steps of the session clock, tempo changes (four beats after each are left out).

Source: intraclass correlation of a two-way layout, Shrout & Fleiss 1979; interval: delete-block
jackknife (8 blocks of beats), t on 7 degrees of freedom.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.synchrony.additive import Additive, fit_additive
from unisono.synchrony.grid import BoolArray, FloatArray, IntArray
from unisono.synchrony.interval import t_95
from unisono.synchrony.limits import JACKKNIFE_BLOCKS, MIN_BEATS_OF_TWO, MIN_PEOPLE
from unisono.synchrony.outcome import Reason, TooLittle

MIN_TAPS: Final = 300


@dataclass(frozen=True, slots=True)
class Coupling:
    """Shared share of the deviations from the click.

    Args:
        icc: the share, up to 1; below 0 is possible and kept.
        low: low end of its 90 % interval.
        high: high end of its 90 % interval.
        people: people behind it.
        beats: beats behind it.
    """

    icc: float
    low: float
    high: float
    people: int
    beats: int

    @property
    def shows(self) -> bool:
        """Whether the data show that they move together beyond the click."""
        return self.low > 0.0


def coupling(
    asynchronies_s: FloatArray,
    positions: IntArray | None = None,
    settled: BoolArray | None = None,
) -> Coupling | TooLittle:
    """Return the coupling of a group beyond the click, with its 90 % interval.

    Args:
        asynchronies_s: people x beats, onset minus beat in seconds, NaN = no tap in that beat.
        positions: metrical position of each beat.
        settled: False for beats right after a tempo change.
    """
    x = np.atleast_2d(np.asarray(asynchronies_s, dtype=np.float64))
    places = np.zeros(x.shape[1], dtype=np.intp) if positions is None else np.asarray(positions)
    keep = (~np.isnan(x)).sum(axis=0) >= 2
    if settled is not None:
        keep &= settled
    x, places = x[:, keep], places[keep]
    people, taps = int((~np.isnan(x)).any(axis=1).sum()), int((~np.isnan(x)).sum())
    if people < MIN_PEOPLE:
        return TooLittle(Reason.PEOPLE, people, MIN_PEOPLE)
    if x.shape[1] < MIN_BEATS_OF_TWO:
        return TooLittle(Reason.BEATS, x.shape[1], MIN_BEATS_OF_TWO)
    if taps < MIN_TAPS:
        return TooLittle(Reason.TAPS, taps, MIN_TAPS)
    icc = shared_share(fit_additive(x, places))
    if icc is None:
        return TooLittle(Reason.STILL, 0, 1)
    reach = _reach(x, places)
    return Coupling(icc, icc - reach, min(1.0, icc + reach), people, x.shape[1])


def shared_share(model: Additive) -> float | None:
    """Return var_shared / (var_shared + var_own) of a fitted model; None when nothing varies."""
    per_beat = model.there.sum(axis=0)
    beats = np.bincount(model.places)
    freedom = int((beats - 1).sum())
    if freedom < 1 or model.freedom < 1:
        return None
    own = model.residual_s2
    noise = own * float(
        sum((n - 1) * np.mean(1.0 / per_beat[model.places == i]) for i, n in enumerate(beats))
    )
    shared = (float((model.shared**2).sum()) - noise) / freedom
    return shared / (shared + own) if shared + own > 0.0 else None


def _reach(x: FloatArray, places: IntArray) -> float:
    """Return t x the delete-block jackknife standard error of the shared share."""
    block = np.arange(x.shape[1]) * JACKKNIFE_BLOCKS // x.shape[1]
    values = [
        shared_share(fit_additive(x[:, block != j], places[block != j]))
        for j in range(JACKKNIFE_BLOCKS)
    ]
    known = np.array([v for v in values if v is not None])
    count = known.size
    if count < 2:
        return math.inf
    se = math.sqrt((count - 1) / count * float(((known - known.mean()) ** 2).sum()))
    return t_95(count - 1) * se
