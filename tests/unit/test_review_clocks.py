"""Clocks looked at again: taps come nearer to the truth, inside their bounds, and both are told."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import pytest

from review_logs import Log, beats, circle, start, stop
from unisono.clocksync import SessionClock
from unisono.clocksync.emulation import PROFILES, Life, Profile, lanes
from unisono.review import build_report, report_json, taps_csv
from unisono.review.clocks import BEYOND_S, Kept, Redated, device_clock, redated
from unisono.review.runs import SeatStory, Tap, story_of
from unisono.session import events as e

BY_NAME = {profile.name: profile for profile in PROFILES}
SYMMETRIC = [profile for profile in PROFILES if profile.name != "asymmetric"]
LENGTH_S = 120.0

Row = tuple[float, float, float, float]


@dataclass
class Played:
    """Taps at known instants, as a device behind a path stamped them, and its exchanges."""

    truth_s: list[float]
    taps: list[Tap]
    exchanges: list[Row]

    def seat(self) -> SeatStory:
        """Return what a log would tell of it."""
        return SeatStory(1, exchanges=list(self.exchanges), taps=list(self.taps))


def played(
    profile: Profile,
    seed: int,
    local: Callable[[float], float] | None = None,
    session: Callable[[float], float] = float,
    length_s: float = LENGTH_S,
) -> Played:
    """Return what somebody played who tapped twice a second, at known instants."""
    ppm = 40.0 if profile.drift_ppm is None else profile.drift_ppm
    up, down = lanes(profile, random.Random(seed), length_s)
    one = Life(
        SessionClock(), up, down, local or (lambda t: 77.0 + (1.0 + ppm * 1e-6) * t), session
    )
    found = Played([], [], [])
    for true_s in one.live(length_s, 0.5):
        local_s = round(one.local(true_s), 5)
        if one.clock.ready:
            bound_s = one.clock.estimate(local_s).bound_s
            tap = Tap(one.clock.now(local_s), len(found.taps) + 1, bound_s, "sim", None, local_s)
            found.taps.append(tap)
            found.truth_s.append(session(true_s))
    found.exchanges = list(one.exchanges)
    return found


def off_s(taps: Sequence[Tap], truth_s: Sequence[float]) -> list[float]:
    """Return how far taps lie from the truth."""
    return [abs(tap.time_s - true_s) for tap, true_s in zip(taps, truth_s, strict=True)]


def number(value: float | None) -> float:
    """Return a number that has to be there."""
    assert value is not None
    return value


def logged(people: Sequence[Played], *, batch: int = 40) -> Log:
    """Return a log in which these people played to a click at 120 from second 0 on."""
    log = circle(len(people))
    start(log, 0.0, count_in=0)
    for seat, one in enumerate(people, start=1):
        for i in range(0, len(one.exchanges), batch):
            log.add(e.ClockSampled(seat, tuple(one.exchanges[i : i + batch])))
        for i in range(0, len(one.taps), batch):
            some = one.taps[i : i + batch]
            rows = tuple((t.seq, t.time_s, t.bound_s, t.source, t.velocity) for t in some)
            log.add(e.TapsPlayed(seat, rows, tuple(t.local_s for t in some)))
    stop(log, 2 * LENGTH_S, LENGTH_S)
    return log


@pytest.mark.parametrize("profile", SYMMETRIC, ids=lambda profile: str(profile.name))
def test_refined_taps_are_nearer_the_truth_and_inside_their_bounds(profile: Profile) -> None:
    """Over six devices a path: median error no more than 0.9 of live; 95 in 100 inside."""
    live: list[float] = []
    refined: list[float] = []
    inside: list[bool] = []
    for seed in range(1, 7):
        one = played(profile, seed)
        again = redated(one.seat())
        assert again.refined == len(one.taps)
        live += off_s(one.taps, one.truth_s)
        refined += (errors := off_s(again.taps, one.truth_s))
        inside += [x <= t.bound_s for x, t in zip(errors, again.taps, strict=True)]

    assert median(refined) <= 0.9 * median(live)
    assert sum(inside) >= 0.95 * len(inside)


def test_what_nobody_can_see_stays_within_half_of_the_round_trip() -> None:
    """80 ms up and 20 down: refined times are 30 ms off as live ones are, and no further."""
    one = played(BY_NAME["asymmetric"], 4)

    errors = off_s(redated(one.seat()).taps, one.truth_s)

    assert median(errors) == pytest.approx(0.030, abs=0.002)
    assert max(errors) <= 0.05


def reloaded(seed: int) -> Played:
    """Return what somebody played whose page was loaded again after a minute: all begins anew."""
    first = played(BY_NAME["home"], seed, float, length_s=60.0)
    second = played(BY_NAME["home"], seed + 1, float, lambda t: 62.0 + t, length_s=60.0)
    seq = len(first.taps)
    return Played(
        first.truth_s + second.truth_s,
        first.taps + [tap._replace(seq=seq + tap.seq) for tap in second.taps],
        first.exchanges + second.exchanges,
    )


def test_taps_before_and_after_a_reload_are_looked_up_in_their_own_stretch() -> None:
    """The page's clock begins again at 0 in the middle: the same local times occur twice."""
    one = reloaded(5)

    again = redated(one.seat())

    assert again.clock is not None
    assert again.clock.steps == 1
    assert again.refined == len(one.taps)
    assert max(off_s(again.taps, one.truth_s)) <= 0.003


