"""Laws of the faulty line, on real sockets of this machine."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator

import pytest

from unisono.testing import Line
from unisono.testing.network import FaultyLine, faulty_line

pytestmark = pytest.mark.real_time


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(1000):
        writer.write(chunk)
    writer.close()


@pytest.fixture
async def line() -> AsyncIterator[FaultyLine]:
    """Return a line to a server that sends back what it gets."""
    server = await asyncio.start_server(_echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with faulty_line("127.0.0.1", port, random.Random(1)) as proxy:
        yield proxy
    server.close()


async def _open(line: FaultyLine) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", line.port)


async def _ended(reader: asyncio.StreamReader) -> bool:
    try:
        return await asyncio.wait_for(reader.read(1), 5.0) == b""
    except OSError:
        return True


async def test_everything_arrives_in_order_after_the_delay(line: FaultyLine) -> None:
    """Jitter never reorders; there and back takes at least both delays."""
    line.there, line.back = Line(0.05, 0.05), Line(0.02)
    reader, writer = await _open(line)
    began = time.perf_counter()
    for n in range(20):
        writer.write(bytes([n]))
        await asyncio.sleep(0.002)

    got = await asyncio.wait_for(reader.readexactly(20), 5.0)

    assert got == bytes(range(20))
    assert time.perf_counter() - began >= 0.07
    writer.close()


async def test_a_delay_holds_nothing_up_but_itself(line: FaultyLine) -> None:
    """Ten messages, one every 20 ms, over a line of 300 ms take 0.5 s, not 3."""
    line.there = Line(0.3)
    reader, writer = await _open(line)
    began = time.perf_counter()
    for n in range(10):
        writer.write(bytes([n]))
        await asyncio.sleep(0.02)

    await asyncio.wait_for(reader.readexactly(10), 5.0)

    assert time.perf_counter() - began < 1.5
    writer.close()


async def test_a_silent_line_keeps_and_then_delivers(line: FaultyLine) -> None:
    """Nobody is told of the silence; what was sent meanwhile arrives afterwards."""
    reader, writer = await _open(line)
    line.silent = True
    writer.write(b"hello")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(5), 0.2)
    line.silent = False

    assert await asyncio.wait_for(reader.readexactly(5), 5.0) == b"hello"
    writer.close()


async def test_a_reset_breaks_every_connection_and_new_ones_work(line: FaultyLine) -> None:
    """The other side sees the end; the next connection is as good as new."""
    reader, writer = await _open(line)
    writer.write(b"x")
    await asyncio.wait_for(reader.readexactly(1), 5.0)

    assert line.reset() == 1
    assert await _ended(reader)
    again, out = await _open(line)
    out.write(b"y")
    assert await asyncio.wait_for(again.readexactly(1), 5.0) == b"y"
    out.close()


async def test_a_shut_line_lets_nobody_in(line: FaultyLine) -> None:
    """As a server that is not there: connections end without a byte."""
    line.shut = True
    reader, _ = await _open(line)

    assert await _ended(reader)
