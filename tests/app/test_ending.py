"""The server as a process: how it starts, ends, and what it writes about people."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from rawclient import Circle, RawClient, Refused, client, open_circle, raw_socket
from serving import fetch_json, free_port
from unisono.client import Participant

SERVE = "import asyncio; from unisono.app.serve import serve; from unisono.app.settings import "
SERVE += "load_settings; asyncio.run(serve(load_settings()))"


class Process:
    """A server process whose every line is kept."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = folder / "output.txt"
        own = {"HOST": "127.0.0.1", "PORT": str(self.port), "DATA_DIR": str(folder)} | settings
        env = {**os.environ, **{f"UNISONO_{name}": value for name, value in own.items()}}
        with self.output.open("ab") as out:
            self.popen = subprocess.Popen(
                [sys.executable, "-c", SERVE], env=env, stdout=out, stderr=out
            )

    async def ready(self) -> None:
        """Wait until it answers."""
        async with asyncio.timeout(20):
            while True:
                try:
                    await asyncio.to_thread(fetch_json, f"{self.url}/healthz")
                except OSError:
                    assert self.popen.poll() is None, self.output.read_text()
                    await asyncio.sleep(0.05)
                else:
                    return

    async def ended(self) -> int:
        """Wait until it is gone; return its exit code."""
        return await asyncio.to_thread(self.popen.wait, 10)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    """A server in a process of its own, logging everything."""
    running = Process(tmp_path, LOG_LEVEL="debug")
    yield running
    running.popen.kill()
    running.popen.wait()


async def test_sigterm_saves_says_1012_and_ends_within_five_seconds(process: Process) -> None:
    """Asked to end, the server closes every socket so that its client comes back, and goes."""
    await process.ready()
    circle = await open_circle(process.url)
    players = [await RawClient().connect(circle.url, circle.auth("play")) for _ in range(20)]
    async with raw_socket(process.url) as raw:
        now_s = (await players[0].ask("sync", {"t0": 0}))["t"][0]
        for player in players:
            await player.say("taps", {"taps": [[1, now_s, 0.0, "sim", None]]})
        await players[-1].ask("sync", {"t0": 0})
        before_s = time.monotonic()
        process.popen.send_signal(signal.SIGTERM)
        code = await raw.ends()
        exit_code = await process.ended()
        took_s = time.monotonic() - before_s

    assert (code, exit_code) == (1012, 0)
    assert took_s < 5.0
    for player in players:
        await player.until(lambda raw=player: not raw.connected)
        assert player.all("saved") == [{"upto": 1}]
        await player.close()


async def test_clients_come_back_by_themselves_after_an_orderly_restart(tmp_path: Path) -> None:
    """A restart costs a moment, no seat and no tap."""
    first = Process(tmp_path)
    await first.ready()
    circle = await open_circle(first.url)
    player = Participant(first.url, token=circle.join)
    await player.open()
    seat = await player.seated()
    player.tap(player.now_s())
    first.popen.send_signal(signal.SIGTERM)
    assert await first.ended() == 0
    player.tap(player.now_s())
    second = Process(tmp_path, PORT=str(first.port))
    second.url = first.url
    try:
        await second.ready()
        await player.all_saved()
        assert await player.seated() == seat
    finally:
        await player.close()
        second.popen.kill()
        second.popen.wait()


async def test_the_log_holds_nothing_of_what_people_are_or_say(process: Process) -> None:
    """Tokens, codes, names and payloads, good and bad, appear in no line the server writes."""
    await process.ready()
    circle = await open_circle(process.url)
    name, canary = "Canarina", "canary-5171"
    key = circle.auth("play")["key"]
    async with (
        client(circle, "lead") as lead,
        client(circle, "stage"),
        client(circle, "play", name=name, key=key) as player,
        raw_socket(process.url) as raw,
    ):
        await lead.ask("rename", {"seat": 1, "name": f"{name} 2"})
        await player.say("profile", {"name": canary * 3})
        await player.say(canary, {canary: canary})
        await raw.say("40" + canary)
        await raw.ends()
    await provoke(circle, canary)
    process.popen.send_signal(signal.SIGTERM)
    await process.ended()
    written = process.output.read_text()
    secrets = [circle.console, circle.stage, circle.join, circle.review, circle.code, str(key)]

    assert "ready" in written
    assert not [secret for secret in (*secrets, name, canary) if secret in written]
    assert "Traceback" not in written


async def provoke(circle: Circle, canary: str) -> None:
    """Do everything a log line might be written about."""
    with pytest.raises(Refused):
        await RawClient().connect(circle.url, circle.auth("play") | {"token": canary * 2})
    async with aiohttp.ClientSession() as http:
        for path in (f"/j/{circle.code}", f"/{canary}", f"/api/review?{canary}", f"/j/{canary}"):
            await http.get(circle.url + path, headers={"Authorization": f"Bearer {canary}"})
        await http.get(f"{circle.url}/socket.io/?EIO=3&transport={canary}")
        await http.get(f"{circle.url}/socket.io/?EIO=4&transport=websocket&sid={canary}")
        await http.get(circle.url, headers={"Host": canary, "Origin": canary})
    _, writer = await asyncio.open_connection("127.0.0.1", int(circle.url.rpartition(":")[2]))
    writer.write(f"{canary} HTTP/9\r\n{canary}\r\n\r\n".encode())
    await writer.drain()
    writer.close()


async def test_a_noisy_client_writes_few_lines(process: Process) -> None:
    """Garbage by the hundred does not fill the log."""
    await process.ready()
    for _ in range(30):
        async with raw_socket(process.url) as raw:
            await raw.say(*["42garbage"] * 30)
            await raw.ends()

    assert len(process.output.read_text().splitlines()) <= 5


def test_a_port_in_use_is_named_in_a_sentence(tmp_path: Path) -> None:
    """A second server on the same port says so and what to do."""
    import socket  # noqa: PLC0415

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        running = Process(tmp_path, PORT=str(taken.getsockname()[1]))
        assert running.popen.wait(20) != 0

    assert "--port" in running.output.read_text()


async def test_a_held_up_database_does_not_hold_up_the_end(
    process: Process, tmp_path: Path
) -> None:
    """What cannot be stored in time stays on the devices; the process still ends in 5 s."""
    await process.ready()
    circle = await open_circle(process.url)
    player = await RawClient().connect(circle.url, circle.auth("play"))
    now_s = (await player.ask("sync", {"t0": 0}))["t"][0]
    holder = sqlite3.connect(tmp_path / "unisono.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    await player.say("taps", {"taps": [[1, now_s, 0.0, "sim", None]]})
    await asyncio.sleep(0.3)
    before_s = time.monotonic()
    process.popen.send_signal(signal.SIGTERM)
    assert await process.ended() == 0
    took_s = time.monotonic() - before_s
    holder.close()

    assert took_s < 5.0
    assert not player.all("saved")
    await player.close()