def test_a_small_step_of_the_server_is_told_apart_by_local_time() -> None:
    """20 ms between two servers: either clock might explain a tap, its local time decides."""
    one = played(BY_NAME["LAN"], 8, lambda t: 5.0 + t, lambda t: t if t < 60.0 else t + 0.02)

    again = redated(one.seat())

    assert again.clock is not None
    assert again.clock.steps == 1
    errors = off_s(again.taps, one.truth_s)
    assert sum(error > 0.0005 for error in errors) <= 2  # between the last and the next exchange


def test_the_order_in_which_exchanges_were_stored_does_not_matter() -> None:
    """Rows of an old connection may come after those of the next one, some of them twice."""
    one = reloaded(6)
    rows = list(one.exchanges)
    random.Random(6).shuffle(rows)

    assert device_clock(rows + rows[:30]) == device_clock(one.exchanges)


def test_a_tap_that_does_not_fit_its_clock_keeps_its_time_and_is_counted() -> None:
    """Further apart than both bounds and 50 ms: the exchanges belong to another clock."""
    one = played(BY_NAME["LAN"], 7, length_s=30.0)
    strange = one.taps[20]._replace(time_s=one.taps[20].time_s + BEYOND_S + 0.02)
    one.taps[20] = strange

    again = redated(one.seat())

    assert again.taps[20] == strange
    assert again.kept == (Kept.APART,)


def test_taps_without_local_time_and_devices_without_exchanges_keep_theirs() -> None:
    """Nothing is made up: the taps are as they were, and it is said how many."""
    one = played(BY_NAME["LAN"], 8, length_s=20.0)
    untold = SeatStory(
        1, exchanges=one.exchanges, taps=[t._replace(local_s=None) for t in one.taps]
    )
    unheard = SeatStory(1, taps=one.taps)

    assert redated(untold).taps == tuple(untold.taps)
    assert redated(untold).kept == (Kept.UNTOLD,) * len(one.taps)
    assert redated(unheard) == Redated(None, tuple(one.taps), (Kept.UNHEARD,) * len(one.taps))


def test_taps_long_after_the_last_exchange_known_keep_the_time_of_a_device_that_was_surer() -> None:
    """The first two seconds of exchanges say little of the rate: a minute later live is better."""
    one = played(BY_NAME["drift"], 10)
    short = SeatStory(1, exchanges=[row for row in one.exchanges if row[1] < 2.0], taps=one.taps)

    again = redated(short)

    assert set(again.kept) == {Kept.UNHEARD}
    assert all(tap.live is None for tap in again.taps[-100:])
    errors = off_s(again.taps, one.truth_s)
    assert all(x <= t.bound_s for x, t in zip(errors, again.taps, strict=True) if t.live)


@pytest.mark.parametrize(
    "row",
    [
        (0.0, 1.0, 1.0, -1.0),
        (0.0, 1e300, 1e300, 0.0),
        (0.0, 5.0, 5.0, 1e10),
        (float("nan"), 5.0, 5.0, 6.0),
        (0.0, 6.0, 5.0, 1.0),
    ],
)
def test_exchanges_that_cannot_be_true_are_left_out(row: Row) -> None:
    """Backwards, endless, or no numbers at all: as if they had not been sent."""
    one = played(BY_NAME["LAN"], 9, length_s=20.0)

    assert device_clock([*one.exchanges, row]) == device_clock(one.exchanges)
    assert device_clock([row]) is None


