"""Which parts of a beat a run is measured on."""

from __future__ import annotations

import random

import pytest

from review_logs import circle, start, stop
from unisono.review import build_report


def parts_of(players: list[list[float]], scatter_s: float = 0.02) -> int:
    """Return the parts per beat of a run in which these places (in beats) are played, 48 times."""
    log = circle(len(players))
    start(log)
    chance = random.Random(11)
    for seat, places in enumerate(players, start=1):
        exact = [k + place for k in range(48) for place in places]
        log.taps(seat, [10.0 + 0.5 * b + chance.gauss(0.0, scatter_s) for b in exact])
    stop(log, 48, 40.0)
    return build_report(log.entries).stretches[0].parts_per_beat


@pytest.mark.parametrize(
    ("players", "parts"),
    [
        ([[0.0], [0.0], [0.0]], 1),
        ([[0.0], [0.0], [0.0], [0.0], [0.0, 0.5]], 1),
        ([[0.0], [0.5], [0.0]], 1),
        ([[0.0, 0.5], [0.0, 0.5], [0.0]], 2),
        ([[0.0, 2 / 3], [0.0, 2 / 3], [0.0]], 3),
        ([[0.0, 0.75], [0.25, 0.5], [0.5, 0.75]], 4),
    ],
)
def test_a_run_is_measured_on_the_parts_people_play(players: list[list[float]], parts: int) -> None:
    """Beat 1; one person doubling, or off the beat, 1; eighths 2, shuffle 3, sixteenths 4."""
    assert parts_of(players) == parts


def test_random_taps_fit_no_part_and_score_nothing() -> None:
    """People at random: one part a beat, S at 0 within its interval."""
    log = circle(5)
    start(log)
    chance = random.Random(2)
    for seat in range(1, 6):
        log.taps(seat, sorted(chance.uniform(10.0, 74.0) for _ in range(128)))
    stop(log, 128, 75.0)

    report = build_report(log.entries)

    assert report.stretches[0].parts_per_beat == 1
    assert report.together.value == pytest.approx(0.0, abs=6.0)
    assert report.together.word in ("not together", "")
