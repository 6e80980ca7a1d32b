"""The chance level F0: which F the same notes would reach at another moment.

**Formula.** Mean F of 200 circular shifts of the person's own answer within the window. The
shifts are spread evenly over the window with a random place in each of 200 equal parts, which has
the same mean as free draws and less noise. If the answer's own shift was estimated, it is
estimated anew for each circular shift, so that the freedom to choose it gives no advantage.

**Range** 0..1, no unit; 0 for silence; up to 1 for an even, dense phrase without a known offset,
where every moment fits. **Minimum** one onset.

**Source.** Circular-shift surrogates as in Moulder et al. 2018 (time shifting); their use as zero
point is Cohen's (1960) correction for chance.
"""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from unisono.prompts.matching import tolerances_s
from unisono.prompts.shift import mutual_residuals_s
from unisono.prompts.window import ResponseWindow
from unisono.units import Seconds

SHIFTS: Final = 200

FloatArray = npt.NDArray[np.float64]


class Chance(Protocol):
    """A source of random numbers, as :class:`random.Random` is; seed it for the same result."""

    def random(self) -> float:
        """Return the next number in [0, 1)."""
        ...


def chance_level(
    window: ResponseWindow,
    onsets_s: FloatArray,
    chance: Chance,
    shift_s: Seconds | None = None,
) -> float:
    """Return F0, the mean F of 200 circular shifts, 0..1.

    Args:
        window: when the answer was due.
        onsets_s: the onsets that count as the answer, seconds.
        chance: where the random places come from.
        shift_s: the person's known shift, or None if it is estimated from the answer.
    """
    if not onsets_s.size:
        return 0.0
    length_s = window.length_s
    draws = np.array([chance.random() for _ in range(SHIFTS)])
    moved = (np.arange(SHIFTS) + draws)[:, np.newaxis] * (length_s / SHIFTS) + onsets_s
    apart = moved[:, np.newaxis, :] - window.expected()[:, np.newaxis]
    apart = _around(apart - (shift_s or 0.0), length_s)
    if shift_s is None:
        apart = _around(apart - _shifts_s(apart)[:, np.newaxis, np.newaxis], length_s)
    hits = _hits(np.abs(apart), tolerances_s(window))
    return float(np.mean(2.0 * hits / (len(window.expected_s) + onsets_s.size)))


def _around(apart_s: FloatArray, length_s: Seconds) -> FloatArray:
    """Return differences on the circle of the window, in [-length/2, length/2)."""
    around: FloatArray = np.mod(apart_s + length_s / 2.0, length_s)
    return around - length_s / 2.0


def _shifts_s(apart_s: FloatArray) -> FloatArray:
    """Return the median residual of the nearest onsets of each row (shifts x expected x onsets)."""
    near = mutual_residuals_s(apart_s)
    near[np.isnan(near).all(axis=1)] = 0.0
    shifts: FloatArray = np.nanmedian(near, axis=1)
    return shifts


def _hits(distance_s: FloatArray, tolerance_s: FloatArray) -> FloatArray:
    """Return how many expected notes were hit in each row; an onset serves its nearest note."""
    nearest = distance_s.argmin(axis=1)
    close = np.take_along_axis(distance_s, nearest[:, np.newaxis, :], axis=1)[:, 0, :]
    served = close <= tolerance_s[nearest]
    notes = np.arange(tolerance_s.size)[:, np.newaxis]
    hit = ((nearest[:, np.newaxis, :] == notes) & served[:, np.newaxis, :]).any(axis=2)
    hits: FloatArray = hit.sum(axis=1).astype(np.float64)
    return hits
