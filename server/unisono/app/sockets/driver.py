"""The WebSocket that python-engineio reads from and writes to: aiohttp's, with the guard before it.

python-engineio looks its WebSocket class up in a table; :mod:`unisono.app.sockets.door` puts this
one there. It differs from the stock class in three things: frames are judged before the library
parses them, permessage-deflate is never agreed to (browsers would switch it on, at more than twice
the cost), and the sending half is a :class:`~unisono.app.sockets.link.Link`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec
from aiohttp import WSMessage, WSMsgType, web

from unisono.app.logs import Sparingly
from unisono.app.sockets.guard import Action, Verdict
from unisono.app.sockets.link import POLICY_VIOLATION, TEXT_ONLY, Link, text_frame
from unisono.errors import PeerError
from unisono.session.messages import Problem

HARD_MAX_BYTES: Final = 64 * 1024
"""Frames beyond this are not even read: aiohttp closes the socket with 1009."""

LINK_KEY: Final = "unisono.link"
_CLOSE_PATIENCE_S: Final = 2.0
_shown_out = Sparingly("sockets", "sockets closed by the guard")


class GuardedWebSocket:
    """One socket; python-engineio calls it, then ``wait``, ``send`` and ``close``."""

    def __init__(self, handler: Callable[[Any], Awaitable[None]], server: object) -> None:
        self._handler = handler
        self._socket = web.WebSocketResponse(
            max_msg_size=HARD_MAX_BYTES, compress=False, timeout=_CLOSE_PATIENCE_S
        )

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        """Run the connection from handshake to end."""
        request: web.Request = environ["aiohttp.request"]
        await self._socket.prepare(request)
        transport = request.transport
        assert isinstance(transport, asyncio.Transport)
        self._link = environ[LINK_KEY] = Link(self._socket, transport)
        try:
            await self._handler(self)
        finally:
            self._link.gone()
        return self._socket

    async def wait(self) -> str:
        """Return the next frame that is fit for the library.

        Raises:
            OSError: when the connection is over.
        """
        link = self._link
        while True:
            message = await self._socket.receive()
            link.arrived_s = time.monotonic()
            text = await self._text(message)
            verdict = link.guard.judge(text, link.arrived_s, link.connected)
            if verdict.action is Action.PASS:
                return text
            await self._answer(verdict)

    async def send(self, message: str | bytes) -> None:
        """Send a frame of the library's own: handshakes, pings, answers."""
        if isinstance(message, bytes):
            raise OSError("text only")
        await self._socket.send_str(message)
        if message.startswith("40"):
            self._link.opened()
        elif message.startswith("41"):
            self._link.left()

    async def close(self) -> None:
        """Close the connection."""
        await self._socket.close()

    async def _text(self, message: WSMessage) -> str:
        if message.type is WSMsgType.TEXT:
            return str(message.data)
        if message.type is WSMsgType.BINARY:
            await self._link.close(TEXT_ONLY, "text only")
        raise OSError("closed")

    async def _answer(self, verdict: Verdict) -> None:
        if verdict.problem is not None:
            self._tell(verdict.problem, verdict.about, verdict.ack)
        if verdict.action is Action.CLOSE:
            _shown_out.say()
            await self._link.close(POLICY_VIOLATION, "please slow down")
            raise OSError("closed")

    def _tell(self, error: PeerError, about: str, ack: int | None) -> None:
        problem = Problem(error.code, error.message, about)
        self._link.tell("problem", problem)
        if ack is not None:
            answer = msgspec.json.encode(({"problem": problem},))
            self._link.push(text_frame(b"43%d" % ack + answer))
