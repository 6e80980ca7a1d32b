"""Taps are taken along and the server is killed before they are blanked: the next one does it."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest

from session_desk import Desk, playing, taps
from unisono.app.serve import start_server
from unisono.app.settings import load_settings
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.forgetting import blanked, still_there
from unisono.store import SessionRow, Store

ROW = SessionRow(1, "K7QM2X", f"{0:064x}", f"{1:064x}", f"{2:064x}", f"{3:064x}", 0.0)


@pytest.fixture
def evening() -> Desk:
    """Two people have played; the first and then the second have left with their taps."""
    desk = Desk()
    for key in ("ana", "bo", "cy"):
        desk.enter(key)
        desk.play(key, c.Profile(name=f"{key} surname", tags=[f"{key}-tag"]))
    playing(desk)
    line = desk.session.state.runs[-1].timeline
    for k in range(12):
        desk.now_s = line.time_at(6 + k) + 0.3
        for at, key in enumerate(("ana", "bo", "cy")):
            desk.play(key, taps((k + 1, line.time_at(6 + k) - 0.017 * at)))
    for key in ("ana", "bo"):
        desk.play(key, c.Leave(take_taps=True))
    return desk


@pytest.mark.parametrize("done", [(), (1,), (2,)], ids=["none", "the first", "the second"])
async def test_what_a_killed_server_did_not_blank_the_next_one_does(
    evening: Desk, tmp_path: Path, done: tuple[int, ...]
) -> None:
    """Killed between storing that they left and blanking: nothing of them outlives the restart."""
    address = f"sqlite:///{tmp_path}/log.db"
    store = await Store.open(address)
    await store.add_session(replace(ROW, epoch_s=time.time() - evening.now_s))
    await asyncio.wait([store.append(1, entry, urgent=False) for entry in evening.log])
    for seat in done:
        await store.forget(1, seat, len(evening.log))
    assert set(still_there(await store.read.entries(1))) == {1, 2} - set(done)
    await store.close()
    server = await start_server(load_settings(host="127.0.0.1", port=0, database_url=address))
    async with asyncio.timeout(5):
        while not server.application.registry.running:
            await asyncio.sleep(0.02)
    await server.application.registry.drained()
    kept = await server.application.store.read.entries(1)
    await server.stop()
    expected = [(x.n, x.at_s, e.event_to_json(x.event)) for x in blanked(evening.log)]
    found = [(x.n, x.at_s, e.event_to_json(x.event)) for x in kept]
    assert found[: len(expected)] == expected
    assert not still_there(kept)
    with sqlite3.connect(tmp_path / "log.db") as database:
        bodies = [row[0] for row in database.execute("SELECT body FROM log")]
    assert not [body for body in bodies if '"kind":"taps"' in body and '"seat":3' not in body]
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("log.db*"))
    words = [f"{key}{word}" for key in ("ana", "bo", "cy") for word in (" surname", "-tag")]
    assert [word for word in words if word.encode() in stored] == ["cy surname", "cy-tag"]
