"""The server is killed under fifty players: what was acknowledged is there, the music goes on."""

from __future__ import annotations

import asyncio
import functools
import itertools
import json
import random
import sqlite3
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from serving import Server, free_port, running_server
from unisono.client import Console, Participant
from unisono.client.circles import Circle, open_circle
from unisono.client.connection import Link
from unisono.units import beat_period_s

PLAYERS = 50
TEMPO_BPM = 150.0
BACK_WITHIN_S = 5.0
LOOK_EVERY_S = 0.1
LOOK_AHEAD_S = 0.4
CLICK_TOLERANCE_S = 0.020
SETTLE_S = 4.0
"""Fifty clients that come at once keep their loop busy: their clocks need a moment to settle."""


@dataclass(slots=True)
class Player:
    """A real client that schedules its own click and taps to it, whatever its connection does."""

    client: Participant
    rng: random.Random
    played_s: list[float] = field(default_factory=list)
    clicks: dict[float, float] = field(default_factory=dict)
    playing: bool = True

    def hears_click(self) -> bool:
        """Whether the click is on."""
        return self.client.view.playing

    def is_back(self, welcomes: int) -> bool:
        """Whether the connection stands, so many welcomes on."""
        return self.client.link is Link.IN and self.client.view.welcomes >= welcomes

    async def play(self) -> None:
        """Look ahead like a click scheduler; tap on each click that has passed."""
        seen_s, ahead_s = self.client.now_s(), self.client.now_s()
        while self.playing:
            now_s, view = self.client.now_s(), self.client.view
            if now_s > seen_s:
                for _, time_s in view.clicks(seen_s, now_s):
                    onset_s = min(now_s, time_s + self.rng.gauss(-0.02, 0.02))
                    self.played_s.append(onset_s)
                    self.client.tap(onset_s)
                seen_s = now_s
            for beat, time_s in view.clicks(ahead_s, now_s + LOOK_AHEAD_S):
                clock = self.client.clock
                self.clicks[beat] = clock.session.local_at(time_s, clock.local())
                ahead_s = time_s + 0.001
            await asyncio.sleep(LOOK_EVERY_S)


@dataclass(slots=True)
class Gathering:
    """The whole circle: its server comes and goes, its people stay."""

    folder: Path
    port: int
    rng: random.Random
    circle: Circle | None = None
    players: list[Player] = field(default_factory=list)
    outages_s: list[float] = field(default_factory=list)

    async def begin(self, server: Server) -> None:
        """Open a circle, seat everybody, start the click."""
        self.circle = await open_circle(server.url)
        async with Console(server.url, self.circle.console) as console:
            await console.ready()
            for _ in range(PLAYERS):
                client = Participant(server.url, token=self.circle.join_token)
                await client.open()
                self.players.append(Player(client, random.Random(self.rng.random())))
            for player in self.players:
                await player.client.seated(30.0)
            await asyncio.sleep(SETTLE_S)
            await console.arrange(tempo_bpm=TEMPO_BPM, count_in_bars=0)
            await console.start()
        for player in self.players:
            await player.client.until(player.hears_click, 10.0)

    async def kill(self, server: Server) -> dict[int, int]:
        """Kill the server; return up to which tap each seat had been told it is safe."""
        server.process.kill()
        await asyncio.to_thread(server.process.wait)
        await asyncio.sleep(0.05)  # what the dead server had already sent still arrives
        return {p.client.view.seat or 0: p.client.taps.upto for p in self.players}

    async def come_back(self, welcomes: int) -> None:
        """Wait until everybody has been welcomed again; note how long it took."""
        began_s = time.monotonic()
        for player in self.players:
            await player.client.until(functools.partial(player.is_back, welcomes), 30.0)
        self.outages_s.append(time.monotonic() - began_s)

    def in_log(self) -> dict[int, list[tuple[int, float]]]:
        """Return (seq, time) of every stored tap by seat, read from the file itself."""
        found: dict[int, list[tuple[int, float]]] = defaultdict(list)
        with sqlite3.connect(self.folder / "circle.db") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            for (body,) in database.execute("SELECT body FROM log ORDER BY n"):
                event = json.loads(body)
                if event["kind"] == "taps":
                    found[event["seat"]] += [(tap[0], tap[1]) for tap in event["taps"]]
        return found


def check_acknowledged(gathering: Gathering, safe: dict[int, int]) -> None:
    """Every tap a client was told is safe is in the file, and none is there twice."""
    stored = gathering.in_log()
    for seat, upto in safe.items():
        seqs = [seq for seq, _ in stored[seat]]
        assert len(seqs) == len(set(seqs))
        assert set(range(1, upto + 1)) <= set(seqs)


def check_clicks(player: Player, kills: int) -> None:
    """From its first to its last click a client scheduled every beat once, evenly."""
    beats = sorted(player.clicks)
    assert beats == [beats[0] + i for i in range(len(beats))]
    period_s = beat_period_s(TEMPO_BPM)
    times_s = [player.clicks[beat] for beat in beats]
    off_s = [abs(b - a - period_s) for a, b in itertools.pairwise(times_s)]
    assert max(off_s) < CLICK_TOLERANCE_S
    assert len(beats) > kills


@pytest.mark.parametrize(
    "kills", [2, pytest.param(20, marks=[pytest.mark.nightly, pytest.mark.timeout(600)])]
)
async def test_a_killed_server_loses_no_acknowledged_tap_and_stops_no_click(
    tmp_path: Path, kills: int
) -> None:
    """SIGKILL at random moments: nothing safe is lost or doubled, all are back, clicks go on."""
    seed = random.SystemRandom().randrange(2**32)
    print("seed", seed)
    gathering = Gathering(tmp_path, free_port(), random.Random(seed))
    visit = running_server(tmp_path, gathering.port)
    server = await asyncio.to_thread(visit.__enter__)
    await gathering.begin(server)
    seats = [player.client.view.seat for player in gathering.players]
    run = gathering.players[0].client.view.run
    playing = [asyncio.create_task(player.play()) for player in gathering.players]
    acknowledged = 0
    for kill in range(kills):
        await asyncio.sleep(gathering.rng.uniform(1.5, 4.0))
        safe = await gathering.kill(server)
        check_acknowledged(gathering, safe)
        acknowledged += sum(safe.values())
        await asyncio.to_thread(visit.__exit__, None, None, None)
        visit = running_server(tmp_path, gathering.port)
        server = await asyncio.to_thread(visit.__enter__)
        await gathering.come_back(kill + 2)
    await asyncio.sleep(1.0)
    for player in gathering.players:
        player.playing = False
    await asyncio.gather(*playing)
    for player in gathering.players:
        await player.client.all_saved(20.0)

    print("back within", [round(s, 2) for s in gathering.outages_s], acknowledged)
    assert acknowledged > PLAYERS
    assert max(gathering.outages_s) < BACK_WITHIN_S
    assert seats == [player.client.view.seat for player in gathering.players]
    assert all(player.client.view.run == run for player in gathering.players)
    assert all(player.client.view.phase == "playing" for player in gathering.players)
    stored = gathering.in_log()
    for player in gathering.players:
        taps = sorted(stored[player.client.view.seat or 0])
        assert [seq for seq, _ in taps] == list(range(1, len(player.played_s) + 1))
        assert [time_s for _, time_s in taps] == player.played_s
        check_clicks(player, kills)
        await player.client.close()
    await asyncio.to_thread(visit.__exit__, None, None, None)
