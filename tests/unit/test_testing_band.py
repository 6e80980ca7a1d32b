"""Laws of simulated people at real clients."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import suppress

import pytest

from unisono.client import Console, Participant, Setup
from unisono.session.events import TapsPlayed
from unisono.testing import DeviceClock, Habit, SimulatedPlayer
from unisono.testing.band import Tapper, band
from unisono.testing.memory import JOIN, LEAD, MemoryServer, memory_server

pytestmark = pytest.mark.real_time


def taps_of(server: MemoryServer) -> list[float]:
    """Return everything that was stored, in order."""
    rows = [e.event.taps for e in server.log if isinstance(e.event, TapsPlayed)]
    return sorted(tap[1] for batch in rows for tap in batch)


@pytest.mark.parametrize("every", [0.5, 1.0, 2.0])
async def test_a_tapper_plays_each_of_its_beats_once_through_a_tempo_change(every: float) -> None:
    """Without noise each onset lies at its beat plus the habit, from bar 1 to the stop."""
    exact = Habit(timekeeper_s=0.0, motor_s=0.0, mean_s=-0.02, alpha=1.0, beta=1.0)
    async with (
        memory_server() as server,
        Console("http://c", LEAD, Setup(opener=server.opener)) as led,
        Participant("http://c", token=JOIN, setup=Setup(opener=server.opener)) as ann,
    ):
        await ann.seated()
        await led.ready()
        await led.arrange(tempo_bpm=200.0, grouping=[2], count_in_bars=1)
        playing = asyncio.create_task(
            Tapper(ann, SimulatedPlayer(exact, random.Random(1)), every).play()
        )
        await led.start()
        await asyncio.sleep(2.5)
        await led.arrange(tempo_bpm=150.0)
        await asyncio.sleep(1.5)
        await led.stop("bar")
        await led.until(lambda: not led.view.playing)
        await ann.all_saved()
        playing.cancel()
        with suppress(asyncio.CancelledError):
            await playing
        run = server.session.state.runs[-1]
        beats = [run.timeline.beat_at(t + 0.02) for t in taps_of(server)]

    assert run.stop_beat is not None
    count = round(run.stop_beat / every)
    assert len(beats) == pytest.approx(count, abs=1)
    # one beat after the change is met with the old interval; all others are exact
    off = [beat for n, beat in enumerate(beats) if abs(beat - n * every) > 1e-6]
    assert len(off) <= 1
    assert beats[0] == pytest.approx(0.0, abs=1e-6)


async def test_a_tapper_tells_when_its_own_device_felt_each_tap() -> None:
    """Every tap brings its local time along: the one at which this device's clock showed it."""
    crystal = DeviceClock(time.perf_counter, 1000.0, 50.0)
    async with (
        memory_server() as server,
        Console("http://c", LEAD, Setup(opener=server.opener)) as led,
        Participant(
            "http://c", token=JOIN, setup=Setup(local=crystal, opener=server.opener)
        ) as ann,
    ):
        await ann.seated()
        await led.ready()
        await led.arrange(tempo_bpm=200.0, count_in_bars=0)
        playing = asyncio.create_task(
            Tapper(ann, SimulatedPlayer(Habit(), random.Random(1))).play()
        )
        await led.start()
        await asyncio.sleep(2.5)
        playing.cancel()
        with suppress(asyncio.CancelledError):
            await playing
        await ann.all_saved()

    rows = [
        (tap[1], local_s)
        for entry in server.log
        if isinstance(entry.event, TapsPlayed)
        for tap, local_s in zip(entry.event.taps, entry.event.locals_s, strict=True)
    ]
    assert len(rows) >= 3
    for time_s, local_s in rows:
        assert local_s is not None
        assert crystal.true_at(local_s) == pytest.approx(time_s, abs=0.02)


def test_a_band_is_lively_and_repeats_itself() -> None:
    """Somebody on wireless, somebody late, somebody who leaves; the same seed, the same people."""
    roles = band(12, random.Random(1))

    assert roles == band(12, random.Random(1))
    assert sum(role.habit.latency.constant_s > 0.1 for role in roles) == 1
    assert sum(role.comes_s > 10.0 for role in roles) == 2
    assert sum(role.stays_s is not None for role in roles) == 1
    assert len({role.habit for role in roles}) == 12
