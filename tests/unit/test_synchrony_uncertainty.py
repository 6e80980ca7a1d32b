"""Intervals, ceiling and words: what is said is what is known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats  # type: ignore[import-untyped]

from unisono.synchrony import (
    OffsetRule,
    Reason,
    TooLittle,
    beat_terms,
    block_interval,
    ceiling,
    cohesion,
    cohesion_interval,
    deattenuated,
    person_interval,
    phasors,
    word_for,
)
from unisono.synchrony.interval import jackknife_band, t_95

T = 0.5
FloatArray = npt.NDArray[np.float64]


def tapping(people: int, beats: int, rng: np.random.Generator) -> FloatArray:
    """Return two-level tapping to a click: each corrects half, with an offset of their own."""
    late = np.zeros((people, beats))
    state, hand = rng.normal(0, 0.02, people), rng.normal(0, 0.006, people)
    for k in range(beats):
        late[:, k] = state
        after = rng.normal(0, 0.006, people)
        state = 0.5 * state + rng.normal(0, 0.02, people) + after - hand
        hand = after
    return late + rng.uniform(-0.08, 0.08, (people, 1))


def coverage_of(people: int, beats: int, sessions: int, seed: int) -> float:
    """Return how often the interval of a simulated session contains the long-run S."""
    rng = np.random.default_rng(seed)
    long_run = [cohesion(tapping(people, 3000, rng), T) for _ in range(6)]
    truth = np.mean([s.value for s in long_run if s])
    hits = 0.0
    for _ in range(sessions):
        band = cohesion_interval(phasors(tapping(people, beats, rng), T), T)
        assert band
        hits += float(band.low <= truth <= band.high)
    return hits / sessions


def test_the_interval_covers_the_truth_in_nine_of_ten_simulated_sessions() -> None:
    """Over groups of 3, 5 and 8 people and 64 to 128 beats: between 87 and 93 %."""
    shares = [coverage_of(p, k, 200, seed=p) for p, k in ((3, 64), (5, 64), (8, 128))]

    assert 0.87 <= np.mean(shares) <= 0.93


@pytest.mark.nightly
@pytest.mark.parametrize(("people", "beats"), [(3, 64), (5, 64), (5, 128), (8, 128), (10, 64)])
def test_the_interval_covers_the_truth_for_each_size(people: int, beats: int) -> None:
    """1500 sessions of each size: between 87 and 93 %, within sampling error."""
    assert 0.87 - 0.015 <= coverage_of(people, beats, 1500, seed=people + beats) <= 0.93 + 0.015


def test_t_quantiles_are_students() -> None:
    """The 95 % points agree with scipy to 1e-6 up to 30 degrees of freedom, 1e-4 beyond."""
    for freedom in range(1, 31):
        assert t_95(freedom) == pytest.approx(stats.t.ppf(0.95, freedom), abs=1e-6)
    for freedom in (31, 100, 1000):
        assert t_95(freedom) == pytest.approx(stats.t.ppf(0.95, freedom), abs=1e-4)


def test_an_interval_of_s_stays_below_100() -> None:
    """Even a nearly perfect group has a high end of at most 100, above its value."""
    band = jackknife_band(99.9, [99.95, 99.8, 99.9, 99.99, 99.7, 99.9, 99.95, 99.9])

    assert band is not None
    assert band[0] < 99.9 < band[1] <= 100.0


def test_random_playing_has_an_interval_around_nothing() -> None:
    """Where the logit has no meaning the plain scale is used; 0 lies inside nine times of ten."""
    rng = np.random.default_rng(3)
    bands = [
        block_interval(beat_terms(phasors(rng.uniform(-T / 2, T / 2, (10, 128)), T)))
        for _ in range(200)
    ]

    assert 0.85 < np.mean([b.low < 0.0 < b.high for b in bands if b]) < 0.95
    assert max(b.width for b in bands if b) < 12.0


def test_the_interval_for_other_members_is_wider_than_for_this_session() -> None:
    """People differ more than beats do, and five are needed to say so."""
    rng = np.random.default_rng(4)
    late = rng.normal(0, 1, (10, 200)) * rng.uniform(0.01, 0.06, (10, 1))
    units = phasors(late, T)
    members, session = person_interval(units), block_interval(beat_terms(units))

    assert members
    assert session
    assert members.width > 2 * session.width
    assert person_interval(units[:4]) == TooLittle(Reason.PEOPLE, 4, 5)
    assert block_interval(beat_terms(units[:, :15])) == TooLittle(Reason.BEATS, 15, 16)


def test_leaving_out_a_person_is_leaving_out_their_row() -> None:
    """The O(N) sums without each person are those of the group without that row."""
    rng = np.random.default_rng(5)
    late = np.where(rng.random((6, 40)) < 0.2, np.nan, rng.normal(0, 0.04, (6, 40)))
    units = phasors(late, T)
    without = [beat_terms(np.delete(units, p, axis=0)).value() for p in range(6)]

    band = person_interval(units)

    assert band
    expected = jackknife_band(beat_terms(units).value(), without)
    assert expected is not None
    assert (band.low, band.high) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("sd_ms", [5, 10, 20, 30])
def test_the_ceiling_is_what_clock_noise_leaves_of_the_score(sd_ms: float) -> None:
    """Identical timing blurred by a uniform error of that SD scores the ceiling, to half a point.

    The ceiling takes the Gaussian factor exp(-(2 pi u / T)^2); a uniform error is close to it.
    """
    bound_s = sd_ms / 1e3 * np.sqrt(3)
    rng = np.random.default_rng(6)
    found = cohesion(rng.uniform(-bound_s, bound_s, (20, 400)), T)

    best = ceiling(bound_s, T, np.ones((20, 400), dtype=bool))

    assert found
    assert isinstance(best, float)
    assert found.value == pytest.approx(best, abs=1.0)
    assert best == pytest.approx(100 * np.exp(-((2 * np.pi * sd_ms / 500) ** 2)), abs=1e-9)


def test_perfect_clocks_have_a_ceiling_of_100() -> None:
    """No error bound, nothing lost; nobody there, nothing to say."""
    assert ceiling(0.0, T, np.ones((3, 10), dtype=bool)) == 100.0
    assert ceiling(0.0, T, np.zeros((3, 10), dtype=bool)) == TooLittle(Reason.PAIRS, 0, 1)


def test_only_a_ceiling_of_80_allows_to_correct_for_it() -> None:
    """74 through a ceiling of 92.5 is 80; through 79 it is too coarse to say."""
    assert deattenuated(74.0, 92.5) == pytest.approx(80.0)
    assert deattenuated(99.0, 92.5) == 100.0
    assert deattenuated(74.0, 79.0) == TooLittle(Reason.COARSE, 79.0, 80.0)


@pytest.mark.parametrize(
    ("value", "low", "high", "word"),
    [
        (-3.0, -8.0, 4.0, "not together"),
        (35.0, 28.0, 42.0, "loose"),
        (60.0, 55.0, 66.0, "coming together"),
        (82.0, 78.0, 86.0, "together"),
        (95.0, 93.0, 96.0, "tight"),
        (92.0, 70.0, 97.0, "together"),
        (78.0, 15.0, 60.0, "loose"),
        (60.0, 20.0, 90.0, ""),
    ],
)
def test_words_come_from_number_and_interval(
    value: float, low: float, high: float, word: str
) -> None:
    """A word is at most one step above the interval's low end; a very wide one gets none."""
    assert word_for(value, low, high, people=5, beats=64) == word


def test_two_people_get_no_praise_before_64_beats() -> None:
    """95 with a narrow interval is still "coming together" for two people over 60 beats."""
    assert word_for(95.0, 93.0, 97.0, people=2, beats=60) == "coming together"
    assert word_for(95.0, 93.0, 97.0, people=2, beats=64) == "tight"


def test_the_fast_interval_is_the_full_one_where_offsets_are_not_removed() -> None:
    """Without offsets both leave out the same blocks of the same terms."""
    late = tapping(5, 96, np.random.default_rng(7))
    units = phasors(late - late.mean(axis=1, keepdims=True), T)

    full = cohesion_interval(units, T, rule=OffsetRule.NONE)
    fast = block_interval(beat_terms(units))

    assert full
    assert fast
    assert (full.low, full.high) == pytest.approx((fast.low, fast.high), abs=1e-9)
    assert cohesion_interval(units[:, :15], T) == TooLittle(Reason.BEATS, 15, 16)
