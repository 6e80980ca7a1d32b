"""The session clock on the vectors it shares with JavaScript."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from unisono.clocksync import SessionClock

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "clocksync.json").read_text(encoding="utf-8")
)["cases"]


def look(clock: SessionClock, local_s: float) -> list[Any]:
    """Return everything a clock says, in the order of the vectors."""
    now_s, e = clock.now(local_s), clock.estimate(local_s)
    numbers = [now_s, clock.local_at(now_s + 1.0, local_s), e.offset_s, e.skew_ppm]
    numbers += [e.round_trip_s, e.bound_s, e.hard_bound_s, e.samples]
    return [*numbers, e.quality, clock.next_exchange_in_s(local_s), clock.steps, clock.ignored]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_clock_reads_the_same_in_both_languages(case: dict[str, Any]) -> None:
    """Every reading after every few exchanges agrees with the vector to 1 us."""
    clock, done = SessionClock(), 0
    clock.may_step = case["may_step"]
    for index, local_s, *wanted in case["looks"]:
        for exchange in case["exchanges"][done : index + 1]:
            clock.add(*exchange)
        done = index + 1
        for seen, want in zip(look(clock, local_s), wanted, strict=True):
            if isinstance(want, str):
                assert seen == want
            else:
                assert seen == pytest.approx(want, abs=1e-6, rel=0.0)
