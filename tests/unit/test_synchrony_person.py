"""One person's numbers agree with scipy and astropy and with arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest
from astropy.stats import circmean as astropy_circmean  # type: ignore[import-untyped]
from astropy.stats import circvar as astropy_circvar
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from unisono.synchrony import (
    Cells,
    Contribution,
    Grid,
    Reason,
    TooLittle,
    aligned,
    beat_terms,
    cells_of,
    chance_amplitude,
    cohesion_of_terms,
    consistency,
    contributions,
    coverage,
    evenness,
    hit_rates,
    jitter,
    metrical_level,
    off_beat,
    offset,
    phasors,
)

T = 0.5
late = st.lists(st.floats(-0.24, 0.24), min_size=12, max_size=60).map(np.array)


@given(late)
def test_resultant_and_direction_are_those_of_scipy_and_astropy(row: np.ndarray) -> None:
    """R and circular mean agree with both libraries to 1e-9."""
    angle = 2 * np.pi * row / T

    steady, place = consistency(row, T), offset(row, T)

    assert steady
    assert place
    assert steady.resultant == pytest.approx(1 - stats.circvar(angle), abs=1e-9)
    assert steady.resultant == pytest.approx(1 - float(astropy_circvar(angle)), abs=1e-9)
    if steady.resultant > 1e-3:
        ours = 2 * np.pi * place.mean_s / T
        for theirs in (stats.circmean(angle), float(astropy_circmean(angle))):
            assert math.remainder(ours - theirs, 2 * np.pi) == pytest.approx(0.0, abs=1e-9)


@given(late)
def test_jitter_is_the_sd_and_the_median_deviation(row: np.ndarray) -> None:
    """SD has n - 1, the robust twin is scipy's scaled median absolute deviation."""
    found = jitter(row, T)

    assert found
    assert found.sd_s == pytest.approx(stats.tstd(row), abs=1e-12)
    assert found.robust_s == pytest.approx(1.4826 * stats.median_abs_deviation(row), abs=1e-12)
    assert found.circular_s == pytest.approx(
        stats.circstd(2 * np.pi * row / T) * T / (2 * np.pi), abs=1e-9
    )


def test_the_unbiased_square_of_r_is_nothing_for_random_taps() -> None:
    """Its mean over random rows of 8 taps is 0, while R itself is about .31."""
    rng = np.random.default_rng(1)
    found = [consistency(rng.uniform(-0.25, 0.25, 8), T) for _ in range(4000)]

    assert abs(np.mean([f.unbiased for f in found if f])) < 0.01
    assert np.mean([f.resultant for f in found if f]) > 0.25


def test_the_standard_error_of_an_offset_is_what_offsets_scatter_by() -> None:
    """Over many rows the offsets' SD equals their mean standard error within 5 %."""
    rng = np.random.default_rng(2)
    found = [offset(rng.normal(-0.03, 0.03, 40), T) for _ in range(1000)]
    known = [f for f in found if f]

    assert np.std([f.mean_s for f in known]) == pytest.approx(
        np.mean([f.se_s for f in known]), rel=0.07
    )
    assert np.mean([f.mean_s for f in known]) == pytest.approx(-0.03, abs=0.001)


def test_evenness_ignores_rests_and_latency() -> None:
    """A rest of four beats and a constant delay leave the CV as it was."""
    rng = np.random.default_rng(3)
    row = np.arange(40) * T + rng.normal(0, 0.01, 40)
    rested = np.where((np.arange(40) >= 20) & (np.arange(40) < 24), np.nan, row)

    found, late_too, rests = evenness(row), evenness(row + 7.0), evenness(rested)

    assert found
    assert late_too
    assert rests
    intervals = np.diff(row)
    assert found.cv_percent == pytest.approx(100 * stats.variation(intervals, ddof=1))
    assert late_too.cv_percent == pytest.approx(found.cv_percent)
    assert rests.intervals == 34


@pytest.mark.parametrize(
    ("interval", "level"), [(2.0, 0.5), (1.0, 1.0), (0.5, 2.0), (1 / 3, 3.0), (0.25, 4.0)]
)
def test_the_metrical_level_is_the_rate_of_steady_tapping(interval: float, level: float) -> None:
    """Steady intervals of T/m with 5 % jitter are level m."""
    rng = np.random.default_rng(4)

    assert metrical_level((interval * rng.normal(1, 0.05, 16)).tolist()) == level


def test_swung_and_dotted_pairs_are_two_to_the_beat() -> None:
    """Long and short that add up to a beat are level 2."""
    assert metrical_level([2 / 3, 1 / 3] * 8) == 2.0
    assert metrical_level([0.25, 0.75] * 7) == 2.0


