"""The one door to the Socket.IO library."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from unisono.client.refusals import error_of
from unisono.errors import PeerError, UnknownDoor
from unisono.units import Seconds

if TYPE_CHECKING:
    import aiohttp

OnMessage = Callable[[str, object], None]
OnGone = Callable[[], None]


class Unreachable(UnknownDoor):
    """Nobody answers at this address, for now."""

    code = "unreachable"


class Door(Protocol):
    """One connection. ``on_message`` and ``on_gone`` are called in the loop and must not block."""

    async def open(self, auth: Mapping[str, object]) -> None:
        """Connect.

        Raises:
            Unreachable: if nobody answers.
            PeerError: if the server refuses, with its code and sentence.
        """

    async def send(self, name: str, body: object) -> None:
        """Send a message; raises :class:`Unreachable` if the connection is gone."""

    async def ask(self, name: str, body: object, timeout_s: Seconds) -> object:
        """Send a message and return its answer; raises :class:`Unreachable` without one."""

    async def close(self) -> None:
        """Hang up; calling it twice is allowed."""


Opener = Callable[[str, OnMessage, OnGone], Door]


class SocketIoDoor:
    """A connection over a WebSocket, by python-socketio."""

    def __init__(
        self, url: str, on_message: OnMessage, on_gone: OnGone, http: aiohttp.ClientSession
    ) -> None:
        import socketio  # type: ignore[import-untyped]  # noqa: PLC0415 - opened late: commands that need no network stay light

        self._url, self._on_gone = url, on_gone
        self._asked: set[asyncio.Future[object]] = set()
        self._refusal: PeerError | None = None
        self._errors = socketio.exceptions
        self._sio: Any = socketio.AsyncClient(
            reconnection=False, handle_sigint=False, http_session=http
        )
        self._sio.on("*", lambda name, *data: on_message(name, data[0] if data else None))
        self._sio.on("connect_error", self._refused)
        self._sio.on("disconnect", self._gone)

    async def open(self, auth: Mapping[str, object]) -> None:
        """Connect; see :class:`Door`."""
        try:
            await self._sio.connect(
                self._url, auth=dict(auth), transports=["websocket"], wait_timeout=5
            )
        except (self._errors.ConnectionError, OSError, ValueError, TimeoutError) as problem:
            await self.close()
            if self._refusal is not None:
                raise self._refusal from problem
            raise Unreachable(f"No circle answers at {self._url}. Is the server on?") from problem

    async def send(self, name: str, body: object) -> None:
        """Send a message; see :class:`Door`."""
        await self._emitting(self._sio.emit(name, body))

    async def ask(self, name: str, body: object, timeout_s: Seconds) -> object:
        """Send a message and wait for its answer; see :class:`Door`."""
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._asked.add(answer)

        def answered(*data: object) -> None:
            if not answer.done():
                answer.set_result(data[0] if data else None)

        try:
            await self._emitting(self._sio.emit(name, body, callback=answered))
            return await asyncio.wait_for(answer, timeout_s)
        except TimeoutError as problem:
            raise Unreachable(f"The server gave no answer to '{name}'.") from problem
        finally:
            self._asked.discard(answer)

    async def close(self) -> None:
        """Hang up; see :class:`Door`."""
        # it is being thrown away: a peer that is gone need not agree
        with suppress(TimeoutError, OSError, self._errors.SocketIOError):
            await asyncio.wait_for(self._sio.disconnect(), 2.0)

    async def _emitting(self, emission: Awaitable[None]) -> None:
        try:
            await emission
        except (self._errors.SocketIOError, OSError) as problem:
            raise Unreachable("The connection is gone.") from problem

    def _refused(self, data: object = None) -> None:
        self._refusal = error_of(data)

    def _gone(self, *_reason: object) -> None:
        for answer in self._asked:
            if not answer.done():
                answer.set_exception(Unreachable("The connection is gone."))
        self._on_gone()
