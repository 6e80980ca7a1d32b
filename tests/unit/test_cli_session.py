"""Law: scoring a circle's export says what its review says."""

from __future__ import annotations

import heapq
import random

import pytest

from session_desk import Desk
from unisono.cli.scoring import Reference, Scored, score_performance
from unisono.readers import parse_session
from unisono.review import session_json
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
