"""Laws of the session machine: opening, taps, ticks, consoles, restarts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plain_state import plain
from session_desk import Desk, one, playing, refuses, stored, taps
from unisono.errors import NotNow, OurError
from unisono.session import Caller, Role, Session
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.caller import SHELL
from unisono.session.effects import DESK, EVERYONE, Persist
from unisono.session.state import Phase

# opening


def test_a_session_opens_once(desk: Desk) -> None:
    """The first entry says code and time zero; opening again is a defect of ours."""
    assert desk.log[0].event == e.Opened("K7QM2X", 1.7e9, "1.0")
    with pytest.raises(OurError, match="open already"):
        desk.session.open("K7QM2X", 1.7e9)


# taps


def test_taps_are_stored_once_and_acknowledged(trio: Desk) -> None:
    """A batch twice, in any order, with repeats: each number is stored once."""
    trio.wait(2.0)
    assert trio.play("bo", taps((2, 1.5), (1, 1.0), (2, 1.6))) == [m.Saved(2)]
    assert trio.play("bo", taps((1, 1.0), (2, 1.5), (3, 2.0))) == [m.Saved(3)]
    assert stored(trio) == [(1, 1.0), (2, 1.5), (3, 2.0)]
    entries = len(trio.log)
    assert trio.play("bo", taps((1, 1.0))) == [m.Saved(3)]
    assert trio.happened(entries) == []


def test_the_acknowledgement_waits_for_missing_numbers(trio: Desk) -> None:
    """What comes ahead is stored, but acknowledged only when the gap is closed."""
    assert trio.play("bo", taps((1, 0.4), (3, 0.5))) == [m.Saved(1)]
    assert trio.play("bo", taps((2, 0.45))) == [m.Saved(3)]


@pytest.mark.parametrize("time_s", [1000.51, 99.0, -5.0, 1e12])
def test_a_tap_from_the_future_or_long_ago_is_done_with(trio: Desk, time_s: float) -> None:
    """It is not kept, the others are, a sentence says so, and it does not come again."""
    trio.now_s = 1000.0
    saved, problem = trio.play("bo", taps((1, 999.0), (2, time_s), (3, 999.5)))
    assert saved == m.Saved(3)
    assert isinstance(problem, m.Problem)
    assert (problem.code, problem.about) == ("bad_value", "taps")
    assert stored(trio) == [(1, 999.0), (3, 999.5)]
    entries = len(trio.log)
    assert trio.play("bo", taps((2, 999.2))) == [m.Saved(3)]
    assert trio.happened(entries) == []


def test_a_refused_tap_is_done_with_after_a_restart_too(trio: Desk) -> None:
    """What was acknowledged stays acknowledged, or a device would send for ever."""
    trio.now_s = 1000.0
    trio.play("bo", taps((1, 999.0), (2, 5000.0), (3, 999.5)))
    trio.restart()
    assert one(trio.enter("bo again", "token of bo"), m.Welcome).upto == 3


def test_taps_of_the_time_offline_count(trio: Desk) -> None:
    """A quarter of an hour of playing without a connection is welcome."""
    trio.now_s = 1000.0
    assert trio.play("bo", taps((1, 101.0))) == [m.Saved(1)]
    assert stored(trio) == [(1, 101.0)]


def test_taps_from_before_one_sat_down_are_not_kept(trio: Desk) -> None:
    """Somebody who joins at 100 s cannot have played at 50 s."""
    trio.now_s = 100.0
    trio.enter("di")
    said = trio.play("di", taps((1, 50.0), (2, 99.6)))
    assert stored(trio) == [(2, 99.6)]
    assert said[0] == m.Saved(2)


def test_what_was_played_before_the_end_may_come_after_it(trio: Desk) -> None:
    """A phone that was offline at the end hands its taps in; what came later is not kept."""
    trio.now_s = 20.0
    trio.feed(i.Dropped("bo"))
    trio.lead(c.End())
    trio.now_s = 60.0
    hello, goodbye = trio.enter("bo again", "token of bo")
    assert isinstance(hello, m.Welcome)
    assert isinstance(goodbye, m.Goodbye)
    assert (hello.phase, goodbye.reason) == ("ended", "ended")
    assert trio.play("bo again", taps((1, 19.0), (2, 59.0)))[0] == m.Saved(2)
    assert stored(trio) == [(1, 19.0)]


def test_who_left_before_the_end_has_nothing_to_hand_in(trio: Desk) -> None:
    """After the end the seat of somebody who left or was asked to leave stays closed."""
    trio.play("ana", c.Leave())
    trio.lead(c.Remove(2))
    trio.lead(c.End())
    for token in ("token of ana", "token of bo", "token of di"):
        refuses(trio, i.Enter("x", token, True), SHELL, NotNow)


def test_everybody_sees_who_plays(trio: Desk) -> None:
    """Taps reach the room in the next tick, once, all people in one message."""
    trio.play("ana", taps((1, 0.40)))
    trio.play("bo", taps((1, 0.41), (2, 0.45)))
    tick = one(trio.tick(), m.TickMessage)
    heard = [(tap.seat, tap.time_s) for tap in tick.taps]
    assert sorted(heard) == [(1, 0.4), (2, 0.41), (2, 0.45)]
    assert not [x for x in trio.tick() if isinstance(x, m.TickMessage)]


def test_a_flood_of_taps_is_thinned_for_the_screen_only(trio: Desk) -> None:
    """At most 200 taps a tick are shown; all are stored."""
    for key in ("ana", "bo", "cy"):
        trio.play(key, taps(*((seq, 0.5 + seq / 1e4) for seq in range(1, 201))))
    assert len(one(trio.tick(), m.TickMessage).taps) == 200
    assert len(stored(trio)) == 600


# ticks, consoles, restarts


def test_a_tick_is_silent_when_nothing_changed(trio: Desk) -> None:
    """In a quiet lobby nobody is told anything."""
    trio.tick()
    assert trio.tick() == []


def test_ticks_are_numbered_while_the_click_runs(trio: Desk) -> None:
    """One numbered message a tick to everyone, so that a gap is seen."""
    playing(trio)
    numbers = [one(trio.tick(), m.TickMessage).n for _ in range(4)]
    assert numbers == [numbers[0] + k for k in range(4)]
    assert all(to == EVERYONE for to, x in trio.sent if isinstance(x, m.TickMessage))


def test_a_console_sees_the_desk_and_a_stage_does_not(trio: Desk) -> None:
    """Both get the snapshot, without a seat; only the console hears who waits."""
    trio.enter("di", invited=False, name="Di")
    hello, desk, plan = trio.feed(i.Watch(), Caller(Role.LEAD, "console"))
    assert isinstance(hello, m.Welcome)
    assert (hello.role, hello.seat, len(hello.circle)) == ("lead", None, 3)
    assert isinstance(desk, m.Desk)
    assert isinstance(plan, m.PlanMessage)
    assert desk.waiting == (m.KnockView("di", "Di"),)
    (hello,) = trio.feed(i.Watch(), Caller(Role.STAGE, "stage"))
    assert isinstance(hello, m.Welcome)
    assert hello.role == "stage"
    assert not [to for to, x in trio.sent if isinstance(x, m.Desk) and to == EVERYONE]
    assert [to for to, x in trio.sent if isinstance(x, m.Desk) and to == DESK]


def test_time_never_runs_backwards_in_the_log(trio: Desk) -> None:
    """If the server's clock steps back, entries keep their order in time."""
    trio.now_s = 50.0
    trio.lead(c.Door(True))
    trio.now_s = 40.0
    trio.lead(c.Door(False))
    assert [entry.at_s for entry in trio.log[-2:]] == [50.0, 50.0]


