"""Laws of replaying a recording, against the real session machine without a network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest

from unisono.client import Console, Setup
from unisono.client.follow import BarLines, Follower
from unisono.client.replay import Door, Part, replay
from unisono.errors import BadValue, NotNow
from unisono.pulse import Meter
from unisono.readers import Grid, Performance, Player, pick, read_performances
from unisono.session.events import SeatTaken, TapsPlayed
from unisono.testing.memory import CODE, JOIN, LEAD, MemoryServer, memory_server

pytestmark = pytest.mark.real_time


@pytest.fixture
async def server() -> AsyncIterator[MemoryServer]:
    """Return a circle in memory."""
    async with memory_server() as circle:
        yield circle


@pytest.fixture
def habanera(shared_data: Path) -> Performance:
    """Return a song of the Cuban recording."""
    return pick(read_performances(shared_data / "iemp_cuban_son_salsa.csv"), "Habanera")


def stored(server: MemoryServer) -> dict[str, list[float]]:
    """Return the taps in the log by the name their player gave."""
    names = {e.event.seat: e.event.name for e in server.log if isinstance(e.event, SeatTaken)}
    found: dict[str, list[float]] = {name: [] for name in names.values()}
    for entry in server.log:
        if isinstance(entry.event, TapsPlayed):
            found[names[entry.event.seat]] += [tap[1] for tap in entry.event.taps]
    return found


def setups(server: MemoryServer) -> Callable[[], Setup]:
    """Return what makes a client of that server."""
    return lambda: Setup(opener=server.opener)


async def test_stored_onsets_are_the_files_to_a_microsecond(
    server: MemoryServer, habanera: Performance
) -> None:
    """Relative to the first, every onset of every player, at any speed."""
    part = Part.of(habanera, seconds=4.0, speed=2.0)

    done = await replay(
        part, Door("http://c", token=JOIN), say=lambda _: None, setup=setups(server)
    )

    first_s = habanera.first_s
    expected = {
        p.name: [(t - first_s) / 2.0 for t in p.onsets_s if t < first_s + 4.0]
        for p in habanera.players
    }
    log = stored(server)
    begin_s = min(min(times) for times in log.values())
    assert sum(done.taps.values()) > 40
    assert log.keys() == {name for name, times in expected.items() if times}
    for name, times in log.items():
        assert np.subtract(times, begin_s) == pytest.approx(expected[name], abs=1e-6)


async def test_waiting_at_the_door_is_told_and_ends_by_itself(server: MemoryServer) -> None:
    """With a typed code and a shut door the players wait, and play once they are let in."""
    duo = Performance("duo", (Player("Ann", (0.0, 0.1)), Player("Ben", (0.05,))))
    said: list[str] = []

    async with Console("http://c", LEAD, Setup(opener=server.opener)) as led:
        await led.ready()
        playing = asyncio.create_task(
            replay(Part(duo), Door("http://c", code=CODE), say=said.append, setup=setups(server))
        )
        await led.until(lambda: led.view.desk is not None and len(led.view.desk.waiting) == 2)
        await led.admit()
        await playing

    assert "2 of 2 players wait at the door" in said[0]
    assert {name: len(times) for name, times in stored(server).items()} == {"Ann": 2, "Ben": 1}


async def test_a_running_click_is_joined_on_its_bar(server: MemoryServer) -> None:
    """The recording's own first bar begins on a bar line, its upbeat before it."""
    song = Performance("s", (Player("Ann", (0.3, 1.0)),), Grid((1.0, 1.5, 2.0), (0, 2)))
    async with Console("http://c", LEAD, Setup(opener=server.opener)) as led:
        await led.ready()
        await led.arrange(tempo_bpm=240.0, grouping=[3], count_in_bars=0)
        await led.start()

        done = await replay(
            Part(song), Door("http://c", token=JOIN), say=lambda _: None, setup=setups(server)
        )

        assert led.view.timeline is not None
        beat = led.view.timeline.beat_at(done.start_s + 0.7)
        assert beat % 3.0 == pytest.approx(0.0, abs=1e-6) or beat % 3.0 == pytest.approx(
            3.0, abs=1e-6
        )


async def test_the_click_follows_the_recordings_bars(
    server: MemoryServer, habanera: Performance
) -> None:
    """Each downbeat of the click falls on the recording's own, to a few milliseconds."""
    part = Part.of(habanera, seconds=12.0, speed=2.0)
    async with Console("http://c", LEAD, Setup(opener=server.opener)) as led:
        await led.ready()
        bars = BarLines.of(part.performance, Meter((4,)))
        done = await replay(
            part,
            Door("http://c", token=JOIN),
            follower=Follower(led, bars, part.speed),
            say=lambda _: None,
            setup=setups(server),
        )
        await led.until(lambda: led.view.run is None or led.view.run.stop_beat is not None)
        run = server.session.state.runs[-1]

    click = [run.timeline.time_at(4 * bar) for bar in range(len(bars.starts_s) - 1)]
    wanted = [done.start_s + t / part.speed for t in bars.starts_s[:-1]]
    assert len(click) >= 5
    assert click == pytest.approx(wanted, abs=0.005)
    assert run.stop_beat is not None


async def test_being_sent_away_ends_the_replay_with_the_servers_sentence(
    server: MemoryServer,
) -> None:
    """A circle that ends while the recording plays says so; nothing hangs."""
    long = Performance("long", (Player("Ann", tuple(0.1 * i for i in range(100))),))
    async with Console("http://c", LEAD, Setup(opener=server.opener)) as led:
        await led.ready()
        playing = asyncio.create_task(
            replay(
                Part(long, speed=10.0),
                Door("http://c", token=JOIN),
                say=lambda _: None,
                setup=setups(server),
            )
        )
        await led.until(lambda: 1 in led.view.circle)
        await led.end()
        with pytest.raises(NotNow, match="over for today"):
            await asyncio.wait_for(playing, 10.0)


def test_bars_that_no_click_could_follow_are_refused() -> None:
    """Too few bars, or bars so short that the tempo leaves its range."""
    with pytest.raises(BadValue, match="--bpm"):
        BarLines((0.0,), Meter((4,)))
    with pytest.raises(BadValue, match="tempo"):
        BarLines((0.0, 0.5), Meter((4,)))


def test_a_steady_tempo_gives_bars_to_the_end() -> None:
    """--bpm stands in for a recording that does not mark its bars."""
    song = Performance("s", (Player("Ann", (5.0, 12.0)),))

    bars = BarLines.of(song, Meter((3,)), bpm=90.0)

    assert bars.starts_s[:3] == pytest.approx((0.0, 2.0, 4.0))
    assert bars.starts_s[-1] >= 7.0
    assert bars.typical() == pytest.approx(90.0)
