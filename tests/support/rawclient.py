"""A bare Socket.IO client: says exactly what a test tells it to and keeps all it hears."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import socketio  # type: ignore[import-untyped]

LIMIT_S = 10.0


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle just opened: its code and what opens it."""

    url: str
    code: str
    console: str
    stage: str
    join: str
    review: str

    def auth(self, role: str, **more: object) -> dict[str, object]:
        """Return the handshake of a role by its link."""
        tokens = {"lead": self.console, "stage": self.stage, "play": self.join}
        key = {"key": secrets.token_urlsafe(16)} if role == "play" else {}
        return {"role": role, "token": tokens[role], **key, **more}


class Refused(Exception):
    """The server did not let the client in; ``data`` is what it said."""

    def __init__(self, data: dict[str, str]) -> None:
        super().__init__(data)
        self.data = data


class RawClient:
    """One connection that does not come back by itself."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Any]] = []
        self._news = asyncio.Event()
        self._refusal: Any = None
        self._sio: Any = socketio.AsyncClient(reconnection=False, handle_sigint=False)
        self._sio.on("*", self._hear)
        self._sio.on("connect_error", self._refuse)
        self._sio.on("disconnect", lambda *_: self._news.set())

    @property
    def connected(self) -> bool:
        """Whether the connection stands."""
        return bool(self._sio.connected)

    async def connect(self, url: str, auth: object) -> RawClient:
        """Connect, or raise :class:`Refused`."""
        try:
            await self._sio.connect(url, auth=auth, transports=["websocket"], wait_timeout=5)
        except socketio.exceptions.ConnectionError as error:
            data = self._refusal.get("data") if isinstance(self._refusal, dict) else None
            await self.close()
            raise Refused(data or {"code": "?", "message": str(error)}) from error
        return self

    async def close(self) -> None:
        """Hang up."""
        await self._sio.disconnect()

    async def ask(self, name: str, *body: object) -> Any:
        """Send an event and return the answer."""
        data = body[0] if len(body) == 1 else body
        return await self._sio.call(name, data if body else None, timeout=LIMIT_S)

    async def say(self, name: str, body: object = None) -> None:
        """Send an event that wants no answer."""
        await self._sio.emit(name, body)

    def all(self, name: str) -> list[Any]:
        """Return the bodies of everything heard under a name."""
        return [body for heard, body in self.heard if heard == name]

    async def hears(self, name: str, count: int = 1) -> Any:
        """Wait until a message has been heard so often; return the last."""
        await self.until(lambda: len(self.all(name)) >= count)
        return self.all(name)[-1]

    async def until(self, what: Any, limit_s: float = LIMIT_S) -> None:
        """Wait until something is true."""
        async with asyncio.timeout(limit_s):
            while not what():
                self._news.clear()
                await self._news.wait()

    def _hear(self, name: str, *data: Any) -> None:
        self.heard.append((name, data[0] if data else None))
        self._news.set()

    def _refuse(self, data: Any = None) -> None:
        self._refusal = data


async def open_circle(url: str) -> Circle:
    """Open a circle over HTTP."""
    async with aiohttp.ClientSession() as http, http.post(f"{url}/api/circles") as answer:
        body = await answer.json()
    tokens = {name: link.partition("#")[2] for name, link in body["links"].items()}
    return Circle(
        url, body["code"], body["console"], tokens["stage"], tokens["join"], tokens["review"]
    )


@asynccontextmanager
async def client(circle: Circle, role: str, **more: object) -> AsyncIterator[RawClient]:
    """Connect in a role; hang up afterwards."""
    raw = await RawClient().connect(circle.url, circle.auth(role, **more))
    try:
        await raw.until(lambda: raw.all("welcome") or raw.all("waiting"))
        yield raw
    finally:
        await raw.close()


class RawSocket:
    """A WebSocket to the server, one text frame at a time; answers no pings."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.closed_with: int | None = None

    async def say(self, *frames: str) -> None:
        """Send frames as they are."""
        for frame in frames:
            await self.socket.send_str(frame)

    async def hears(self, start: str, limit_s: float = LIMIT_S) -> str:
        """Return the next frame that begins so; fails if the socket closes before."""
        async with asyncio.timeout(limit_s):
            while True:
                message = await self.socket.receive()
                if message.type is not aiohttp.WSMsgType.TEXT:
                    raise AssertionError(f"closed with {self.socket.close_code}")
                if str(message.data).startswith(start):
                    return str(message.data)

    async def ends(self, limit_s: float = LIMIT_S) -> int | None:
        """Wait until the server closes the socket; return its close code."""
        async with asyncio.timeout(limit_s):
            while (await self.socket.receive()).type is aiohttp.WSMsgType.TEXT:
                pass
        return self.socket.close_code


@asynccontextmanager
async def raw_socket(url: str, **options: Any) -> AsyncIterator[RawSocket]:
    """Open a WebSocket and hear the server's first frame."""
    address = f"{url}/socket.io/?EIO=4&transport=websocket"
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(address, **{"max_msg_size": 0, **options}) as socket,
    ):
        raw = RawSocket(socket)
        await raw.hears("0")
        yield raw
