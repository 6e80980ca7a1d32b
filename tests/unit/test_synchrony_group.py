"""The headline of a group is what its formula says: jitter, noise, delays, tempo, feel."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from asynchronies import FloatArray, T, taps
from unisono.errors import BadValue
from unisono.synchrony import (
    Grid,
    OffsetRule,
    Reason,
    TooLittle,
    aligned,
    beat_terms,
    cells_of,
    cohesion,
    cohesion_of_cells,
    cohesion_of_terms,
    phasors,
    terms_of_cells,
)


@pytest.mark.parametrize(("sd_ms", "score"), [(10, 98), (20, 94), (30, 87), (40, 78), (60, 57)])
def test_gaussian_jitter_scores_what_theory_says(sd_ms: float, score: float) -> None:
    """S = 100 exp(-(2 pi s / T)^2), to a point, for 20 people over 400 beats."""
    found = cohesion(taps(20, 400, sd_ms / 1e3), T)

    assert found
    assert found.value == pytest.approx(100 * math.exp(-((2 * math.pi * sd_ms / 500) ** 2)), abs=1)
    assert found.value == pytest.approx(score, abs=1.5)


def test_identical_timing_scores_100() -> None:
    """Everybody at the same instants, each with a constant delay of their own: exactly 100."""
    late = np.zeros((4, 40)) + np.array([[0.0], [0.03], [-0.08], [0.14]])

    found = cohesion(late, T)

    assert found
    assert found.value == pytest.approx(100.0, abs=1e-9)


def test_the_headline_is_the_mean_cosine_over_all_pairs() -> None:
    """Q, visited pair by pair and beat by beat, with missing taps, is the same number."""
    rng = np.random.default_rng(2)
    late = np.where(rng.random((5, 60)) < 0.3, np.nan, taps(5, 60, 0.04))
    units = aligned(phasors(late, T), T)

    found = cohesion_of_terms(beat_terms(units))

    pairs = [
        (units[i, k] * np.conj(units[j, k])).real
        for k in range(60)
        for i, j in itertools.combinations(range(5), 2)
        if not (np.isnan(units[i, k]) or np.isnan(units[j, k]))
    ]
    assert found
    assert found.pair_beats == len(pairs)
    assert found.q == pytest.approx(float(np.mean(pairs)), abs=1e-12)


def test_the_headline_is_the_order_parameter_freed_of_n() -> None:
    """With nobody missing, Q = (N mean r^2 - 1)/(N - 1)."""
    units = phasors(taps(7, 50, 0.05), T)
    r_squared = float((np.abs(units.mean(axis=0)) ** 2).mean())

    found = cohesion_of_terms(beat_terms(units))

    assert found
    assert found.q == pytest.approx((7 * r_squared - 1) / 6, abs=1e-12)


@pytest.mark.parametrize(
    ("people", "sessions"), [(2, 3000), (5, 600), (10, 200), (50, 20), (500, 3)]
)
def test_pure_noise_scores_nothing_whatever_the_number_of_people(
    people: int, sessions: int
) -> None:
    """The mean S of random phases is 0 to within one point for 2, 5, 10, 50 and 500 people."""
    rng = np.random.default_rng(3)
    scores = [
        beat_terms(aligned(phasors(rng.uniform(-T / 2, T / 2, (people, 64)), T), T)).value()
        for _ in range(sessions)
    ]

    assert abs(np.mean(scores)) < 1.0


@pytest.mark.parametrize(("people", "sessions"), [(2, 150), (5, 60), (50, 4)])
@pytest.mark.parametrize("taps_per_beat", [1.0, 2.0, 3.0])
def test_random_tapping_scores_nothing_from_raw_onsets_on(
    people: int, sessions: int, taps_per_beat: float
) -> None:
    """Debounce, cells and levels add nothing to taps at random times, fast or slow."""
    rng = np.random.default_rng(4)
    grid = Grid.of_times([T * k for k in range(256)])
    count = int(256 * taps_per_beat)
    scores = []
    for _ in range(sessions):
        players = {str(i): rng.uniform(-T / 2, 255.5 * T, count) for i in range(people)}
        scores.append(terms_of_cells(cells_of(players, grid)).value())

    assert abs(np.mean(scores)) < 1.0


def test_offsets_from_the_same_beats_would_make_noise_look_together() -> None:
    """Removing the mean of a window of 4 beats gives .20 for 5 random people; S gives 0."""
    rng = np.random.default_rng(5)
    inflated = []
    for _ in range(2000):
        units = phasors(rng.uniform(-T / 2, T / 2, (5, 4)), T)
        own = units.mean(axis=1, keepdims=True)
        inflated.append(beat_terms(units * np.conj(own) / np.abs(own)).value())

    assert np.mean(inflated) == pytest.approx(20.0, abs=2.0)


@pytest.mark.parametrize("period_s", [0.5, 0.6, 1.0])
def test_constant_delays_change_nothing(period_s: float) -> None:
    """0 to 150 ms added at random per person changes S by less than 0.01."""
    rng = np.random.default_rng(6)
    beats = np.arange(80) * period_s
    played = beats + taps(6, 80, 0.02)
    delays = rng.uniform(0.0, 0.15, 6)
    grid = Grid.of_times(beats)
    plain = cohesion_of_cells(cells_of({str(i): played[i] for i in range(6)}, grid))
    delayed = cohesion_of_cells(cells_of({str(i): played[i] + delays[i] for i in range(6)}, grid))

    assert plain
    assert delayed
    assert abs(plain.value - delayed.value) < 0.01
    raw = cohesion_of_cells(
        cells_of({str(i): played[i] + delays[i] for i in range(6)}, grid), OffsetRule.NONE
    )
    assert raw
    assert raw.value < plain.value - 5


def test_tempo_changes_keep_an_offset_in_seconds() -> None:
    """A delay of 100 ms is taken out before and after 100 becomes 140 beats a minute."""
    times = np.cumsum([0.0] + [0.6] * 40 + [60 / 140] * 40)
    rows = {"a": times + taps(1, 81, 0.01)[0], "b": times + 0.1 + taps(1, 81, 0.01, 9)[0]}
    grid = Grid.of_times(times)

    with_delay = cohesion_of_cells(cells_of(rows, grid))
    without = cohesion_of_cells(cells_of({**rows, "b": rows["b"] - 0.1}, grid))

    assert with_delay
    assert without
    assert with_delay.value == pytest.approx(without.value, abs=0.1)


def test_eighths_quarters_and_halves_play_together() -> None:
    """Tapping twice a beat or every other beat, exactly, scores 100."""
    rows = {
        "halves": np.arange(0, 64, 2) * T,
        "quarters": np.arange(64) * T,
        "eighths": np.arange(128) * T / 2,
        "triplets": np.arange(192) * T / 3,
    }

    found = cohesion_of_cells(cells_of(rows, Grid.of_times([T * k for k in range(64)])))

    assert found
    assert found.value == pytest.approx(100.0, abs=1e-6)
    assert found.chance > 0.0


def test_feel_moves_the_targets() -> None:
    """A swung pair of slots is 100 % together, and on the felt grid nobody is late."""
    slots = np.arange(64) * T / 2
    grid = Grid.of_times(slots, T / 2, positions=np.arange(64) % 2).with_feel([0.0, 1 / 3])
    swung = slots + np.where(np.arange(64) % 2, T / 6, 0.0)

    cells = cells_of({"a": swung, "b": swung + 0.01}, grid)

    assert np.nanmax(np.abs(cells.asynchronies_s[0])) < 1e-12
    found = cohesion_of_cells(cells)
    assert found
    assert found.value == pytest.approx(100.0, abs=1e-9)


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (taps(1, 40, 0.02), TooLittle(Reason.PEOPLE, 0, 2)),
        (taps(2, 15, 0.02), TooLittle(Reason.BEATS, 15, 16)),
        (taps(2, 29, 0.02), TooLittle(Reason.PAIRS, 29, 30)),
        (taps(3, 9, 0.02), TooLittle(Reason.PAIRS, 27, 30)),
        (taps(20, 7, 0.02), TooLittle(Reason.BEATS, 7, 8)),
        (np.full((3, 40), np.nan), TooLittle(Reason.PEOPLE, 0, 2)),
    ],
)
def test_too_little_for_a_headline_is_named(late: FloatArray, expected: TooLittle) -> None:
    """People, beats (16 for two) and pair-beats have their minimum."""
    assert cohesion(late, T, OffsetRule.NONE) == expected


def test_an_impossible_grid_or_period_is_refused() -> None:
    """Times that do not increase and periods of 0 raise BadValue."""
    with pytest.raises(BadValue):
        Grid.of_times([0.0, 0.5, 0.5])
    with pytest.raises(BadValue):
        cohesion(taps(3, 20, 0.02), 0.0)
