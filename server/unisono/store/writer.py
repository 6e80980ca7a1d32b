"""The one writer: gathers entries into groups, commits, acknowledges, and never gives up.

Urgent rows are committed at once; others wait up to :data:`GATHER_S` for company, so that one
synchronisation of the disk serves everybody's taps. When the database is in trouble the same rows
are tried again, with growing pauses, for as long as it takes; what was not committed is not
acknowledged, and nothing is dropped.
"""

from __future__ import annotations

import asyncio
import contextlib
import enum
import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from unisono.errors import UnisonoError
from unisono.store.batch import EntryRefused, Item, Kind, is_about_data, write, write_one
from unisono.store.forgetting import scrub

__all__ = ["EntryRefused", "Health", "Writer"]

GATHER_S: Final = 0.050
FIRST_PAUSE_S: Final = 0.1
LONGEST_PAUSE_S: Final = 2.0
SCRUB_AGAIN_S: Final = 0.5
"""So often the write-ahead log is tried to be emptied after something was forgotten."""

MAX_ROWS: Final = 2_000
"""Rows of one transaction: what piled up in an outage goes in by portions."""


class Health(enum.Enum):
    """Whether what people play is being stored."""

    GOOD = "ok"
    TROUBLE = "trouble"


HealthListener: TypeAlias = Callable[[Health, str], None]
"""Told of every change, with the kind of trouble (a class name, never data)."""


class Writer:
    """Owns the connection that writes."""

    def __init__(self, engine: AsyncEngine, gather_s: float = GATHER_S) -> None:
        self._engine, self._gather_s = engine, gather_s
        self._queue: list[Item] = []
        self._in_hand: Sequence[Item] = ()
        self._arrived, self._hurry, self._idle = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._idle.set()
        self._refused: set[int] = set()
        self._task: asyncio.Task[None] | None = None
        self._scrubbing: asyncio.Task[None] | None = None
        self.health = Health.GOOD
        self.listeners: list[HealthListener] = []

    @property
    def backlog(self) -> int:
        """Rows handed in and not yet committed."""
        return len(self._queue) + len(self._in_hand)

    def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.create_task(self._run(), name="unisono-writer")

    async def close(self, patience_s: float) -> bool:
        """Write what is waiting, for at most ``patience_s``; return whether all of it was."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.flush(), patience_s)
        clean = not self.backlog
        for task in (self._scrubbing, self._task):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        return clean

    async def flush(self) -> None:
        """Wait until everything handed in so far is committed."""
        self._hurry.set()
        await self._idle.wait()

    def put(
        self,
        kind: Kind,
        session_id: int,
        values: dict[str, Any],
        *,
        urgent: bool = True,
        ends: bool = False,
    ) -> asyncio.Future[None]:
        """Hand a row in; the future is resolved after its commit."""
        item = Item(kind, session_id, values, time.monotonic(), urgent, ends)
        if session_id in self._refused:
            item.done.set_exception(EntryRefused("this session's log is closed until it is reread"))
            return item.done
        self._queue.append(item)
        self._idle.clear()
        self._arrived.set()
        if urgent:
            self._hurry.set()
        return item.done

    def readmit(self, session_id: int) -> None:
        """Take entries of a session again that was refused, after its log has been reread."""
        self._refused.discard(session_id)

    async def _run(self) -> None:
        while True:
            await self._arrived.wait()
            await self._gather()
            self._in_hand, self._queue = self._queue[:MAX_ROWS], self._queue[MAX_ROWS:]
            if not self._queue:
                self._arrived.clear()
                self._hurry.clear()
            await self._commit(self._in_hand)
            self._in_hand = ()
            if not self._queue:
                self._idle.set()

    async def _gather(self) -> None:
        left_s = self._queue[0].arrived_s + self._gather_s - time.monotonic()
        if left_s > 0 and not self._hurry.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), left_s)

    async def _commit(self, items: Sequence[Item]) -> None:
        pause_s = FIRST_PAUSE_S
        while items:
            try:
                items = await self._attempt(items)
            except Exception as error:  # whatever it is: what was played must not be given up
                self._set_health(Health.TROUBLE, type(error).__name__)
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
            else:
                self._set_health(Health.GOOD, "")

    async def _attempt(self, items: Sequence[Item]) -> Sequence[Item]:
        """Write the items and return those still to write (none)."""
        try:
            await write(self._engine, items)
        except SQLAlchemyError as error:
            if not is_about_data(error):
                raise
            await self._one_by_one(items)
        else:
            for item in items:
                _resolve(item)
        if any(item.kind is Kind.FORGET for item in items):
            self._scrub_soon()
        return ()

    def _scrub_soon(self) -> None:
        """Have what was overwritten leave the write-ahead log, too, once nobody reads."""
        if self._scrubbing is None or self._scrubbing.done():
            self._scrubbing = asyncio.create_task(self._scrub(), name="unisono-scrub")

    async def _scrub(self) -> None:
        while True:
            with contextlib.suppress(SQLAlchemyError, OSError, sqlite3.Error):
                if await scrub(self._engine):
                    return
            await asyncio.sleep(SCRUB_AGAIN_S)

    async def _one_by_one(self, items: Sequence[Item]) -> None:
        """Find the row that is refused; what follows it in the same session goes with it."""
        for item in items:
            if item.done.done():
                continue
            if item.session_id in self._refused:
                _resolve(item, EntryRefused("an earlier entry of this session was refused"))
                continue
            try:
                await write_one(self._engine, item)
            except UnisonoError as refusal:
                self._refused.add(item.session_id)
                _resolve(item, refusal)
            else:
                _resolve(item)

    def _set_health(self, health: Health, kind: str) -> None:
        if health is not self.health:
            self.health = health
            for listener in self.listeners:
                listener(health, kind)


def _resolve(item: Item, error: UnisonoError | None = None) -> None:
    if item.done.done():
        return
    if error is None:
        item.done.set_result(None)
    else:
        item.done.set_exception(error)
