"""Two group measures of the literature, for comparison only: both depend on the number of people.

Pure noise gives a mean order parameter of .63 with 2 people, .40 with 5, .28 with 10 and .04 with
500, so neither may be compared between groups of different size, and neither is ever the headline.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unisono.synchrony.cells import ComplexArray
from unisono.synchrony.grid import FloatArray
from unisono.synchrony.limits import MIN_BEATS, MIN_PEOPLE
from unisono.synchrony.outcome import Reason, TooLittle


@dataclass(frozen=True, slots=True)
class NDependent:
    """A number that depends on the number of people.

    Args:
        value: 0..1.
        people: the people it depends on, the most at one beat.
        beats: beats behind it.
    """

    value: float
    people: int
    beats: int


def order_parameter(units: ComplexArray) -> NDependent | TooLittle:
    """Return the mean over beats of r(k) = |mean over people of exp(i theta_pk)|.

    **Depends on the number of people.** No unit, 0..1; at least 2 people and 8 beats. Latency
    counts: remove offsets first, or not, and say which.

    Args:
        units: people x beats, NaN = no tap.

    Source: Kuramoto 1984; Frank & Richardson 2010.
    """
    found = _enough(units)
    if isinstance(found, TooLittle):
        return found
    angles, count = found
    return NDependent(float(np.abs(_mean(angles, count)).mean()), int(count.max()), count.size)


def cluster_phase_rho(units: ComplexArray) -> NDependent | TooLittle:
    """Return the cluster-phase group synchrony rho.

    Each person's phase relative to the group's phase is freed of its own mean over the same beats;
    rho is the mean resultant of what remains. **Depends on the number of people**, and in short
    windows the mean taken from the same beats inflates it (noise, 5 people: .61 over 4 beats, .41
    over 256). No unit, 0..1; at least 2 people and 8 beats.

    Args:
        units: people x beats, NaN = no tap.

    Source: Frank & Richardson 2010; Richardson et al. 2012.
    """
    found = _enough(units)
    if isinstance(found, TooLittle):
        return found
    angles, count = found
    group = _mean(angles, count)
    relative = angles * np.conj(group / np.abs(group))
    own = np.nansum(relative, axis=1, keepdims=True)
    centred = relative * np.conj(own / np.where(np.abs(own) > 0.0, np.abs(own), 1.0))
    return NDependent(float(np.abs(_mean(centred, count)).mean()), int(count.max()), count.size)


def _mean(angles: ComplexArray, count: FloatArray) -> ComplexArray:
    return np.asarray(np.nansum(angles, axis=0) / count)


def _enough(units: ComplexArray) -> tuple[ComplexArray, FloatArray] | TooLittle:
    """Return unit phasors of the beats that two people or more played, and how many did."""
    there = ~np.isnan(units)
    people = int(there.any(axis=1).sum())
    if people < MIN_PEOPLE:
        return TooLittle(Reason.PEOPLE, people, MIN_PEOPLE)
    count = there.sum(axis=0)
    used = count >= MIN_PEOPLE
    if used.sum() < MIN_BEATS:
        return TooLittle(Reason.BEATS, int(used.sum()), MIN_BEATS)
    kept = units[:, used]
    return np.exp(1j * np.angle(kept)), count[used].astype(np.float64)
