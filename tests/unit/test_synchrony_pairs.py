"""Two people's numbers: asynchrony, locking, following, and their chance level."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from astropy.stats import circvar as astropy_circvar  # type: ignore[import-untyped]
from scipy import stats  # type: ignore[import-untyped]

from unisono.errors import BadValue
from unisono.synchrony import (
    Reason,
    TooLittle,
    aligned,
    beat_shift_test,
    following,
    following_over_time,
    following_test,
    locking_table,
    pair_asynchrony,
    phase_correction,
    phase_locking,
    phasors,
)
from unisono.synchrony.lag import detrended, lagged

T = 0.5
FloatArray = npt.NDArray[np.float64]


def duet(
    beats: int, one: float, other: float, seed: int = 1, sd_s: float = 0.02
) -> tuple[FloatArray, FloatArray]:
    """Return two people without a click; each corrects a share of the difference to the other."""
    rng = np.random.default_rng(seed)
    times = np.zeros((2, beats))
    for k in range(beats - 1):
        d = times[0, k] - times[1, k]
        times[0, k + 1] = times[0, k] + T - one * d + rng.normal(0, sd_s)
        times[1, k + 1] = times[1, k] + T + other * d + rng.normal(0, sd_s)
    return times[0], times[1]


def test_asynchrony_is_first_minus_second_over_shared_beats() -> None:
    """Mean, SD (n - 1) and mean absolute value of hand-made differences."""
    first = np.array([0.0, 1.0, 2.0, np.nan, 4.0])
    second = np.array([0.1, 0.9, 2.3, 3.0, np.nan])

    found = pair_asynchrony(first, second, min_beats=3)

    assert found
    assert found.beats == 3
    assert found.mean_s == pytest.approx(-0.1)
    assert found.sd_s == pytest.approx(0.2)
    assert found.mean_abs_s == pytest.approx(0.5 / 3)


def test_phase_locking_is_that_of_scipy_and_astropy() -> None:
    """PLV equals 1 - circular variance of the phase difference, to 1e-9."""
    rng = np.random.default_rng(2)
    for _ in range(50):
        a, b = rng.normal(0, 0.06, (2, 40))
        angle = 2 * np.pi * (a - b) / T

        found = phase_locking(a, b, T)

        assert found
        assert found.value == pytest.approx(1 - stats.circvar(angle), abs=1e-9)
        assert found.value == pytest.approx(1 - float(astropy_circvar(angle)), abs=1e-9)
        assert found.unbiased == pytest.approx((40 * found.value**2 - 1) / 39)


def test_all_pairs_at_once_are_the_pairs_one_by_one() -> None:
    """The table has the same value and count for each pair, with missing taps."""
    rng = np.random.default_rng(3)
    late = np.where(rng.random((5, 60)) < 0.3, np.nan, rng.normal(0, 0.05, (5, 60)))
    table = locking_table(phasors(late, T))

    for i in range(5):
        for j in range(i):
            one, other = table.between(i, j), phase_locking(late[i], late[j], T)
            assert one
            assert other
            assert one.beats == other.beats
            assert one.value == pytest.approx(other.value, abs=1e-12)


def test_latency_does_not_touch_locking_or_the_sd() -> None:
    """100 ms on one side moves the mean only."""
    a, b = np.random.default_rng(4).normal(0, 0.03, (2, 60))

    before, after = pair_asynchrony(a, b), pair_asynchrony(a, b + 0.1)
    lock_before, lock_after = phase_locking(a, b, T), phase_locking(a, b + 0.1, T)

    assert before
    assert after
    assert after.sd_s == pytest.approx(before.sd_s)
    assert after.mean_s == pytest.approx(before.mean_s - 0.1)
    assert lock_before
    assert lock_after
    assert lock_after.value == pytest.approx(lock_before.value)


def test_mutual_following_is_seen_and_strangers_are_not() -> None:
    """Two who correct to each other have a clear coupling, two who do not have none."""
    mutual = [following(*duet(200, 0.4, 0.4, seed)) for seed in range(40)]
    apart = [following(*duet(200, 0.0, 0.0, seed)) for seed in range(40)]

    assert np.mean([f.coupling for f in mutual if f]) > 0.2
    assert abs(np.mean([f.coupling for f in apart if f])) < 0.03


def test_the_leader_has_the_positive_direction() -> None:
    """Who is followed and does not follow tended to lead, in nine of ten runs of 200 beats."""
    first_leads = [following(*duet(200, 0.0, 0.5, seed)) for seed in range(40)]
    second_leads = [following(*duet(200, 0.5, 0.0, seed)) for seed in range(40)]

    assert np.mean([f.direction > 0 for f in first_leads if f and f.direction is not None]) > 0.9
    assert np.mean([f.direction < 0 for f in second_leads if f and f.direction is not None]) > 0.9


def test_direction_is_not_named_under_150_beats() -> None:
    """With 149 beats coupling has a value and direction has none."""
    short, long = following(*duet(149, 0.3, 0.3)), following(*duet(150, 0.3, 0.3))

    assert short
    assert short.direction is None
    assert long
    assert long.direction is not None


def test_lagged_correlation_is_pearsons() -> None:
    """It equals scipy's r of one person's interval and the other's next one."""
    first, second = (detrended(row) for row in duet(100, 0.4, 0.2))

    found = lagged(first, second)

    assert found
    assert found[0] == pytest.approx(stats.pearsonr(first[:-1], second[1:]).statistic, abs=1e-12)


