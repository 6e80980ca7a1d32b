"""Laws of the simulated players: they obey the closed forms they are built on."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unisono.errors import BadValue
from unisono.testing import Habit, Latency, SimulatedPlayer, crowd
from unisono.units import beat_period_s

STILL = Habit(timekeeper_s=0.0, motor_s=0.0)


def asynchronies(habit: Habit, clicks: Iterable[float], seed: int = 1) -> np.ndarray:
    """Return tap minus click for a player who neither leaves out nor adds a tap."""
    player = SimulatedPlayer(habit, random.Random(seed))
    return np.array([player.play(click)[0] - click for click in clicks])


def steady(beats: int, period_s: float = 0.5) -> list[float]:
    """Return so many clicks of one tempo."""
    return [i * period_s for i in range(beats)]


@given(st.floats(0.1, 1.5), st.floats(0.005, 0.03), st.floats(0.0, 0.01), st.integers(0, 2**32))
@settings(deadline=None, max_examples=20)
def test_asynchrony_settles_into_the_closed_form(
    alpha: float, timekeeper_s: float, motor_s: float, seed: int
) -> None:
    """Vorberg & Schulze: mean mu and the SD of the docstring, whatever alpha."""
    habit = Habit(timekeeper_s=timekeeper_s, motor_s=motor_s, alpha=alpha)

    taps = asynchronies(habit, steady(20_000), seed)[200:]

    assert np.std(taps) == pytest.approx(habit.asynchrony_sd_s(), rel=0.12)
    assert np.mean(taps) == pytest.approx(habit.mean_s, abs=0.004)


def test_without_correction_intervals_are_wing_and_kristofferson() -> None:
    """Var(interval) = sigma_T^2 + 2 sigma_M^2, lag-1 covariance = -sigma_M^2."""
    habit = Habit(timekeeper_s=0.012, motor_s=0.009, alpha=0.0)

    intervals = np.diff(asynchronies(habit, steady(60_000)))

    assert np.var(intervals) == pytest.approx(0.012**2 + 2 * 0.009**2, rel=0.03)
    assert np.mean(
        (intervals[1:] - intervals.mean()) * (intervals[:-1] - intervals.mean())
    ) == pytest.approx(-(0.009**2), rel=0.10)


def test_the_same_seed_plays_the_same_taps() -> None:
    """Nothing but the caller's random numbers decides."""
    habit = Habit(missed=0.1, extra=0.1)

    takes = []
    for _ in range(2):
        player = SimulatedPlayer(habit, random.Random(7))
        takes.append([player.play(click) for click in steady(200)])

    assert takes[0] == takes[1]


def test_left_out_and_additional_taps_come_as_often_as_asked() -> None:
    """A left-out tap does not throw the player off the beat."""
    player = SimulatedPlayer(Habit(missed=0.1, extra=0.05), random.Random(3))

    taps = [player.play(click) for click in steady(20_000)]

    assert 1.0 - len([t for t in taps if t and abs(t[0] - 0.5 * round(t[0] / 0.5)) < 0.12]) / (
        20_000
    ) == pytest.approx(0.1, abs=0.015)
    assert sum(map(len, taps)) / 20_000 == pytest.approx(0.95, abs=0.01)


@given(st.floats(40.0, 200.0), st.floats(40.0, 200.0), st.floats(0.3, 1.2))
def test_a_tempo_change_is_caught_up_with(first: float, second: float, alpha: float) -> None:
    """Without noise the asynchrony returns to the habitual one within 30 taps of any change."""
    periods = [beat_period_s(first)] * 20 + [beat_period_s(second)] * 40
    clicks = list(itertools.accumulate(periods, initial=0.0))

    taps = asynchronies(replace(STILL, alpha=alpha), clicks)

    assert taps[:20] == pytest.approx(STILL.mean_s, abs=1e-9)
    assert taps[-10:] == pytest.approx(STILL.mean_s, abs=1e-3)


def test_a_tempo_change_is_first_met_with_the_old_interval() -> None:
    """Nobody knows the new tempo before hearing it: the first tap is off by the difference."""
    clicks = list(itertools.accumulate([0.5] * 10 + [0.4] * 10, initial=0.0))

    taps = asynchronies(STILL, clicks)

    assert taps[11] - STILL.mean_s == pytest.approx(0.1)


def test_longer_intervals_are_less_even() -> None:
    """Weber's law: twice the interval, twice the spread; below 500 ms it stays."""
    spread = [np.std(asynchronies(Habit(), steady(8000, t))[100:]) for t in (0.4, 0.5, 1.0)]

    assert spread[1] == pytest.approx(spread[0], rel=0.05)
    assert spread[2] == pytest.approx(2 * spread[1], rel=0.1)


def test_a_device_adds_its_latency_and_lets_it_creep() -> None:
    """The player plays the same; only what arrives is later, and later still with time."""
    clicks = steady(241)
    device = Latency(constant_s=0.18, drift_ppm=100.0)

    added = asynchronies(replace(STILL, latency=device), clicks) - asynchronies(STILL, clicks)

    assert added[0] == pytest.approx(0.18, abs=1e-5)
    assert added[-1] - added[0] == pytest.approx(120 * 100e-6, rel=0.01)


def test_listening_to_others_draws_towards_them() -> None:
    """With half an ear on people who play 60 ms later, one plays later, half the way."""
    player = SimulatedPlayer(replace(STILL, listening=0.5), random.Random(1))
    others_s = STILL.mean_s + 0.06

    taps = [player.play(click, others_s)[0] - click for click in steady(60)]

    assert taps[-1] - STILL.mean_s == pytest.approx(0.03, abs=1e-6)


def test_a_crowd_plays_as_adults_do() -> None:
    """Mean of the subjects' SDs near 31 ms at 500 ms, none outside what was ever measured."""
    rng = random.Random(11)
    spreads = [np.std(asynchronies(h, steady(400), i)) for i, h in enumerate(_regular(rng, 200))]

    assert np.mean(spreads) == pytest.approx(0.026, abs=0.006)
    assert min(spreads) > 0.008
    assert max(spreads) < 0.09


def _regular(rng: random.Random, count: int) -> list[Habit]:
    return [replace(h, missed=0.0, extra=0.0) for h in crowd(count, rng)]


@pytest.mark.parametrize(
    "numbers", [{"alpha": 2.0}, {"alpha": -0.1}, {"missed": 1.1}, {"motor_s": -1.0}]
)
def test_a_habit_outside_its_range_is_refused(numbers: dict[str, float]) -> None:
    """The sentence says what is allowed."""
    with pytest.raises(BadValue, match="must be"):
        Habit(**numbers)  # type: ignore[arg-type]
