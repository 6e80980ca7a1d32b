"""Write clocksync.json, the vectors on which the Python and the JavaScript clock agree to 1 us.

Run from the repository root after a wanted change: ``python tests/vectors/make_clocksync.py``.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from unisono.clocksync import SessionClock
from unisono.clocksync.emulation import PROFILES, Change, Delay, Life, Profile, lanes

HERE = Path(__file__).parent
Exchange = tuple[float, float, float, float]
LOOK_EVERY = 9


def exchanges(
    profile: Profile,
    seed: int,
    until_s: float,
    local: Callable[[float], float],
    session: Callable[[float], float] = float,
) -> list[Exchange]:
    """Return the exchanges of one life behind a path."""
    up, down = lanes(profile, random.Random(seed), until_s)
    life = Life(SessionClock(), up, down, local, session)
    for _ in life.live(until_s, 1.0):
        pass
    return life.exchanges


def drifting(offset_s: float, ppm: float) -> Callable[[float], float]:
    """Return a local clock."""
    return lambda true_s: offset_s + (1.0 + ppm * 1e-6) * true_s


def rounded(grid_s: float, local: Callable[[float], float]) -> Callable[[float], float]:
    """Return a local clock rounded down, as browsers do."""
    return lambda true_s: math.floor(local(true_s) / grid_s) * grid_s


def disordered(given: list[Exchange], rng: random.Random) -> list[Exchange]:
    """Return exchanges with duplicates, absurdities and some out of order."""
    mixed = list(given)
    for i in range(0, len(mixed) - 3, 7):
        mixed[i], mixed[i + 2] = mixed[i + 2], mixed[i]
    for i in range(5, len(mixed), 11):
        t0, t1, t2, t3 = mixed[i]
        absurd: Iterable[Exchange] = [
            (t0, t1, t2, t3),
            (t0, t1 + 3600.0, t2 + 3600.0, t3),
            (t3, t1, t2, t0 - 1.0),
            (t0, t2 + 1.0, t1, t3),
            (t0, t1, t2, t3 + 60.0),
            (1e300, t1, t2, 1e300),
        ]
        mixed.insert(i, rng.choice(list(absurd)))
    return mixed


def case(name: str, given: list[Exchange], may_step: bool = True) -> dict[str, Any]:
    """Return what both clocks must say while they take in the exchanges."""
    clock, looks = SessionClock(), []
    clock.may_step = may_step
    for i, exchange in enumerate(given):
        clock.add(*exchange)
        if i % LOOK_EVERY == 0 or i + 1 == len(given):
            looks.append([i, *look(clock, exchange[3] + 0.123)])
    return {"name": name, "may_step": may_step, "exchanges": given, "looks": looks}


def look(clock: SessionClock, local_s: float) -> list[Any]:
    """Return everything a clock says at one local time."""
    now_s, e = clock.now(local_s), clock.estimate(local_s)
    return [
        local_s,
        now_s,
        clock.local_at(now_s + 1.0, local_s),
        e.offset_s,
        e.skew_ppm,
        e.round_trip_s,
        e.bound_s,
        e.hard_bound_s,
        e.samples,
        e.quality,
        clock.next_exchange_in_s(local_s),
        clock.steps,
        clock.ignored,
    ]


def cases() -> list[dict[str, Any]]:
    """Return all cases."""
    by_name = {profile.name: profile for profile in PROFILES}
    soon = Profile(
        "", Delay(0.02, 0.003), Delay(0.02, 0.003), change=Change(20.0, *[Delay(0.06)] * 2)
    )
    still, fast = drifting(412.5, 12.0), drifting(-77.25, -180.0)
    found = [
        case(name, exchanges(by_name[name], 1, 70.0, still))
        for name in ("LAN", "home", "wifi", "4g", "asymmetric", "one-sided")
    ]
    home = exchanges(by_name["home"], 2, 45.0, still)
    restarted = [(a, b - 500.0, c - 500.0, d) for a, b, c, d in home if d > 450.0]
    slept = exchanges(
        by_name["one-sided"], 3, 50.0, lambda t: still(t) - (25.0 if t > 30.0 else 0.0)
    )
    found += [
        case("strong drift", exchanges(by_name["home"], 4, 60.0, fast)),
        case("path change", exchanges(soon, 5, 60.0, still)),
        case("rounded to 1 ms", exchanges(by_name["wifi"], 6, 20.0, rounded(1e-3, still))),
        case("while playing", exchanges(by_name["4g"], 7, 20.0, still), may_step=False),
        case("server restarts", [x for x in home if x[3] <= 450.0] + restarted),
        case(
            "server restarts while playing", [x for x in home if x[3] <= 450.0] + restarted, False
        ),
        case("device sleeps", slept),
        case("disorder", disordered(home, random.Random(8))),
    ]
    return found


def main() -> None:
    """Write the file."""
    text = json.dumps({"cases": cases()}, separators=(",", ":")).replace("],[", "],\n[")
    (HERE / "clocksync.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
