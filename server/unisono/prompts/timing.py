"""How evenly the matched notes of an answer lie: timing, rhythm error, entrance."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from unisono.onsets import Matching
from unisono.prompts.window import ResponseWindow
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import TAU, Seconds

MIN_MATCHED: Final = 4
MIN_INTERVALS: Final = 3

FloatArray = npt.NDArray[np.float64]


def timing(matching: Matching, period_s: Seconds) -> float | TooLittle:
    """Return how much of the group's phase an answer's jitter leaves: exp(-(2 pi s / T)^2).

    s is the SD (ddof 1) of the matched residuals and T the beat period, both in seconds.

    Range 0..1, no unit; 1 = no jitter; a constant delay changes nothing. Minimum 4 matched notes.
    Residuals are bounded by the tolerance, so a careless answer loses notes, not only timing.
    Source: the headline S of a group with Gaussian jitter s (docs/metrics.md), as one factor.
    """
    residuals = matching.residuals_s
    if residuals.size < MIN_MATCHED:
        return TooLittle(Reason.TAPS, int(residuals.size), MIN_MATCHED)
    return math.exp(-((TAU * float(np.std(residuals, ddof=1)) / period_s) ** 2))


def rhythm_error(
    window: ResponseWindow, onsets_s: FloatArray, matching: Matching
) -> float | TooLittle:
    """Return how far intervals differ from those of the call: mean |ln(IOI answer / IOI call)|.

    Intervals run between successive matched notes; where a note is missing the interval spans it.

    Range from 0 up, no unit: 0 = the same rhythm; 0.05 = intervals 5 % longer or shorter on
    average; insensitive to a constant delay. Minimum 3 intervals. An extra note between two
    matched ones does not change it.
    Source: log-ratio distance of inter-onset intervals (Desain & Honing 2003 work on the same
    scale); the mean absolute value is this project's choice.
    """
    if matching.targets.size - 1 < MIN_INTERVALS:
        return TooLittle(Reason.INTERVALS, max(0, int(matching.targets.size) - 1), MIN_INTERVALS)
    called_s = np.diff(window.expected()[matching.targets])
    answered_s = np.diff(onsets_s[matching.onsets])
    return float(np.mean(np.abs(np.log(answered_s / called_s))))


def entrance_s(matching: Matching) -> Seconds | TooLittle:
    """Return the residual of the first matched note, in seconds, negative = early.

    It is relative to the answer's own shift: a person with a constant delay enters on time.
    Minimum one matched note. Source: the term of ensemble research for the first attack of a
    phrase; one note, so never more than an anecdote.
    """
    if not matching.residuals_s.size:
        return TooLittle(Reason.TAPS, 0, 1)
    return float(matching.residuals_s[0])
