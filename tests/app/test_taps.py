"""Taps on their way into the log: each exactly once, acknowledged only when it is safe."""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import time
from pathlib import Path

import pytest

from rawclient import Circle, RawClient, client
from unisono.app.serve import RunningServer
from unisono.session.events import TapsPlayed


async def stored(server: RunningServer, circle: Circle) -> list[tuple[int, int, float]]:
    """Return (seat, seq, time) of every tap in the log, read through a connection of its own."""
    store = server.application.store
    row = await store.read.by_code(circle.code)
    assert row is not None
    events = [entry.event for entry in await store.read.entries(row.id)]
    return [
        (event.seat, tap[0], tap[1])
        for event in events
        if isinstance(event, TapsPlayed)
        for tap in event.taps
    ]


async def now_s(raw: RawClient) -> float:
    """Return session time."""
    return float((await raw.ask("sync", {"t0": 0}))["t"][0])


def batch(first: int, last: int, at_s: float) -> dict[str, object]:
    """Return taps numbered so, a millisecond apart."""
    rows = [[n, at_s - (last - n) / 1000, 0.001, "sim", 0.5] for n in range(first, last + 1)]
    return {"taps": rows}


async def test_when_saved_is_heard_the_taps_are_in_the_database(
    server: RunningServer, circle: Circle, tmp_path: Path
) -> None:
    """At the moment of each `saved`, another process would find every tap up to its number."""
    database = sqlite3.connect(tmp_path / "log.db", isolation_level=None)
    async with client(circle, "play") as player:
        at_s = await now_s(player)
        for n in range(1, 21):
            await player.say("taps", batch(n, n, at_s))
            upto = (await player.hears("saved", n))["upto"]
            found = database.execute("SELECT count(*) FROM log WHERE body LIKE '%\"taps\"%'")
            assert upto == n == found.fetchone()[0]
    database.close()


async def test_a_tap_is_acknowledged_within_a_tenth_of_a_second(circle: Circle) -> None:
    """On an idle disk the answer comes within 100 ms, gathering included."""
    async with client(circle, "play") as player:
        at_s, took_s = await now_s(player), []
        for n in range(1, 16):
            before_s = time.monotonic()
            await player.say("taps", batch(n, n, at_s))
            await player.hears("saved", n)
            took_s.append(time.monotonic() - before_s)

    assert statistics.median(took_s) < 0.1


async def test_taps_sent_again_are_kept_once(server: RunningServer, circle: Circle) -> None:
    """Batches may overlap, come twice and come in any order; the log has each tap once."""
    async with client(circle, "play") as player:
        at_s = await now_s(player)
        for first, last in ((1, 5), (3, 8), (1, 5), (12, 14), (9, 12), (1, 14)):
            await player.say("taps", batch(first, last, at_s))
        await player.until(lambda: player.all("saved") and player.all("saved")[-1]["upto"] == 14)

    assert sorted(seq for _, seq, _ in await stored(server, circle)) == list(range(1, 15))


async def test_times_arrive_to_the_last_bit(server: RunningServer, circle: Circle) -> None:
    """What a device says it played at is what is stored, unrounded."""
    async with client(circle, "play") as player:
        at_s = await now_s(player) / 3
        await player.say("taps", {"taps": [[1, at_s, 0.001, "sim", None]]})
        await player.hears("saved")

    assert await stored(server, circle) == [(1, 1, at_s)]


async def test_a_lost_connection_takes_up_where_it_was(
    server: RunningServer, circle: Circle
) -> None:
    """The welcome says which taps are safe; sending the rest again makes the log whole."""
    auth = circle.auth("play")
    first = await RawClient().connect(circle.url, auth)
    at_s = await now_s(first)
    await first.say("taps", batch(1, 7, at_s))
    await first.hears("saved")
    await first.close()
    second = await RawClient().connect(circle.url, auth)
    assert (await second.hears("welcome"))["upto"] == 7
    await second.say("taps", batch(5, 10, at_s))
    assert (await second.hears("saved"))["upto"] == 10
    await second.close()

    assert sorted(seq for _, seq, _ in await stored(server, circle)) == list(range(1, 11))


async def test_others_see_taps_in_batches(circle: Circle) -> None:
    """Many taps of many people reach a listener in a few ticks, not one message each."""
    async with client(circle, "stage") as stage, client(circle, "play") as player:
        at_s = await now_s(player)
        for n in range(10):
            await player.say("taps", batch(10 * n + 1, 10 * n + 10, at_s))
        await stage.until(lambda: sum(len(t["taps"]) for t in stage.all("tick")) == 100)

        assert len(stage.all("tick")) <= 4


async def test_clock_exchanges_do_not_wait_for_the_database(
    server: RunningServer, circle: Circle, tmp_path: Path
) -> None:
    """While the database is held up, `sync` is answered at once, and nothing is acknowledged."""
    holder = sqlite3.connect(tmp_path / "log.db", isolation_level=None)
    async with client(circle, "play") as player:
        at_s = await now_s(player)
        await player.say("taps", batch(1, 1, at_s))
        await player.hears("saved")
        holder.execute("BEGIN IMMEDIATE")
        await player.say("taps", batch(2, 3, at_s))
        took_s = []
        for _ in range(20):
            before_s = time.monotonic()
            await player.ask("sync", {"t0": 0})
            took_s.append(time.monotonic() - before_s)
            await asyncio.sleep(0.01)
        assert [one["upto"] for one in player.all("saved")] == [1]
        holder.execute("ROLLBACK")
        holder.close()

        assert statistics.median(took_s) < 0.05
        assert (await player.hears("saved", 2))["upto"] == 3


async def test_server_times_of_an_exchange_lie_between_sending_and_hearing(
    circle: Circle,
) -> None:
    """t1 is not after t2, session time grows, and it grows as fast as this machine's clock."""
    async with client(circle, "play") as player:
        before_s = time.monotonic()
        first = await player.ask("sync", {"t0": 0})
        await asyncio.sleep(0.3)
        second = await player.ask("sync", {"t0": 0})
        elapsed_s = time.monotonic() - before_s

        (came_s, held_s), (came_again_s, held_again_s) = first["t"], second["t"]
        assert 0.0 <= held_s < 0.3 > held_again_s >= 0.0
        assert came_again_s - (came_s + held_s) + 0.001 >= 0.3
        assert came_again_s + held_again_s - came_s <= elapsed_s


async def test_an_exchange_rides_along_with_taps(circle: Circle) -> None:
    """Taps with a t0 are answered with the server's times, taps without are not."""
    async with client(circle, "play") as player:
        at_s = await now_s(player)
        answer = await player.ask("taps", {"taps": [[1, at_s, 0.01, "touch"]], "t0": 5, "ago": []})
        assert answer["t"][0] == pytest.approx(at_s, abs=1.0)
        assert answer["t"][1] >= 0.0
        assert await player.ask("taps", {"taps": [[2, at_s, 0.01, "touch"]]}) == {}


@pytest.mark.parametrize("order", ["play first", "lead first"])
async def test_nobody_hears_anything_before_the_welcome(circle: Circle, order: str) -> None:
    """A snapshot comes first; whatever is heard after it is newer than it."""
    roles = ("play", "lead") if order == "play first" else ("lead", "play")
    async with client(circle, "play") as busy:
        await busy.say("taps", batch(1, 50, await now_s(busy)))
        for role in roles:
            async with client(circle, role) as raw:
                await raw.hears("circle" if role == "lead" else "welcome")
                assert raw.heard[0][0] == "welcome"
