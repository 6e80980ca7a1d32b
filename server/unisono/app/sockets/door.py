"""Socket.IO as the rest of the program sees it, typed. Contract tests hold it to the libraries."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol

import msgspec
import socketio  # type: ignore[import-untyped]
from aiohttp import web

from unisono.app.logs import quiet
from unisono.app.sockets.driver import HARD_MAX_BYTES, LINK_KEY, GuardedWebSocket
from unisono.app.sockets.fanout import FanoutManager
from unisono.app.sockets.link import SERVICE_RESTART, TRY_AGAIN_LATER, Link
from unisono.errors import PeerError

PATH: Final = "socket.io"
PING_INTERVAL_S: Final = 5
PING_TIMEOUT_S: Final = 5


@dataclass(frozen=True, slots=True)
class Peer:
    """A connection as the handlers get to see it: its id, its request and its link."""

    sid: str
    request: web.Request
    link: Link


class ConnectRefused(Exception):
    """The handshake is not accepted, nor will it be; the client gets the code and the sentence."""

    def __init__(self, error: PeerError) -> None:
        super().__init__(error.message)
        self.error = error


class ConnectLater(Exception):
    """The handshake cannot be judged at this moment; the client is to come again by itself.

    Clients take a refusal as the last word, but a socket that closes as a reason to come back.
    """


class Handlers(Protocol):
    """What the program does about connections."""

    async def connected(self, peer: Peer, auth: object) -> None:
        """Let a connection in, or raise :class:`ConnectRefused` or :class:`ConnectLater`."""

    def received(self, sid: str, name: str, arguments: tuple[object, ...]) -> object:
        """Take a message and return its answer; must not block."""

    def disconnected(self, sid: str) -> None:
        """Note that a connection is gone; must not block."""


class SocketDoor:
    """The Socket.IO server: connections in, messages out.

    Args:
        is_origin_allowed: judges the Origin header of a request.
    """

    def __init__(self, is_origin_allowed: Callable[[web.Request], bool]) -> None:
        self.fanout = FanoutManager()
        self._server = _make_server(self.fanout, is_origin_allowed)

    def listen(self, names: Iterable[str], handlers: Handlers) -> None:
        """Say what to do about connections and about the events clients may send."""
        self._handlers = handlers
        self._server.on("connect", self._on_connect)
        self._server.on("disconnect", self._on_disconnect)
        for name in names:
            self._server.on(name, functools.partial(self._on_event, name))

    def attach(self, app: web.Application) -> None:
        """Serve Socket.IO from an aiohttp application."""
        self._server.attach(app, socketio_path=PATH)

    async def emit(self, name: str, body: object, room: str) -> None:
        """Send a message to a room, or to one connection by its id."""
        await self._server.emit(name, body, to=room)

    async def enter(self, sid: str, room: str) -> None:
        """Have a connection hear what is said in a room."""
        await self._server.enter_room(sid, room)

    async def leave(self, sid: str, room: str) -> None:
        """Have a connection not hear a room any more."""
        await self._server.leave_room(sid, room)

    async def dismiss(self, sid: str) -> None:
        """Disconnect for good: the client does not come back by itself."""
        await self._server.disconnect(sid)

    async def close_all(self) -> None:
        """Close every socket with 1012, so that clients come back by themselves, and stop."""
        closing = [link.close(SERVICE_RESTART, "service restart") for link in self.links()]
        await asyncio.gather(*closing, return_exceptions=True)
        await self._server.shutdown()

    def links(self) -> list[Link]:
        """Return all open links, those not yet accepted included."""
        found = (environ.get(LINK_KEY) for environ in self._server.environ.values())
        return [link for link in found if link is not None]

    async def _on_connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        peer = Peer(sid, environ["aiohttp.request"], environ[LINK_KEY])
        try:
            await self._handlers.connected(peer, auth)
        except ConnectRefused as refused:
            error = refused.error
            answer = {"code": error.code, "message": error.message}
            raise socketio.exceptions.ConnectionRefusedError(error.message, answer) from refused
        except ConnectLater as later:
            await peer.link.close(TRY_AGAIN_LATER, "try again later")
            raise socketio.exceptions.ConnectionRefusedError from later

    def _on_event(self, name: str, sid: str, *arguments: object) -> object:
        return self._handlers.received(sid, name, arguments)

    def _on_disconnect(self, sid: str, reason: str = "") -> None:
        self._handlers.disconnected(sid)


class _Json:
    """The JSON of the wire, for the whole process."""

    @staticmethod
    def dumps(value: object, **options: object) -> str:
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **options: object) -> object:
        try:
            return msgspec.json.decode(text)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def _make_server(fanout: FanoutManager, is_origin_allowed: Callable[[web.Request], bool]) -> Any:
    def allow(origin: str, environ: dict[str, Any]) -> bool:
        return is_origin_allowed(environ["aiohttp.request"])

    server = socketio.AsyncServer(
        async_mode="aiohttp",
        client_manager=fanout,
        transports=["websocket"],
        async_handlers=False,
        json=_Json,
        ping_interval=PING_INTERVAL_S,
        ping_timeout=PING_TIMEOUT_S,
        max_http_buffer_size=HARD_MAX_BYTES,
        cors_allowed_origins=allow,
        cors_credentials=False,
        logger=quiet(logging.getLogger("unisono.socketio")),
        engineio_logger=quiet(logging.getLogger("unisono.engineio")),
    )
    # The library has no public way to choose its WebSocket class. A copy, because the table is
    # the module's own and other servers in this process may use it.
    server.eio._async = {**server.eio._async, "websocket": GuardedWebSocket}
    return server
