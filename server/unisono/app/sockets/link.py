"""One open WebSocket, from the sending side: whole frames, in order, never waiting for anybody.

Everything the session tells a client goes through :meth:`Link.push`, so each client hears it in the
order in which it was said. A client that reads too slowly misses what may be missed and is let go
when it falls further behind; it comes back to a fresh snapshot.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Final

import msgspec
from aiohttp import web

from unisono.app.sockets.guard import SocketGuard
from unisono.units import Seconds

SOFT_LIMIT_BYTES: Final = 64 * 1024
HARD_LIMIT_BYTES: Final = 256 * 1024
MAX_HELD: Final = 256
JOIN_WITHIN_S: Final = 10.0
LEAVE_WITHIN_S: Final = 2.0

SERVICE_RESTART: Final = 1012
TRY_AGAIN_LATER: Final = 1013
POLICY_VIOLATION: Final = 1008
TEXT_ONLY: Final = 1003

_OPCODE_TEXT: Final = 0x81
_SHORT, _MEDIUM = 126, 65_536


def text_frame(payload: bytes) -> bytes:
    """Return an unmasked, uncompressed WebSocket text frame."""
    size = len(payload)
    if size < _SHORT:
        return bytes((_OPCODE_TEXT, size)) + payload
    if size < _MEDIUM:
        return bytes((_OPCODE_TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((_OPCODE_TEXT, 127)) + size.to_bytes(8, "big") + payload


def event_frame(name: str, body: object) -> bytes:
    """Return a Socket.IO event, encoded and framed."""
    return text_frame(b"42" + msgspec.json.encode((name, body)))


class Link:
    """The outgoing half of a connection and its time limits.

    Attributes:
        connected: whether its Socket.IO handshake has been accepted and the answer sent.
        arrived_s: monotonic time at which its latest frame came in.
        missed: broadcasts left out because it reads too slowly.
        on_gone: called once when the connection has ended, however it ended.
    """

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport) -> None:
        self._socket, self._transport = socket, transport
        self._held: list[bytes] = []
        self._loop = asyncio.get_running_loop()
        self.arrived_s: Seconds = time.monotonic()
        self.guard = SocketGuard(self.arrived_s)
        self.connected = False
        self.missed = 0
        self.on_gone: Callable[[], None] | None = None
        self._deadline = self._loop.call_later(JOIN_WITHIN_S, self.abort)

    def tell(self, name: str, body: object) -> None:
        """Send an event to this client alone, past whatever its session has still to say."""
        self.push(event_frame(name, body))

    def push(self, frame: bytes, *, may_be_missed: bool = False) -> None:
        """Send a frame, or keep it until the handshake has been answered."""
        if not self.connected:
            self._hold(frame)
        elif not self._transport.is_closing():
            waiting = self._transport.get_write_buffer_size()
            if may_be_missed and waiting > SOFT_LIMIT_BYTES:
                self.missed += 1
            elif waiting > HARD_LIMIT_BYTES:
                self.abort()
            else:
                self._transport.write(frame)

    def opened(self) -> None:
        """Note that the handshake has been answered; what was kept goes out now."""
        self._deadline.cancel()
        self.connected = True
        held, self._held = self._held, []
        for frame in held:
            self.push(frame)

    def left(self) -> None:
        """Note that the client was told to leave: it has a moment to hang up by itself."""
        self.connected = False
        self._deadline.cancel()
        self._deadline = self._loop.call_later(LEAVE_WITHIN_S, self.abort)

    async def close(self, code: int, reason: str, within_s: Seconds = 1.0) -> None:
        """Say goodbye with a WebSocket close code; whoever does not answer is cut off."""
        with contextlib.suppress(TimeoutError, OSError, RuntimeError):
            async with asyncio.timeout(within_s):
                await self._socket.close(code=code, message=reason.encode())
        self.abort()

    def abort(self) -> None:
        """Cut the connection off now."""
        self._deadline.cancel()
        self._transport.abort()

    def gone(self) -> None:
        """Note that the connection has ended."""
        self._deadline.cancel()
        self._held.clear()
        on_gone, self.on_gone = self.on_gone, None
        if on_gone is not None:
            on_gone()

    def _hold(self, frame: bytes) -> None:
        self._held.append(frame)
        if len(self._held) > MAX_HELD:
            self.abort()
