"""Laws of the door to the driver, on real ports of a JACK server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import mido
import pytest

from unisono_midi import orders as o
from unisono_midi.process import ProcessEngine

pytestmark = pytest.mark.usefixtures("jack")


class Ear:
    """An engine and what it has reported."""

    def __init__(self) -> None:
        self.engine = ProcessEngine("jack")
        self.told: list[o.Report] = []

    async def until(self, count: int, kind: type[o.Report], timeout_s: float = 20.0) -> None:
        """Wait until so many reports of a kind have come."""
        async with asyncio.timeout(timeout_s):
            while sum(isinstance(report, kind) for report in self.told) < count:
                await asyncio.sleep(0.02)

    async def strike(self, pad: Any, note: int, velocity: int = 1) -> o.Heard:
        """Strike until it is heard: JACK lets go of what was for a client that was held up."""
        before = len(self.heard())
        async with asyncio.timeout(20.0):
            while len(self.heard()) == before:
                pad.send(mido.Message("note_on", channel=9, note=note, velocity=velocity))
                await asyncio.sleep(0.3)
        return self.heard()[-1]

    def heard(self) -> list[o.Heard]:
        """Return what was heard."""
        return [report for report in self.told if isinstance(report, o.Heard)]

    def states(self) -> list[o.PortState]:
        """Return what was told of ports."""
        return [report.state for report in self.told if isinstance(report, o.PortNews)]


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    """A running engine."""
    one = Ear()
    one.engine.start(one.told.append)
    yield one
    await one.engine.stop()


def device(name: str) -> Any:
    """Return a port as another program's device has it."""
    backend = mido.Backend("mido.backends.rtmidi/UNIX_JACK")
    return backend.open_output(name, virtual=True, client_name=name)


async def test_a_device_plugged_in_late_and_again_is_heard(ear: Ear) -> None:
    """By a part of its name; onsets are on this process's own clock."""
    ear.engine.order(o.Listen("test pad"))
    await ear.until(1, o.PortNews)
    for _ in range(2):
        with device("Test Pad") as pad:
            opened = ear.states().count(o.PortState.OPEN)
            await ear.until(2 * opened + 2, o.PortNews)
            before_s = time.perf_counter()
            heard = await ear.strike(pad, 36, 100)
            assert before_s < heard.onset_s < time.perf_counter()
            assert heard.message == bytes((0x99, 36, 100))
        await ear.until(2 * opened + 3, o.PortNews)

    assert ear.states() == [o.PortState.AWAY, o.PortState.OPEN] * 2 + [o.PortState.AWAY]


async def test_two_bridges_of_one_name_both_hear(ear: Ear) -> None:
    """The system tells them apart by itself."""
    other = Ear()
    other.engine.start(other.told.append)
    try:
        with device("Shared Pad") as pad:
            for one in (ear, other):
                one.engine.order(o.Listen("shared pad"))
                await one.until(1, o.PortNews)
            await ear.strike(pad, 40)
            await other.strike(pad, 40)
    finally:
        await other.engine.stop()


async def test_a_driver_that_dies_is_started_again(ear: Ear) -> None:
    """Killed from outside: a sentence, and the pad is heard again."""
    with device("Tough Pad") as pad:
        ear.engine.order(o.Listen("tough pad"))
        await ear.until(1, o.PortNews)
        process = ear.engine._process
        assert process is not None
        process.kill()
        await ear.until(1, o.Broken)
        await ear.until(2, o.PortNews)
        await ear.strike(pad, 41)


async def test_without_a_midi_system_there_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No JACK of that name: what was tried, and what to try."""
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "nobody-is-here")
    ear = Ear()
    ear.engine.start(ear.told.append)
    ear.engine.order(o.ListPorts())
    try:
        await ear.until(1, o.Ports)
    finally:
        await ear.engine.stop()
    (ports,) = [report for report in ear.told if isinstance(report, o.Ports)]
    assert "no MIDI system" in ports.sentence


async def test_both_processes_read_one_clock(ear: Ear) -> None:
    """What the driver's side stamps needs no translation here."""
    before_s = time.perf_counter()
    ear.engine.order(o.ReadClock())
    await ear.until(1, o.ClockRead)
    (read,) = [report for report in ear.told if isinstance(report, o.ClockRead)]
    assert before_s < read.now_s < time.perf_counter()
