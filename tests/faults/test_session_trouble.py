"""A session whose database is in trouble: the facilitator hears of it, nobody loses anything."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest

from rawclient import Circle, RawClient, client, open_circle, raw_socket
from unisono.app.serve import RunningServer, start_server
from unisono.app.settings import load_settings
from unisono.client import Participant
from unisono.session import machine
from unisono.session.events import DoorSet
from unisono.session.inner import Tick
from unisono.session.turn import Turn
from unisono.store import SessionRow, TokenKind


@pytest.fixture
async def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunningServer]:
    """A server that does not wait long for its database."""
    monkeypatch.setattr("unisono.store.engine.BUSY_TIMEOUT_S", 0.2)
    address = f"sqlite:///{tmp_path}/log.db"
    running = await start_server(load_settings(host="127.0.0.1", port=0, database_url=address))
    yield running
    await running.stop()


@pytest.fixture
async def circle(server: RunningServer) -> Circle:
    """A circle on that server."""
    return await open_circle(server.url)


@contextmanager
def held(tmp_path: Path) -> Iterator[None]:
    """Keep the database from being written."""
    holder = sqlite3.connect(tmp_path / "log.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    yield
    holder.execute("ROLLBACK")
    holder.close()


async def tap(raw: RawClient, seq: int) -> None:
    """Send one tap."""
    now_s = (await raw.ask("sync", {"t0": 0}))["t"][0]
    await raw.say("taps", {"taps": [[seq, now_s, 0.001, "sim", None]]})


async def test_the_console_is_told_that_saving_has_stopped_and_resumed(
    circle: Circle, tmp_path: Path
) -> None:
    """One word when it stops, one when it works again; taps wait and are all saved."""
    async with client(circle, "lead") as lead, client(circle, "play") as player:
        with held(tmp_path):
            await tap(player, 1)
            assert (await lead.hears("problem"))["code"] == "storage"
            assert not player.all("saved")
            assert not player.all("problem")
        assert (await lead.hears("problem", 2))["code"] == "storage_ok"
        assert await player.hears("saved") == {"upto": 1}


async def test_ticks_that_waited_too_long_are_not_told(
    circle: Circle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an outage people hear what is, not a heap of what was."""
    monkeypatch.setattr("unisono.app.outbox.STALE_TICK_S", 0.6)
    async with client(circle, "lead") as lead, client(circle, "play") as player:
        await lead.ask("arrange", {"count_in_bars": 0})
        await lead.ask("start", {})
        await lead.hears("tick")
        with held(tmp_path):
            await tap(player, 1)
            await asyncio.sleep(2.5)
            before = len(lead.all("tick"))
        await player.hears("saved")
        await asyncio.sleep(0.3)

        assert len(lead.all("tick")) - before <= 3


