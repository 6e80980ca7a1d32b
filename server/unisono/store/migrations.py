"""Numbered, forward-only changes of the schema, each in a transaction of its own.

A migration that has been released is never edited; a change is a new one at the end. The statements
are plain SQL that both databases understand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from unisono.errors import PeerError

_LOCK: Final = 0x756E69736F6E6F  # "unisono": an advisory lock, so that two servers take turns


class NewerDatabase(PeerError):
    """The database was written by a newer Unisono than this one."""

    code = "bad_file"


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema."""

    version: int
    name: str
    statements: tuple[str, ...]


MIGRATIONS: Final = (
    Migration(
        1,
        "sessions and their log",
        (
            """CREATE TABLE sessions (
                id BIGINT NOT NULL PRIMARY KEY,
                code TEXT NOT NULL,
                console_hash TEXT NOT NULL UNIQUE,
                stage_hash TEXT NOT NULL UNIQUE,
                join_hash TEXT NOT NULL UNIQUE,
                review_hash TEXT NOT NULL UNIQUE,
                epoch_s DOUBLE PRECISION NOT NULL,
                ended BOOLEAN NOT NULL
            )""",
            "CREATE UNIQUE INDEX sessions_open_code ON sessions (code) WHERE NOT ended",
            """CREATE TABLE log (
                session_id BIGINT NOT NULL REFERENCES sessions (id),
                n BIGINT NOT NULL,
                at_s DOUBLE PRECISION NOT NULL,
                body TEXT NOT NULL,
                PRIMARY KEY (session_id, n)
            )""",
        ),
    ),
    Migration(
        2,
        "helpers by the facilitator's side",
        (
            "ALTER TABLE sessions ADD COLUMN helper_hash TEXT",
            "CREATE UNIQUE INDEX sessions_helper ON sessions (helper_hash)",
        ),
    ),
)


async def migrate(engine: AsyncEngine, migrations: tuple[Migration, ...] = MIGRATIONS) -> int:
    """Bring a database up to date and return its version.

    Raises:
        NewerDatabase: if its version is beyond the last one known here.
    """
    async with engine.begin() as connection:
        await _lock(connection)
        await connection.execute(
            text(
                "CREATE TABLE IF NOT EXISTS schema_version "
                "(version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)"
            )
        )
    for migration in migrations:
        async with engine.begin() as connection:
            await _lock(connection)
            if await version_of(connection) < migration.version:
                await _apply(connection, migration)
    async with engine.begin() as connection:
        version = await version_of(connection)
    newest = migrations[-1].version
    if version > newest:
        raise NewerDatabase(
            f"The database has version {version}; this Unisono knows versions up to {newest}. "
            "Please install a newer Unisono, or choose another database."
        )
    return version


async def version_of(connection: AsyncConnection) -> int:
    """Return the number of the last migration that was applied, 0 for none."""
    found = await connection.scalar(text("SELECT max(version) FROM schema_version"))
    return int(found or 0)


async def _apply(connection: AsyncConnection, migration: Migration) -> None:
    for statement in migration.statements:
        await connection.execute(text(statement))
    await connection.execute(
        text("INSERT INTO schema_version (version, name) VALUES (:version, :name)"),
        {"version": migration.version, "name": migration.name},
    )


async def _lock(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
