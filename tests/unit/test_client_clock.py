"""The client's copy of the session clock: several exchanges at once, and some that ride along."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from unisono.app.exchanges import Exchanges
from unisono.client.clock import MOST_UNDER_WAY, ClockKeeper
from unisono.client.door import Unreachable
from unisono.units import Seconds

pytestmark = pytest.mark.real_time

OFFSET_S = 500.0


class SlowDoor:
    """A server that keeps exchanges, at the far end of a slow line; may swallow or lose."""

    def __init__(self, one_way_s: Seconds, offset_s: Seconds = OFFSET_S) -> None:
        self.one_way_s, self.offset_s = one_way_s, offset_s
        self.exchanges = Exchanges()
        self.asked: list[dict[str, Any]] = []
        self.under_way = self.most = 0
        self.answers = True

    async def open(self, auth: Mapping[str, object]) -> None:
        """Nothing to do."""

    async def send(self, name: str, body: object) -> None:
        """Reports of the clock."""

    async def ask(self, name: str, body: Any, timeout_s: Seconds) -> object:
        """Answer after the way there and back."""
        self.asked.append(body)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            async with asyncio.timeout(timeout_s):
                await asyncio.sleep(self.one_way_s if self.answers else 60.0)
                t1_s = time.perf_counter() + self.offset_s
                self.exchanges.note(body["t0"], body.get("ago"), t1_s, t1_s)
                await asyncio.sleep(self.one_way_s)
        except TimeoutError as problem:
            raise Unreachable("no answer") from problem
        finally:
            self.under_way -= 1
        return {"t": [t1_s, 0.0]}

    async def close(self) -> None:
        """Nothing to do."""


@asynccontextmanager
async def kept(door: SlowDoor, keeper: ClockKeeper | None = None) -> AsyncIterator[ClockKeeper]:
    """A clock that is kept over a door."""
    keeper = keeper or ClockKeeper(time.perf_counter, lambda: None)
    task = asyncio.create_task(keeper.keep(door))
    try:
        yield keeper
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_slow_line_carries_several_exchanges_at_once() -> None:
    """Many more are there after a second than round trips fit into it, and the server has them."""
    door = SlowDoor(0.1)
    async with kept(door) as keeper:
        await asyncio.sleep(1.2)

        assert door.most >= 3
        assert keeper.session.estimate(keeper.local()).samples > 10
        assert abs(keeper.now_s() - time.perf_counter() - OFFSET_S) < 0.02
        rows = door.exchanges.take(at_least=10)
        assert all(0.19 < t3 - t0 < 0.5 for t0, _, _, t3 in rows)
        assert [row[0] for row in rows] == [body["t0"] for body in door.asked[: len(rows)]]


async def test_a_line_that_swallows_everything_is_not_flooded() -> None:
    """Questions pile up to a limit only."""
    door = SlowDoor(0.001)
    door.answers = False
    async with kept(door):
        await asyncio.sleep(2.0)

        assert door.most <= MOST_UNDER_WAY


async def test_a_server_that_started_anew_is_followed_within_a_second() -> None:
    """Another connection, another time: half a second later the clock reads the new one."""
    async with kept(SlowDoor(0.02)) as keeper:
        await asyncio.sleep(1.0)
        assert keeper.session.steps == 0
    async with kept(SlowDoor(0.02, 7.0), keeper):
        await asyncio.sleep(0.5)

        assert keeper.session.steps == 1
        assert abs(keeper.now_s() - time.perf_counter() - 7.0) < 0.01


async def test_an_exchange_rides_along_when_one_is_nearly_due() -> None:
    """Just after one there is none to take; later one goes along, and counts like any other."""
    door = SlowDoor(0.001)
    async with kept(door) as keeper:
        while keeper.session.next_exchange_in_s(keeper.local()) < 0.15:
            await asyncio.sleep(0.05)
        count, asked = len(door.asked), 0
        while len(door.asked) == count:
            await asyncio.sleep(0.005)
        assert keeper.ride() is None
        before = keeper.session.estimate(keeper.local()).samples
        while (ride := keeper.ride()) is None:
            await asyncio.sleep(0.005)
        asked = len(door.asked)
        t1_s = time.perf_counter() + OFFSET_S
        keeper.answered(ride, {"t": [t1_s, 0.0]})

        assert keeper.session.estimate(keeper.local()).samples >= before + 1
        assert len(door.asked) == asked
        assert ride.question["t0"] == pytest.approx(time.perf_counter(), abs=0.1)
