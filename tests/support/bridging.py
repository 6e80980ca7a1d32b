"""A bridge in a loaded event loop, between other programs with MIDI ports and a real server."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from circles import Circle
from overheard import Overheard
from serving import fetch_json
from unisono.client import Console, place_of
from unisono.readers import pick, read_performances
from unisono_midi.joining import Wish, join
from unisono_midi.keepsakes import Keepsakes

SUPPORT = Path(__file__).parent
STROKES_PER_S = 16.0
NOTES = tuple(range(35, 82))
"""All of General MIDI's percussion: no pad comes again within 2.9 s, so that what a machine held up
and let go of at once is no pad bouncing."""
BUSY_S, FREE_S = 0.020, 0.010
LONGEST_LINE = 2**24
SETTLE_S = 8.0
"""The session clock settles: in a loop as busy as this, good exchanges are rare."""


@dataclass
class Program:
    """Another program with a MIDI port."""

    process: asyncio.subprocess.Process

    async def answer(self, line: str = "", timeout_s: float = 400.0) -> Any:
        """Give it a line and return what it prints."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n".encode())
        return json.loads(await asyncio.wait_for(self.process.stdout.readline(), timeout_s))


@asynccontextmanager
async def program(name: str, port: str) -> AsyncIterator[Program]:
    """Have one of the programs in tests/support run; it stays until the end, as a device does."""
    command = [sys.executable, str(SUPPORT / f"{name}.py"), port]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, limit=LONGEST_LINE
    )
    try:
        yield Program(process)
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def bridge(wish: Wish, folder: Path, ports: Overheard) -> AsyncIterator[list[str]]:
    """Have a bridge run in this very event loop, and load the loop; yields what it says."""
    said: list[str] = []
    tasks = [
        asyncio.create_task(join(wish, ports, Keepsakes(folder), said.append)),
        asyncio.create_task(burn()),
    ]
    try:
        yield said
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def machine_on_the_clock(
    circle: Circle, folder: Path, ports: Overheard
) -> AsyncIterator[tuple[Program, Console]]:
    """Have a machine listen to the bridge's clock; yields it and whoever leads, both ready."""
    wish = Wish(place_of(circle.stage), clock="machine")
    console = Console(circle.server.url, place_of(circle.console).token or "")
    async with (
        program("listener", "Machine") as machine,
        bridge(wish, folder, ports) as said,
        console,
    ):
        await until(lambda: any("Playing on" in one for one in said))
        await console.ready(60.0)
        yield machine, console


async def burn() -> None:
    """Keep the loop, and Python's lock, busy for two thirds of the time."""
    numbers = [float(i * 7919 % 1000) for i in range(30_000)]
    while True:
        end_s = time.perf_counter() + BUSY_S
        while time.perf_counter() < end_s:
            sorted(numbers)
        await asyncio.sleep(FREE_S)


async def until(what: Callable[[], bool], timeout_s: float = 60.0) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(timeout_s):
        while not what():
            await asyncio.sleep(0.05)


def log_of(circle: Circle) -> list[dict[str, Any]]:
    """Return the events the server has stored."""
    assert circle.tokens.console is not None
    export = fetch_json(f"{circle.server.url}/api/review/export.json", circle.tokens.console)
    return [entry["event"] for entry in export["entries"]]


def taps_of(circle: Circle) -> list[Any]:
    """Return the rows of the taps the server has stored."""
    return [row for event in log_of(circle) if event["kind"] == "taps" for row in event["taps"]]


async def stored(circle: Circle, count: int) -> None:
    """Wait until the server has so many taps."""
    async with asyncio.timeout(60.0):
        while len(await asyncio.to_thread(taps_of, circle)) < count:
            await asyncio.sleep(0.5)


def pattern(data: Path, seconds: float) -> list[tuple[float, int, int]]:
    """Return real drumming for so long, sped up to 16 strokes a second and repeated."""
    songs = read_performances(data / "iemp_cuban_son_salsa.csv")
    conga = max(pick(songs, "Song_2").players, key=lambda one: len(one.onsets_s))
    times = np.array(conga.onsets_s)
    rate = (len(times) - 1) / (times[-1] - times[0]) / STROKES_PER_S
    gaps = np.maximum(np.diff(times) * rate, 0.004)
    gaps = np.resize(gaps, int(seconds * STROKES_PER_S))
    onsets = np.cumsum(gaps)
    return [(float(t), NOTES[i % len(NOTES)], 70 + i % 40) for i, t in enumerate(onsets)]
