"""The headline, spread, split and coupling are what their formulas say."""

from __future__ import annotations

import itertools
import math

import numpy as np
import numpy.typing as npt
import pytest

from unisono.errors import BadValue
from unisono.synchrony import (
    Grid,
    OffsetRule,
    PairAsynchrony,
    Reason,
    TooLittle,
    aligned,
    beat_terms,
    cells_of,
    cluster_phase_rho,
    cohesion,
    cohesion_of_cells,
    cohesion_of_terms,
    coupling,
    order_parameter,
    pair_asynchrony,
    phasors,
    pseudo_group_test,
    spread,
    terms_of_cells,
    typical_spread,
    variance_split,
)

T = 0.5
FloatArray = npt.NDArray[np.float64]


def taps(people: int, beats: int, sd_s: float, seed: int = 1) -> FloatArray:
    """Return independent asynchronies."""
    return np.random.default_rng(seed).normal(0.0, sd_s, (people, beats))


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


def test_spread_is_the_rms_of_the_sds_of_all_pairs() -> None:
    """Rasch's groupwise asynchronization, pair by pair, equals the O(N) form to 1e-12 s."""
    late = taps(9, 120, 0.02) + taps(9, 1, 0.05) + taps(1, 120, 0.01)
    pairs = [pair_asynchrony(late[i], late[j]) for i, j in itertools.combinations(range(9), 2)]
    sds = [p.sd_s for p in pairs if isinstance(p, PairAsynchrony)]

    found = spread(late)

    assert found
    assert found.value_s == pytest.approx(float(np.sqrt(np.mean(np.square(sds)))), abs=1e-12)


def test_the_additive_model_is_least_squares_with_missing_taps_too() -> None:
    """With 30 % missing, the spread equals that of an explicit regression on dummies."""
    rng = np.random.default_rng(7)
    late = np.where(rng.random((6, 40)) < 0.3, np.nan, taps(6, 40, 0.02) + taps(6, 1, 0.05))
    person, beat = np.nonzero(~np.isnan(late))
    design = np.zeros((person.size, 46))
    design[np.arange(person.size), person] = 1
    design[np.arange(person.size), 6 + beat] = 1
    y = late[person, beat]
    left = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    s_squared = left @ left / (person.size - 6 - 40 + 1)

    found = spread(late)

    assert found
    assert found.value_s == pytest.approx(math.sqrt(2 * s_squared), abs=1e-12)


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_the_variance_split_recovers_what_was_put_in(missing: float) -> None:
    """Offsets 26.3 ms, shared 15.1 ms and own 20 ms come back, 30 % missing or not."""
    rng = np.random.default_rng(8)
    splits = []
    for _ in range(60):
        late = (
            rng.normal(0, 0.0263, (12, 1))
            + rng.normal(0, 0.0151, 200)
            + rng.normal(0, 0.02, (12, 200))
        )
        splits.append(variance_split(np.where(rng.random(late.shape) < missing, np.nan, late)))

    known = [s for s in splits if s]
    assert math.sqrt(np.mean([s.offset_s2 for s in known])) == pytest.approx(0.0263, rel=0.08)
    assert math.sqrt(np.mean([s.shared_s2 for s in known])) == pytest.approx(0.0151, rel=0.03)
    assert math.sqrt(np.mean([s.own_s2 for s in known])) == pytest.approx(0.02, rel=0.02)
    assert known[0].own_s == pytest.approx(0.02, rel=0.1)


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_coupling_recovers_the_shared_share_with_an_honest_interval(share: float) -> None:
    """The mean ICC is right to .01 and the 90 % interval covers it in 85-95 % of sessions."""
    rng = np.random.default_rng(9)
    found = [
        coupling(
            rng.normal(0, 0.02 * math.sqrt(1 - share), (6, 100))
            + rng.normal(0, 0.02 * math.sqrt(share), 100)
        )
        for _ in range(250)
    ]
    known = [f for f in found if f]

    assert np.mean([f.icc for f in known]) == pytest.approx(share, abs=0.01)
    assert 0.83 < np.mean([f.low <= share <= f.high for f in known]) < 0.96
    shows = np.mean([f.shows for f in known])
    assert shows < 0.09 if share == 0.0 else shows > 0.98


def test_steady_swing_is_not_coupling() -> None:
    """A displacement that all share at each position counts as feel, not as moving together."""
    rng = np.random.default_rng(10)
    positions = np.arange(160) % 4
    feel = np.array([0.0, 0.03, 0.0, 0.05])[positions]
    late = rng.normal(0, 0.01, (4, 160)) + feel

    naive, found = coupling(late), coupling(late, positions)

    assert naive
    assert naive.shows
    assert found
    assert abs(found.icc) < 0.05


