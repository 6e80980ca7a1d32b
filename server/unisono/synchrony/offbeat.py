"""Off-beat share: how many people are far from the beat, for whatever reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from unisono.synchrony.grid import FloatArray
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.synchrony.person import Offset, offset
from unisono.units import Seconds

FAR_OF_BEAT: Final = 0.25


@dataclass(frozen=True, slots=True)
class OffBeat:
    """Who plays further than a quarter of a beat from it.

    Args:
        share: of the people measured, 0..1.
        rows: their row numbers.
        people: people measured.
    """

    share: float
    rows: tuple[int, ...]
    people: int


def off_beat(asynchronies_s: FloatArray, periods_s: Seconds | FloatArray) -> OffBeat | TooLittle:
    """Return the share of people with ``|constant offset| > T/4``.

    An off-beat role or a large latency: the data cannot tell which. No unit, 0..1; at least one
    person with 8 taps. Such people lower S, because so large an offset is not removed.

    Args:
        asynchronies_s: people x beats, seconds, NaN = no tap in that beat.
        periods_s: one period, or one per beat.
    """
    rows = [offset(row, periods_s) for row in np.atleast_2d(asynchronies_s)]
    known = [(i, o) for i, o in enumerate(rows) if isinstance(o, Offset)]
    if not known:
        return TooLittle(Reason.PEOPLE, 0, 1)
    far_s = FAR_OF_BEAT * float(np.median(periods_s))
    far = tuple(i for i, o in known if abs(o.mean_s) > far_s)
    return OffBeat(len(far) / len(known), far, len(known))