def test_a_report_tells_live_and_refined_figures_and_how_far_taps_moved() -> None:
    """Five people exactly on the beat behind poor networks: the refined number is the better."""
    names = ("4g", "4g", "one-sided", "one-sided", "drift")
    people = [played(BY_NAME[name], seed) for seed, name in enumerate(names)]
    log = logged(people)

    report = build_report(log.entries)

    run = report.stretches[0]
    for best, live in ((report.together, report.live), (run.together, run.live)):
        assert number(best.value) >= number(live.value)
        assert number(best.spread_ms) < number(live.spread_ms)
        assert number(best.ceiling) > number(live.ceiling)
        assert number(live.low) < number(live.value) < number(live.high)
    assert report.redating.refined_taps == report.taps == sum(len(p.taps) for p in people)
    largest = [d.largest_correction_ms or 0.0 for d in report.devices]
    assert report.redating.largest_correction_ms == max(largest) > 0.0
    assert [remark.id for remark in report.notes] == ["refined"]


def test_a_device_is_described_by_its_clock() -> None:
    """Exchanges, bounds live and refined, skew, steps and ways through the network."""
    people = [played(BY_NAME["path change"], 3, length_s=320.0), played(BY_NAME["drift"], 4)]

    moved, drifting = build_report(logged(people).entries).devices

    assert (moved.path_changes, moved.steps) == (1, 0)
    assert drifting.samples == len(people[1].exchanges)
    assert drifting.skew_ppm == pytest.approx(-100.0, abs=10.0)
    assert drifting.offset_s == pytest.approx(-77.0 - 0.012, abs=0.003)
    assert number(drifting.refined_bound_ms) < number(drifting.bound_ms)
    assert number(drifting.worst_refined_bound_ms) < number(drifting.worst_bound_ms)
    assert (drifting.refined_taps, drifting.live_taps) == (len(people[1].taps), 0)


def test_without_local_times_live_and_refined_are_the_same_and_nothing_is_said() -> None:
    """A log from before local times were told has the report it always had."""
    log = circle(2)
    start(log)
    for seat in (1, 2):
        log.taps(seat, beats(64), bound_s=0.004)
    stop(log, 64, 43.0)

    report = build_report(log.entries)

    assert report.live.value == report.together.value
    assert report.live.ceiling == report.together.ceiling
    assert (report.redating.refined_taps, report.redating.untold_taps) == (0, 128)
    assert report.redating.median_correction_ms is None
    assert not {"refined", "kept_live"} & {remark.id for remark in report.notes}


def test_however_exchanges_and_taps_were_batched_the_bytes_are_the_same() -> None:
    """Report and table depend on what was played and exchanged alone."""
    people = [played(BY_NAME["home"], 1, length_s=30.0), played(BY_NAME["LAN"], 2, length_s=30.0)]
    one, other = logged(people), logged(people, batch=7)

    assert report_json(one.entries) == report_json(other.entries)
    assert taps_csv(one.entries) == taps_csv(other.entries)


def test_the_table_has_local_and_refined_times_beside_the_recorded_ones() -> None:
    """Recorded columns stay as recorded; what is not known is empty."""
    people = [played(BY_NAME["drift"], 1, length_s=30.0)]
    log = logged(people)
    log.add(e.TapsPlayed(1, ((9001, 40.0, 0.001, "sim", None),)))
    seat = story_of(log.entries).seats[1]
    best = {tap.seq: tap for tap in redated(seat).taps}

    rows = list(csv.DictReader(io.StringIO(taps_csv(log.entries), newline="")))

    for row in rows[:-1]:
        tap = best[int(row["seq"])]
        assert tap.live is not None
        assert float(row["time_s"]) == tap.live.time_s
        assert float(row["local_s"]) == tap.local_s
        assert float(row["refined_time_s"]) == tap.time_s
        assert float(row["refined_bound_ms"]) == pytest.approx(1e3 * tap.bound_s, abs=1e-6)
        late_ms = 1e3 * (tap.time_s - float(row["target_s"]))
        assert float(row["refined_asynchrony_ms"]) == pytest.approx(late_ms, abs=1e-5)
    refined = ("local_s", "refined_time_s", "refined_asynchrony_ms", "refined_bound_ms")
    assert [rows[-1][name] for name in refined] == [""] * 4
    assert rows[-1]["time_s"] == "40.0"
