"""Spread, the split of variance and coupling are what their formulas say."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from asynchronies import taps
from unisono.synchrony import (
    PairAsynchrony,
    Reason,
    TooLittle,
    coupling,
    pair_asynchrony,
    spread,
    typical_spread,
    variance_split,
)


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
