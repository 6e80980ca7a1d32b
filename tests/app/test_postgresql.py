"""The same server on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from rawclient import client, open_circle
from unisono.app.serve import start_server
from unisono.app.settings import load_settings


async def test_a_circle_plays_and_comes_back_on_postgresql(
    postgres_url: str, tmp_path: Path
) -> None:
    """Taps are saved, and after a restart the session is where it was."""
    settings = load_settings(
        host="127.0.0.1", port=0, database_url=postgres_url.replace("+asyncpg", "")
    )
    first = await start_server(settings)
    circle = await open_circle(first.url)
    key = circle.auth("play")["key"]
    async with client(circle, "lead") as lead, client(circle, "play", key=key) as player:
        await lead.ask("arrange", {"tempo_bpm": 77.0})
        await lead.ask("start", {})
        run = (await player.hears("beat", 2))["run"]
        now_s = (await player.ask("sync", {"t0": 0}))["t"][0]
        rows = [[n, now_s - 0.01 * n, 0.001, "sim", None] for n in range(1, 101)]
        await player.say("taps", {"taps": rows})
        assert await player.hears("saved") == {"upto": 100}
    await first.stop()
    second = await start_server(settings.model_copy(update={"port": first.port}))
    async with client(circle, "play", key=key) as player:
        welcome = player.all("welcome")[0]
    await second.stop()

    assert (welcome["seat"], welcome["upto"], welcome["run"]) == (1, 100, run)
