"""One strike, one onset."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.errors import BadValue
from unisono.onsets import debounce, lockout_s

onsets = st.lists(st.floats(0.0, 10.0), max_size=40)


@given(onsets, st.floats(0.0, 0.5))
def test_what_is_left_is_at_least_a_lock_out_apart(times: list[float], lock_s: float) -> None:
    """No two accepted onsets are nearer than the lock-out, and the first is always kept."""
    kept = debounce(times, lock_s)

    assert np.all(np.diff(kept) >= lock_s)
    assert kept.size == 0 or kept[0] == min(times)


@given(onsets, st.floats(0.0, 0.5))
def test_debouncing_twice_changes_nothing_more(times: list[float], lock_s: float) -> None:
    """It is idempotent, and an onset is dropped only if an accepted one is just before it."""
    kept = debounce(times, lock_s)

    assert debounce(kept, lock_s).tolist() == kept.tolist()
    for time in set(times) - set(kept.tolist()):
        assert np.any((kept <= time) & (time - kept < lock_s))


def test_a_repeat_of_the_same_instant_is_one_onset() -> None:
    """A packet that comes twice counts once when there is a lock-out."""
    assert debounce([0.5, 0.0, 0.5], 0.01).tolist() == [0.0, 0.5]


@pytest.mark.parametrize(("interval_s", "lock_s"), [(0.5, 0.08), (0.125, 0.04375), (3.0, 0.08)])
def test_the_lock_out_is_80_ms_or_a_third_of_the_fastest_interval(
    interval_s: float, lock_s: float
) -> None:
    """L = min(80 ms, 0.35 x interval)."""
    assert lockout_s(interval_s) == pytest.approx(lock_s)


@pytest.mark.parametrize(("times", "lock_s"), [([float("nan")], 0.1), ([0.0], -1.0)])
def test_unusable_values_are_refused(times: list[float], lock_s: float) -> None:
    """Not-a-number and a negative lock-out raise BadValue."""
    with pytest.raises(BadValue):
        debounce(times, lock_s)
