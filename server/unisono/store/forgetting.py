"""Blanking stored taps: whoever leaves with their taps leaves no time and no stroke behind."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from unisono.session.events import Entry, event_from_json, event_to_json
from unisono.session.forgetting import Written, blank, is_taken, retimed
from unisono.store.rows import LOG


async def forget(connection: AsyncConnection, session_id: int, seat: int, before_n: int) -> None:
    """Blank all taps of a seat in entries before ``before_n``; doing it twice changes nothing."""
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
