"""Laws of the facilitator's commands on the music: what they bring about, and where it lands."""

from __future__ import annotations

import pytest

from session_desk import Desk, one, playing, refuses, to_everyone, view
from unisono.errors import BadValue, NotNow
from unisono.session import Caller, Role
from unisono.session import commands as c
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.caller import SHELL
from unisono.session.landing import lead_s
from unisono.session.state import Arrangement, Phase


def test_arranging_is_for_the_next_start(trio: Desk) -> None:
    """In the lobby the plan changes, and everybody hears of it."""
    said = one(trio.lead(c.Arrange(tempo_bpm=120.0, grouping=[2, 2, 3])), m.Beat)
    assert said.arrangement == m.ArrangementView(120.0, (2, 2, 3), 1)
    assert (said.phase, said.run) == ("lobby", None)
    trio.lead(c.Arrange(count_in_bars=0))
    assert trio.session.state.arrangement == Arrangement(120.0, (2, 2, 3), 0)


@pytest.mark.parametrize(
    "command",
    [
        c.Arrange(tempo_bpm=19.9),
        c.Arrange(tempo_bpm=300.1),
        c.Arrange(grouping=[1]),
        c.Arrange(grouping=[4, 4, 5]),
    ],
)
@pytest.mark.parametrize("playing", [False, True])
def test_an_arrangement_nobody_could_play_is_refused(
    trio: Desk, command: c.Arrange, playing: bool
) -> None:
    """Tempo 20 to 300, bars of 2 to 12 beats."""
    if playing:
        trio.lead(c.Start())
    refuses(trio, command, Caller(Role.LEAD), BadValue)


def test_a_start_counts_in_and_begins_on_beat_0(trio: Desk) -> None:
    """Bar 1 falls on beat 0, at least a second ahead plus the count-in."""
    trio.lead(c.Arrange(tempo_bpm=120.0, grouping=[3], count_in_bars=2))
    run = one(trio.lead(c.Start()), m.Beat).run
    assert run is not None
    assert (run.run, run.count_in_beats, run.stop_beat) == (1, 6, None)
    assert run.segments == ((0.0, trio.now_s + 1.0 + 3.0, 120.0, 120.0),)
    assert run.meters == ((0, 1, (3,)),)
    assert trio.session.state.phase is Phase.PLAYING


def test_a_slow_connection_moves_the_start_back(trio: Desk) -> None:
    """Whoever hears of it last must still hear the first click; three seconds at most."""
    trio.lead(c.Arrange(tempo_bpm=60.0, count_in_bars=0))
    trio.play("bo", c.ClockReport(1.0, 0.1))
    assert lead_s(trio.session.state) == pytest.approx(1.7)
    run = one(trio.lead(c.Start()), m.Beat).run
    assert run is not None
    assert run.segments[0][1] == pytest.approx(trio.now_s + 1.7)
    trio.play("cy", c.ClockReport(50.0, 0.1))
    assert lead_s(trio.session.state) == 3.0
    trio.feed(i.Dropped("cy"))
    trio.feed(i.Dropped("bo"))
    assert lead_s(trio.session.state) == 0.4


def test_a_tempo_change_lands_on_the_next_bar(trio: Desk) -> None:
    """At beat 5 a change lands on beat 8; a hair before the bar line, on the one after it."""
    run = view(playing(trio).lead(c.Arrange(tempo_bpm=90.0)))
    assert [(s[0], s[2]) for s in run.segments] == [(0.0, 120.0), (8.0, 90.0)]
    trio.now_s = run.segments[1][1] - 0.39
    run = view(trio.lead(c.Arrange(tempo_bpm=100.0)))
    assert [(s[0], s[2]) for s in run.segments] == [(0.0, 120.0), (8.0, 90.0), (12.0, 100.0)]


def test_a_change_on_its_way_may_be_replaced(trio: Desk) -> None:
    """Two changes before the same bar line: the last one counts."""
    playing(trio).lead(c.Arrange(tempo_bpm=90.0))
    run = view(trio.lead(c.Arrange(tempo_bpm=140.0)))
    assert [(s[0], s[2]) for s in run.segments] == [(0.0, 120.0), (8.0, 140.0)]


