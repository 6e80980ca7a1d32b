"""The additive model of asynchronies, a_pk = A_p + B_k + e_pk, with missing cells.

A_p is what a person always does (latency, habit), B_k what the group does together at beat k, and
e_pk what is left. With metrical positions A_p has one value per position, so that a steady swing
is a habit and not a movement of the group. Fitted by least squares in O(people x beats) a sweep;
without missing cells one sweep is exact. The grand mean stays in A.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.synchrony.grid import BoolArray, FloatArray, IntArray

SWEEPS: Final = 500
CLOSE_S: Final = 1e-13


@dataclass(frozen=True, slots=True, eq=False)
class Additive:
    """A fitted model.

    Args:
        person: people x positions, A.
        shared: B per beat used.
        left: residuals, people x beats used, 0 where missing.
        there: people x beats used, where there was a tap.
        places: index of the position of each beat used.
    """

    person: FloatArray
    shared: FloatArray
    left: FloatArray
    there: BoolArray
    places: IntArray

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the residuals (one constant per position is shared by A and B)."""
        groups = [self.there[:, self.places == i] for i in range(self.person.shape[1])]
        cells = sum(int(g.sum()) for g in groups)
        people = sum(int(g.any(axis=1).sum()) for g in groups)
        return cells - people - int(self.there.shape[1]) + len(groups)

    @property
    def residual_s2(self) -> float:
        """Mean square of the residuals, with their degrees of freedom."""
        return float((self.left**2).sum()) / self.freedom


def fit_additive(asynchronies_s: FloatArray, positions: IntArray | None = None) -> Additive:
    """Fit the model to people x beats; beats with fewer than two people are left out.

    Args:
        asynchronies_s: onset minus beat in seconds, NaN = no tap in that beat.
        positions: metrical position of each beat; one for all by default.
    """
    x = np.atleast_2d(np.asarray(asynchronies_s, dtype=np.float64))
    used = (~np.isnan(x)).sum(axis=0) >= 2
    x = x[:, used]
    places = np.zeros(x.shape[1], dtype=np.intp)
    if positions is not None:
        places = np.unique(np.asarray(positions)[used], return_inverse=True)[1]
    there = ~np.isnan(x)
    x = np.where(there, x, 0.0)
    onto = np.zeros((x.shape[1], int(places.max(initial=-1)) + 1))
    onto[np.arange(x.shape[1]), places] = 1.0
    person, shared = _sweep(x, there, onto, places)
    left = np.where(there, x - person[:, places] - shared, 0.0)
    return Additive(person, shared, left, there, places)


def _sweep(
    x: FloatArray, there: BoolArray, onto: FloatArray, places: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Alternate between people and beats until nothing moves."""
    seen = there.astype(np.float64)
    per_person, per_beat = np.maximum(1.0, seen @ onto), np.maximum(1.0, seen.sum(axis=0))
    person = (x @ onto) / per_person
    shared = np.zeros(x.shape[1])
    for _ in range(SWEEPS):
        before = shared
        shared = (x - seen * person[:, places]).sum(axis=0) / per_beat
        shared = shared - (shared @ onto / onto.sum(axis=0))[places]
        person = ((x - seen * shared) @ onto) / per_person
        if np.max(np.abs(shared - before), initial=0.0) < CLOSE_S:
            break
    return person, shared
