"""Forgetting in the stored log: whoever leaves with their taps leaves no name and no stroke behind.

On SQLite old bytes live on in two places when a row has been changed: in the free part of its page,
which ``secure_delete`` overwrites, and in the write-ahead log, which :func:`scrub` empties.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from unisono.session.events import Entry, event_from_json, event_to_json
from unisono.session.forgetting import SAYING, Written, blank, is_about, is_taken, kept_of, retimed
from unisono.store.engine import BUSY_TIMEOUT_S
from unisono.store.rows import LOG
from unisono.units import Seconds, to_ms

WAIT_S: Final[Seconds] = 0.05
"""How long emptying the write-ahead log waits for readers; what people play waits with it."""

_SAYING: Final = or_(*(LOG.c.body.like(f'{{"kind":"{kind.__name__.lower()}"%') for kind in SAYING))


async def forget(connection: AsyncConnection, session_id: int, seat: int, before_n: int) -> None:
    """Blank what a seat played and said of itself in entries before ``before_n``.

    Doing it twice changes nothing.
    """
    await _forget_taps(connection, session_id, seat, before_n)
    await _forget_words(connection, session_id, seat, before_n)


async def scrub(engine: AsyncEngine) -> bool:
    """Empty the write-ahead log of SQLite, so that nothing overwritten is left in a file.

    Returns:
        Whether it is empty; not while somebody still reads. True for other databases.
    """
    if engine.dialect.name != "sqlite":
        return True
    async with engine.connect() as connection:
        # Past SQLAlchemy: it would begin a transaction, and in one no checkpoint is possible.
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await _run(driver, f"PRAGMA busy_timeout={to_ms(WAIT_S):.0f}")
        busy, _, _ = await _run(driver, "PRAGMA wal_checkpoint(TRUNCATE)")
        await _run(driver, f"PRAGMA busy_timeout={to_ms(BUSY_TIMEOUT_S):.0f}")
    return not busy


async def _run(driver: Any, statement: str) -> Any:
    cursor = await driver.execute(statement)
    row = await cursor.fetchone()
    await cursor.close()
    return row


async def _forget_taps(
    connection: AsyncConnection, session_id: int, seat: int, before_n: int
) -> None:
    earlier = (LOG.c.session_id == session_id, LOG.c.n < before_n)
    times = (await connection.execute(select(LOG.c.n, LOG.c.at_s).where(*earlier))).all()
    theirs = LOG.c.body.like(f'{{"kind":"taps"%"seat":{seat},%')
    found = (await connection.execute(select(LOG.c.n, LOG.c.body).where(*earlier, theirs))).all()
    entries = [Entry(n, 0.0, event_from_json(body)) for n, body in found]
    taken = {entry.n: entry for entry in entries if is_taken(entry, {seat: before_n})}
    is_refusal = LOG.c.body.like('{"kind":"tapsrefused"%')
    refused = set((await connection.execute(select(LOG.c.n).where(*earlier, is_refusal))).scalars())
    rows = (Written(n, at_s, n in taken, n in refused) for n, at_s in sorted(map(tuple, times)))
    for n, at_s in retimed(rows):
        row = update(LOG).where(LOG.c.session_id == session_id, LOG.c.n == n)
        if n in taken:
            body = event_to_json(blank(taken[n], at_s).event).decode()
            await connection.execute(row.values(at_s=at_s, body=body))
        else:
            await connection.execute(row.values(at_s=at_s))


async def _forget_words(
    connection: AsyncConnection, session_id: int, seat: int, before_n: int
) -> None:
    earlier = (LOG.c.session_id == session_id, LOG.c.n < before_n)
    found = (await connection.execute(select(LOG.c.n, LOG.c.body).where(*earlier, _SAYING))).all()
    for n, body in found:
        entry, taken = Entry(n, 0.0, event_from_json(body)), {seat: before_n}
        kept = event_to_json(kept_of(entry, taken).event).decode()
        if is_about(entry, taken) and kept != body:
            row = update(LOG).where(LOG.c.session_id == session_id, LOG.c.n == n)
            await connection.execute(row.values(body=kept))
