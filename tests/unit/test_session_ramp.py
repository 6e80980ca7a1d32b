"""A tempo that moves over bars: lands on a bar line, arrives on one, is never a jump."""

from __future__ import annotations

from itertools import pairwise

import pytest

from unisono.session import Caller, Role, Session
from unisono.session import commands as c

LEAD = Caller(Role.LEAD, "lead")


def playing(tempo_bpm: float, grouping: list[int]) -> Session:
    """Return a session whose click has been running since a while."""
    session = Session()
    session.open("K7QM2X", 0.0)
    session.receive(c.Arrange(tempo_bpm, grouping, 0), LEAD, 0.0)
    session.receive(c.Start(), LEAD, 0.0)
    return session


def test_a_ramp_begins_on_the_next_bar_and_arrives_after_so_many() -> None:
    """90 to 112 over 4 bars of four: 16 beats, linear in beats, then steady."""
    session = playing(90.0, [4])
    session.receive(c.Arrange(tempo_bpm=112.0, over_bars=4), LEAD, 4.0)
    run = session.state.run
    assert run is not None

    ramp, after = run.timeline.segments[1:]
    assert (ramp.beat0, after.beat0) == (8.0, 24.0)
    assert run.timeline.tempo_at(8.0) == 90.0
    assert run.timeline.tempo_at(16.0) == pytest.approx(101.0)
    assert run.timeline.tempo_at(24.0) == 112.0


def test_a_ramp_counts_bars_of_the_meter_that_comes_with_it() -> None:
    """With a new meter of seven the ramp's bars are sevens."""
    session = playing(120.0, [4])
    session.receive(c.Arrange(tempo_bpm=90.0, grouping=[2, 2, 3], over_bars=2), LEAD, 2.0)
    run = session.state.run
    assert run is not None

    start, end = run.timeline.segments[1].beat0, run.timeline.segments[2].beat0
    assert (start, end - start) == (4.0, 14.0)


def test_a_new_tempo_during_a_ramp_goes_on_from_where_it_is() -> None:
    """Changing one's mind half-way is continuous in time."""
    session = playing(90.0, [4])
    session.receive(c.Arrange(tempo_bpm=120.0, over_bars=8), LEAD, 1.0)
    session.receive(c.Arrange(tempo_bpm=80.0), LEAD, 8.0)
    run = session.state.run
    assert run is not None

    times = [run.timeline.time_at(beat / 4) for beat in range(160)]
    assert all(b > a for a, b in pairwise(times))
    assert run.timeline.tempo_at(40.0) == 80.0