def test_a_drifting_tempo_alone_is_not_coupling() -> None:
    """Two strangers who both slow down evenly are not coupled after detrending."""
    drift = 0.0005 * np.arange(200) ** 2 / 2
    found = [
        following(*(row + drift for row in duet(200, 0.0, 0.0, seed, 0.01))) for seed in range(30)
    ]

    assert abs(np.mean([f.coupling for f in found if f])) < 0.05


def test_windows_of_following_step_through_the_session() -> None:
    """60 beats each, 15 apart, in order."""
    windows = following_over_time(*duet(120, 0.3, 0.3))

    assert [start for start, _ in windows] == [0, 15, 30, 45, 60]
    assert all(found for _, found in windows)


def test_pairs_have_their_minimum() -> None:
    """30 beats for asynchrony, 16 for locking, 60 for following."""
    row = np.arange(59, dtype=np.float64) * T
    assert pair_asynchrony(row[:29], row[:29]) == TooLittle(Reason.BEATS, 29, 30)
    assert phase_locking(row[:15], row[:15], T) == TooLittle(Reason.BEATS, 15, 16)
    assert following(row, row) == TooLittle(Reason.BEATS, 59, 60)
    steady = np.arange(80, dtype=np.float64) * T
    assert isinstance(following(steady, np.full(80, np.nan)), TooLittle)


def test_rows_of_different_beats_are_refused() -> None:
    """Two rows must be of the same beats."""
    with pytest.raises(BadValue):
        pair_asynchrony(np.zeros(40), np.zeros(39))
    with pytest.raises(BadValue):
        following(np.zeros(80), np.zeros(79))


@pytest.mark.parametrize(
    ("alpha", "timekeeper_s", "motor_s"), [(0.5, 0.02, 0.005), (0.25, 0.02, 0.008)]
)
def test_phase_correction_comes_back_from_simulated_tapping(
    alpha: float, timekeeper_s: float, motor_s: float
) -> None:
    """Alpha to .05 and both noises to 15 % of the larger, over runs of 400 taps."""
    rng = np.random.default_rng(5)
    found = []
    for _ in range(25):
        row = np.zeros(400)
        clock, hand = rng.normal(0, timekeeper_s, 400), rng.normal(0, motor_s, 401)
        for k in range(399):
            row[k + 1] = (1 - alpha) * row[k] + clock[k] + hand[k + 1] - hand[k]
        found.append(phase_correction(row - 0.03))
    known = [f for f in found if f]

    assert np.mean([f.alpha for f in known]) == pytest.approx(alpha, abs=0.05)
    assert np.mean([f.timekeeper_s for f in known]) == pytest.approx(timekeeper_s, rel=0.1)
    assert np.mean([f.motor_s for f in known]) == pytest.approx(motor_s, abs=0.003)


def test_phase_correction_uses_whole_runs_only() -> None:
    """24 taps in a row are too few; two runs of 25 with a gap are pooled."""
    row = np.random.default_rng(6).normal(0, 0.02, 51)
    gap = row.copy()
    gap[25] = np.nan

    assert phase_correction(row[:24]) == TooLittle(Reason.TAPS, 24, 25)
    found, pooled = phase_correction(gap), phase_correction(row[:25], row[26:])
    assert found
    assert found.taps == 50
    assert found == pooled
    assert phase_correction(np.zeros(40)) == TooLittle(Reason.STILL, 0, 1)


def test_strangers_on_a_click_do_not_exceed_their_shifted_copies() -> None:
    """P at or below .05 comes up in at most a tenth of sessions, and the mean excess is 0."""
    rng = np.random.default_rng(7)
    found = [
        beat_shift_test(aligned(phasors(rng.normal(0, 0.03, (5, 64)), T), T), rng, draws=99)
        for _ in range(80)
    ]
    known = [f for f in found if f]

    assert np.mean([f.p_value <= 0.05 for f in known]) <= 0.1
    assert abs(np.mean([f.excess for f in known])) < 0.3


def test_people_who_move_together_exceed_their_shifted_copies() -> None:
    """With a third of the variance shared, the excess is clear in nearly every session."""
    rng = np.random.default_rng(8)
    found = [
        beat_shift_test(
            aligned(phasors(rng.normal(0, 0.03, (5, 64)) + rng.normal(0, 0.022, 64), T), T),
            rng,
            draws=99,
        )
        for _ in range(30)
    ]
    known = [f for f in found if f]

    assert np.mean([f.p_value <= 0.05 for f in known]) > 0.9
    assert np.mean([f.excess for f in known]) > 2.0


def test_shifts_are_whole_bars_and_need_enough_beats() -> None:
    """In bars of 4 a session of 24 beats has too few places to shift to."""
    units = phasors(np.random.default_rng(9).normal(0, 0.03, (5, 24)), T)

    found = beat_shift_test(units, np.random.default_rng(1), beats_per_bar=4)

    assert found == TooLittle(Reason.BEATS, 24, 32)


def test_without_a_click_two_strangers_are_not_called_coupled() -> None:
    """The interval test keeps its level for strangers who started at one tempo, and finds pairs."""
    rng = np.random.default_rng(10)
    apart = [following_test(*duet(160, 0, 0, seed), rng, draws=99) for seed in range(80)]
    mutual = [following_test(*duet(160, 0.4, 0.4, seed), rng, draws=99) for seed in range(20)]

    assert np.mean([f.p_value <= 0.05 for f in apart if f]) <= 0.11
    assert np.mean([f.p_value <= 0.05 for f in mutual if f]) > 0.8
    assert following_test(*duet(59, 0, 0), rng) == TooLittle(Reason.BEATS, 59, 60)
