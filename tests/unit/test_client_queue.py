"""Laws of the tap queue: whatever the line does, each tap arrives once and in the end."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unisono.client import TapQueue
from unisono.session.commands import MAX_TAPS, Tap
from unisono.session.seqwindow import SeqWindow
from unisono.testing import FakeClock, Line, LinkedPair


class Keeper:
    """A server's memory: every number once, and a word back on how far it got."""

    def __init__(self) -> None:
        self.window = SeqWindow()
        self.log: list[Tap] = []

    def take(self, batch: list[Tap]) -> int:
        """Store what is new and return how far everything is stored."""
        for tap in batch:
            if self.window.is_new(tap.seq):
                self.window.take(tap.seq)
                self.log.append(tap)
        return self.window.upto


@given(
    st.lists(st.sampled_from(["tap", "tap", "send", "run", "cut"]), max_size=80),
    st.floats(0.0, 0.6),
    st.integers(0, 2**32),
)
@settings(deadline=None)
def test_every_tap_arrives_exactly_once_through_any_line(
    deeds: list[str], drop: float, seed: int
) -> None:
    """Loss, repetition, delay and any number of cuts: nothing is lost, doubled or disordered."""
    clock, queue, keeper = FakeClock(), TapQueue(), Keeper()
    pair: LinkedPair[object] = LinkedPair(
        clock,
        random.Random(seed),
        at_a=lambda upto: queue.saved(upto, clock()),  # type: ignore[arg-type]
        at_b=lambda batch: pair.to_a(keeper.take(batch)),  # type: ignore[arg-type]
        line=Line(0.05, 0.2, drop=drop, duplicate=0.2),
    )
    played: list[float] = []

    def do(deed: str) -> None:
        match deed:
            case "tap":
                played.append(float(len(played)))
                queue.add(played[-1], 0.001, "sim")
            case "send":
                if batch := queue.batch(clock()):
                    pair.to_b(batch)
            case "run":
                pair.run(0.3)
            case "cut":
                pair.cut()
                pair.mend()
                queue.welcome(keeper.window.upto, clock())

    queue.welcome(0, clock())
    for deed in deeds:
        do(deed)
    for _ in range(200):
        do("send")
        do("run")
        pair.run(5.1)

    assert [tap.time_s for tap in sorted(keeper.log, key=lambda t: t.seq)] == played
    assert len({tap.seq for tap in keeper.log}) == len(keeper.log)
    if drop < 0.5:
        assert len(queue) == 0


@given(st.integers(0, 1000), st.integers(0, 300))
def test_taps_before_the_first_welcome_are_numbered_after_what_the_server_has(
    upto: int, early: int
) -> None:
    """A program that forgot how far it had counted does not repeat a number."""
    queue = TapQueue()
    for i in range(early):
        queue.add(float(i), 0.0, "sim")
    assert queue.batch(0.0) == []

    queue.welcome(upto, 0.0)

    sent = [tap.seq for _ in range(3) for tap in queue.batch(0.0)]
    assert sent == list(range(upto + 1, upto + 1 + early))


def test_a_batch_is_never_larger_than_the_server_takes() -> None:
    """A long absence is delivered in several messages, in order, none twice."""
    queue = TapQueue()
    queue.welcome(0, 0.0)
    for i in range(MAX_TAPS * 2 + 7):
        queue.add(float(i), 0.0, "sim")

    sizes = [len(queue.batch(0.0)) for _ in range(4)]

    assert sizes == [MAX_TAPS, MAX_TAPS, 7, 0]


def test_an_old_acknowledgement_changes_nothing() -> None:
    """Acknowledgements count upwards only."""
    queue = TapQueue()
    queue.welcome(0, 0.0)
    for i in range(5):
        queue.add(float(i), 0.0, "sim")
    queue.batch(0.0)

    queue.saved(4, 1.0)
    queue.saved(2, 1.0)

    assert (queue.upto, len(queue)) == (4, 1)


def test_without_an_acknowledgement_everything_is_sent_again_in_time() -> None:
    """A server that dropped a message hears it again; not before five seconds are gone."""
    queue = TapQueue()
    queue.welcome(0, 0.0)
    queue.add(0.0, 0.0, "sim")
    assert len(queue.batch(0.0)) == 1

    assert queue.batch(4.9) == []
    assert [tap.seq for tap in queue.batch(5.1)] == [1]


@pytest.mark.parametrize("source", ["touch", "key", "midi", "bridge", "sim"])
def test_a_tap_keeps_what_it_was_given(source: str) -> None:
    """Time, bound, source, velocity and local time go out as they came in, under a new number."""
    queue = TapQueue()
    queue.add(1.25, 0.002, source, 0.5, 77.5)
    queue.welcome(3, 0.0)

    assert queue.batch(0.0) == [Tap(4, 1.25, 0.002, source, 0.5, 77.5)]  # type: ignore[arg-type]
