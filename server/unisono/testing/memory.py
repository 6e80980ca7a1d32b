"""A whole circle in memory: the real session machine behind doors that need no network.

It keeps the shell's promises (nothing is said before it is stored; taps are stored in groups) and
can be killed at any moment, so that clients can be tested against the real thing in a moment.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from itertools import count
from typing import Any, Final

import msgspec

from unisono.client.door import OnGone, OnMessage, Unreachable
from unisono.errors import PeerError, UnknownDoor
from unisono.session import Caller, Emit, Entry, Persist, Role, Seated, Session, Unseated
from unisono.session.caller import CONSOLES, SHELL
from unisono.session.effects import Audience, Effect, To
from unisono.session.inner import Dropped, Enter, Restarted, Tick, Watch
from unisono.units import Seconds
from unisono.wire.codec import decode, decode_auth, name_of

JOIN: Final = "join-token-of-the-circle"
LEAD: Final = "lead-token-of-the-circle"
CODE: Final = "K7QM2X"
COMMIT_AFTER_S: Final[Seconds] = 0.02


class MemoryServer:
    """One circle with the code ``K7QM2X``, the join token ``JOIN`` and the console token ``LEAD``.

    Attributes:
        log: what is stored; it survives :meth:`kill`.
        up: whether anybody answers.
    """

    def __init__(self, clock: Callable[[], Seconds] = time.perf_counter) -> None:
        self.log: list[Entry] = []
        self.up = True
        self.session = Session()
        self._clock = clock
        self._doors: dict[str, MemoryDoor] = {}
        self._numbers = count(1)
        self._held: list[Effect] = []
        self._perform(self.session.open(CODE, 0.0))

    def opener(self, url: str, on_message: OnMessage, on_gone: OnGone) -> MemoryDoor:
        """Return a new door; give this to a client's setup."""
        return MemoryDoor(self, f"c{next(self._numbers)}", on_message, on_gone)

    def now_s(self) -> Seconds:
        """Return session time."""
        return self._clock()

    def tick(self) -> None:
        """Do what the shell does about twice a second."""
        self._perform(self.session.receive(Tick(), SHELL, self.now_s()))

    def kill(self) -> None:
        """Die: whatever was not stored is gone, and so are all connections."""
        self.up = False
        self._held.clear()
        for door in list(self._doors.values()):
            door.hung_up()

    def restart(self) -> None:
        """Come back with nothing but the log."""
        self.session = Session.replay(self.log)
        self.up = True
        self._perform(self.session.receive(Restarted(), SHELL, self.now_s()))

    def enter(self, door: MemoryDoor, payload: Mapping[str, object]) -> None:
        """Let a connection in, or raise the refusal."""
        if not self.up:
            raise Unreachable("Nobody is at home.")
        auth = decode_auth(dict(payload))
        door.role = Role(auth.role)
        if auth.role == "lead" and auth.token != LEAD:
            raise UnknownDoor("This link opens no circle.")
        if auth.role == "play" and auth.token != JOIN and auth.code != CODE:
            raise UnknownDoor("There is no circle with this code.")
        self._doors[door.key] = door
        if auth.role == "play":
            enter = Enter(door.key, auth.key or "", auth.token == JOIN, auth.name, auth.device)
            effects = self.session.receive(enter, SHELL, self.now_s())
        else:
            effects = self.session.receive(Watch(), Caller(door.role, door.key), self.now_s())
        self._perform(effects)

    def receive(self, door: MemoryDoor, name: str, body: object) -> object:
        """Take a message and return its answer."""
        if not self.up or door.key not in self._doors:
            raise Unreachable("The connection is gone.")
        if name == "sync":
            return {"t": (self.now_s(), 0.0)}
        caller = Caller(door.role, door.key, door.seat)
        try:
            command: Any = decode(name, door.role, body)
            self._perform(self.session.receive(command, caller, self.now_s()))
        except PeerError as problem:
            return {"problem": {"code": problem.code, "message": problem.message, "about": name}}
        return {} if getattr(command, "t0", None) is None else {"t": (self.now_s(), 0.0)}

    def leave(self, door: MemoryDoor) -> None:
        """Note that a connection is gone."""
        if self._doors.pop(door.key, None) is not None and self.up:
            self._perform(self.session.receive(Dropped(door.key), SHELL, self.now_s()))

    def _perform(self, effects: list[Effect]) -> None:
        self._held.extend(effects)
        if any(isinstance(e, Persist) and not e.urgent for e in self._held):
            asyncio.get_running_loop().call_later(COMMIT_AFTER_S, self._commit)
        else:
            self._commit()

    def _commit(self) -> None:
        effects, self._held = self._held, []
        for effect in effects:
            match effect:
                case Persist(entry=entry):
                    self.log.append(entry)
                case Emit(to=to, message=message):
                    body = msgspec.to_builtins(message)
                    for door in self._hearing(to):
                        door.deliver(name_of(message), body)
                case Seated(key=key, seat=seat) if key in self._doors:
                    self._doors[key].seat = seat
                case Unseated(key=key) if key in self._doors:
                    self._doors[key].hung_up()
                case _:
                    pass

    def _hearing(self, to: To) -> list[MemoryDoor]:
        doors = list(self._doors.values())
        if to.audience is Audience.EVERYONE:
            return [d for d in doors if d.seat is not None or d.role is not Role.PLAY]
        if to.audience is Audience.DESK:
            return [d for d in doors if d.role in CONSOLES]
        return [d for d in doors if (to.key is not None and d.key == to.key) or _has(d, to.seat)]


@asynccontextmanager
async def memory_server(tick_every_s: Seconds = 0.1) -> AsyncIterator[MemoryServer]:
    """Return a circle in memory that ticks by itself until the end of the block."""
    server = MemoryServer()

    async def tick() -> None:
        while True:
            await asyncio.sleep(tick_every_s)
            if server.up:
                server.tick()

    ticking = asyncio.create_task(tick())
    try:
        yield server
    finally:
        ticking.cancel()


class MemoryDoor:
    """A connection to a :class:`MemoryServer`; it is a ``unisono.client.door.Door``."""

    def __init__(
        self, server: MemoryServer, key: str, on_message: OnMessage, on_gone: OnGone
    ) -> None:
        self.key = key
        self.role = Role.PLAY
        self.seat: int | None = None
        self._server, self._on_message, self._on_gone = server, on_message, on_gone

    async def open(self, auth: Mapping[str, object]) -> None:
        """Connect."""
        self._server.enter(self, auth)

    async def send(self, name: str, body: object) -> None:
        """Send a message."""
        answer = self._server.receive(self, name, body)
        if isinstance(answer, dict) and "problem" in answer:
            self.deliver("problem", answer["problem"])

    async def ask(self, name: str, body: object, timeout_s: Seconds) -> object:
        """Send a message and return its answer."""
        return self._server.receive(self, name, body)

    async def close(self) -> None:
        """Hang up."""
        self._server.leave(self)

    def deliver(self, name: str, body: object) -> None:
        """Bring a message of the server."""
        asyncio.get_running_loop().call_soon(self._on_message, name, body)

    def hung_up(self) -> None:
        """The other side is gone; what it said before is still heard."""
        self._server.leave(self)
        asyncio.get_running_loop().call_soon(self._on_gone)


def _has(door: MemoryDoor, seat: int | None) -> bool:
    return seat is not None and door.seat == seat
