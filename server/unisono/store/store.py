"""The store as the rest of the program sees it: one writer, some readers, one schema."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from unisono.session.events import Ended, Entry, event_to_json
from unisono.store.batch import Kind
from unisono.store.engine import driver_url, is_sqlite, read_engine, write_engine
from unisono.store.forgetting import scrub
from unisono.store.migrations import migrate
from unisono.store.reader import Reader
from unisono.store.rows import SessionRow
from unisono.store.writer import Health, HealthListener, Writer


class Store:
    """An open database. Make one with :meth:`open`, end it with :meth:`close`."""

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine) -> None:
        self._engines = (reading, writing)
        self._writer = Writer(writing)
        self.read = Reader(reading)

    @classmethod
    async def open(cls, address: str) -> Store:
        """Open the database at an address, creating or upgrading it if need be.

        Raises:
            BadValue: if the address is not one of a database we can use.
            NewerDatabase: if a newer Unisono has written it.
        """
        url = driver_url(address)
        _make_folder(url)
        store = cls(write_engine(url), read_engine(url))
        await migrate(store._engines[1])
        await scrub(store._engines[1])  # the last server may have ended before it could
        store._writer.start()
        return store

    @property
    def backlog(self) -> int:
        """Rows handed in and not yet committed."""
        return self._writer.backlog

    @property
    def health(self) -> Health:
        """Whether the last commit succeeded."""
        return self._writer.health

    def listen(self, listener: HealthListener) -> None:
        """Have a function called whenever storing stops or resumes."""
        self._writer.listeners.append(listener)

    async def add_session(self, row: SessionRow) -> None:
        """Store a new session; returns after the commit.

        Raises:
            CodeTaken: if a session that is not over has the same join code.
        """
        future = self._writer.put(Kind.SESSION, row.id, dataclasses.asdict(row))
        try:
            await future
        finally:
            self._writer.readmit(row.id)

    def append(self, session_id: int, entry: Entry, *, urgent: bool = True) -> asyncio.Future[None]:
        """Hand an entry of a session's log in; never blocks.

        Args:
            session_id: the session.
            entry: its next entry; entries must be handed in by number.
            urgent: commit at once; otherwise within 50 ms, together with others.

        Returns:
            A future that is resolved after the commit, or fails with :class:`EntryRefused`.
        """
        values = {
            "session_id": session_id,
            "n": entry.n,
            "at_s": entry.at_s,
            "body": event_to_json(entry.event).decode(),
        }
        ends = isinstance(entry.event, Ended)
        return self._writer.put(Kind.ENTRY, session_id, values, urgent=urgent, ends=ends)

    def forget(self, session_id: int, seat: int, before_n: int) -> asyncio.Future[None]:
        """Blank what a seat played and said of itself in all entries before one.

        Returns:
            A future that is resolved after the commit: then nobody can read it any more. The
            bytes it was in are overwritten right after, as soon as nobody is reading.
        """
        values = {"seat": seat, "before_n": before_n}
        return self._writer.put(Kind.FORGET, session_id, values)

    async def reread(self, session_id: int) -> list[Entry]:
        """Return the log of a session in order to go on with it."""
        entries = await self.read.entries(session_id)
        self._writer.readmit(session_id)
        return entries

    async def flush(self) -> None:
        """Wait until everything handed in so far is committed."""
        await self._writer.flush()

    async def is_well(self) -> bool:
        """Return whether the database answers and the last commit succeeded."""
        try:
            await asyncio.wait_for(self.read.ping(), 2.0)
        except (SQLAlchemyError, OSError, TimeoutError):
            return False
        return self.health is Health.GOOD

    async def close(self, patience_s: float = 3.0) -> bool:
        """Write what is waiting and close; return whether everything was written in time."""
        clean = await self._writer.close(patience_s)
        for engine in self._engines:  # the writer last: closing it empties the WAL
            await engine.dispose()
        return clean


def _make_folder(url: URL) -> None:
    if is_sqlite(url) and url.database:
        Path(url.database).expanduser().resolve().parent.mkdir(parents=True, exist_ok=True)
