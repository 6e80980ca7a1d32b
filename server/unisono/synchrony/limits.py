"""The numbers the engine decides by, in one place, each with where it comes from.

They are the minimum data of each metric and the constants of the headline; ``docs/metrics.md``
repeats them beside the metric they belong to.
"""

from __future__ import annotations

from typing import Final

from unisono.units import Beats, Seconds

MIN_PEOPLE: Final = 2
MIN_BEATS: Final = 8
MIN_BEATS_OF_TWO: Final = 16
MIN_PAIR_BEATS: Final = 30
PRAISE_BEATS_OF_TWO: Final = 64
"""Two people at their own tempo reach 1.6 +- 41 over 27 beats: no praise before 64."""

OWN_BEATS: Final = 8
"""Beats of one's own before the constant offset is known well enough to be removed."""
OFFSET_MAX_S: Final[Seconds] = 0.150
OFFSET_MAX_OF_BEAT: Final = 0.3
OFFSET_FORGETTING: Final = 0.98
"""Per beat, live: follows a clock that drifts, holds 50 beats."""
NEIGHBOURHOOD_BEATS: Final = 4
"""Review: the offset for beat k comes from beats further than this from k."""

HALF_LIFE_BEATS: Final[Beats] = 16.0
HALF_LIFE_LARGE_BEATS: Final[Beats] = 8.0
LARGE_PEOPLE: Final = 10

GRACE_S: Final[Seconds] = 1.5
"""How long after its end a beat waits for taps still on the network."""
SETTLE_BEATS: Final = 4
"""Beats after a tempo change in which everybody moves together because of the click."""

CEILING_MIN: Final = 80.0
COVERAGE_MIN: Final = 0.6
JACKKNIFE_BLOCKS: Final = 8
CONFIDENCE: Final = 0.90


def offset_max_s(period_s: Seconds) -> Seconds:
    """Return the largest offset that is taken for a habit or a device: min(150 ms, 0.3 T).

    Beyond it playing early or late and playing another part of the beat are the same data.
    """
    return min(OFFSET_MAX_S, OFFSET_MAX_OF_BEAT * period_s)
