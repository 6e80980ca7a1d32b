"""How much of the phrase came back: recall, precision, F.

**Source.** Onset evaluation of Raffel et al. 2014 (mir_eval); F is van Rijsbergen's (1979) with
equal weights. Raw F is not for display: in a dense phrase random playing reaches a high F, see
:mod:`unisono.prompts.chance`.
"""

from __future__ import annotations

from unisono.onsets import Matching
from unisono.synchrony.outcome import Reason, TooLittle


def recall(matching: Matching) -> float | TooLittle:
    """Return the share of expected notes that were played: matched / expected, 0..1.

    No unit; minimum one expected note. Somebody silent has recall 0, which is the truth.
    """
    value = matching.recall
    return TooLittle(Reason.NOTES, 0, 1) if value is None else value


def precision(matching: Matching) -> float | TooLittle:
    """Return the share of played notes that were expected: matched / played, 0..1.

    No unit; minimum one played note (nobody has played wrongly by playing nothing).
    """
    value = matching.precision
    return TooLittle(Reason.TAPS, 0, 1) if value is None else value


def f_measure(matching: Matching) -> float:
    """Return F = 2 x matched / (expected + played), 0..1: the harmonic mean of the two above.

    No unit; 0 when nothing matched. Never shown as it is.
    """
    return matching.f_measure or 0.0
