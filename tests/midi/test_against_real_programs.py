"""The bridge between two other programs and a real server, its event loop loaded on purpose.

A drummer plays a recorded pattern into the bridge, a drum machine listens to its clock; the server
keeps the log. What was played, what was heard and what was stored are compared afterwards.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from circles import Circle, new_circle
from serving import Server, fetch_json, running_server
from unisono.client import Console, place_of
from unisono.pulse import Timeline
from unisono.readers import pick, read_performances
from unisono_midi.joining import Wish, join
from unisono_midi.keepsakes import Keepsakes
from unisono_midi.process import ProcessEngine

SUPPORT = Path(__file__).parents[1] / "support"
STROKES_PER_S = 16.0
NOTES = (36, 38, 63, 37, 64, 62)
BUSY_S, FREE_S = 0.020, 0.010
SETTLE_S = 8.0
"""The session clock settles: in a loop as busy as this, good exchanges are rare."""


@dataclass
class Program:
    """Another program with a MIDI port."""

    process: asyncio.subprocess.Process

    async def answer(self, text: str = "", timeout_s: float = 400.0) -> Any:
        """Give it its input and return what it prints at the end."""
        out, _ = await asyncio.wait_for(self.process.communicate(text.encode()), timeout_s)
        return json.loads(out)


async def program(name: str, port: str) -> Program:
    """Start one of the programs in tests/support."""
    command = [sys.executable, str(SUPPORT / f"{name}.py"), port]
    pipe = asyncio.subprocess.PIPE
    return Program(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe))


@asynccontextmanager
async def bridge(wish: Wish, folder: Path, *, load: bool = True) -> AsyncIterator[list[str]]:
    """Have a bridge run in this very event loop, and load the loop; yields what it says."""
    said: list[str] = []
    tasks = [asyncio.create_task(join(wish, ProcessEngine("jack"), Keepsakes(folder), said.append))]
    if load:
        tasks.append(asyncio.create_task(burn()))
    try:
        yield said
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def burn() -> None:
    """Keep the loop, and Python's lock, busy for two thirds of the time."""
    numbers = [float(i * 7919 % 1000) for i in range(30_000)]
    while True:
        end_s = time.perf_counter() + BUSY_S
        while time.perf_counter() < end_s:
            sorted(numbers)
        await asyncio.sleep(FREE_S)


async def until(what: Callable[[], bool], timeout_s: float = 20.0) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(timeout_s):
        while not what():
            await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in a process of its own."""
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def circle(server: Server) -> Circle:
    """A circle that nobody has entered yet."""
    return new_circle(server)


def log_of(circle: Circle) -> list[dict[str, Any]]:
    """Return the events the server has stored."""
    assert circle.tokens.console is not None
    export = fetch_json(f"{circle.server.url}/api/review/export.json", circle.tokens.console)
    return [entry["event"] for entry in export["entries"]]


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


LENGTHS = [
    pytest.param(20.0, id="20 s"),
    pytest.param(300.0, id="5 min", marks=[pytest.mark.nightly, pytest.mark.timeout(500)]),
]


@pytest.mark.parametrize("seconds", LENGTHS)
@pytest.mark.usefixtures("jack")
async def test_every_stroke_is_in_the_log_once_and_in_time(
    circle: Circle, tmp_path: Path, shared_data: Path, seconds: float
) -> None:
    """16 a second: none lost, none twice; SD of the error under 1.5 ms without the port's delay."""
    strokes = pattern(shared_data, seconds)
    drummer = await program("drummer", "Drummer")
    wish = Wish(place_of(circle.join), source="drummer")
    async with bridge(wish, tmp_path) as said:
        await until(lambda: any("Listening" in one for one in said))
        await until(lambda: any("In the circle" in one for one in said))
        await asyncio.sleep(SETTLE_S)
        sent = np.array(await drummer.answer(json.dumps(strokes) + "\n"))
        await asyncio.sleep(1.0)

    rows = [tap for e in log_of(circle) if e["kind"] == "taps" for tap in e["taps"]]
    assert [row[0] for row in rows] == list(range(1, len(strokes) + 1))
    errors_ms = 1000.0 * (np.array([row[1] for row in rows]) - sent)
    errors_ms -= np.median(errors_ms)
    tell(f"strokes {len(rows)}", errors_ms)
    assert errors_ms.std(ddof=1) < 1.5
    velocities = [round(row[4] * 127) for row in rows]
    assert velocities == [velocity for _, _, velocity in strokes]


@pytest.mark.parametrize("seconds", LENGTHS)
@pytest.mark.usefixtures("jack")
async def test_a_machine_hears_24_pulses_a_beat_with_the_session(
    circle: Circle, tmp_path: Path, seconds: float
) -> None:
    """Start on bar 1; no pulse lost or doubled, no drift, SD under 1 ms; ramps within 1 %."""
    machine = await program("listener", "Machine")
    wish = Wish(place_of(circle.stage), clock="machine")
    console = Console(circle.server.url, place_of(circle.console).token or "")
    async with bridge(wish, tmp_path) as said, console:
        await until(lambda: any("Playing on" in one for one in said))
        await console.ready()
        await asyncio.sleep(SETTLE_S)
        await console.arrange(tempo_bpm=120.0, grouping=[4], count_in_bars=1)
        await console.start()
        await asyncio.sleep(seconds / 3)
        await console.arrange(tempo_bpm=90.0, over_bars=2)
        await asyncio.sleep(seconds / 3)
        await console.arrange(tempo_bpm=150.0, grouping=[3], over_bars=4)
        await asyncio.sleep(seconds / 3)
        timeline = console.view.timeline
        await console.stop("bar")
        await until(lambda: not console.view.playing)
        await asyncio.sleep(0.5)
        heard = await machine.answer()
    assert timeline is not None
    check_clock(heard, timeline)


def check_clock(heard: list[tuple[float, str]], timeline: Timeline) -> None:
    """Compare what the machine heard with the session's timeline."""
    words = [message for _, message in heard]
    start = words.index("FA")
    assert words.count("FA") == 1
    assert words[-1] == "FC"
    times = np.array([at_s for at_s, message in heard if message == "F8"])
    before = words[:start].count("F8")
    assert before == 24 * 4
    assert (len(times) - before) % 24 == 0
    due = np.array([timeline.time_at((n - before) / 24) for n in range(len(times))])
    errors_ms = 1000.0 * (times - due)
    errors_ms -= np.median(errors_ms)
    tell(f"pulses {len(times)}", errors_ms)
    assert errors_ms.std(ddof=1) < 1.0
    tenth = len(times) // 10
    assert abs(np.median(errors_ms[-tenth:]) - np.median(errors_ms[:tenth])) < 0.5
    beats, beats_due = np.diff(times[::24]), np.diff(due[::24])
    assert np.abs(beats / beats_due - 1.0).max() < 0.01


def tell(what: str, errors_ms: np.ndarray) -> None:
    """Print what was measured; ``pytest -s`` shows it."""
    with suppress(ValueError):
        print(
            f"\n{what}: SD {errors_ms.std(ddof=1):.3f} ms, "
            f"5..95 % {np.percentile(errors_ms, 5):.2f}..{np.percentile(errors_ms, 95):.2f}, "
            f"largest {np.abs(errors_ms).max():.2f}",
        )
