"""Sleep, restarts and jumps of a clock: found, counted, and over within a second."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from unisono.clocksync import Sample, SessionClock, refine
from unisono.clocksync.emulation import PROFILES, Life, Profile, lanes

BY_NAME = {profile.name: profile for profile in PROFILES}
HOME = BY_NAME["home"]
CRYSTAL = 1.0 - 25e-6
EVENT_S = 40.0


def life(
    profile: Profile,
    seed: int,
    local: Callable[[float], float] = lambda t: CRYSTAL * t,
    session: Callable[[float], float] = float,
    asleep: tuple[float, float] = (1e9, 1e9),
) -> Life:
    """Return a device behind a path."""
    up, down = lanes(profile, random.Random(seed), 120.0)
    return Life(SessionClock(), up, down, local, session, asleep)


def regained_s(one: Life, from_s: float, until_s: float = 60.0, within_s: float = 0.005) -> float:
    """Return how long after ``from_s`` the clock is within 5 ms for good."""
    lost_s = from_s
    for true_s in one.live(until_s):
        if true_s > from_s:
            now_s = one.clock.now(one.local(true_s))
            if not abs(now_s - one.session(true_s)) <= within_s:
                lost_s = true_s
    return lost_s - from_s


@pytest.mark.parametrize("name", ["LAN", "home", "wifi"])
@pytest.mark.parametrize("hours", [-1.0, 1.0])
def test_an_hours_jump_of_the_local_clock_is_over_in_a_second(name: str, hours: float) -> None:
    """A wall clock set by an hour: one counted step; right within a second of the next exchange."""
    jump_s = hours * 3600.0
    one = life(BY_NAME[name], 1, local=lambda t: CRYSTAL * t + (jump_s if t > EVENT_S else 0.0))
    assert regained_s(one, EVENT_S) < 0.5 + 1.0
    assert one.clock.steps == 1


@pytest.mark.parametrize("name", ["LAN", "home", "wifi"])
def test_a_server_that_starts_anew_is_followed_within_a_second(name: str) -> None:
    """Session time jumps back to where the new server begins."""
    one = life(BY_NAME[name], 2, session=lambda t: t if t <= EVENT_S else t - 38.5)
    assert regained_s(one, EVENT_S) < 0.5 + 1.0
    assert one.clock.steps == 1


@pytest.mark.parametrize("stopped", [True, False], ids=["clock stands still", "clock runs on"])
@pytest.mark.parametrize("name", ["LAN", "home", "wifi"])
def test_25_s_of_sleep_are_over_a_second_after_waking(name: str, stopped: bool) -> None:
    """Whether the device's clock slept with it or ran on."""
    woken_s = EVENT_S + 25.0

    def local(t: float) -> float:
        lost_s = min(max(0.0, t - EVENT_S), 25.0) if stopped else 0.0
        return CRYSTAL * (t - lost_s)

    one = life(BY_NAME[name], 3, local=local, asleep=(EVENT_S, woken_s))
    assert regained_s(one, woken_s, until_s=80.0) < 1.0
    assert one.clock.steps == (1 if stopped else 0)


@pytest.mark.parametrize("ppm", [-200.0, 200.0])
@pytest.mark.parametrize("name", ["LAN", "home", "one-sided"])
def test_200_ppm_of_drift_are_followed(name: str, ppm: float) -> None:
    """The skew is learnt; the error stays inside the stated bounds and no step is seen."""
    one = life(BY_NAME[name], 4, local=lambda t: 7.0 + (1.0 + ppm * 1e-6) * t)
    inside = []
    for true_s in one.live(60.0, 0.5):
        local_s = one.local(true_s)
        estimate = one.clock.estimate(local_s)
        error_s = abs(one.clock.now(local_s) - true_s)
        if true_s > 1.0:
            assert error_s <= estimate.hard_bound_s
            inside.append(error_s <= estimate.bound_s)
    assert sum(inside) >= 0.9 * len(inside)
    assert one.clock.steps == 0
    assert one.clock.estimate(one.local(60.0)).skew_ppm == pytest.approx(-ppm, abs=25.0)


def test_one_mangled_exchange_is_not_believed() -> None:
    """A single exchange from another time moves nothing and is counted; two in a row are a step."""
    one = life(HOME, 5)
    for _ in one.live(30.0, 1.0):
        pass
    clock, local_s = one.clock, one.local(30.0)
    before = clock.now(local_s)
    clock.add(local_s, before + 900.0, before + 900.0, local_s + 0.04)
    assert clock.now(local_s) == before
    assert clock.next_exchange_in_s(local_s) == 0.05
    clock.add(local_s + 0.05, before + 0.07, before + 0.07, local_s + 0.09)
    assert (clock.steps, clock.ignored) == (0, 1)
    for after_s in (0.1, 0.15):
        t = local_s + after_s
        clock.add(t, before + 900.0 + after_s, before + 900.0 + after_s, t + 0.04)
    assert clock.steps == 1
    assert clock.now(local_s + 0.2) == pytest.approx(before + 900.2, abs=0.03)


def test_while_something_plays_a_first_rough_offset_is_slewed_away_not_jumped() -> None:
    """Without leave to step, even the first seconds only slew."""
    one = life(BY_NAME["one-sided"], 6)
    one.clock.may_step = False
    before: float | None = None
    steps: list[float] = []
    for true_s in one.live(10.0):
        if one.clock.ready:
            offset_s = one.clock.now(one.local(true_s)) - one.local(true_s)
            steps += [abs(offset_s - before)] if before is not None else []
            before = offset_s
    assert max(steps) <= 0.04 * 0.0102


@pytest.mark.parametrize("name", ["home", "one-sided"])
def test_after_a_step_the_clock_settles_at_once_though_something_plays(name: str) -> None:
    """What played before it was no use: nobody waits ten seconds for the rest to be slewed away."""
    one = life(BY_NAME[name], 8, session=lambda t: t if t <= EVENT_S else t - 38.5)
    one.clock.may_step = False
    lost_s = 0.0
    for true_s in one.live(EVENT_S + 12.0):
        if true_s > EVENT_S:
            error_s = abs(one.clock.now(one.local(true_s)) - one.session(true_s))
            lost_s = true_s - EVENT_S if error_s > 0.005 else lost_s
    assert lost_s < 0.5 + 1.0


def test_afterwards_the_clock_is_known_better_than_live_and_its_step_is_found() -> None:
    """Refined over a session with a restarted server: two stretches, smaller errors, in bounds."""
    one = life(BY_NAME["one-sided"], 7, session=lambda t: t if t <= 60.0 else t + 100.0)
    live, local = [], []
    for true_s in one.live(110.0, 0.5):
        local.append((one.local(true_s), one.session(true_s), true_s))
        live.append(abs(one.clock.now(local[-1][0]) - local[-1][1]))
    refined = refine([Sample.of(*exchange) for exchange in one.exchanges])
    errors = [abs(refined.session_at(a) - b) for a, b, t in local if abs(t - 60.0) > 1.0]
    bounds = [refined.bound_at(a) for a, _, t in local if abs(t - 60.0) > 1.0]
    assert refined.steps == 1
    assert sorted(errors)[len(errors) // 2] < sorted(live)[len(live) // 2]
    assert sum(e <= b for e, b in zip(errors, bounds, strict=True)) >= 0.9 * len(errors)