async def test_devices_keep_their_taps_when_too_much_waits(
    circle: Circle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that cannot store does not take in without end."""
    monkeypatch.setattr("unisono.app.live.MAX_BACKLOG", 3)
    async with client(circle, "play") as player:
        with held(tmp_path):
            for seq in range(1, 7):
                await tap(player, seq)
            assert (await player.hears("problem"))["code"] == "too_much"
        upto = (await player.hears("saved"))["upto"]
        assert upto < 6
        await tap(player, 6)
        await player.until(lambda: player.all("saved")[-1]["upto"] >= upto)


async def test_a_session_whose_log_was_changed_goes_on_from_the_log(
    circle: Circle, tmp_path: Path
) -> None:
    """If somebody else wrote into the log, everybody is sent home and comes back to its truth."""
    auth = circle.auth("play")
    player = await RawClient().connect(circle.url, auth)
    await player.hears("welcome")
    with sqlite3.connect(tmp_path / "log.db") as database:
        (session_id,) = database.execute("SELECT id FROM sessions").fetchone()
        (n,) = database.execute("SELECT max(n) + 1 FROM log").fetchone()
        foreign = '{"kind":"arranged","tempo_bpm":200.0,"grouping":[3],"count_in_bars":0}'
        database.execute("INSERT INTO log VALUES (?, ?, 1.0, ?)", (session_id, n, foreign))
    await tap(player, 1)
    await player.until(lambda: not player.connected)
    assert not player.all("saved")
    again = await RawClient().connect(circle.url, auth)
    welcome = await again.hears("welcome")
    await tap(again, 1)

    assert (welcome["seat"], welcome["upto"]) == (1, 0)
    assert welcome["arrangement"]["tempo_bpm"] == 200.0
    assert await again.hears("saved") == {"upto": 1}
    await again.close()


async def test_a_circle_is_not_promised_while_nothing_can_be_saved(
    server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening a circle answers in time, with a sentence, and works again afterwards."""
    monkeypatch.setattr("unisono.app.api.OPEN_WITHIN_S", 0.5)
    async with aiohttp.ClientSession() as http:
        with held(tmp_path):
            answer = await http.post(f"{server.url}/api/circles")
            assert (answer.status, (await answer.json())["code"]) == (503, "not_now")
            async with asyncio.timeout(5):
                while (await http.get(f"{server.url}/healthz")).status != 503:
                    await asyncio.sleep(0.05)
        await server.application.store.flush()
        assert (await http.post(f"{server.url}/api/circles")).status == 201
        assert (await http.get(f"{server.url}/healthz")).status == 200


async def test_whoever_cannot_be_let_in_just_now_comes_back_and_is_let_in(
    server: RunningServer, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trouble on our side is not a refusal: the socket closes with 1013 and clients come again."""
    find = server.application.store.read.by_token
    troubles = iter((OSError, TimeoutError))

    async def troubled(kind: TokenKind, token_hash: str) -> SessionRow | None:
        trouble = next(troubles, None)
        if trouble is not None:
            raise trouble
        return await find(kind, token_hash)

    monkeypatch.setattr(server.application.store.read, "by_token", troubled)
    async with raw_socket(server.url) as raw:
        await raw.say("40" + json.dumps(circle.auth("play")))
        assert await raw.ends() == 1013
    async with Participant(server.url, token=circle.join) as player:
        assert await player.seated(20.0) == 1


async def test_a_tick_that_fails_is_not_the_last(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong in a tick, the next one comes."""
    real = machine._HANDLERS[Tick]
    failures = iter(range(3))

    def troubled(turn: object, command: object) -> None:
        if next(failures, None) is not None:
            raise ZeroDivisionError
        real(turn, command)

    async with client(circle, "lead") as lead, client(circle, "play"):
        monkeypatch.setitem(machine._HANDLERS, Tick, troubled)
        await lead.ask("start", {})
        assert (await lead.hears("tick", 2))["n"] >= 2
        assert next(failures, None) is None


async def test_a_command_half_carried_out_leaves_no_hole_in_the_log(
    server: RunningServer, circle: Circle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What happened and was not stored is let go of: everybody comes back to what the log says."""
    real = machine._HANDLERS[Tick]
    troubles = iter(range(1))

    def troubled(turn: Turn, command: object) -> None:
        if next(troubles, None) is not None:
            turn.happen(DoorSet(True))
            raise ZeroDivisionError
        real(turn, command)

    auth = circle.auth("play")
    player = await RawClient().connect(circle.url, auth)
    await player.hears("welcome")
    monkeypatch.setitem(machine._HANDLERS, Tick, troubled)
    await player.until(lambda: not player.connected)
    again = await RawClient().connect(circle.url, auth)
    assert (await again.hears("welcome"))["seat"] == 1
    await tap(again, 1)
    assert await again.hears("saved") == {"upto": 1}
    await again.close()
    await server.application.registry.drained()
    with sqlite3.connect(tmp_path / "log.db") as database:
        rows = database.execute("SELECT n, body FROM log ORDER BY n").fetchall()
    assert [n for n, _ in rows] == list(range(len(rows)))
    assert not [body for _, body in rows if "doorset" in body]


async def test_an_empty_session_is_let_go_of_and_comes_back_whole(
    server: RunningServer, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session nobody is connected to lives on in its log; the first to return wakes it up."""
    monkeypatch.setattr("unisono.app.registry.EMPTY_FOR_S", 0.0)
    registry, auth = server.application.registry, circle.auth("play")
    player = await RawClient().connect(circle.url, auth)
    await player.hears("welcome")
    await tap(player, 1)
    await player.hears("saved")
    await registry.let_go_of_empty()
    assert len(registry.running) == 1
    await player.close()
    async with asyncio.timeout(5):
        while registry.running:
            await registry.let_go_of_empty()
            await asyncio.sleep(0.05)
    again = await RawClient().connect(circle.url, auth)
    welcome = await again.hears("welcome")
    await again.close()

    assert (welcome["seat"], welcome["upto"]) == (1, 1)
