"""Laws of the bridge when programs around it, and its own other half, stand still for a moment."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from bridging import bridge, machine_on_the_clock, pattern, program, stored, taps_of, until
from circles import Circle
from jack import Jack
from overheard import Overheard
from unisono.client import place_of
from unisono.errors import PeerError
from unisono_midi.joining import Wish

STOPS = [("server", 0.6), ("ports", 0.6), ("jack", 0.5), ("program", 0.4), ("server", 4.0)] * 2


async def stand_still(processes: dict[str, int]) -> None:
    """Stop one process after the other for a moment."""
    for who, seconds in STOPS:
        await asyncio.sleep(0.7)
        os.kill(processes[who], signal.SIGSTOP)
        await asyncio.sleep(seconds)
        os.kill(processes[who], signal.SIGCONT)


@pytest.mark.nightly
async def test_no_stroke_is_lost_or_doubled_when_programs_stand_still(
    circle: Circle, patient_jack: Jack, tmp_path: Path, shared_data: Path
) -> None:
    """The server, the ports, JACK and the drummer, each stopped for up to 4 s and let go again."""
    strokes, ports = pattern(shared_data, 30.0), Overheard("jack")
    wish = Wish(place_of(circle.join), source="drummer")
    async with program("drummer", "Drummer") as drummer, bridge(wish, tmp_path, ports) as said:
        await until(lambda: any("Listening" in one for one in said))
        await until(lambda: any("In the circle" in one for one in said))
        stops = asyncio.create_task(
            stand_still(processes(circle, patient_jack, ports, drummer.process.pid))
        )
        await drummer.answer(json.dumps(strokes))
        await stops
        await stored(circle, len(strokes))

    rows = taps_of(circle)
    assert [row[0] for row in rows] == list(range(1, len(strokes) + 1))
    assert [round(row[4] * 127) for row in rows] == [velocity for _, _, velocity in strokes]


@pytest.mark.nightly
async def test_the_clock_stays_whole_when_programs_stand_still(
    circle: Circle, patient_jack: Jack, tmp_path: Path
) -> None:
    """While the tempo changes again and again: 24 pulses a beat, each once."""
    ports = Overheard("jack")
    async with machine_on_the_clock(circle, tmp_path, ports) as (machine, console):
        await console.arrange(tempo_bpm=120.0, grouping=[4], count_in_bars=1)
        await console.start()
        await until(lambda: any(one.message == b"\xfa" for one in ports.sent))
        stops = asyncio.create_task(
            stand_still(processes(circle, patient_jack, ports, machine.process.pid))
        )
        tempi = iter(range(90, 160, 7))
        while not stops.done():
            await asyncio.sleep(1.0)
            with suppress(PeerError):  # the server stands still; the beat goes on
                await console.arrange(tempo_bpm=float(next(tempi, 120)))
        await console.stop("bar")
        await until(lambda: any(one.message == b"\xfc" for one in ports.sent))
        await asyncio.sleep(0.5)
        heard = [word for _, word in await machine.answer()]
    assert heard == [one.message.hex().upper() for one in ports.sent]
    assert heard.count("FA") == heard.count("FC") == 1
    assert heard[heard.index("FA") :].count("F8") % 24 == 0


def processes(circle: Circle, jack: Jack, ports: Overheard, program: int) -> dict[str, int]:
    """Return the processes that may be stopped."""
    assert ports._process is not None
    assert ports._process.pid is not None
    return {
        "server": circle.server.process.pid,
        "ports": ports._process.pid,
        "jack": jack.pid,
        "program": program,
    }