def test_a_meter_change_lands_on_the_next_bar(trio: Desk) -> None:
    """From beat 8 on there are bars of three, the first of them bar 3."""
    run = view(playing(trio).lead(c.Arrange(grouping=[3])))
    assert run.meters == ((0, 1, (4,)), (8, 3, (3,)))


def test_the_count_in_keeps_its_meter(trio: Desk) -> None:
    """A meter set during the count-in begins with bar 1, which stays on beat 0."""
    trio.lead(c.Arrange(tempo_bpm=60.0, count_in_bars=4))
    trio.lead(c.Start())
    trio.wait(1.1)
    run = view(trio.lead(c.Arrange(grouping=[3])))
    assert (run.meters, run.count_in_beats) == (((0, 1, (3,)),), 16)


def test_a_stop_lands_on_the_end_of_the_bar(trio: Desk) -> None:
    """At beat 5 the last beat that sounds is 7; the next tick after beat 8 closes the run."""
    run = view(playing(trio).lead(c.Stop()))
    assert run.stop_beat == 8.0
    assert trio.session.state.phase is Phase.STOPPING
    last_s = run.segments[0][1] + 8.0 * 0.5
    trio.now_s = last_s - 0.01
    assert not [x for x in trio.tick(0.0) if isinstance(x, m.Beat)]
    assert one(trio.tick(0.02), m.Beat).phase == "lobby"


def test_a_stop_once_agreed_is_never_put_off(trio: Desk) -> None:
    """Pressing stop again just before the end changes nothing; devices may be silent already."""
    playing(trio).lead(c.Stop())
    trio.wait(1.4)  # beat 7.8: the next bar line in reach is 12
    entries = len(trio.log)
    assert view(trio.lead(c.Stop())).stop_beat == 8.0
    assert trio.happened(entries) == []


def test_a_stop_in_the_count_in_leaves_one_bar(trio: Desk) -> None:
    """Nobody is stopped before they played."""
    assert view(playing(trio, beat=-2.0).lead(c.Stop())).stop_beat == 4.0


def test_stop_now_is_now(trio: Desk) -> None:
    """The run is over with the command, wherever it was."""
    entries = len(playing(trio, beat=5.25).log)
    said = one(trio.lead(c.Stop("now")), m.Beat)
    assert (said.phase, said.run) == ("lobby", None)
    assert trio.happened(entries) == ["StopSet", "RunEnded"]
    assert trio.session.state.runs[-1].stop_beat == pytest.approx(5.25)


def test_stop_now_after_stop_at_the_bar_takes_the_earlier(trio: Desk) -> None:
    """A stop that was due already stays where it was."""
    playing(trio).lead(c.Stop())
    trio.wait(3.0)  # beat 11, no tick came
    trio.lead(c.Stop("now"))
    assert trio.session.state.runs[-1].stop_beat == 8.0


def test_changes_after_the_agreed_end_are_for_the_next_start(trio: Desk) -> None:
    """A tempo that would land on or after the stop, and any meter, wait for the next run."""
    playing(trio).lead(c.Stop())
    run = view(trio.lead(c.Arrange(tempo_bpm=90.0, grouping=[3])))
    assert (len(run.segments), len(run.meters), run.stop_beat) == (1, 1, 8.0)
    assert trio.session.state.arrangement == Arrangement(90.0, (3,), 1)


def test_a_new_start_need_not_wait_for_the_tick(trio: Desk) -> None:
    """Once the agreed beat has passed, start closes the old run and begins the next."""
    playing(trio).lead(c.Stop())
    trio.wait(1.6)
    entries = len(trio.log)
    trio.lead(c.Start())
    assert trio.happened(entries) == ["RunEnded", "Started"]
    assert [run.number for run in trio.session.state.runs] == [1, 2]


def test_an_end_stops_the_click_and_says_goodbye(trio: Desk) -> None:
    """Whatever sounds stops, everybody hears why, nobody new comes in any more."""
    entries = len(playing(trio).log)
    trio.lead(c.End())
    assert trio.happened(entries) == ["StopSet", "RunEnded", "Ended"]
    assert [x.reason for x in to_everyone(trio, m.Goodbye) if isinstance(x, m.Goodbye)] == ["ended"]
    refuses(trio, i.Enter("x", "token of di", True), SHELL, NotNow)
