"""Which note of the answer stands for which note of the call.

One-to-one, within a tolerance that grows with the space around a note::

    tau_j = min(150 ms, 0.4 * local inter-onset interval)

around ``x_j + shift``; the local interval is the smaller one of the two around the note, so that
the tolerances of two neighbours never overlap and the maximum matching is never ambiguous.

**Source.** Maximum bipartite matching of onsets as in Raffel et al. 2014 (mir_eval); the tolerance
is this project's: 0.4 of an interval is the window of REPP (Anglada-Tort et al. 2022).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from unisono.onsets import Matching, debounce, lockout_s, match_onsets
from unisono.prompts.window import ResponseWindow
from unisono.units import Seconds

TOLERANCE_MAX_S: Final[Seconds] = 0.150
TOLERANCE_OF_INTERVAL: Final = 0.4

FloatArray = npt.NDArray[np.float64]


def tolerance_of_s(local_ioi_s: FloatArray) -> FloatArray:
    """Return min(150 ms, 0.4 x interval) for local inter-onset intervals in seconds."""
    return np.minimum(TOLERANCE_MAX_S, TOLERANCE_OF_INTERVAL * local_ioi_s)


def tolerances_s(window: ResponseWindow) -> FloatArray:
    """Return the largest distance of a matched onset for each expected one, in seconds."""
    return tolerance_of_s(window.local_ioi_s())


def strikes_s(window: ResponseWindow, onsets_s: FloatArray) -> FloatArray:
    """Return the onsets in order of time, without bounces and repeats."""
    fastest_s = float(window.local_ioi_s().min())
    return debounce(onsets_s, lockout_s(min(fastest_s, window.period_s)))


def match_answer(window: ResponseWindow, onsets_s: FloatArray, shift_s: Seconds = 0.0) -> Matching:
    """Match an answer to its window, one to one; residuals are relative to ``x_j + shift``.

    Outside the window only onsets that find their note count (the first may be early, the last
    late); anything else there belongs to what comes before or after and is not extra.

    Args:
        window: when the answer is due.
        onsets_s: when it came, seconds, increasing.
        shift_s: how late the whole answer lies, negative = early.
    """
    onsets = onsets_s - shift_s
    matching = match_onsets(window.expected(), onsets, tolerances_s(window))
    rest = onsets[matching.extra]
    inside = (rest >= window.start_s) & (rest < window.end_s)
    return Matching(
        matching.targets,
        matching.onsets,
        matching.missed,
        matching.extra[inside],
        matching.residuals_s,
    )
