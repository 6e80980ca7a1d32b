"""A connection that comes back by itself."""

from __future__ import annotations

import asyncio
import enum
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from unisono.client.clock import ClockKeeper
from unisono.client.door import Door, OnGone, OnMessage, Opener, SocketIoDoor, Unreachable
from unisono.client.refusals import FOR_GOOD, error_of
from unisono.client.view import View, decode_message
from unisono.errors import BadMessage, NotNow, PeerError
from unisono.session import messages as m
from unisono.units import Seconds

if TYPE_CHECKING:
    import aiohttp

FIRST_PAUSE_S: Final[Seconds] = 0.1
LONGEST_PAUSE_S: Final[Seconds] = 1.0
"""Short on purpose: a server that was restarted has everybody back within five seconds."""

Listener = Callable[[m.AnyMessage], None]


@dataclass(frozen=True, slots=True)
class Setup:
    """What a client stands on; tests bring their own.

    Args:
        local: this device's clock in seconds; must never run backwards.
        rng: spreads reconnections, guards nothing.
        opener: makes the connection.
        wireless: tell the server that this person listens over wireless sound.
    """

    local: Callable[[], Seconds] = time.perf_counter
    rng: random.Random = field(default_factory=random.Random)
    opener: Opener | None = None
    wireless: bool = False


class Link(enum.StrEnum):
    """How a client stands with its server."""

    NEW = "new"
    KNOCKING = "knocking"
    WAITING = "waiting"
    IN = "in"
    AWAY = "away"
    CLOSED = "closed"


def pause_s(attempt: int, chance: float) -> Seconds:
    """Return how long to wait before the next try: doubling up to a second, spread by half.

    Args:
        attempt: how many tries have gone by, from 0.
        chance: a random number in [0, 1), so that a whole circle does not come at once.
    """
    grown = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(attempt, 10))
    return grown * (0.5 + 0.5 * chance)


class Client:
    """What participants and consoles have in common: a lasting connection, a clock, a view.

    Belongs to one asyncio loop. Use it as an async context manager, or call :meth:`open` and
    :meth:`close`.
    """

    def __init__(
        self,
        url: str,
        hello: Mapping[str, object],
        setup: Setup | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self.view = View()
        self.link = Link.NEW
        self.problems: list[m.Problem] = []
        self.refusal: PeerError | None = None
        self.trouble: PeerError | None = None
        self.connects = 0
        self._hello = {key: value for key, value in hello.items() if value is not None}
        self._setup = setup or Setup()
        self._opener = self._setup.opener or self._open_socketio
        self._http: aiohttp.ClientSession | None = None
        self._door: Door | None = None
        self._gone = asyncio.Event()
        self._news = asyncio.Event()
        self.clock = ClockKeeper(self._setup.local, self._news.set, wireless=self._setup.wireless)
        self._listeners: list[Listener] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self) -> None:
        """Begin to connect, and keep at it until :meth:`close`; returns at once."""
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._keep()), *self._more_tasks()]

    async def close(self) -> None:
        """Hang up for good."""
        self.link = Link.CLOSED
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        if self._door is not None:
            await self._door.close()
        if self._http is not None:
            await self._http.close()
        self._news.set()

    def listen(self, listener: Listener) -> None:
        """Have a function called with every message of the server; it must not block."""
        self._listeners.append(listener)

    async def until(self, what: Callable[[], bool], timeout_s: Seconds | None = 10.0) -> None:
        """Wait until something is true, looking again after every message.

        Raises:
            TimeoutError: if it does not come true in time.
            PeerError: if the server refused this client for good, or could not be reached.
        """
        try:
            async with asyncio.timeout(timeout_s):
                await self._until(what)
        except TimeoutError as problem:
            if self.trouble is not None:
                raise self.trouble from problem
            raise

    def now_s(self) -> Seconds:
        """Return session time by this client's own clock; NaN before the first exchange."""
        return self.clock.now_s()

    async def sleep_until(self, session_s: Seconds) -> None:
        """Sleep until a moment of session time by this client's own clock."""
        # session time is no event of the loop's: its clock is slewed while we sleep
        while (wait_s := session_s - self.now_s()) > 0.0:  # noqa: ASYNC110
            await asyncio.sleep(min(wait_s, 0.5))

    async def ask(self, name: str, body: object = None, timeout_s: Seconds = 5.0) -> object:
        """Send a message and return its answer.

        Raises:
            PeerError: if the server did not do it, with its reason, or cannot be reached.
        """
        if self._door is None or self.link not in {Link.IN, Link.WAITING}:
            raise Unreachable("The connection is away; it comes back by itself.")
        answer = await self._door.ask(name, body, timeout_s)
        problem = error_of(answer.get("problem")) if isinstance(answer, dict) else None
        if problem is not None:
            raise problem
        return answer

    async def _until(self, what: Callable[[], bool]) -> None:
        while not what():
            if self.refusal is not None:
                raise self.refusal
            self._news.clear()
            await self._news.wait()

    def _more_tasks(self) -> list[asyncio.Task[None]]:
        return []

    def _on_message(self, message: m.AnyMessage) -> None:
        """Take part in what the server says; called after the view has taken it."""

    async def _keep(self) -> None:
        attempt = 0
        while self.link is not Link.CLOSED:
            if await self._visit():
                attempt = 0
            if self.refusal is not None:
                break
            await asyncio.sleep(pause_s(attempt, self._setup.rng.random()))
            attempt += 1
        self.link = Link.CLOSED
        self._news.set()

    async def _visit(self) -> bool:
        """Connect and stay until the connection is gone; return whether we came in."""
        self._gone.clear()
        self.link = Link.KNOCKING if self.link in {Link.NEW, Link.KNOCKING} else Link.AWAY
        self._door = self._opener(self.url, self._heard, self._gone.set)
        try:
            await self._door.open(self._hello)
        except PeerError as problem:
            self.trouble = problem
            if problem.code in FOR_GOOD:
                self.refusal = problem
            return False
        self.connects, self.trouble = self.connects + 1, None
        exchanging = asyncio.create_task(self.clock.keep(self._door))
        try:
            await self._gone.wait()
        finally:
            exchanging.cancel()
            if self.link is not Link.CLOSED:
                self.link = Link.AWAY
            await self._door.close()
        return True

    def _heard(self, name: str, payload: object) -> None:
        try:
            message = decode_message(name, payload)
        except BadMessage as problem:
            self.problems.append(m.Problem(problem.code, problem.message, name))
            return
        if message is None:
            return
        self.view.take(message)
        self._note(message)
        self._on_message(message)
        for listener in self._listeners:
            listener(message)
        self._news.set()

    def _note(self, message: m.AnyMessage) -> None:
        match message:
            case m.Welcome():
                self.link = Link.IN
            case m.WaitingRoom():
                self.link = Link.WAITING
            case m.Problem():
                self.problems.append(message)
            case m.Moved():
                self._end(NotNow("This seat is now played from somewhere else."))
            case m.Goodbye():
                self._end(NotNow(message.sentence))
            case _:
                pass

    def _end(self, reason: PeerError) -> None:
        """The server is done with us: say why to whoever waits, and do not come back."""
        self.refusal = reason
        self._gone.set()

    def _open_socketio(self, url: str, on_message: OnMessage, on_gone: OnGone) -> Door:
        import aiohttp  # noqa: PLC0415 - opened late, with the door

        if self._http is None:
            self._http = aiohttp.ClientSession()
        return SocketIoDoor(url, on_message, on_gone, self._http)
