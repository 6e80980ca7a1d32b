"""All sessions of this server: opened, found by token or code, brought back from their logs."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import Final

from unisono import __version__
from unisono.app.clock import ServerClock
from unisono.app.live import LiveSession
from unisono.app.logs import get_logger
from unisono.app.shelf import library_shelf
from unisono.app.sockets import SocketDoor
from unisono.app.tokens import Capabilities, capabilities_of, new_code, new_console_token
from unisono.app.tokens import token_hash as hashed
from unisono.errors import OurError
from unisono.session import Session
from unisono.session.caller import SHELL
from unisono.session.forgetting import still_there
from unisono.session.inner import Restarted
from unisono.session.messages import Problem
from unisono.store import CodeTaken, Health, SessionRow, Store, TokenKind
from unisono.units import Seconds

ID_BITS: Final = 62
CODE_ATTEMPTS: Final = 8
EMPTY_FOR_S: Final = 600.0
"""A session that nobody has been connected to for this long lives on in its log only."""

ARRIVE_WITHIN_S: Final = 0.5

RECENT_S: Final = 6 * 3600.0
"""Sessions with a younger last entry are brought back at once when the server starts."""

_TROUBLE: Final = Problem(
    "storage",
    "Saving has stopped for the moment. The music goes on and every device keeps its own taps; "
    "nothing is lost.",
    "storage",
)
_CURED: Final = Problem("storage_ok", "Saving works again.", "storage")
_log = get_logger("registry")


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session and the tokens that open it."""

    live: LiveSession
    capabilities: Capabilities


class Registry:
    """Finds sessions and keeps those that are running."""

    def __init__(self, store: Store, door: SocketDoor, clock: ServerClock) -> None:
        self._store, self._door, self._clock = store, door, clock
        self._live: dict[int, LiveSession] = {}
        self._arriving: dict[int, asyncio.Task[LiveSession]] = {}
        self._errands: set[asyncio.Task[None]] = set()
        self._closing = False
        store.listen(self._on_health)

    @property
    def running(self) -> list[LiveSession]:
        """All sessions in memory."""
        return list(self._live.values())

    async def open(self) -> Opened:
        """Open a new session."""
        token = new_console_token()
        capabilities = capabilities_of(TokenKind.CONSOLE, token)
        row = await self._add_row(capabilities)
        machine = Session(library_shelf())
        effects = machine.open(row.code, row.epoch_s, __version__)
        live = self._run(row, machine)
        live.carry_out(effects)
        await live.drained()
        _log.info("circle opened")
        return Opened(live, capabilities)

    async def by_token(self, kind: TokenKind, token: str) -> LiveSession | None:
        """Return the session a token opens, running."""
        row = await self._store.read.by_token(kind, hashed(token))
        return None if row is None else await self._bring(row)

    async def row_by_token(self, kind: TokenKind, token: str) -> SessionRow | None:
        """Return the session a token opens, without running it."""
        return await self._store.read.by_token(kind, hashed(token))

    async def by_code(self, code: str) -> LiveSession | None:
        """Return the session with a join code that is not over, running."""
        row = await self._store.read.by_code(code)
        return None if row is None else await self._bring(row)

    async def bring_back(self) -> None:
        """Bring back the sessions that were running when the server went down."""
        now_s = self._clock.unix_s()
        for row in await self._store.read.open_sessions():
            last_s = await self._store.read.last_at_s(row.id)
            if self._closing:  # asked last: while the store answered it may have become so
                return
            if last_s is not None and now_s - (row.epoch_s + last_s) < RECENT_S:
                await self._bring(row)

    async def let_go_of_empty(self) -> None:
        """Forget sessions that nobody has been connected to for a while; their logs stay."""
        now_s = self._clock.monotonic_s()
        for live in self.running:
            if _is_forgotten(live, now_s):
                del self._live[live.row.id]
                await live.stop()

    async def drained(self) -> None:
        """Wait until everything decided so far is stored and said."""
        await asyncio.gather(*(live.drained() for live in self.running))

    async def stop(self) -> None:
        """Stop all sessions; their logs stay."""
        self._closing = True
        if self._arriving:  # a query that is cut off would leave its thread behind
            await asyncio.wait(self._arriving.values(), timeout=ARRIVE_WITHIN_S)
        for live in self.running:
            await live.stop()
        self._live.clear()

    async def _add_row(self, capabilities: Capabilities) -> SessionRow:
        hashes = (
            hashed(token or "")
            for token in (
                capabilities.console,
                capabilities.helper,
                capabilities.stage,
                capabilities.join,
                capabilities.review,
            )
        )
        console, helper, stage, join, review = hashes
        for _ in range(CODE_ATTEMPTS):
            number, code = secrets.randbits(ID_BITS), new_code()
            row = SessionRow(
                number,
                code,
                console,
                stage,
                join,
                review,
                self._clock.unix_s(),
                helper_hash=helper,
            )
            try:
                await self._store.add_session(row)
            except CodeTaken:
                continue
            return row
        raise OurError("no free join code was found; please try again")

    async def _bring(self, row: SessionRow) -> LiveSession:
        """Return a session that is running; whoever asks meanwhile waits for the same one."""
        live = self._live.get(row.id)
        if live is not None:
            return live
        if self._closing:
            raise OurError("the server is closing")
        task = self._arriving.get(row.id)
        if task is None:
            task = asyncio.create_task(self._replay(row), name="unisono-replay")
            self._arriving[row.id] = task
            task.add_done_callback(lambda _: self._arriving.pop(row.id, None))
        return await asyncio.shield(task)

    async def _replay(self, row: SessionRow) -> LiveSession:
        entries = await self._store.reread(row.id)
        machine = await asyncio.to_thread(Session.replay, entries, library_shelf())
        if not entries:  # the process ended between the two commits of opening it
            effects = machine.open(row.code, row.epoch_s, __version__)
            live = self._run(row, machine)
            live.carry_out(effects)
            return live
        live = self._run(row, machine)
        for seat, n in still_there(entries).items():  # it ended before they were blanked
            self._store.forget(row.id, seat, n)
        live.feed(Restarted(), SHELL)
        _log.info("session brought back", entries=len(entries))
        return live

    def _run(self, row: SessionRow, machine: Session) -> LiveSession:
        live = LiveSession(row, machine, self._store, self._door, self._clock, self._on_broken)
        self._live[row.id] = live
        return live

    def _on_broken(self, live: LiveSession) -> None:
        self._live.pop(live.row.id, None)
        self._errand(_restart(live))

    def _on_health(self, health: Health, kind: str) -> None:
        if health is Health.GOOD:
            _log.info("storage works again")
        else:
            _log.error("storage is in trouble", kind=kind)
        self._errand(self._alarm(_CURED if health is Health.GOOD else _TROUBLE))

    async def _alarm(self, message: Problem) -> None:
        for live in self.running:
            await live.alarm(message)

    def _errand(self, work: object) -> None:
        assert asyncio.iscoroutine(work)
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)


def _is_forgotten(live: LiveSession, now_s: Seconds) -> bool:
    since_s = live.empty_since_s
    return since_s is not None and now_s - since_s > EMPTY_FOR_S and live.is_settled


async def _restart(live: LiveSession) -> None:
    await live.stop()
    await live.drop_everybody()