def test_a_restart_changes_nothing_but_who_is_connected(trio: Desk) -> None:
    """The run goes on as it was; everybody is away until they come back."""
    playing(trio).lead(c.Arrange(tempo_bpm=90.0))
    before = trio.session.state
    run, seats = plain(before.runs), len(before.seats)
    trio.restart()
    after = trio.session.state
    assert (plain(after.runs), len(after.seats)) == (run, seats)
    assert not any(seat.here for seat in after.seats.values())
    assert trio.happened(-3) == ["Away", "Away", "Away"]


def test_a_restart_does_not_show_old_taps_again(trio: Desk) -> None:
    """The first tick after a restart glows for nobody."""
    playing(trio)
    trio.play("ana", taps((1, trio.now_s)))
    trio.tick()
    trio.restart()
    assert one(trio.tick(), m.TickMessage).taps == ()


def test_the_score_of_a_run_that_ended_survives_a_restart(desk: Desk) -> None:
    """The last number on the screen is the same when the log has been replayed."""
    for key in "abcde":
        desk.enter(key)
    playing(desk, beat=0.0)
    run = desk.session.state.run
    assert run is not None
    for beat in range(24):
        desk.now_s = run.timeline.time_at(beat) + 0.1
        for at, key in enumerate("abcde"):
            due_s = run.timeline.time_at(beat)
            desk.play(key, taps((beat + 1, due_s + 0.004 * at * (-1) ** beat)))
    desk.lead(c.Stop())
    for _ in range(16):
        desk.tick(0.4)
    assert desk.session.state.phase is Phase.LOBBY
    before = one(desk.feed(i.Watch(), Caller(Role.STAGE, "s")), m.Welcome).score
    assert before.state == "ok"
    desk.restart()
    after = one(desk.feed(i.Watch(), Caller(Role.STAGE, "s")), m.Welcome).score
    assert after == before


