"""Matching is one to one, as large as can be, and as near as can be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.csgraph import maximum_bipartite_matching  # type: ignore[import-untyped]

from unisono.errors import BadValue
from unisono.onsets import match_onsets

times = st.lists(st.floats(0.0, 2.0), max_size=12).map(sorted)


@given(times, times, st.floats(0.0, 0.4))
def test_it_makes_as_many_pairs_as_a_maximum_bipartite_matching(
    targets: list[float], onsets: list[float], window_s: float
) -> None:
    """No other one-to-one matching within the window has more pairs."""
    found = match_onsets(targets, onsets, window_s)

    if targets and onsets:
        near = np.abs(np.subtract.outer(targets, onsets)) <= window_s
        most = (maximum_bipartite_matching(csr_matrix(near)) >= 0).sum()
        assert found.targets.size == most
    else:
        assert found.targets.size == 0


@given(times, times, st.floats(0.0, 0.4))
def test_of_the_largest_matchings_it_is_the_nearest(
    targets: list[float], onsets: list[float], window_s: float
) -> None:
    """The total distance is the least that any matching of that size has."""
    found = match_onsets(targets, onsets, window_s)

    if targets and onsets:
        distance = np.abs(np.subtract.outer(targets, onsets))
        cost = np.where(distance <= window_s, distance, 1000.0)
        rows, columns = linear_sum_assignment(cost)
        best = cost[rows, columns]
        assert np.abs(found.residuals_s).sum() == pytest.approx(best[best < 1000.0].sum())


@given(times, times, st.floats(0.0, 0.4))
def test_everything_is_matched_missed_or_extra_once(
    targets: list[float], onsets: list[float], window_s: float
) -> None:
    """Targets are matched or missed, onsets are matched or extra, none twice."""
    found = match_onsets(targets, onsets, window_s)

    assert sorted([*found.targets, *found.missed]) == list(range(len(targets)))
    assert sorted([*found.onsets, *found.extra]) == list(range(len(onsets)))
    assert np.all(np.abs(found.residuals_s) <= window_s)


def test_playing_exactly_what_was_due_is_complete() -> None:
    """The same times twice give recall, precision and F of 1."""
    found = match_onsets([0.0, 0.5, 1.0], [0.0, 0.5, 1.0])

    assert (found.recall, found.precision, found.f_measure) == (1.0, 1.0, 1.0)


def test_nothing_due_and_nothing_played_has_no_score() -> None:
    """Without targets there is no recall, without onsets no precision, without both no F."""
    found = match_onsets([], [])

    assert (found.recall, found.precision, found.f_measure) == (None, None, None)


def test_each_target_may_have_its_own_window() -> None:
    """A wide window for one target lets nothing in for another."""
    found = match_onsets([0.0, 1.0], [0.1, 1.1], [0.05, 0.2])

    assert found.targets.tolist() == [1]


@pytest.mark.parametrize(
    ("targets", "onsets", "window_s"),
    [([1.0, 0.0], [0.0], 0.05), ([0.0], [float("nan")], 0.05), ([0.0], [0.0], -0.1)],
)
def test_unusable_times_are_refused(
    targets: list[float], onsets: list[float], window_s: float
) -> None:
    """Times out of order, not-a-number and negative windows raise BadValue."""
    with pytest.raises(BadValue):
        match_onsets(targets, onsets, window_s)
