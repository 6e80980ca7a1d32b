"""What a scientist asks of one person: phase correction and contribution, from whole runs.

Both stay in tables: neither is a quality of a person, and neither is worth a word on a screen.
"""

from __future__ import annotations

import numpy as np

from unisono.review.measure import Measure
from unisono.review.report import Correction
from unisono.review.words import missing
from unisono.synchrony.bgls import MIN_RUN, PhaseCorrection, phase_correction
from unisono.synchrony.contribution import Contribution, contributions
from unisono.synchrony.grid import FloatArray
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import to_ms


def correction_of(measure: Measure | None, row: int | None) -> Correction:
    """Return phase correction and its noise terms of one row, over stretches at one tempo.

    Args:
        measure: all runs.
        row: the person's row, None if they are not measured.
    """
    found: PhaseCorrection | TooLittle = TooLittle(Reason.TAPS, 0, MIN_RUN)
    if measure is not None and row is not None:
        found = phase_correction(*_at_one_tempo(measure, measure.cells.asynchronies_s[row]))
    if isinstance(found, TooLittle):
        return Correction(None, None, None, 0, missing(found))
    timekeeper_ms, motor_ms = to_ms(found.timekeeper_s), to_ms(found.motor_s)
    return Correction(found.alpha, timekeeper_ms, motor_ms, found.taps, None)


def contributions_of(measure: Measure | None) -> list[float | None]:
    """Return each row's contribution to the headline, -1..1; None with too few shared beats."""
    if measure is None:
        return []
    found = contributions(measure.units)
    return [one.value if isinstance(one, Contribution) else None for one in found]


def _at_one_tempo(measure: Measure, late_s: FloatArray) -> list[FloatArray]:
    """Cut a row where a run begins and where the tempo changes: a correction is within neither."""
    changes = np.flatnonzero(np.diff(measure.cells.grid.periods_s) != 0.0) + 1
    cuts = sorted({*measure.edges[1:-1], *changes.tolist()})
    return np.split(late_s, cuts)
