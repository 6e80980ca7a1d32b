"""Laws of the store, each on real SQLite and on real PostgreSQL."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from unisono.session import events as e
from unisono.session.events import Entry
from unisono.store import CodeTaken, EntryRefused, SessionRow, Store, TokenKind

pytestmark = pytest.mark.real_time

EPOCH_S = 1_700_000_000.123456


def row(number: int = 1, code: str = "K7QM2X") -> SessionRow:
    """A session whose token hashes are all different."""
    console, stage, join, review, helper = (f"{number:032x}{kind:032x}" for kind in range(5))
    return SessionRow(number, code, console, stage, join, review, EPOCH_S, helper_hash=helper)


def entry(n: int) -> Entry:
    """An entry that can be told from every other."""
    return Entry(n, n / 7, e.TapsPlayed(1, ((n + 1, n / 3, 0.002, "touch", None),)))


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/unisono.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def store(address: str) -> AsyncIterator[Store]:
    """An open store with one session, number 1."""
    store = await Store.open(address)
    await store.add_session(row())
    yield store
    await store.close()


async def test_what_is_appended_is_read_back_equal_and_in_order(store: Store) -> None:
    """A log read back equals what was appended, to the last bit of its times."""
    entries = [Entry(0, 0.1 + 0.2, e.Opened("K7QM2X", EPOCH_S)), *(entry(n) for n in range(1, 40))]
    await asyncio.gather(*(store.append(1, one, urgent=False) for one in entries))

    assert entries == await store.read.entries(1)


async def test_a_log_longer_than_a_page_is_read_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading in pages loses and doubles nothing."""
    monkeypatch.setattr("unisono.store.reader.PAGE", 7)
    await asyncio.gather(*(store.append(1, entry(n), urgent=False) for n in range(21)))

    assert list(range(21)) == [one.n for one in await store.read.entries(1)]


async def test_acknowledged_means_another_connection_can_read_it(
    store: Store, address: str
) -> None:
    """At the moment a future is resolved, a second process would find the entry."""
    other = await Store.open(address)
    for n in range(10):
        await store.append(1, entry(n), urgent=bool(n % 2))
        assert entry(n) == (await other.read.entries(1))[-1]
    await other.close()


async def test_a_lone_tap_is_acknowledged_within_a_tenth_of_a_second(store: Store) -> None:
    """A tap that nobody joins waits for at most 50 ms and its commit."""
    await store.append(1, entry(0))
    took_s = []
    for n in range(1, 8):
        before_s = time.monotonic()
        await store.append(1, entry(n), urgent=False)
        took_s.append(time.monotonic() - before_s)

    assert sorted(took_s)[3] < 0.1


async def test_an_urgent_entry_does_not_wait_and_takes_the_others_along(store: Store) -> None:
    """Urgent entries end the gathering at once."""
    quiet = store.append(1, entry(0), urgent=False)
    await store.append(1, entry(1), urgent=True)

    assert quiet.done()


async def test_an_entry_that_is_there_already_is_taken_as_written(store: Store) -> None:
    """Writing the same entry again, as after a lost answer, changes nothing."""
    await store.append(1, entry(0))
    await store.append(1, entry(0))

    assert [entry(0)] == await store.read.entries(1)


async def test_another_entry_in_the_same_place_is_refused_and_so_is_all_that_follows(
    store: Store,
) -> None:
    """Two logs never mix: after a refusal the session takes no entry until it is reread."""
    await store.add_session(row(2, "ABC234"))
    await store.append(1, entry(0))
    other = Entry(0, 99.0, e.Ended())
    refused = [store.append(1, one) for one in (other, entry(1))]
    neighbour = store.append(2, entry(0))
    results = await asyncio.gather(*refused, neighbour, return_exceptions=True)

    assert [EntryRefused, EntryRefused] == [type(one) for one in results[:2]]
    assert results[2] is None
    with pytest.raises(EntryRefused):
        await store.append(1, entry(1))
    assert [entry(0)] == await store.reread(1)
    await store.append(1, entry(1))


async def test_a_session_is_found_by_each_of_its_tokens_and_by_no_other_kind(
    store: Store,
) -> None:
    """A token opens the door of its own kind only."""
    wanted = row()
    for kind in TokenKind:
        digest = getattr(wanted, f"{kind}_hash")
        found = {other: await store.read.by_token(other, digest) for other in TokenKind}
        assert {kind: wanted} == {k: v for k, v in found.items() if v is not None}


async def test_a_code_belongs_to_one_open_session_at_a_time(store: Store) -> None:
    """A join code is free again when its session is over, and then finds the new one."""
    with pytest.raises(CodeTaken):
        await store.add_session(row(2))
    await store.append(1, Entry(0, 1.0, e.Ended()))
    assert await store.read.by_code("K7QM2X") is None
    await store.add_session(row(2))

    found = await store.read.by_code("K7QM2X")
    assert found is not None
    assert (found.id, [found.id]) == (2, [one.id for one in await store.read.open_sessions()])


async def test_closing_writes_what_is_waiting(address: str) -> None:
    """Nothing handed in before an orderly end is lost."""
    store = await Store.open(address)
    await store.add_session(row())
    waiting = [store.append(1, entry(n), urgent=False) for n in range(5)]

    assert await store.close()
    assert all(one.done() for one in waiting)
    again = await Store.open(address)
    assert len(await again.read.entries(1)) == 5
    await again.close()
