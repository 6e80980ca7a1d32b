"""A recording through real sockets into a real server, and out of it again."""

from __future__ import annotations

import asyncio
import csv
import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from serving import Server, fetch_json, fetch_text, running_server
from unisono.client import Console, Participant
from unisono.client.circles import Circle, open_circle
from unisono.client.follow import BarLines, Follower
from unisono.client.replay import Door, Part, replay
from unisono.pulse import Meter
from unisono.readers import Performance, pick, read_performances

RECORDING = "iemp_cuban_son_salsa.csv"


@pytest.fixture
def server(tmp_path: Path) -> object:
    """Return a server of this test's own."""
    with running_server(tmp_path) as running:
        yield running


def stored(server: Server, circle: Circle) -> dict[str, np.ndarray]:
    """Return the taps the server wrote down, by the name of the player."""
    text = fetch_text(f"{server.url}/api/review/taps.csv", circle.review_token)
    found: dict[str, list[float]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        found.setdefault(row["label"], []).append(float(row["time_s"]))
    return {name: np.sort(times) for name, times in found.items()}


def slot_pairs(file: Path, song: str, end_s: float) -> dict[tuple[str, str], np.ndarray]:
    """Return onset differences per pair, slot by slot, straight from the file's rows."""
    with file.open(newline="") as rows:
        slots = [row for row in csv.DictReader(rows) if row["Title"] == song]
    players = [n for n in slots[0] if any(s[n] and _is_onset(n) for s in slots)]
    times = {
        n: np.array([float(s[n]) if s[n] and float(s[n]) < end_s else np.nan for s in slots])
        for n in players
    }
    return {
        (a, b): (times[a] - times[b])[~np.isnan(times[a] - times[b])]
        for i, a in enumerate(players)
        for b in players[i + 1 :]
    }


def _is_onset(column: str) -> bool:
    return column in {
        "Clave", "Bass", "Guitar", "Tres", "Bongo", "Bell", "Cajon", "Conga", "Trumpet",
    }  # fmt: skip


def expected(song: Performance, seconds: float, speed: float) -> dict[str, list[float]]:
    """Return the onsets of the first seconds, relative to the first."""
    first_s = song.first_s
    return {
        p.name: [(t - first_s) / speed for t in p.onsets_s if t < first_s + seconds]
        for p in song.players
        if p.onsets_s[0] < first_s + seconds
    }


async def test_the_command_replays_a_recording_to_a_microsecond(
    server: Server, shared_data: Path
) -> None:
    """`unisono replay FILE --code CODE`: what is stored is the file's, relative to the first."""
    song = pick(read_performances(shared_data / RECORDING), "Habanera")
    circle = await open_circle(server.url)
    async with Console(server.url, circle.console) as console:
        await console.ready()
        await console.door(open_=True)

    command = [
        sys.executable, "-I", "-m", "unisono.cli", "replay", str(shared_data / RECORDING),
        "--code", circle.code, "--url", server.url, "--song", "Habanera", "--seconds", "6",
    ]  # fmt: skip
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 0, done.stderr
    log = stored(server, circle)
    begin_s = min(times[0] for times in log.values())
    wanted = expected(song, 6.0, 1.0)
    assert f"{sum(map(len, wanted.values()))} onsets" in done.stdout
    assert log.keys() == wanted.keys()
    for name, times in log.items():
        assert times - begin_s == pytest.approx(wanted[name], abs=1e-6)


async def test_the_click_can_follow_the_recording(server: Server, shared_data: Path) -> None:
    """With the console link the click's downbeats fall on the recording's own."""
    song = pick(read_performances(shared_data / RECORDING), "Habanera")
    part = Part.of(song, seconds=12.0, speed=2.0)
    bars = BarLines.of(part.performance, Meter((4,)))
    circle = await open_circle(server.url)

    async with Console(server.url, circle.console) as console:
        await console.ready()
        done = await replay(
            part,
            Door(server.url, token=circle.join_token),
            follower=Follower(console, bars, part.speed),
            say=lambda _: None,
        )
        await console.until(lambda: not console.view.playing)

    export = fetch_json(f"{server.url}/api/review/export.json", circle.review_token)
    changes = [e["event"] for e in export["entries"] if e["event"]["kind"] == "temposet"]
    assert [change["beat"] for change in changes] == [
        4.0 * bar for bar in range(1, len(changes) + 1)
    ]
    report = fetch_json(f"{server.url}/api/review", circle.review_token)
    corners = report["stretches"][0]["tempo"]
    downbeats = {round(c["beat"]) // 4: c["time_s"] for c in corners if c["beat"] % 4.0 == 0.0}
    for bar, time_s in downbeats.items():
        assert time_s == pytest.approx(done.start_s + bars.starts_s[bar] / part.speed, abs=0.01)


@pytest.mark.timeout(180)
async def test_a_minute_of_music_gives_the_files_own_pairs(
    server: Server, shared_data: Path
) -> None:
    """The first 60 s of a song: onsets to 1 us, and the review's pair figures to 1e-6 s."""
    title = "Palo Santo"
    song = pick(read_performances(shared_data / RECORDING), title)
    part = Part.of(song, seconds=60.0)
    circle = await open_circle(server.url)
    async with Console(server.url, circle.console) as console:
        await console.ready()
        follower = Follower(console, BarLines.of(part.performance, Meter((4,))))

        done = await replay(
            part, Door(server.url, token=circle.join_token), follower=follower, say=lambda _: None
        )

    log = stored(server, circle)
    for name, onsets in expected(song, 60.0, 1.0).items():
        assert log[name] - done.start_s == pytest.approx(onsets, abs=1e-6)
    report = fetch_json(f"{server.url}/api/review", circle.review_token)
    seats = {seat: name for name, seat in done.seats.items()}
    wanted = slot_pairs(shared_data / RECORDING, title, song.first_s + 60.0)
    compared = 0
    for pair in report["pairs"]["rows"]:
        if pair["mean_s"] is None:
            continue
        names = (seats[pair["first"]], seats[pair["second"]])
        by_slot = wanted[names] if names in wanted else -wanted[names[::-1]]
        assert pair["n"] == len(by_slot)
        assert pair["mean_s"] == pytest.approx(by_slot.mean(), abs=1e-6)
        assert pair["sd_s"] == pytest.approx(by_slot.std(ddof=1), abs=1e-6)
        compared += 1
    assert compared >= 8


async def test_a_circle_that_is_not_there_is_told_in_one_sentence(
    server: Server, tmp_path: Path
) -> None:
    """An unknown code and a server that is off: exit code 1, no traceback."""
    file = tmp_path / "duo.csv"
    file.write_text("player,onset_s\nAnn,0.0\nBen,0.1\n")
    for url in (server.url, "http://localhost:9"):
        command = [sys.executable, "-I", "-m", "unisono.cli", "replay", str(file)]
        done = await asyncio.to_thread(
            subprocess.run,
            [*command, "--code", "AAAAAA", "--url", url],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

        assert done.returncode == 1
        assert done.stderr.startswith("unisono: ")
        assert "Traceback" not in done.stderr


async def test_a_participant_comes_back_through_a_server_that_was_killed(tmp_path: Path) -> None:
    """SIGKILL and a new server on the same log: back within 5 s, every tap once."""
    with running_server(tmp_path) as first:
        circle = await open_circle(first.url)
        ann = Participant(first.url, token=circle.join_token, name="Ann")
        await ann.open()
        seat = await ann.seated()
        played = []
        for i in range(40):
            if i == 20:
                first.process.kill()
                first.process.wait(10)
            played.append(ann.now_s())
            ann.tap(played[-1])
            await asyncio.sleep(0.02)
    port = int(first.url.rpartition(":")[2])
    with running_server(tmp_path, port) as second:
        began_s = asyncio.get_running_loop().time()
        await ann.until(lambda: ann.view.welcomes == 2, 10.0)
        back_s = asyncio.get_running_loop().time() - began_s
        assert await ann.seated() == seat
        await ann.all_saved()
        await ann.close()
        log = stored(second, circle)

    assert back_s < 5.0
    assert log["Ann"] == pytest.approx(played, abs=1e-9)