def test_replay_needs_the_whole_log(trio: Desk) -> None:
    """A log with a hole is not taken for a session."""
    with pytest.raises(OurError):
        Session.replay([trio.log[0], *trio.log[2:]])


def test_nothing_is_stored_for_a_read(trio: Desk) -> None:
    """Watching and quiet ticks leave no entry."""
    effects = trio.session.receive(i.Watch(), Caller(Role.STAGE, "s"), trio.now_s)
    effects += trio.session.receive(i.Tick(), SHELL, trio.now_s)
    assert not [x for x in effects if isinstance(x, Persist)]


def test_an_eventful_run_has_the_same_live_score_when_replayed(desk: Desk) -> None:
    """Tempo change, drop and return, wireless sound, late and repeated packets: to the last digit.

    The log knows nothing of ticks, so beats must close by what it does know.
    """
    for key in "abcdef":
        desk.enter(key)
    playing(desk, beat=-1.0)
    best = "too_few"
    for beat in range(48):
        run = desk.session.state.runs[-1]
        due_s = run.timeline.time_at(beat)
        desk.now_s = max(desk.now_s, due_s + 0.15)
        for at, key in enumerate("abcdef"):
            if key in desk.seats:
                tap = (beat + 1, due_s + 0.01 * at - 0.02 * ((beat + at) % 2))
                desk.play(key, taps(tap))
                desk.play(key, taps(tap, (beat + 1, due_s)))
        if beat in EVENTS:
            EVENTS[beat](desk)
        desk.tick(0.05)
        again = Session.replay(desk.log)
        again.receive(i.Tick(), SHELL, desk.now_s)
        assert again._live.score() == desk.session._live.score()
        assert plain(again._live.cohesion) == plain(desk.session._live.cohesion)
        best = max(best, again._live.score().state, key=("too_few", "ok").index)
    assert best == "ok"
    assert desk.session.state.phase is Phase.LOBBY


def drop(desk: Desk) -> None:
    """Lose one connection."""
    desk.feed(i.Dropped("d"))
    del desk.seats["d"]


EVENTS: dict[int, Callable[[Desk], object]] = {
    10: lambda desk: desk.lead(c.Arrange(tempo_bpm=132.0)),
    16: drop,
    20: lambda desk: desk.enter("d", "token of d"),
    24: lambda desk: desk.play("e", c.ClockReport(0.05, 0.01, wireless=True)),
    30: lambda desk: desk.lead(c.Arrange(grouping=[3])),
    40: lambda desk: desk.lead(c.Stop()),
}
