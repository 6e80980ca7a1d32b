"""The shift: how much early or late a whole answer lies, by habit or device.

**Formula.** The person's offset from sections with a click, if it is known (the preferred way);
otherwise the median residual of those notes and onsets that are nearest to each other and at most
150 ms apart. Clipped to +-150 ms. **Unit** seconds; negative = early. **Minimum** one onset within
150 ms of an expected one, otherwise there is none. **Edge cases.** It cannot be told apart from the
latency of the device; a shift of more than half an interval is taken for the neighbour's.

**Source.** Median alignment as in tapping studies with unknown device latency; constant offsets of
-30 to -90 ms are ordinary (Bååth & Madison 2012 data, Silva & Laje 2024 data).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from unisono.prompts.window import ResponseWindow
from unisono.synchrony.limits import OFFSET_MAX_S
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import Seconds

FloatArray = npt.NDArray[np.float64]


def clipped_shift_s(shift_s: Seconds) -> Seconds:
    """Return a shift held within +-150 ms, in seconds."""
    return max(-OFFSET_MAX_S, min(OFFSET_MAX_S, shift_s))


def nearest_residuals_s(expected_s: FloatArray, onsets_s: FloatArray) -> FloatArray:
    """Return onset minus expected where the two are nearest to each other, NaN elsewhere.

    Pairs more than 150 ms apart are NaN, too.

    Args:
        expected_s: when notes are due, seconds.
        onsets_s: when they came, seconds, in any order.
    """
    if not onsets_s.size:
        return np.full(expected_s.size, np.nan)
    return mutual_residuals_s(onsets_s[np.newaxis, :] - expected_s[:, np.newaxis])


def mutual_residuals_s(apart_s: FloatArray) -> FloatArray:
    """Return residuals (..., expected) of differences (..., expected, onsets); see above."""
    distance = np.abs(apart_s)
    nearest = distance.argmin(axis=-1)
    its_nearest = np.take_along_axis(distance.argmin(axis=-2), nearest, axis=-1)
    residuals = np.take_along_axis(apart_s, nearest[..., np.newaxis], axis=-1)[..., 0]
    mutual = its_nearest == np.arange(apart_s.shape[-2])
    return np.where(mutual & (np.abs(residuals) <= OFFSET_MAX_S), residuals, np.nan)


def own_shift_s(expected_s: FloatArray, onsets_s: FloatArray) -> Seconds | TooLittle:
    """Return the median residual of the nearest onsets in seconds, negative = early.

    Args:
        expected_s: when notes are due, seconds.
        onsets_s: when they came, seconds, in any order.
    """
    residuals = nearest_residuals_s(expected_s, onsets_s)
    near = residuals[~np.isnan(residuals)]
    if not near.size:
        return TooLittle(Reason.TAPS, 0, 1)
    return clipped_shift_s(float(np.median(near)))


def answer_shift_s(
    window: ResponseWindow, onsets_s: FloatArray, offset_s: Seconds | None
) -> Seconds:
    """Return the shift to match an answer with: the known offset, else the own shift, else 0.

    Args:
        window: when the answer was due.
        onsets_s: when it came, seconds, in any order.
        offset_s: the person's constant offset from sections with a click, if known.
    """
    if offset_s is not None:
        return clipped_shift_s(offset_s)
    own_s = own_shift_s(window.expected(), onsets_s)
    return 0.0 if isinstance(own_s, TooLittle) else own_s
