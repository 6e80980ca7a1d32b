"""Laws of opening a database: addresses, pragmas, migrations."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from unisono.errors import BadValue
from unisono.store import Store
from unisono.store.engine import driver_url, write_engine
from unisono.store.migrations import MIGRATIONS, Migration, NewerDatabase, migrate, version_of

NEWEST = MIGRATIONS[-1].version
SECOND = Migration(NEWEST + 1, "a second step", ("CREATE TABLE second (n BIGINT NOT NULL)",))
BROKEN = Migration(NEWEST + 1, "a step that breaks", (*SECOND.statements, "CREATE TABLE"))


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/unisono.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:////data/x.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite"),
        ("postgresql://me@host/db", "postgresql+asyncpg"),
        ("postgres://me:secret@host:5433/db?ssl=require", "postgresql+asyncpg"),
    ],
)
def test_an_address_gets_the_driver_we_use_and_stays_the_same_otherwise(
    given: str, driver: str
) -> None:
    """People may write plain addresses."""
    url = driver_url(given)

    assert url.drivername == driver
    assert url.render_as_string(hide_password=False).partition(":")[2] == given.partition(":")[2]


@pytest.mark.parametrize(
    "given", ["", "sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/d", "secret", "a:secret@h"]
)
def test_what_is_no_address_is_refused_without_showing_secrets(given: str) -> None:
    """The sentence says what is allowed and never repeats a password."""
    with pytest.raises(BadValue) as refused:
        driver_url(given)

    assert "postgresql://" in refused.value.message
    assert given != "mysql://u:secret@h/d" or "secret" not in refused.value.message


async def test_a_database_is_made_once_and_opened_ever_after(address: str) -> None:
    """Opening again, even several at a time, applies nothing twice."""
    for store in await asyncio.gather(*(Store.open(address) for _ in range(3))):
        await store.close()
    engine = write_engine(driver_url(address))
    async with engine.begin() as connection:
        rows = (await connection.execute(text("SELECT version FROM schema_version"))).all()
    await engine.dispose()

    assert [row.version for row in rows] == [one.version for one in MIGRATIONS]


async def test_a_migration_that_breaks_changes_nothing(address: str) -> None:
    """Half a step is no step: the next start finds the version before and can go on from it."""
    engine = write_engine(driver_url(address))
    with pytest.raises(SQLAlchemyError):
        await migrate(engine, (*MIGRATIONS, BROKEN))
    async with engine.begin() as connection:
        assert await version_of(connection) == NEWEST
    assert await migrate(engine, (*MIGRATIONS, SECOND)) == NEWEST + 1
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO second (n) VALUES (1)"))
    await engine.dispose()


async def test_a_newer_database_is_left_alone(address: str) -> None:
    """An older program says so in a sentence and touches nothing."""
    engine = write_engine(driver_url(address))
    await migrate(engine, (*MIGRATIONS, SECOND))
    with pytest.raises(NewerDatabase) as refused:
        await migrate(engine)
    await engine.dispose()

    assert "newer Unisono" in refused.value.message


async def test_sqlite_synchronises_every_commit(tmp_path: Path) -> None:
    """WAL with synchronous=FULL: an acknowledged tap survives the end of the machine."""
    store = await Store.open(f"sqlite:///{tmp_path}/unisono.db")
    async with store._engines[1].connect() as connection:
        modes = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    async with store._engines[0].connect() as connection:
        with pytest.raises(SQLAlchemyError):
            await connection.execute(text("DELETE FROM log"))
    await store.close()

    assert modes == ["wal", 2, 2000]