def test_a_level_once_taken_is_kept_while_it_is_plausible() -> None:
    """Half triplets, half eighths: whoever was at 2 stays at 2, whoever was at 3 stays at 3."""
    mixed = [0.5] * 8 + [1 / 3] * 8

    assert metrical_level(mixed, 2.0) == 2.0
    assert metrical_level(mixed, 3.0) == 3.0
    assert metrical_level([1.0] * 16, 3.0) == 1.0


def test_irregular_tapping_is_level_one() -> None:
    """Random taps at three a beat are rarely taken for triplets."""
    rng = np.random.default_rng(5)
    levels = [metrical_level(rng.exponential(1 / 3, 16).tolist()) for _ in range(400)]

    assert np.mean(np.array(levels) == 1.0) > 0.8


@pytest.mark.parametrize(("level", "amplitude"), [(0.5, 0.0), (1.0, 0.0), (2.0, 0.637), (4.0, 0.9)])
def test_chance_amplitude_of_a_cell(level: float, amplitude: float) -> None:
    """rho0 = sin(pi/m)/(pi/m), 0 for a full cell."""
    assert chance_amplitude(level) == pytest.approx(amplitude, abs=5e-4)


def test_half_tempo_is_not_penalised() -> None:
    """Every other beat at level 1/2 is a hit rate of 100 % with nothing extra."""
    taps = np.array([1, 0] * 10)

    found = hit_rates(taps, taps, 0.5)

    assert found
    assert (found.hit_percent, found.extra_percent, found.beats) == (100.0, 0.0, 10.0)


def test_rates_count_rests_and_extra_taps() -> None:
    """20 beats, 15 played, two of them with one tap too many."""
    taps = np.array([1] * 13 + [2, 2] + [0] * 5)

    found = hit_rates(taps, taps)

    assert found
    assert (found.hit_percent, found.extra_percent) == (75.0, 10.0)


def small_group(seed: int = 6) -> Cells:
    """Return four people over 40 beats, one joining at beat 20."""
    rng = np.random.default_rng(seed)
    players = {str(i): np.arange(40) * T + rng.normal(0, 0.03, 40) for i in range(4)}
    players["3"] = players["3"][20:]
    return cells_of(players, Grid.of_times([T * k for k in range(40)]))


def test_contributions_add_up_to_the_headline() -> None:
    """Their mean, weighted by pair-beats, is Q exactly."""
    units = aligned(small_group().phasors, T)
    headline = cohesion_of_terms(beat_terms(units))
    shares = [c for c in contributions(units) if isinstance(c, Contribution)]

    assert headline
    weighted = sum(c.value * c.pair_beats for c in shares) / sum(c.pair_beats for c in shares)
    assert weighted == pytest.approx(headline.q, abs=1e-12)


def test_nobody_is_missed_before_they_joined() -> None:
    """Coverage counts from each one's first tap."""
    cells = small_group()
    rests = cells.part(slice(0, 40))
    rests.taps[0, 10:20] = 0

    assert coverage(cells_of({"a": [20.0, *np.arange(11, 40) * T]}, cells.grid)) == 1.0
    assert coverage(rests) == pytest.approx(130 / 140)


def test_off_beat_people_are_counted_not_judged() -> None:
    """One of three at +200 ms of a 500 ms beat: a third."""
    rows = np.zeros((3, 20)) + np.array([[0.2], [0.0], [-0.05]])

    found = off_beat(rows, T)

    assert found
    assert found.share == pytest.approx(1 / 3)
    assert found.rows == (0,)
    assert found.people == 3


def test_too_few_taps_is_a_named_outcome() -> None:
    """One tap less than the minimum gives the reason, what there is and what is needed."""
    row = np.zeros(40)
    assert offset(row[:7], T) == TooLittle(Reason.TAPS, 7, 8)
    assert consistency(row[:7], T) == TooLittle(Reason.TAPS, 7, 8)
    assert jitter(row[:11], T) == TooLittle(Reason.TAPS, 11, 12)
    assert evenness(np.arange(12.0)) == TooLittle(Reason.INTERVALS, 11, 12)
    assert hit_rates(np.ones(7, int), np.ones(7, int)) == TooLittle(Reason.BEATS, 7, 8)
    assert contributions(phasors(np.zeros((2, 7)), T))[0] == TooLittle(Reason.BEATS, 7, 8)
    assert off_beat(np.zeros((2, 7)), T) == TooLittle(Reason.PEOPLE, 0, 1)
    assert offset(np.full(20, np.nan), T) == TooLittle(Reason.TAPS, 0, 8)


def test_an_offset_over_100_ms_is_marked_as_large() -> None:
    """120 ms is more often a device than a habit; 80 ms may be either."""
    near, far = offset(np.full(20, 0.08), T), offset(np.full(20, -0.12), T)

    assert near
    assert far
    assert (near.is_large, far.is_large) == (False, True)
