"""What hearing the circle costs a phone: bytes on a real socket, with thirty people playing."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Final

import aiohttp

from rawclient import Circle, RawClient, client

PEOPLE: Final = 30
STROKES_PER_S: Final = 4
FOR_S: Final = 6.0
LINGER_S: Final = 5.0
MOST_KBIT_PER_S: Final = 40.0
HEADER_OUT: Final = 8
"""A client's frame: two bytes, two of length, four of mask."""
HEADER_IN: Final = 4
EVENING_S: Final = 7200.0
"""Late in an evening session seconds have more digits than at the start of a test."""


async def play(player: RawClient, from_s: float, shift: float) -> None:
    """Play steadily: batches of one, as a phone sends them."""
    loop = asyncio.get_running_loop()
    began = loop.time() + shift
    for n in range(int(FOR_S * STROKES_PER_S)):
        due = n / STROKES_PER_S
        await asyncio.sleep(max(0.0, began + due - loop.time()))
        row = [n + 1, round(from_s + shift + due, 6), 0.0012, "touch", None, 1234.56789, "tone"]
        await player.say("taps", {"taps": [row]})


async def count(circle: Circle, ready: asyncio.Event) -> tuple[int, int, float]:
    """Listen as a phone does; return bytes heard, strokes heard and seconds."""
    address = f"{circle.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket"
    auth = "40" + json.dumps(circle.auth("play"))
    async with aiohttp.ClientSession() as http, http.ws_connect(address) as socket:
        await socket.send_str(auth)
        loop = asyncio.get_running_loop()
        size = strokes = 0
        began = loop.time()
        while loop.time() < began + FOR_S + LINGER_S:
            try:
                message = await asyncio.wait_for(socket.receive(), 0.2)
            except TimeoutError:
                continue
            text = str(message.data)
            if text == "2":
                await socket.send_str("3")
            if not ready.is_set():
                if text.startswith('42["welcome"'):
                    ready.set()
                continue
            size += len(text.encode()) + HEADER_IN
            if text.startswith('42["tick"'):
                strokes += len(json.loads(text[2:])[1]["taps"])
    return size, strokes, FOR_S


async def test_thirty_people_at_four_strokes_a_second_cost_a_phone_little(circle: Circle) -> None:
    """Every stroke reaches every phone, and all that comes and goes is below 40 kbit/s."""
    async with AsyncExitStack() as stack:
        lead = await stack.enter_async_context(client(circle, "lead"))
        people = [
            await stack.enter_async_context(client(circle, "play")) for _ in range(PEOPLE - 1)
        ]
        ready = asyncio.Event()
        counting = asyncio.create_task(count(circle, ready))
        await asyncio.wait_for(ready.wait(), 5.0)
        await lead.ask("start", {})
        now_s = (await lead.ask("sync", {"t0": 0}))["t"][0]
        await asyncio.gather(
            *(play(one, now_s, at / (PEOPLE * STROKES_PER_S)) for at, one in enumerate(people))
        )
        size, strokes, for_s = await counting

    played = (PEOPLE - 1) * STROKES_PER_S * FOR_S
    assert strokes >= 0.97 * played
    digits = len(str(int(EVENING_S))) - len(str(int(now_s)))
    heard = size + strokes * max(0, digits)
    sent = STROKES_PER_S * for_s * (HEADER_OUT + len(_sent_frame()))
    kbit_per_s = 8.0 * (heard + sent) / for_s / 1000.0
    print(
        f"{strokes} strokes, {8 * heard / for_s / 1000:.1f} kbit/s heard, {kbit_per_s:.1f} in all"
    )
    assert kbit_per_s < MOST_KBIT_PER_S


def _sent_frame() -> str:
    """Return what a phone sends for one tap, at its longest."""
    return '421234["taps",{"taps":[[12345,7234.123456,0.00123,"touch",0.75,71234.12345,"slap"]]}]'
