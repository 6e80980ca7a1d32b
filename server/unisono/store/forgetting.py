"""Blanking stored taps: whoever leaves with their taps leaves no time and no stroke behind."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from unisono.session.events import Entry, event_from_json, event_to_json
from unisono.session.forgetting import blank, is_taken
from unisono.store.rows import LOG


async def forget(connection: AsyncConnection, session_id: int, seat: int, before_n: int) -> None:
    """Blank all taps of a seat in entries before ``before_n``; doing it twice changes nothing."""
    earlier = (LOG.c.session_id == session_id, LOG.c.n < before_n)
    times = (await connection.execute(select(LOG.c.n, LOG.c.at_s).where(*earlier))).all()
    theirs = LOG.c.body.like(f'{{"kind":"taps"%"seat":{seat},%')
    found = (await connection.execute(select(LOG.c.n, LOG.c.body).where(*earlier, theirs))).all()
    entries = [Entry(n, 0.0, event_from_json(body)) for n, body in found]
    taken = {entry.n: entry for entry in entries if is_taken(entry, {seat: before_n})}
    at_s = 0.0
    for n, written_s in sorted((row.n, row.at_s) for row in times):
        if n not in taken:
            at_s = written_s
            continue
        blanked = blank(taken[n], at_s)
        text = event_to_json(blanked.event).decode()
        row = update(LOG).where(LOG.c.session_id == session_id, LOG.c.n == n)
        await connection.execute(row.values(at_s=blanked.at_s, body=text))
