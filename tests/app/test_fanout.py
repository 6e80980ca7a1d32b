"""Broadcasts: built once, in order, and nobody waits for a slow reader."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rawclient import Circle, RawClient, client
from unisono.app.serve import RunningServer
from unisono.app.sockets.link import HARD_LIMIT_BYTES, SOFT_LIMIT_BYTES, Link, text_frame

ROOM = "everyone"


def room_of(server: RunningServer) -> str:
    """Return the room that a circle's members hear."""
    (live,) = server.application.registry.running
    return f"{live.row.id}:{ROOM}"


@contextmanager
def stalled(circle: Circle) -> Iterator[socket.socket]:
    """Take a stage's place over a socket with a small window and then stop reading."""
    address = urlsplit(circle.url)
    with socket.socket() as tcp:
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        tcp.connect((address.hostname, address.port))
        tcp.sendall(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
            b"Host: " + address.netloc.encode() + b"\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        payload = b"40" + json.dumps(circle.auth("stage")).encode()
        tcp.sendall(bytes((0x81, 0x80 | len(payload))) + b"\0\0\0\0" + payload)
        yield tcp


async def links_of(server: RunningServer, count: int) -> list[Link]:
    """Wait until so many are connected; return their links."""
    async with asyncio.timeout(5):
        while True:
            links = [link for link in server.application.door.links() if link.connected]
            if len(links) == count:
                return links
            await asyncio.sleep(0.01)


async def test_a_broadcast_is_built_once_and_starts_no_task(
    server: RunningServer, circle: Circle
) -> None:
    """However many listen, a message is encoded and framed once and written without tasks."""
    raws = [await RawClient().connect(circle.url, circle.auth("stage")) for _ in range(20)]
    for raw in raws:
        await raw.hears("links")
    door, tasks = server.application.door, len(asyncio.all_tasks())
    built = door.fanout.frames_built
    await door.emit("beat", {"phase": "test"}, room_of(server))

    assert (door.fanout.frames_built - built, len(asyncio.all_tasks()) - tasks) == (1, 0)
    for raw in raws:
        assert await raw.hears("beat") == {"phase": "test"}
        await raw.close()


async def test_messages_arrive_in_the_order_in_which_they_were_said(
    server: RunningServer, circle: Circle
) -> None:
    """Broadcasts and messages to one alone do not overtake each other."""
    async with client(circle, "stage") as stage:
        await stage.hears("links")
        (live,) = server.application.registry.running
        (connection,) = live._connections.values()
        for n in range(200):
            room = room_of(server) if n % 2 else connection.sid
            await server.application.door.emit("beat", n, room)
        await stage.hears("beat", 200)

        assert stage.all("beat") == list(range(200))


async def test_a_reader_that_stalls_misses_ticks_and_holds_nobody_up(
    server: RunningServer, circle: Circle
) -> None:
    """Others get every tick at once; little is kept for the slow one; then it is let go."""
    door, body = server.application.door, {"filler": "x" * 20_000}
    async with client(circle, "stage") as other:
        with stalled(circle) as tcp:
            links = await links_of(server, 2)
            for n in range(500):
                await door.emit("tick", body | {"n": n}, room_of(server))
                await other.hears("tick", n + 1)
            (slow,) = (link for link in links if link.missed)
            waiting = slow._transport.get_write_buffer_size()

            assert waiting <= SOFT_LIMIT_BYTES + 21_000
            for _ in range(HARD_LIMIT_BYTES // 20_000 + 2):
                await door.emit("beat", body, room_of(server))
            await links_of(server, 1)
            tcp.close()
        assert other.connected


async def test_who_leaves_leaves_nothing_behind(server: RunningServer, circle: Circle) -> None:
    """After many have come and gone, rooms, links, lines and tasks are as before."""
    door, lines = server.application.door, server.application.switchboard._lines
    async with client(circle, "lead") as lead:
        await lead.hears("links")
        tasks, rooms = len(asyncio.all_tasks()), len(door.fanout._rooms_of)
        for _ in range(3):
            raws = await asyncio.gather(
                *(RawClient().connect(circle.url, circle.auth("play")) for _ in range(20))
            )
            for raw in raws:
                await raw.hears("welcome")
            await asyncio.gather(*(raw.close() for raw in raws))
        await links_of(server, 1)

        assert (len(lines), len(door.fanout._rooms_of)) == (1, rooms)
        async with asyncio.timeout(8):  # the library's ping tasks sleep out their interval
            while len(asyncio.all_tasks()) > tasks + 1:
                await asyncio.sleep(0.1)


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_frame_says_its_length(size: int) -> None:
    """The three forms of a WebSocket length, at their borders."""
    frame = text_frame(b"x" * size)
    short = frame[1]
    header = {126: 4, 127: 10}.get(short, 2)
    length = short if header == 2 else int.from_bytes(frame[2:header], "big")

    assert (frame[0], length, len(frame)) == (0x81, size, header + size)


@given(st.binary(max_size=300))
def test_a_frame_carries_its_payload_untouched(payload: bytes) -> None:
    """Whatever is framed is at the end of the frame."""
    assert text_frame(payload).endswith(payload)
