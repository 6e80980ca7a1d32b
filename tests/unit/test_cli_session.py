"""Law: scoring a circle's export says what its review says."""

from __future__ import annotations

import heapq
import json
import random
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from session_desk import Desk
from unisono.cli.scoring import Reference, Scored, score_performance
from unisono.readers import parse_session, parse_table
from unisono.review import session_json, taps_csv
from unisono.review.build import build_report
from unisono.session import commands as c
from unisono.synchrony import Cohesion, SessionScore
from unisono.testing import Habit, SimulatedPlayer


def evening(every: float) -> Desk:
    """Return a circle of four at one click with a tempo change; taps every so many beats."""
    desk = Desk()
    for i in range(4):
        desk.enter(f"k{i}", name=f"P{i}")
    desk.lead(c.Arrange(tempo_bpm=100.0, grouping=[4], count_in_bars=1))
    desk.lead(c.Start())
    desk.now_s = desk.session.state.runs[-1].timeline.time_at(20)
    desk.lead(c.Arrange(tempo_bpm=120.0))
    line = desk.session.state.runs[-1].timeline
    taps: list[tuple[float, int]] = []
    for i in range(4):
        player = SimulatedPlayer(Habit(), random.Random(i))
        times = [line.time_at(k * every) for k in range(round(80 / every))]
        taps += [(t, i) for time_s in times for t in player.play(time_s)]
    heapq.heapify(taps)
    seqs = [0] * 4
    while taps:
        time_s, i = heapq.heappop(taps)
        seqs[i] += 1
        desk.now_s = max(desk.now_s, time_s)
        desk.play(f"k{i}", c.Taps([c.Tap(seqs[i], time_s, 0.001, "sim")]))
    desk.wait(0.2)
    desk.lead(c.Stop("now"))
    return desk


def scored(desk: Desk) -> Scored:
    """Return the score of the circle's export."""
    (piece,) = parse_session("s.json", session_json(desk.log).decode())
    return score_performance(piece, Reference())


@pytest.mark.parametrize("every", [1.0, 0.5, 0.75])
def test_the_export_scores_as_its_review(every: float) -> None:
    """Headline, interval and spread agree, on the beat and on the parts that people play."""
    desk = evening(every)
    wanted = build_report(desk.log).stretches[0].together

    result = scored(desk).result

    assert isinstance(result, SessionScore)
    assert isinstance(result.cohesion, Cohesion)
    assert result.cohesion.value == pytest.approx(wanted.value, abs=1e-9)
    assert result.cohesion.pair_beats == wanted.pair_beats
    assert result.word == wanted.word


def test_the_parts_are_told() -> None:
    """Who plays around the beat is measured on its parts, and the table says so."""
    assert "4 parts of each beat" in scored(evening(0.75)).against
    assert "parts" not in scored(evening(1.0)).against


def unisono(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command and return what it said."""
    return subprocess.run(
        [sys.executable, "-I", "-m", "unisono.cli", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def said_of(name: str, body: str, folder: Path, *words: str) -> str:
    """Return what `unisono score` says of a file, on one line."""
    file = folder / name
    file.write_text(body)
    done = unisono("score", file, *words)
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def test_the_session_file_gives_the_figures_of_the_review(tmp_path: Path) -> None:
    """All of them, in the JSON and on the terminal: number, interval, word, coverage, spread."""
    desk = evening(1.0)
    wanted = build_report(desk.log).together
    body = session_json(desk.log).decode()

    said = said_of("s.json", body, tmp_path, "--json", str(tmp_path / "x"))

    told = json.loads((tmp_path / "x").read_text())
    assert told["together"] == msgspec.to_builtins(wanted)
    assert [song["title"] for song in told["songs"]] == ["run 1"]
    assert wanted.value is not None
    assert wanted.low is not None
    assert wanted.coverage is not None
    band = f"Togetherness {wanted.value:.0f} ({wanted.low:.0f} to {wanted.high:.0f})"
    assert f"{band}, {wanted.word} spread {wanted.spread_ms:.1f} ms" in said
    assert f"coverage {100 * wanted.coverage:.0f} % people 4 taps {wanted.taps}" in said


def test_the_table_of_taps_is_scored_on_the_click_in_it(tmp_path: Path) -> None:
    """The review's number and word; coverage is said to be unknown, not given as another number."""
    desk = evening(1.0)
    wanted = build_report(desk.log).together
    (piece,) = parse_table("taps.csv", taps_csv(desk.log))

    one = score_performance(piece, Reference())

    assert isinstance(one.result, SessionScore)
    assert isinstance(one.result.cohesion, Cohesion)
    assert one.result.cohesion.value == pytest.approx(wanted.value, abs=1e-6)
    assert one.result.word == wanted.word
    said = said_of("taps.csv", taps_csv(desk.log), tmp_path)
    assert "the circle's click" in said
    assert "coverage not known here" in said
    assert "own beat" not in said


def test_a_log_with_a_hole_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """Not our defect, and not a number from half an evening."""
    file = tmp_path / "s.json"
    log = evening(1.0).log
    file.write_bytes(session_json([*log[:5], *log[8:]]))

    done = unisono("score", file)

    assert done.returncode == 1
    assert "not whole" in done.stderr
