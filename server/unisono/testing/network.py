"""A real TCP line with faults: put it between a client and a server.

A kernel that can slow its network down is not to be had everywhere; a process in the middle works
on any machine. What it does not lose it keeps in order, as TCP does: a lost packet shows as a
late one.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from unisono.testing.link import Line

CHUNK: Final = 64 * 1024


@dataclass(slots=True, eq=False)
class _Wire:
    """One accepted connection and its other half."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def hang_up(self, *, reset: bool) -> None:
        for writer in (self.client, self.server):
            if reset:
                writer.transport.abort()
            else:
                writer.close()
        for task in self.tasks:
            task.cancel()


class FaultyLine:
    """A listening port that passes everything on to another, as badly as told.

    Attributes:
        port: where clients connect to.
        there: delay and jitter from client to server; may be changed at any time.
        back: the same from server to client.
        silent: while True nothing passes and nobody is told (a lost network).
        shut: while True new connections are refused (a server that is gone).
    """

    def __init__(self, host: str, port: int, rng: random.Random, line: Line = Line()) -> None:  # noqa: B008 (frozen)
        self.there = self.back = line
        self.silent = False
        self.shut = False
        self.port = 0
        self._target = (host, port)
        self._rng = rng
        self._wires: set[_Wire] = set()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """The address clients use instead of the server's own."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Begin to listen on a free port of this machine."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Hang everything up."""
        if self._server is not None:
            self._server.close()
        self.reset()
        await asyncio.sleep(0)

    def aim(self, host: str, port: int) -> None:
        """Lead new connections elsewhere (to a server that was started again)."""
        self._target = (host, port)

    def cut(self) -> int:
        """End every connection politely; return how many there were."""
        return self._end(reset=False)

    def reset(self) -> int:
        """Break every connection off, with what was on its way; return how many there were."""
        return self._end(reset=True)

    def _end(self, *, reset: bool) -> int:
        wires, self._wires = self._wires, set()
        for wire in wires:
            wire.hang_up(reset=reset)
        return len(wires)

    async def _accept(
        self, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter
    ) -> None:
        try:
            if self.shut:
                raise ConnectionRefusedError
            from_server, to_server = await asyncio.open_connection(*self._target)
        except OSError:
            to_client.transport.abort()
            return
        wire = _Wire(to_client, to_server)
        self._wires.add(wire)
        wire.tasks = [
            asyncio.create_task(self._pass(wire, from_client, to_server, back=False)),
            asyncio.create_task(self._pass(wire, from_server, to_client, back=True)),
        ]

    async def _pass(
        self,
        wire: _Wire,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        back: bool,
    ) -> None:
        """Read at once, write when it is due: the delay of one chunk does not hold up the next."""
        loop = asyncio.get_running_loop()
        due: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        sender = asyncio.create_task(self._write_when_due(due, writer))
        wire.tasks.append(sender)
        last_s = 0.0
        try:
            while chunk := await reader.read(CHUNK):
                line = self.back if back else self.there
                delay_s = line.delay_s + self._rng.random() * line.jitter_s
                last_s = max(last_s, loop.time() + delay_s)
                due.put_nowait((last_s, chunk))
        except OSError:
            pass  # the other side is told below
        due.put_nowait((last_s, b""))

    async def _write_when_due(
        self, due: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
    ) -> None:
        loop = asyncio.get_running_loop()
        while True:
            at_s, chunk = await due.get()
            await asyncio.sleep(max(0.0, at_s - loop.time()))
            # a flag to look at now and then is all a silent line is
            while self.silent:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            try:
                if not chunk:
                    writer.close()
                    return
                writer.write(chunk)
                await writer.drain()
            except OSError:
                return


@asynccontextmanager
async def faulty_line(
    host: str,
    port: int,
    rng: random.Random,
    line: Line = Line(),  # noqa: B008 (frozen)
) -> AsyncIterator[FaultyLine]:
    """Return an open line to a server; hung up at the end."""
    proxy = FaultyLine(host, port, rng, line)
    await proxy.open()
    try:
        yield proxy
    finally:
        await proxy.close()
