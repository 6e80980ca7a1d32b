"""Debounce: one strike, one onset.

A finger, a stick or a piezo may report one strike twice. An onset that comes less than the
lock-out L after the previous *accepted* onset is dropped, with::

    L = min(80 ms, 0.35 * fastest expected interval)

Source: of about 70 000 intervals tapped to a 500 ms click none was under 100 ms (Silva & Laje 2024
data); a lock-out of 350 ms at 769 ms was used by Zhou et al.; 0.35 keeps quadruple tapping alive.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from unisono.errors import BadValue
from unisono.units import Seconds

LOCKOUT_MAX_S: Final[Seconds] = 0.080
LOCKOUT_OF_INTERVAL: Final = 0.35

FloatArray = npt.NDArray[np.float64]


def lockout_s(interval_s: Seconds) -> Seconds:
    """Return the lock-out for the fastest expected inter-onset interval, both in seconds."""
    return min(LOCKOUT_MAX_S, LOCKOUT_OF_INTERVAL * interval_s)


def debounce(onsets_s: npt.ArrayLike, lock_s: Seconds) -> FloatArray:
    """Return the onsets without bounces, in order of time.

    Args:
        onsets_s: onset times in seconds, in any order.
        lock_s: an onset closer than this to the accepted one before it is dropped.

    Raises:
        BadValue: if an onset is not a finite number or the lock-out is negative.
    """
    if not lock_s >= 0.0:
        raise BadValue("lock-out", lock_s, "0 seconds or more")
    onsets = np.sort(np.asarray(onsets_s, dtype=np.float64).ravel())
    if not np.all(np.isfinite(onsets)):
        raise BadValue("onset", onsets[-1:], "finite numbers of seconds")
    if onsets.size < 2 or bool(np.all(np.diff(onsets) >= lock_s)):
        return onsets
    kept = [onsets[0]]
    for onset in onsets[1:]:
        if onset - kept[-1] >= lock_s:
            kept.append(onset)
    return np.array(kept)
