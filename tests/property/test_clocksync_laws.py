"""Laws of the session clock, whatever the network and the timestamps do."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unisono.clocksync import Sample, SessionClock, refine
from unisono.clocksync.emulation import PROFILES, Delay, Life, Profile, lanes

few = settings(max_examples=25, deadline=None)
EVEN = [profile for profile in PROFILES if profile.name != "asymmetric"]

ways = st.builds(
    Delay,
    base_s=st.floats(0.0005, 0.15),
    normal_s=st.floats(0.0, 0.02),
    exponential_s=st.floats(0.0, 0.03),
    lognormal_s=st.floats(0.0, 0.005),
)
networks = st.builds(Profile, st.just("any"), ways, ways, loss=st.floats(0.0, 0.05))
any_number = st.floats(allow_nan=True, allow_infinity=True)
Exchange = tuple[float, float, float, float]


def life(profile: Profile, seed: int, ppm: float = 20.0, offset_s: float = 0.0) -> Life:
    """Return a device behind a path."""
    up, down = lanes(profile, random.Random(seed), 600.0)
    return Life(SessionClock(), up, down, lambda t: offset_s + (1.0 + ppm * 1e-6) * t)


def lived(profile: Profile, seed: int, until_s: float = 12.0) -> list[Exchange]:
    """Return the exchanges of a short life."""
    one = life(profile, seed)
    for _ in one.live(until_s, 1.0):
        pass
    return one.exchanges


def taken(exchanges: list[Exchange]) -> SessionClock:
    """Return a clock that took exchanges in."""
    clock = SessionClock()
    for exchange in exchanges:
        clock.add(*exchange)
    return clock


@few
@given(networks, st.integers(0, 2**31), st.floats(-200.0, 200.0))
def test_the_hard_bound_always_holds(network: Profile, seed: int, ppm: float) -> None:
    """However lopsided, jittery or lossy the path, and whatever the crystal."""
    one = life(network, seed, ppm)
    for true_s in one.live(15.0, 0.1):
        if one.clock.ready:
            local_s = one.local(true_s)
            error_s = abs(one.clock.now(local_s) - true_s)
            assert error_s <= one.clock.estimate(local_s).hard_bound_s


@few
@given(networks, st.integers(0, 2**31), st.booleans())
def test_the_output_never_runs_backwards(network: Profile, seed: int, may_step: bool) -> None:
    """Read every few milliseconds, exchanges in between: session time only grows."""
    one = life(network, seed)
    one.clock.may_step = may_step
    before = -math.inf
    for true_s in one.live(8.0, 0.007):
        if one.clock.ready and (not may_step or true_s > 4.0):
            now_s = one.clock.now(one.local(true_s))
            assert now_s > before
            before = now_s


@few
@given(networks, st.integers(0, 2**31), st.randoms(use_true_random=False))
def test_duplicates_change_nothing(network: Profile, seed: int, rng: random.Random) -> None:
    """An exchange that comes twice counts once."""
    exchanges = lived(network, seed)
    twice = [x for one in exchanges for x in ([one] if rng.random() < 0.5 else [one, one])]
    once, again = taken(exchanges), taken(twice)
    last_s = exchanges[-1][3]
    assert again.estimate(last_s) == once.estimate(last_s)
    assert again.ignored == len(twice) - len(exchanges) + once.ignored


@few
@given(st.sampled_from(EVEN), st.integers(0, 2**31), st.randoms(use_true_random=False))
def test_answers_out_of_order_do_little(profile: Profile, seed: int, rng: random.Random) -> None:
    """Neighbours that change places leave the estimate within its own bounds, without a step."""
    exchanges = lived(profile, seed)
    shuffled = sorted(exchanges, key=lambda x: x[3] + rng.uniform(0.0, 0.5))
    one, other = taken(exchanges), taken(shuffled)
    last_s = exchanges[-1][3]
    apart_s = abs(one.estimate(last_s).offset_s - other.estimate(last_s).offset_s)
    assert other.steps == 0
    assert apart_s <= one.estimate(last_s).bound_s + other.estimate(last_s).bound_s


@few
@given(
    st.sampled_from(EVEN),
    st.integers(0, 2**31),
    st.lists(st.tuples(st.integers(0, 200), any_number, any_number, any_number, any_number)),
)
def test_absurd_exchanges_leave_the_clock_alive(
    profile: Profile, seed: int, absurd: list[tuple[int, float, float, float, float]]
) -> None:
    """Whatever numbers come in between: nothing is raised, everything stays finite, and true."""
    exchanges = lived(profile, seed)
    mixed = list(exchanges)
    for at, *stamps in absurd:
        mixed.insert(min(at, len(mixed)), (stamps[0], stamps[1], stamps[2], stamps[3]))
    clock = taken(mixed)
    for exchange in lived(profile, seed + 1, 3.0):
        moved = [x + exchanges[-1][3] + 1.0 for x in exchange]
        clock.add(moved[0], moved[1], moved[2], moved[3])
    local_s = exchanges[-1][3] + 4.5
    estimate = clock.estimate(local_s)
    assert all(math.isfinite(x) for x in (clock.now(local_s), estimate.bound_s, estimate.skew_ppm))
    assert abs(clock.now(local_s) - local_s) < max(0.02, estimate.hard_bound_s) + 1e-3


@few
@given(st.sampled_from(PROFILES), st.integers(0, 2**31), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_origins_do_not_matter(profile: Profile, seed: int, local0: float, session0: float) -> None:
    """Clocks that start elsewhere give the same readings, moved."""
    exchanges = lived(profile, seed, 6.0)
    moved = [(a + local0, b + session0, c + session0, d + local0) for a, b, c, d in exchanges]
    last_s = exchanges[-1][3]
    here, there = taken(exchanges), taken(moved)
    assert there.now(last_s + local0) - session0 == pytest.approx(here.now(last_s), abs=1e-6)
    bound_s = here.estimate(last_s).bound_s
    assert there.estimate(last_s + local0).bound_s == pytest.approx(bound_s, abs=1e-5)


@few
@given(st.sampled_from(PROFILES), st.integers(0, 2**31), st.floats(-2.0, 20.0))
def test_local_at_undoes_now(profile: Profile, seed: int, ahead_s: float) -> None:
    """From local to session time and back is the identity, also some seconds ahead."""
    clock = taken(lived(profile, seed, 6.0))
    local_s = 6.0 + ahead_s
    assert clock.local_at(clock.now(local_s), 6.0) == pytest.approx(local_s, abs=1e-9)


@few
@given(st.sampled_from(PROFILES), st.integers(0, 2**31))
def test_the_likely_bound_is_never_wider_than_the_hard_one(profile: Profile, seed: int) -> None:
    """What holds nearly always lies within what holds always."""
    one = life(profile, seed)
    for true_s in one.live(10.0, 0.25):
        estimate = one.clock.estimate(one.local(true_s))
        assert estimate.bound_s <= estimate.hard_bound_s


@pytest.mark.parametrize("profile", EVEN, ids=lambda profile: profile.name)
def test_the_likely_bound_holds_95_percent_of_the_time(profile: Profile) -> None:
    """Over ten lives of 50 s on every even path, from the first exchange on."""
    inside = []
    for seed in range(10):
        one = life(profile, seed, ppm=profile.drift_ppm or 20.0)
        for true_s in one.live(50.0, 0.25):
            if one.clock.ready:
                local_s = one.local(true_s)
                error_s = abs(one.clock.now(local_s) - true_s)
                inside.append(error_s <= one.clock.estimate(local_s).bound_s)
    assert sum(inside) >= 0.95 * len(inside)


def test_an_uneven_path_biases_by_half_its_unevenness_and_only_the_hard_bound_says_so() -> None:
    """80 ms up and 20 ms down: 30 ms that nobody can see from inside."""
    asymmetric = next(profile for profile in PROFILES if profile.name == "asymmetric")
    one = life(asymmetric, 1)
    for true_s in one.live(40.0, 1.0):
        if true_s > 10.0:
            local_s = one.local(true_s)
            error_s = one.clock.now(local_s) - true_s
            assert error_s == pytest.approx(0.030, abs=0.004)
            assert abs(error_s) <= one.clock.estimate(local_s).hard_bound_s < 0.05


@few
@given(networks, st.integers(0, 2**31))
def test_a_refined_clock_is_whole_and_finite(network: Profile, seed: int) -> None:
    """Refined from any life: finite everywhere, in one stretch, growing with local time."""
    refined = refine([Sample.of(*exchange) for exchange in lived(network, seed, 6.0)])
    times = [refined.session_at(-1.0 + 0.25 * i) for i in range(40)]
    assert refined.steps == 0
    assert all(a < b for a, b in itertools.pairwise(times))
    assert math.isfinite(refined.bound_at(3.0))


@pytest.mark.parametrize("grid_s", [1e-4, 1e-3, 1.0 / 60.0])
@pytest.mark.parametrize("name", ["LAN", "home"])
def test_a_rounded_timer_widens_the_bounds_enough(name: str, grid_s: float) -> None:
    """Read through a timer that rounds down, as browsers do: hard always, likely 95 %."""
    profile = next(one for one in PROFILES if one.name == name)
    inside, seen = 0, 0
    for seed in range(4):
        up, down = lanes(profile, random.Random(seed), 60.0)
        one = Life(SessionClock(), up, down, lambda t: math.floor(t / grid_s) * grid_s)
        for true_s in one.live(30.0, 0.1234):
            if true_s > 1.0:
                local_s = one.local(true_s)
                error_s = abs(one.clock.now(local_s) - true_s)
                assert error_s <= one.clock.estimate(local_s).hard_bound_s
                inside, seen = inside + (error_s <= one.clock.estimate(local_s).bound_s), seen + 1
    assert inside >= 0.95 * seen
