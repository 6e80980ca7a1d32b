"""Spread in milliseconds' terms, and where it comes from.

Both sit on the additive model of :mod:`unisono.synchrony.additive`. Arguments are asynchronies or
deviations in seconds, people x beats, NaN = no tap in that beat.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.synchrony.additive import Additive, fit_additive
from unisono.synchrony.grid import FloatArray, IntArray
from unisono.synchrony.limits import MIN_BEATS, MIN_BEATS_OF_TWO, MIN_PEOPLE
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import Seconds

WINDOW_BEATS: Final = 32


@dataclass(frozen=True, slots=True)
class Spread:
    """Groupwise asynchronization.

    Args:
        value_s: sqrt(2) x residual SD: the RMS of the SDs of all pairs.
        people: people behind it.
        beats: beats that two or more played.
    """

    value_s: Seconds
    people: int
    beats: int


@dataclass(frozen=True, slots=True)
class VarianceSplit:
    """Where asynchronies come from; variances are unbiased and may come out below 0.

    Args:
        offset_s2: between people: latency and habit.
        shared_s2: between beats: the group moves together against the click.
        own_s2: the rest: true looseness.
    """

    offset_s2: float
    shared_s2: float
    own_s2: float

    @property
    def offset_s(self) -> Seconds:
        """SD between people in seconds, 0 when the variance came out below 0."""
        return math.sqrt(max(0.0, self.offset_s2))

    @property
    def shared_s(self) -> Seconds:
        """SD the group moves by together in seconds, 0 when the variance came out below 0."""
        return math.sqrt(max(0.0, self.shared_s2))

    @property
    def own_s(self) -> Seconds:
        """SD of what is each one's own in seconds."""
        return math.sqrt(max(0.0, self.own_s2))


def spread(asynchronies_s: FloatArray, positions: IntArray | None = None) -> Spread | TooLittle:
    """Return Rasch's groupwise asynchronization in O(people x beats): sqrt(2) x s.

    s^2 is the residual mean square of a_pk = A_p + B_k + e_pk. Without missing taps it equals the
    root mean square of the SDs of all pairwise asynchronies exactly. Seconds, 0 or more; at least
    2 people and 8 beats (16 for two). Neither latency nor a common drift changes it. One stray
    tap does: for display take :func:`typical_spread`.

    Args:
        asynchronies_s: people x beats.
        positions: metrical position per beat, to take steady feel out as well.

    Source: Rasch 1979.
    """
    model = _model(asynchronies_s, positions)
    if isinstance(model, TooLittle):
        return model
    people, beats = int(model.there.any(axis=1).sum()), model.there.shape[1]
    return Spread(math.sqrt(2.0 * model.residual_s2), people, beats)


def typical_spread(
    asynchronies_s: FloatArray, window_beats: int = WINDOW_BEATS
) -> Spread | TooLittle:
    """Return the median of :func:`spread` over windows: the one to display.

    A stray tap or a bad minute moves the spread of a whole session, but not this.

    Args:
        asynchronies_s: people x beats.
        window_beats: length of a window; windows start a quarter of it apart.
    """
    x = np.atleast_2d(np.asarray(asynchronies_s, dtype=np.float64))
    starts = range(0, max(1, x.shape[1] - window_beats + 1), max(1, window_beats // 4))
    windows = [spread(x[:, i : i + window_beats]) for i in starts]
    known = [w.value_s for w in windows if isinstance(w, Spread)]
    whole = spread(x)
    if isinstance(whole, TooLittle) or not known:
        return whole
    return Spread(float(np.median(known)), whole.people, whole.beats)


def variance_split(asynchronies_s: FloatArray) -> VarianceSplit | TooLittle:
    """Return the two-way random-effects split of asynchronies: offset, shared, own.

    Squared seconds. Means of people (of beats) scatter by their own variance plus the residual
    variance over the cells behind each; the latter is taken off. At least 2 people and 8 beats
    (16 for two).

    Source: two-way analysis of variance; Shrout & Fleiss 1979.
    """
    model = _model(asynchronies_s, None)
    if isinstance(model, TooLittle):
        return model
    own = model.residual_s2
    per_person, per_beat = model.there.sum(axis=1), model.there.sum(axis=0)
    present = per_person > 0
    between = float(np.var(model.person[present, 0], ddof=1))
    return VarianceSplit(
        between - own * float(np.mean(1.0 / per_person[present])),
        float(np.var(model.shared, ddof=1)) - own * float(np.mean(1.0 / per_beat)),
        own,
    )


def _model(asynchronies_s: FloatArray, positions: IntArray | None) -> Additive | TooLittle:
    model = fit_additive(asynchronies_s, positions)
    people, beats = int(model.there.any(axis=1).sum()), model.there.shape[1]
    if people < MIN_PEOPLE:
        return TooLittle(Reason.PEOPLE, people, MIN_PEOPLE)
    need = MIN_BEATS_OF_TWO if people == MIN_PEOPLE else MIN_BEATS
    if beats < need or model.freedom < 1:
        return TooLittle(Reason.BEATS, beats, need)
    return model
