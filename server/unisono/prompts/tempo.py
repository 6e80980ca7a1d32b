"""The tempo of an answer: as called, in half time, in double time, or its own.

**Formula.** Slope of the Theil-Sen line through (onset of the answer, place in the call): the
median of ``(x_j - x_i) / (o_j - o_i)`` over pairs of notes. 2 = twice as fast as called, 0.5 =
half as fast. Range above 0, no unit; **minimum** 4 pairs.

Which onset stands for which place depends on the tempo that is to be found, so several readings
are tried: the call as it is, in half time, in double time (once, and twice round) and, if none of
these fits well (F below 0.8) or as many notes came as were due, in order, first with first. Each
gives pairs, a line, and with it the times at which notes would be due at that tempo; the reading
whose line matches the answer best (highest F, then least distance) is taken. If even that F is
below 0.6 there is no tempo to speak of.

**Edge cases.** An even answer that leaves out every second note of an even call *is* half time.

**Source.** Theil 1950, Sen 1968; tolerance of the words |ln| < 0.2 as for metrical levels.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from unisono.onsets import Matching, match_onsets
from unisono.prompts.matching import tolerance_of_s
from unisono.prompts.window import ResponseWindow, local_ioi_s
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import Seconds

MIN_PAIRS: Final = 4
GOOD_FROM: Final = 0.8
FITS_FROM: Final = 0.6
NEAR: Final = 0.2

FloatArray = npt.NDArray[np.float64]


class Pace(StrEnum):
    """An answer's tempo in a word."""

    SAME = "in tempo"
    HALF = "half time"
    DOUBLE = "double time"
    OWN = "own tempo"


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """Places of the call, in seconds, that some onsets of the answer stand for."""

    all_places_s: FloatArray
    places_s: FloatArray
    notes_s: FloatArray


@dataclass(frozen=True, slots=True)
class _Line:
    """A tempo, how many notes fit it, of how many due and played, and how closely."""

    ratio: float
    matched: int
    total: int
    distance_s: Seconds

    @property
    def f(self) -> float:
        return 2.0 * self.matched / self.total


def tempo_ratio(
    window: ResponseWindow, onsets_s: FloatArray, shift_s: Seconds = 0.0
) -> float | TooLittle:
    """Return how fast the answer was, as a multiple of the call's tempo.

    Args:
        window: when the answer was due.
        onsets_s: when it came, seconds, increasing.
        shift_s: how late the whole answer lies, negative = early.
    """
    notes = _inside(window, onsets_s - shift_s)
    best = _best(window, _laid_over(window, notes), notes)
    complete = notes.size == len(window.expected_s)
    if best is None or best.f < GOOD_FROM or complete:
        best = max(best, _best(window, [_in_order(window, notes)], notes), key=_fit)
    if best is None:
        return TooLittle(Reason.TAPS, int(notes.size), MIN_PAIRS)
    if best.f < FITS_FROM:
        return TooLittle(Reason.NOTES, best.matched, math.ceil(FITS_FROM * best.total / 2.0))
    return best.ratio


def theil_sen_slope(x: FloatArray, y: FloatArray) -> float:
    """Return the median slope (y_j - y_i) / (x_j - x_i) over pairs; x increasing, 2 or more."""
    first, second = np.triu_indices(x.size, k=1)
    return float(np.median((y[second] - y[first]) / (x[second] - x[first])))


def pace_of(ratio: float) -> Pace:
    """Return a tempo ratio in a word."""
    for pace, target in ((Pace.SAME, 1.0), (Pace.HALF, 0.5), (Pace.DOUBLE, 2.0)):
        if abs(math.log(ratio / target)) < NEAR:
            return pace
    return Pace.OWN


def _inside(window: ResponseWindow, onsets_s: FloatArray) -> FloatArray:
    reach_s = float(tolerance_of_s(window.local_ioi_s())[0])
    return onsets_s[(onsets_s >= window.expected_s[0] - reach_s) & (onsets_s < window.end_s)]


def _best(
    window: ResponseWindow, readings: Iterable[_Reading], notes_s: FloatArray
) -> _Line | None:
    lines = [_line(window, r, notes_s) for r in readings if r.notes_s.size >= MIN_PAIRS]
    return max(lines, key=_fit, default=None)


def _fit(line: _Line | None) -> tuple[float, float]:
    return (line.f, -line.distance_s) if line else (-1.0, 0.0)


def _line(window: ResponseWindow, reading: _Reading, notes_s: FloatArray) -> _Line:
    """Lay a line through the pairs of a reading and count what it explains."""
    ratio = theil_sen_slope(reading.notes_s, reading.places_s)
    start_s = np.median(reading.notes_s - reading.places_s / ratio)
    due_s = start_s + reading.all_places_s / ratio
    due_s = due_s[due_s < window.end_s]
    matching = _match(window, due_s, notes_s)
    matched, distances = int(matching.targets.size), np.abs(matching.residuals_s)
    distance_s = float(distances.mean()) if matched else math.inf
    return _Line(ratio, matched, int(due_s.size + notes_s.size), distance_s)


def _laid_over(window: ResponseWindow, notes_s: FloatArray) -> list[_Reading]:
    """Return the pairs under each tempo the call is laid over the answer in, plainest first."""
    places = window.expected()
    first, twice = places[0], np.concatenate((places, places + window.length_s))
    found = []
    for speed, laid in ((1.0, places), (0.5, places), (2.0, places), (2.0, twice)):
        due_s = first + (laid - first) / speed
        matching = _match(window, due_s[due_s < window.end_s], notes_s)
        found.append(_Reading(laid, laid[matching.targets], notes_s[matching.onsets]))
    return found


def _in_order(window: ResponseWindow, notes_s: FloatArray) -> _Reading:
    places = window.expected()
    count = min(places.size, notes_s.size)
    return _Reading(places, places[:count], notes_s[:count])


def _match(window: ResponseWindow, due_s: FloatArray, notes_s: FloatArray) -> Matching:
    return match_onsets(due_s, notes_s, tolerance_of_s(local_ioi_s(due_s, window.length_s)))
