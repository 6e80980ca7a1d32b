"""Laws of the fake clock and the linked pair."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.errors import BadValue
from unisono.testing import DeviceClock, FakeClock, Line, LinkedPair


def pair_of(
    line: Line, seed: int = 1
) -> tuple[LinkedPair[int], FakeClock, list[tuple[int, float]]]:
    """Return a pair whose end b notes what arrives and when."""
    clock = FakeClock()
    got: list[tuple[int, float]] = []
    pair = LinkedPair[int](
        clock,
        random.Random(seed),
        at_a=lambda m: None,
        at_b=lambda m: got.append((m, clock())),
        line=line,
    )
    return pair, clock, got


@given(st.floats(0.0, 1.0), st.floats(0.0, 0.5), st.integers(0, 99))
def test_a_good_line_brings_everything_in_order_within_its_delay(
    delay_s: float, jitter_s: float, seed: int
) -> None:
    """Nothing is lost, repeated or overtaken; each message takes delay to delay + jitter."""
    pair, _, got = pair_of(Line(delay_s, jitter_s), seed)
    for n in range(20):
        pair.to_b(n)
        pair.run(0.05)
    pair.run(2.0)

    assert [n for n, _ in got] == list(range(20))
    for n, at_s in got:
        assert delay_s - 1e-9 <= at_s - n * 0.05 <= delay_s + jitter_s + 1e-9


def test_shares_of_loss_and_repetition_are_as_asked() -> None:
    """Half are lost, of the others a fifth come twice."""
    pair, _, got = pair_of(Line(drop=0.5, duplicate=0.2))
    for n in range(5000):
        pair.to_b(n)
    pair.run(0.0)

    assert len({n for n, _ in got}) / 5000 == pytest.approx(0.5, abs=0.03)
    assert len(got) / len({n for n, _ in got}) == pytest.approx(1.2, abs=0.03)


def test_a_line_without_order_overtakes() -> None:
    """Jitter reorders where nothing keeps the order."""
    pair, _, got = pair_of(Line(0.01, 0.2, ordered=False))
    for n in range(50):
        pair.to_b(n)
    pair.run(1.0)

    assert [n for n, _ in got] != sorted(n for n, _ in got)
    assert sorted(n for n, _ in got) == list(range(50))


def test_a_cut_loses_what_is_on_its_way_and_mending_brings_new_messages() -> None:
    """As with a real line: sent is not arrived."""
    pair, _, got = pair_of(Line(1.0))
    pair.to_b(1)
    pair.cut()
    pair.to_b(2)
    pair.mend()
    pair.to_b(3)
    pair.run(5.0)

    assert [n for n, _ in got] == [3]


@given(st.floats(-1e6, 1e6), st.floats(-500.0, 500.0), st.floats(0.0, 1e5))
def test_a_device_clock_reads_back_to_the_true_time(
    offset_s: float, drift_ppm: float, true_s: float
) -> None:
    """true_at is the inverse of reading the clock."""
    clock = DeviceClock(FakeClock(true_s), offset_s, drift_ppm)

    assert clock.true_at(clock()) == pytest.approx(true_s, abs=1e-8)


def test_time_never_runs_backwards() -> None:
    """A step back is refused and changes nothing."""
    clock = FakeClock(5.0)
    with pytest.raises(BadValue):
        clock.advance(-0.1)

    assert clock() == 5.0
