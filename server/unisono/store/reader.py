"""Reading sessions and their logs; short transactions only, so that the WAL can be emptied."""

from __future__ import annotations

import asyncio
from typing import Any, Final, TypeAlias

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncEngine

from unisono.session.events import Entry, event_from_json
from unisono.store.rows import LOG, SESSIONS, SessionRow, TokenKind

PAGE: Final = 5_000
"""Entries read in one transaction."""

_LogRow: TypeAlias = tuple[int, float, str]


class Reader:
    """Looks things up; never writes."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def by_token(self, kind: TokenKind, token_hash: str) -> SessionRow | None:
        """Return the session a token opens, whether it is over or not."""
        return await self._one(select(SESSIONS).where(SESSIONS.c[f"{kind}_hash"] == token_hash))

    async def by_code(self, code: str) -> SessionRow | None:
        """Return the session with this join code, if it is not over."""
        return await self._one(
            select(SESSIONS).where(SESSIONS.c.code == code, SESSIONS.c.ended.is_(False))
        )

    async def open_sessions(self) -> list[SessionRow]:
        """Return all sessions that are not over, the newest first."""
        query = (
            select(SESSIONS).where(SESSIONS.c.ended.is_(False)).order_by(SESSIONS.c.epoch_s.desc())
        )
        async with self._engine.connect() as connection:
            return [_session(row) for row in await connection.execute(query)]

    async def last_at_s(self, session_id: int) -> float | None:
        """Return the session time of the last entry of a log, or None for an empty log."""
        query = (
            select(LOG.c.at_s)
            .where(LOG.c.session_id == session_id)
            .order_by(LOG.c.n.desc())
            .limit(1)
        )
        async with self._engine.connect() as connection:
            found: float | None = await connection.scalar(query)
        return found

    async def entries(self, session_id: int) -> list[Entry]:
        """Return the log of a session, in order."""
        found: list[Entry] = []
        while True:
            rows = await self._page(session_id, len(found))
            found += await asyncio.to_thread(_entries, rows)
            if len(rows) < PAGE:
                return found

    async def ping(self) -> None:
        """Ask the database anything at all.

        Raises:
            SQLAlchemyError: if it does not answer.
        """
        async with self._engine.connect() as connection:
            await connection.execute(select(1))

    async def _page(self, session_id: int, from_n: int) -> list[_LogRow]:
        query = (
            select(LOG.c.n, LOG.c.at_s, LOG.c.body)
            .where(LOG.c.session_id == session_id, LOG.c.n >= from_n)
            .order_by(LOG.c.n)
            .limit(PAGE)
        )
        async with self._engine.connect() as connection:
            return [(n, at_s, body) for n, at_s, body in await connection.execute(query)]

    async def _one(self, query: Select[Any]) -> SessionRow | None:
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else _session(row)


def _session(row: Row[Any]) -> SessionRow:
    return SessionRow(**row._mapping)


def _entries(rows: list[_LogRow]) -> list[Entry]:
    return [Entry(n, at_s, event_from_json(body)) for n, at_s, body in rows]
