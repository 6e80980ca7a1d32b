"""Measures of the literature, and how far noise alone carries them."""

from __future__ import annotations

import numpy as np
import pytest

from asynchronies import T
from unisono.synchrony import (
    Reason,
    TooLittle,
    aligned,
    cluster_phase_rho,
    order_parameter,
    phasors,
    pseudo_group_test,
)


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
