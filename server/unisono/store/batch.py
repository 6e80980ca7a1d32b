"""One transaction: a batch of rows goes in whole, or, if the data itself is refused, row by row."""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from unisono.errors import OurError
from unisono.store.forgetting import forget
from unisono.store.rows import LOG, SESSIONS, CodeTaken

_DATA_STATES: Final = ("22", "23")
"""SQLSTATE classes that blame the data: data exception, integrity constraint violation."""


class EntryRefused(OurError):
    """The database holds another entry in this place: somebody else writes this session's log."""

    code = "our_error"


class Kind(enum.Enum):
    """What a row is."""

    SESSION = enum.auto()
    ENTRY = enum.auto()
    FORGET = enum.auto()


def _future() -> asyncio.Future[None]:
    return asyncio.get_running_loop().create_future()


@dataclass(slots=True, eq=False)
class Item:
    """One row on its way into the database.

    Attributes:
        kind: which table it belongs to.
        session_id: the session it belongs to.
        values: the row.
        arrived_s: when it was handed in, monotonic.
        urgent: whether it may not wait for others.
        ends: whether the session is over with it.
        done: resolved after the commit.
    """

    kind: Kind
    session_id: int
    values: dict[str, Any]
    arrived_s: float
    urgent: bool = True
    ends: bool = False
    done: asyncio.Future[None] = field(default_factory=_future)


async def write(engine: AsyncEngine, items: Sequence[Item]) -> None:
    """Commit all rows in one transaction, or none."""
    sessions = [item.values for item in items if item.kind is Kind.SESSION]
    entries = [item.values for item in items if item.kind is Kind.ENTRY]
    over = [item.session_id for item in items if item.ends]
    async with engine.begin() as connection:
        if sessions:
            await connection.execute(insert(SESSIONS), sessions)
        if entries:
            await connection.execute(insert(LOG), entries)
        for item in items:
            if item.kind is Kind.FORGET:
                await forget(connection, item.session_id, **item.values)
        if over:
            ended = update(SESSIONS).where(SESSIONS.c.id.in_(over)).values(ended=True)
            await connection.execute(ended)


async def write_one(engine: AsyncEngine, item: Item) -> None:
    """Commit one row; a row that is there already, equal in everything, is taken as written.

    That happens when a connection broke during a commit: whether it was carried out is only known
    by looking.

    Raises:
        EntryRefused: if an entry cannot be stored because of what it is.
        CodeTaken: if a session cannot be opened under this code.
    """
    try:
        await write(engine, [item])
    except DBAPIError as error:
        if item.kind is Kind.FORGET or not is_about_data(error):
            raise
        if not await _is_there(engine, item):
            raise _refusal(item) from error


def is_about_data(error: Exception) -> bool:
    """Return whether the database blames what we want to store, not its own state."""
    if isinstance(error, IntegrityError | DataError):
        return True
    if isinstance(error, DBAPIError):
        return str(getattr(error.orig, "sqlstate", None)).startswith(_DATA_STATES)
    return isinstance(error, StatementError)


async def _is_there(engine: AsyncEngine, item: Item) -> bool:
    async with engine.begin() as connection:
        return await _stored(connection, item) == item.values


async def _stored(connection: AsyncConnection, item: Item) -> dict[str, Any] | None:
    values = item.values
    if item.kind is Kind.SESSION:
        query = select(SESSIONS).where(SESSIONS.c.id == values["id"])
    else:
        query = select(LOG).where(LOG.c.session_id == values["session_id"], LOG.c.n == values["n"])
    row = (await connection.execute(query)).mappings().one_or_none()
    return None if row is None else dict(row)


def _refusal(item: Item) -> EntryRefused | CodeTaken:
    if item.kind is Kind.SESSION:
        return CodeTaken("This join code is in use just now.")
    n = item.values["n"]
    return EntryRefused(f"entry {n} of a session could not be stored: another one has its place")
