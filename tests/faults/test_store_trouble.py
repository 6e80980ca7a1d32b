"""The database in trouble: nothing is acknowledged that is not stored, nothing is lost."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from unisono.session import events as e
from unisono.session.events import Entry
from unisono.store import Health, SessionRow, Store

ENTRIES = 400


def row(number: int = 1) -> SessionRow:
    """A session."""
    console, stage, join, review = (f"{number:032x}{kind:032x}" for kind in range(4))
    return SessionRow(number, f"ABC23{number}", console, stage, join, review, 0.0)


def entry(n: int, filler: str = "") -> Entry:
    """An entry that can be told from every other."""
    return Entry(n, n / 7, e.SeatTaken(n, f"{n}", 0, 0, filler, "sim"))


@pytest.fixture
async def sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    """A store on SQLite that does not wait long for others."""
    monkeypatch.setattr("unisono.store.engine.BUSY_TIMEOUT_S", 0.1)
    store = await Store.open(f"sqlite:///{tmp_path}/log.db")
    await store.add_session(row())
    yield store
    await store.close()


def watch(store: Store) -> list[Health]:
    """Return a list to which every change of health is added."""
    seen: list[Health] = []
    store.listen(lambda health, _: seen.append(health))
    return seen


async def test_a_locked_database_is_waited_for(sqlite: Store, tmp_path: Path) -> None:
    """While another process holds the file nothing is acknowledged; afterwards everything is."""
    health = watch(sqlite)
    holder = sqlite3.connect(tmp_path / "log.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    waiting = [sqlite.append(1, entry(n), urgent=False) for n in range(20)]
    async with asyncio.timeout(5):
        while not health:
            await asyncio.sleep(0.05)
    assert not any(one.done() for one in waiting)
    assert sqlite.backlog == 20
    assert not await sqlite.is_well()
    holder.execute("ROLLBACK")
    holder.close()
    async with asyncio.timeout(5):
        await asyncio.gather(*waiting)

    assert health == [Health.TROUBLE, Health.GOOD]
    assert await sqlite.is_well()
    assert [one.n for one in await sqlite.read.entries(1)] == list(range(20))


async def test_a_full_disk_is_waited_for(sqlite: Store) -> None:
    """When there is room again, what was waiting is stored, in order and once."""
    health = watch(sqlite)
    async with sqlite._engines[1].connect() as connection:
        pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
        await connection.execute(text(f"PRAGMA max_page_count={pages + 2}"))
    waiting = [sqlite.append(1, entry(n, "x" * 2000), urgent=False) for n in range(50)]
    async with asyncio.timeout(5):
        while not health:
            await asyncio.sleep(0.05)
    assert not any(one.done() for one in waiting)
    assert await sqlite.read.entries(1) == []
    async with sqlite._engines[1].connect() as connection:
        await connection.execute(text("PRAGMA max_page_count=1000000"))
    async with asyncio.timeout(5):
        await asyncio.gather(*waiting)

    assert health == [Health.TROUBLE, Health.GOOD]
    assert [one.n for one in await sqlite.read.entries(1)] == list(range(50))


async def test_postgresql_that_cuts_connections_costs_nothing(postgres_url: str) -> None:
    """Connections cut at random moments, also during a commit: each entry is there once."""
    store, other = await Store.open(postgres_url), await Store.open(postgres_url)
    await store.add_session(row())
    chance = random.Random(7)

    async def cut() -> None:
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> "
        for _ in range(8):
            await asyncio.sleep(chance.uniform(0.02, 0.2))
            async with other._engines[1].begin() as connection:
                await connection.execute(
                    text(query + "pg_backend_pid() AND datname = current_database()")
                )

    cutting = asyncio.create_task(cut())
    waiting = []
    for n in range(ENTRIES):
        waiting.append(store.append(1, entry(n), urgent=bool(n % 3)))
        await asyncio.sleep(0.003)
    async with asyncio.timeout(20):
        await asyncio.gather(*waiting, cutting)
        await store.flush()
    assert await store.is_well()
    found = [one.n for one in await store.read.entries(1)]
    await store.close()
    await other.close()

    assert found == list(range(ENTRIES))


async def test_whatever_is_left_of_a_torn_file_is_a_beginning_of_the_log(
    sqlite: Store, tmp_path: Path
) -> None:
    """Cut the write-ahead log anywhere: the database opens and holds the first entries, no gap."""
    for n in range(60):
        await sqlite.append(1, entry(n, "x" * 200))
    chance, lengths = random.Random(5), set()
    size = (tmp_path / "log.db-wal").stat().st_size
    for i in range(25):
        copy = tmp_path / f"torn-{i}.db"
        shutil.copy(tmp_path / "log.db", copy)
        torn = (tmp_path / "log.db-wal").read_bytes()[: chance.randrange(size)]
        (tmp_path / f"torn-{i}.db-wal").write_bytes(torn)
        with sqlite3.connect(copy) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            tables = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'log'")
            if tables.fetchone() == (0,):
                continue
            found = [n for (n,) in database.execute("SELECT n FROM log ORDER BY n")]
        assert found == list(range(len(found)))
        lengths.add(len(found))

    assert len(lengths) > 3
