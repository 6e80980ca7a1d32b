"""The parts of the clock: samples, timer resolution, paths, rate changes, slewing, pacing."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from unisono.clocksync import ClockSettings, Pace, Sample, SessionClock, quality_of
from unisono.clocksync.output import Line, Output, Plan
from unisono.clocksync.path import path_labels
from unisono.clocksync.samples import Grids, Samples
from unisono.errors import BadValue


def fed(
    until_s: float, rng: random.Random, skew: float = 0.0, change_at_s: float = math.inf
) -> SessionClock:
    """Return a clock after exchanges twice a second; its rate changes by 50 ppm at a moment."""
    clock, t = SessionClock(), 0.0
    while t < until_s:
        up, down = (0.02 + 0.003 * rng.random() for _ in range(2))
        session = [x * (1 + skew) + 50e-6 * max(0.0, x - change_at_s) for x in (t + up,)]
        clock.add(t, session[0], session[0], t + up + down)
        t += 0.5
    return clock


@pytest.mark.parametrize(
    "stamps",
    [
        (math.nan, 0.0, 0.0, 1.0),
        (0.0, math.inf, math.inf, 1.0),
        (1.0, 5.0, 5.0, 0.0),
        (0.0, 5.0, 4.0, 1.0),
        (0.0, 5.0, 7.0, 1.0),
        (0.0, 1e12, 1e12, 1.0),
    ],
)
def test_four_timestamps_that_cannot_be_true_are_refused(stamps: tuple[float, ...]) -> None:
    """Not a number, infinite, backwards on a side, or a round trip below nothing."""
    with pytest.raises(BadValue):
        Sample.of(*stamps)


def test_a_symmetric_exchange_gives_offset_and_round_trip() -> None:
    """Offset is session minus local time; server time does not count as round trip."""
    sample = Sample.of(10.0, 110.02, 110.07, 10.09)
    assert sample.offset_s == pytest.approx(100.0)
    assert sample.round_trip_s == pytest.approx(0.04)


def test_samples_stay_in_order_and_bounded() -> None:
    """Whatever the order of arrival: sorted by local time, no more and none older than allowed."""
    store = Samples(ClockSettings(window_s=50.0, max_samples=20))
    times = [float(i) for i in range(100)]
    random.Random(1).shuffle(times)
    for t in times:
        store.add(Sample(t, 0.02, 0.02))
    kept = [sample.local_s for sample in store.kept]
    assert kept == sorted(kept)
    assert len(kept) <= 20
    assert kept[0] >= 99.0 - 50.0


@pytest.mark.parametrize("grid_s", [1e-3, 1e-4, 1.0 / 60.0])
def test_a_rounded_timer_is_noticed(grid_s: float) -> None:
    """After a few exchanges the resolution of the timer is known."""
    grids = Grids()
    for steps in (41, 67, 52, 38, 59):
        grids.see(steps * grid_s)
    assert grids.grid_s == pytest.approx(grid_s)


def test_a_fine_timer_is_not_taken_for_a_rounded_one() -> None:
    """Durations that are multiples of nothing leave no resolution."""
    grids, rng = Grids(), random.Random(2)
    for _ in range(40):
        grids.see(rng.uniform(0.01, 0.2))
    assert grids.grid_s == 0.0


def test_a_slower_route_is_another_path_and_scatter_is_not() -> None:
    """All exchanges 80 ms slower: another path. Wide scatter or single slow ones: the same."""
    rng = random.Random(3)
    near = [0.04 + 0.01 * rng.random() for _ in range(60)]
    far = [0.12 + 0.01 * rng.random() for _ in range(36)]
    assert list(path_labels(np.array(near + far))) == [0] * 60 + [1] * 36
    wild = [0.04 + rng.expovariate(20.0) for _ in range(120)]
    assert set(path_labels(np.array(wild))) == {0}


def test_another_rate_makes_the_past_forgotten() -> None:
    """A clock whose rate changes by 50 ppm is followed again to 1 ms within a minute."""
    clock = fed(260.0, random.Random(4), skew=20e-6, change_at_s=200.0)
    true_s = 260.0 * (1 + 20e-6) + 50e-6 * 60.0
    assert clock.estimate(260.0).skew_ppm == pytest.approx(70.0, abs=25.0)
    assert clock.now(260.0) == pytest.approx(true_s, abs=1e-3)
    assert clock.steps == 0


def test_a_steady_clock_keeps_its_past() -> None:
    """Nothing is forgotten while nothing changes."""
    assert fed(260.0, random.Random(5), skew=20e-6).estimate(260.0).samples == 520


@pytest.mark.parametrize("error_s", [-0.3, -0.03, -0.004, 0.0005, 0.01, 0.08, 1.0])
def test_slewing_goes_home_without_overshooting_or_running_backwards(error_s: float) -> None:
    """The remaining error shrinks, keeps its sign, and never by more than 1 % of the time."""
    plan, before = Plan(0.0, Line(0.0, 100.0, 30e-6), error_s), error_s
    for i in range(1, 4000):
        now = plan.error_at(i * 0.05)
        assert abs(now) <= abs(before)
        assert now * error_s > 0.0
        assert abs(before - now) <= 0.05 * 0.010001
        before = now
    assert abs(before) < max(1e-4, abs(error_s) - 1.0)


@pytest.mark.parametrize("error_s", [0.0015, 0.019])
def test_slewing_moves_less_than_a_tenth_of_a_millisecond_in_40_ms(error_s: float) -> None:
    """Up to 20 ms, no step of the output can be heard or seen."""
    plan = Plan(0.0, Line(0.0, 0.0), error_s)
    steps = [plan.error_at(i * 0.04) - plan.error_at((i + 1) * 0.04) for i in range(500)]
    assert max(steps) < 1e-4


def test_the_past_is_read_by_the_clock_of_the_past() -> None:
    """A new plan changes nothing of what an earlier moment read."""
    output = Output()
    output.follow(Line(0.0, 10.0), 0.0, jump=True)
    before = output.offset_at(0.9)
    output.follow(Line(1.0, 10.5), 1.0, jump=False)
    assert output.offset_at(0.9) == before
    assert output.offset_at(1.0) == pytest.approx(before)


def test_exchanges_are_fast_at_first_and_sparse_later() -> None:
    """On a calm path: every 50 ms, 200 ms, 500 ms, then every two seconds."""
    rng, clock, t, waits = random.Random(6), SessionClock(), 0.0, []
    while t < 90.0:
        up, down = (0.001 + 1e-4 * rng.random() for _ in range(2))
        clock.add(t, t + up, t + up, t + up + down)
        waits.append((t, clock.next_exchange_in_s(t)))
        t += waits[-1][1]
    seen = {w for t, w in waits if t > 0.5}
    assert seen == {0.05, 0.2, 0.5, 2.0}
    assert [w for _, w in waits] == sorted(w for _, w in waits)


def test_a_clock_told_to_hurry_asks_fast_again_and_changes_nothing_else() -> None:
    """A new connection or a wake-up restarts the pace, not the clock."""
    clock = fed(90.0, random.Random(7))
    before = clock.estimate(90.0)
    assert clock.next_exchange_in_s(90.0) >= 1.0

    clock.hurry(90.0)

    assert clock.next_exchange_in_s(90.0) == 0.05
    assert clock.estimate(90.0) == before


def test_settings_refuse_what_makes_no_sense() -> None:
    """No window, no samples, no paces."""
    with pytest.raises(BadValue):
        ClockSettings(window_s=0.0)
    with pytest.raises(BadValue):
        ClockSettings(max_samples=3)
    with pytest.raises(BadValue):
        ClockSettings(paces=())
    assert ClockSettings(paces=(Pace(math.inf, 1.0, 1.0),)).paces[0].calm_s == 1.0


def test_a_bound_has_one_word() -> None:
    """Good up to 3 ms, fair up to 10 ms, else poor."""
    assert [quality_of(b) for b in (0.001, 0.004, 0.02)] == ["good", "fair", "poor"]
