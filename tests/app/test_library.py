"""The library over HTTP: all of it, kept while it is good; texts and files read and written."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import msgspec
import pytest

from unisono.app.serve import RunningServer
from unisono.library import load_library
from unisono.readers.smf import read_smf
from unisono.rhythm.midi import write_midi
from unisono.rhythm.pattern import Pattern, Sketch

CLAVE = load_library().pattern("son-clave")


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A plain HTTP client."""
    async with aiohttp.ClientSession() as session:
        yield session


async def test_everything_comes_once(server: RunningServer, http: aiohttp.ClientSession) -> None:
    """All patterns and songs come as JSON; asked again with the tag, nothing is sent."""
    address = f"{server.url}/api/library"
    first = await http.get(address)
    body = await first.json()
    tag = first.headers["ETag"]
    again = await http.get(address, headers={"If-None-Match": tag})

    assert (first.status, first.content_type) == (200, "application/json")
    assert tag.startswith('"')
    assert (again.status, await again.read()) == (304, b"")
    assert first.headers["Cache-Control"] == "no-cache"
    assert [msgspec.convert(p, Pattern) for p in body["patterns"]] == list(load_library().patterns)
    assert {song["id"] for song in body["songs"]} == {song.id for song in load_library().songs}
    assert body["songs"][0]["tune"]["lines"][0]["notes"]


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("clave: x..x|..x.", "x..x..x."),
        ("# Who?\nx..x", "x..x"),
        ("x(3,8)", "x..x..x."),
        ("bd ~ sd ~", "x..."),
    ],
)
async def test_a_text_is_read(
    server: RunningServer, http: aiohttp.ClientSession, text: str, grid: str
) -> None:
    """Boxes and mini-notation are told apart by their signs."""
    answer = await http.post(f"{server.url}/api/library/read", data=text.encode())
    sketch = msgspec.convert((await answer.json())["sketch"], Sketch)

    assert answer.status == 200
    assert sketch.rows[0].grid == grid


async def test_a_tune_is_read(server: RunningServer, http: aiohttp.ClientSession) -> None:
    """ABC is known by its key."""
    text = "T:Row\nM:6/8\nL:1/8\nK:C\nC3C3|C2DE3|\nw:Row, row, row your boat"
    answer = await http.post(f"{server.url}/api/library/read", data=text.encode())
    tune = (await answer.json())["tune"]

    assert tune["lines"][0]["words"] == "Row, row, row your boat"
    assert tune["length_beats"] == 4


async def test_a_midi_file_goes_out_and_comes_in(
    server: RunningServer, http: aiohttp.ClientSession
) -> None:
    """What is written is read again on its grid; without a grid we ask for one."""
    wish: dict[str, Any] = {"sketch": msgspec.to_builtins(CLAVE.sketch()), "drums": [75]}
    written = await http.post(f"{server.url}/api/library/midi", json=wish)
    body = await written.read()
    read = await http.post(f"{server.url}/api/library/read?parts=4&name=a.mid", data=body)
    asked = await http.post(f"{server.url}/api/library/read", data=body)

    assert (written.status, written.content_type) == (200, "audio/midi")
    assert body == write_midi(CLAVE.sketch(), 4, (75,))
    assert (await read.json())["sketch"]["rows"][0]["grid"] == CLAVE.layers[0].grid
    assert asked.status == 422
    assert "how fine the grid is" in (await asked.json())["message"]


async def test_a_song_comes_as_a_midi_file(
    server: RunningServer, http: aiohttp.ClientSession
) -> None:
    """A round has a track for each entry; an unknown song is said to be unknown."""
    answer = await http.get(f"{server.url}/api/library/frere-jacques.mid")
    tracks = read_smf("a.mid", await answer.read()).tracks

    assert len(tracks) == 5
    assert any(kind == "lyric" for _, kind, _ in tracks[1].texts)
    assert (await http.get(f"{server.url}/api/library/nothing.mid")).status == 404


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("read", b"", "a row of boxes"),
        ("read", b"x?", "chance"),
        ("read", b"\xff\xfe", "a text or a MIDI file"),
        ("read?parts=99", b"MThd" + bytes(20), "1 to 12"),
        ("read?parts=4", b"MThd", "header"),
        ("read", b"x" * 20_000, "16 kB"),
        ("midi", b"{}", "as /api/library describes"),
        ("midi", b'{"sketch":{"cycle":{"beats":4},"rows":[{"label":"","grid":"q"}]}}', "a dot"),
    ],
)
async def test_what_cannot_be_read_is_said_kindly(
    server: RunningServer, http: aiohttp.ClientSession, path: str, body: bytes, said: str
) -> None:
    """A sentence says what was seen and what is understood."""
    answer = await http.post(f"{server.url}/api/library/{path}", data=body)

    assert answer.status in (422, 429)
    assert said in (await answer.json())["message"]


async def test_files_cannot_be_sent_without_end(
    server: RunningServer, http: aiohttp.ClientSession
) -> None:
    """One address may send many, then is asked to wait."""
    address = f"{server.url}/api/library/read"
    statuses = [(await http.post(address, data=b"x...")).status for _ in range(46)]

    assert statuses[:40] == [200] * 40
    assert 429 in statuses[40:]


async def test_a_long_text_does_not_hold_up_the_music(
    server: RunningServer, http: aiohttp.ClientSession
) -> None:
    """While it is read everything else goes on; a machine that stands still once is no proof."""
    body = "X:1\nK:C\n" + "C" * 15_000
    held = []
    for _ in range(4):
        began_s = time.perf_counter()
        pauses = [0.0]
        watching = asyncio.create_task(watch(pauses))
        answer = await http.post(f"{server.url}/api/library/read", data=body)
        took_s = time.perf_counter() - began_s
        await asyncio.sleep(0.01)  # the pause that held it up ends, too
        watching.cancel()
        assert answer.status == 422
        held.append(max(pauses) / took_s)

    assert statistics.median(held) < 0.5, "as a rule it held the loop for most of its time"


async def watch(pauses: list[float]) -> None:
    """Note how long each turn of the loop takes."""
    while True:
        before_s = time.perf_counter()
        await asyncio.sleep(0.001)
        pauses.append(time.perf_counter() - before_s)
