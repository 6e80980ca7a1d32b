"""Database addresses and engines: the only place that knows how SQLite and PostgreSQL differ."""

from __future__ import annotations

import contextlib
import importlib.util
from typing import Any, Final

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from unisono.errors import BadValue

BUSY_TIMEOUT_S: Final = 2.0
"""How long a statement waits for another process that holds the SQLite file.

Short, because the writer tries again for ever anyway: the facilitator is to hear of trouble within
5 s, and a server that is asked to end has 5 s for everything.
"""

CONNECT_TIMEOUT_S: Final = 5.0
"""How long a PostgreSQL server may take to let us in."""

ANSWER_TIMEOUT_S: Final = 10.0
"""How long a PostgreSQL server may take for one statement before we call it trouble."""

READERS: Final = 4
_MAX_WAL_BYTES: Final = 64 * 1024 * 1024
_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_ALLOWED: Final = "sqlite:///path/to/file or postgresql://user:password@host/name"


def driver_url(address: str) -> URL:
    """Return the address with the driver we use; ``postgresql://`` and ``sqlite://`` suffice.

    Raises:
        BadValue: if it is no address of a database we can use.
    """
    with contextlib.suppress(ArgumentError):
        url = make_url(address)
        driver = _DRIVERS.get(url.drivername)
        if driver is not None:
            return _checked(url.set(drivername=driver))
    raise BadValue("database address", _without_secrets(address), _ALLOWED)


def write_engine(url: URL) -> AsyncEngine:
    """Return the engine with the single connection that writes and checkpoints."""
    if not is_sqlite(url):
        return create_async_engine(url, **_postgres_options(pool_size=1))
    engine = create_async_engine(url, **_sqlite_options(pool_size=1))
    _on_connect(
        engine,
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA secure_delete=ON",  # what people take along is overwritten, not only unlinked
        "PRAGMA fullfsync=ON",  # macOS: a plain fsync does not reach the disk there
        f"PRAGMA journal_size_limit={_MAX_WAL_BYTES}",
    )
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def read_engine(url: URL) -> AsyncEngine:
    """Return the engine for readers; on SQLite they cannot write, not even by mistake."""
    if not is_sqlite(url):
        return create_async_engine(url, **_postgres_options(pool_size=READERS))
    engine = create_async_engine(url, **_sqlite_options(pool_size=READERS))
    _on_connect(engine, "PRAGMA query_only=ON")
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def is_sqlite(url: URL) -> bool:
    """Return whether an address (from :func:`driver_url`) means SQLite."""
    return url.drivername.startswith("sqlite")


def _checked(url: URL) -> URL:
    if is_sqlite(url):
        if url.database in (None, "", ":memory:"):
            raise BadValue("database address", str(url), _ALLOWED, "Tests use a temporary file.")
        return url
    if importlib.util.find_spec("asyncpg") is None:
        raise BadValue(
            "database address",
            url.render_as_string(hide_password=True),
            "sqlite:///… here",
            "For PostgreSQL run: pip install 'unisono[postgres]'.",
        )
    return url


def _without_secrets(address: str) -> str:
    """An address we cannot parse may hold a password anywhere: show its scheme only."""
    return address.partition(":")[0][:20] + ":…"


def _sqlite_options(pool_size: int) -> dict[str, Any]:
    # isolation_level=None: the driver begins nothing by itself, our "begin" hooks do.
    arguments = {"timeout": BUSY_TIMEOUT_S, "isolation_level": None}
    return {"connect_args": arguments, "pool_size": pool_size, "max_overflow": 0}


def _postgres_options(pool_size: int) -> dict[str, Any]:
    arguments = {"timeout": CONNECT_TIMEOUT_S, "command_timeout": ANSWER_TIMEOUT_S}
    return {
        "connect_args": arguments,
        "pool_size": pool_size,
        "max_overflow": 0,
        "pool_pre_ping": True,
    }


def _on_connect(engine: AsyncEngine, *statements: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()


def _begin_immediate(connection: Any) -> None:
    # A deferred BEGIN that turns into a write can be refused at once, whatever busy_timeout says.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")
