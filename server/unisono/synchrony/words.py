"""Words for the headline, chosen from the number *and* its interval.

Bands of S (tempo near 120, one tap a beat): below 20 not together, 20-50 loose, 50-75 coming
together, 75-90 together, above 90 tight. Random tapping gives 0 +- 5, people who follow a click
carefully without hearing each other 88 +- 5.

A word is never more than one step above the word of the interval's low end, two people get no
praise before 64 beats, and an interval wider than 50 points gets no word at all.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from unisono.errors import N_
from unisono.synchrony.limits import PRAISE_BEATS_OF_TWO

WORDS: Final = (
    N_("not together"),
    N_("loose"),
    N_("coming together"),
    N_("together"),
    N_("tight"),
)
STEPS: Final = (20.0, 50.0, 75.0, 90.0)
WIDEST: Final = 50.0
PRAISE_FROM: Final = 3


def band(value: float) -> int:
    """Return which of the five bands a value of S lies in, 0..4."""
    return bisect_right(STEPS, value)


def word_for(value: float, low: float, high: float, people: int, beats: float) -> str:
    """Return the word to show, or ``""`` when the number is too unsure for one.

    Args:
        value: S, signed, up to 100.
        low: low end of its 90 % interval.
        high: high end of its 90 % interval.
        people: how many people stand behind it.
        beats: how many beats stand behind it.
    """
    if high - low > WIDEST:
        return ""
    step = min(band(value), band(low) + 1)
    if people == 2 and beats < PRAISE_BEATS_OF_TWO:
        step = min(step, PRAISE_FROM - 1)
    return WORDS[step]