def test_a_common_jolt_after_a_tempo_change_can_be_left_out() -> None:
    """Beats that are not settled do not count for coupling."""
    late = taps(5, 120, 0.02)
    settled = np.ones(120, dtype=bool)
    settled[40:44] = False
    jolted = late + np.where(settled, 0.0, 0.15)

    assert coupling(jolted, settled=settled) == coupling(late, settled=settled)


def test_coupling_needs_people_beats_and_300_taps() -> None:
    """Each minimum has its name; a group that does not vary has no share of variation."""
    assert coupling(taps(1, 400, 0.02)) == TooLittle(Reason.PEOPLE, 0, 2)
    assert coupling(taps(40, 10, 0.02)) == TooLittle(Reason.BEATS, 10, 16)
    assert coupling(taps(3, 99, 0.02)) == TooLittle(Reason.TAPS, 297, 300)
    assert coupling(np.zeros((4, 100))) == TooLittle(Reason.STILL, 0, 1)


def test_spread_needs_people_and_beats() -> None:
    """Two people, 8 beats, 16 for two."""
    assert spread(taps(1, 40, 0.02)) == TooLittle(Reason.PEOPLE, 0, 2)
    assert spread(taps(3, 7, 0.02)) == TooLittle(Reason.BEATS, 7, 8)
    assert variance_split(taps(2, 15, 0.02)) == TooLittle(Reason.BEATS, 15, 16)


@pytest.mark.parametrize(("people", "r"), [(2, 0.63), (5, 0.40), (10, 0.28), (500, 0.04)])
def test_the_order_parameter_of_noise_depends_on_the_number_of_people(
    people: int, r: float
) -> None:
    """This is why it is never the headline."""
    rng = np.random.default_rng(11)

    found = order_parameter(phasors(rng.uniform(-T / 2, T / 2, (people, 2000)), T))

    assert found
    assert found.value == pytest.approx(r, abs=0.015)


@pytest.mark.parametrize(("beats", "rho"), [(8, 0.52), (16, 0.47), (32, 0.43), (256, 0.41)])
def test_cluster_phase_of_noise_is_inflated_in_short_windows(beats: int, rho: float) -> None:
    """Five random people: .52 over 8 beats falls to .41 over 256."""
    rng = np.random.default_rng(12)
    found = [
        cluster_phase_rho(phasors(rng.uniform(-T / 2, T / 2, (5, beats)), T)) for _ in range(400)
    ]

    assert np.mean([f.value for f in found if f]) == pytest.approx(rho, abs=0.02)


def test_literature_measures_have_their_minimum() -> None:
    """Two people and 8 shared beats."""
    assert order_parameter(phasors(np.zeros((1, 20)), T)) == TooLittle(Reason.PEOPLE, 1, 2)
    assert cluster_phase_rho(phasors(np.zeros((3, 7)), T)) == TooLittle(Reason.BEATS, 7, 8)


def test_one_stray_tap_does_not_move_the_typical_spread() -> None:
    """A tap 240 ms off raises the spread of the session, not the median of its windows."""
    late = taps(4, 160, 0.015)
    stray = late.copy()
    stray[0, 50] += 0.24

    whole, typical = spread(stray), typical_spread(stray)
    clean = typical_spread(late)

    assert whole
    assert typical
    assert clean
    assert whole.value_s > 1.15 * clean.value_s
    assert typical.value_s == pytest.approx(clean.value_s, rel=0.12)
    assert typical_spread(late[:1]) == TooLittle(Reason.PEOPLE, 0, 2)


def test_pseudo_groups_tell_a_group_that_moves_together_from_its_parts() -> None:
    """People with a common drift exceed pseudo-groups of other sessions; strangers do not."""
    rng = np.random.default_rng(13)

    def session(shared_s: float) -> np.ndarray:
        late = rng.normal(0, 0.03, (5, 64)) + rng.normal(0, shared_s, 64)
        return aligned(phasors(late, T), T)

    others = [session(0.025) for _ in range(10)]

    together = pseudo_group_test(session(0.025), others, rng, draws=99)
    apart = [pseudo_group_test(others[i], others[i + 1 :], rng, draws=99) for i in range(2)]

    assert together
    assert together.p_value <= 0.05
    assert together.excess > 3.0
    assert all(apart)
    shuffled = np.stack([o[0] for o in others[:5]])
    strangers = pseudo_group_test(shuffled, others[5:], rng, draws=99)
    assert strangers
    assert strangers.p_value > 0.05
    assert pseudo_group_test(shuffled, others[:1], rng) == TooLittle(Reason.PEOPLE, 1, 2)
