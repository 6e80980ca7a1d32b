"""What a scientist asks of one person, in the report."""

from __future__ import annotations

import random

import pytest

from review_logs import circle, start, stop
from unisono.review import build_report


def test_somebody_who_takes_back_half_of_every_distance_is_told_so() -> None:
    """Phase correction of a simulated player comes out near what they do; all agree closely."""
    log, chance = circle(3), random.Random(7)
    start(log)
    for seat in (1, 2, 3):
        late_s, onsets = 0.0, []
        for beat in range(400):
            late_s = 0.5 * late_s + chance.gauss(0.0, 0.015)
            onsets.append(10.0 + 0.5 * beat + late_s)
        log.taps(seat, onsets)
    stop(log, 400, 215.0)

    for person in build_report(log.entries).people:
        assert person.correction.alpha == pytest.approx(0.5, abs=0.2)
        assert person.correction.taps == 400
        assert person.contribution is not None
        assert 0.8 < person.contribution < 1.0


def test_too_few_taps_in_a_row_are_named_as_such() -> None:
    """Ten taps say nothing about correction, and why is told."""
    log = circle(2)
    start(log)
    for seat in (1, 2):
        log.taps(seat, [10.0 + 0.5 * beat for beat in range(10)])
    stop(log, 12, 20.0)

    correction = build_report(log.entries).people[0].correction

    assert correction.alpha is None
    assert correction.missing is not None
    assert correction.missing.reason == "taps"
