"""Laws of the session machine, command by command: what it brings about, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest

from plain_state import plain
from session_desk import Desk, to_everyone
from unisono.errors import BadValue, NotAllowed, NotNow, OurError, PeerError, TooMuch
from unisono.session import Caller, Role, Session, To
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.caller import SHELL
from unisono.session.conducting import lead_s
from unisono.session.effects import DESK, EVERYONE, Emit, Persist
from unisono.session.machine import AnyInput
from unisono.session.messages import AnyMessage
from unisono.session.seats import MAX_WAITING
from unisono.session.state import Arrangement, Phase

M = TypeVar("M", bound=AnyMessage)


@pytest.fixture
def desk() -> Desk:
    """A fresh session."""
    return Desk()


@pytest.fixture
def trio(desk: Desk) -> Desk:
    """A session with three people on seats 1 to 3."""
    for name in ("ana", "bo", "cy"):
        desk.enter(name)
    desk.tick()
    return desk


def one(messages: list[AnyMessage], kind: type[M]) -> M:
    """Return the one message of a kind."""
    (found,) = [message for message in messages if isinstance(message, kind)]
    return found


def refuses(desk: Desk, command: AnyInput, caller: Caller, error: type[PeerError]) -> PeerError:
    """Check that a command is refused with a sentence and that nothing has changed."""
    before, entries = plain(desk.session), len(desk.log)
    with pytest.raises(error) as caught:
        desk.feed(command, caller)
    assert plain(desk.session) == before
    assert len(desk.log) == entries
    assert caught.value.message.endswith(".")
    return caught.value


def player(desk: Desk, key: str) -> Caller:
    """Return the caller behind a connection."""
    return Caller(Role.PLAY, key, desk.seats.get(key))


def taps(*rows: tuple[int, float]) -> c.Taps:
    """Return a batch of touches from (number, time)."""
    return c.Taps([c.Tap(seq, time_s, 0.004, "touch") for seq, time_s in rows])


def stored(desk: Desk) -> list[tuple[int, float]]:
    """Return (seq, time) of all taps in the log."""
    return [
        (row[0], row[1])
        for entry in desk.log
        if isinstance(entry.event, e.TapsPlayed)
        for row in entry.event.taps
    ]


# opening


def test_a_session_opens_once(desk: Desk) -> None:
    """The first entry says code and time zero; opening again is a defect of ours."""
    assert desk.log[0].event == e.Opened("K7QM2X", 1.7e9, "1.0")
    with pytest.raises(OurError, match="open already"):
        desk.session.open("K7QM2X", 1.7e9)


# entering and leaving


def test_an_invited_person_gets_a_seat_and_a_snapshot(desk: Desk) -> None:
    """Stored first, then seated, then welcomed with everything there is to know."""
    hello = one(desk.enter("ana", name="  Ana\u202e "), m.Welcome)
    assert desk.happened(1) == ["SeatTaken", "Here"]
    assert desk.seats == {"ana": 1}
    assert (hello.role, hello.seat, hello.upto, hello.phase) == ("play", 1, 0, "lobby")
    assert [(s.seat, s.name) for s in hello.circle] == [(1, "Ana")]


def test_what_is_said_comes_after_what_is_stored(desk: Desk) -> None:
    """In each answer of the machine every ``Persist`` stands before every ``Emit``."""
    request = i.Enter("ana", "token", True)
    kinds = [isinstance(x, Emit) for x in desk.session.receive(request, SHELL, 0.0)]
    assert kinds == sorted(kinds)
    assert any(kinds)


def test_the_same_token_gets_the_same_seat_on_any_connection(trio: Desk) -> None:
    """A second device of one person takes the seat over; the first one is told and let go."""
    entries = len(trio.log)
    trio.enter("bo's laptop", "token of bo")
    assert trio.seats == {"ana": 1, "bo's laptop": 2, "cy": 3}
    assert trio.sent[-2] == (To(key="bo"), m.Moved())
    assert trio.happened(entries) == []  # nobody came or went


def test_the_connection_that_was_left_may_drop_unnoticed(trio: Desk) -> None:
    """When the older tab closes, its person is still here."""
    trio.enter("bo's laptop", "token of bo")
    entries = len(trio.log)
    trio.feed(i.Dropped("bo"))
    assert trio.happened(entries) == []
    trio.feed(i.Dropped("bo's laptop"))
    assert trio.happened(entries) == ["Away"]


def test_coming_back_takes_nothing_new(trio: Desk) -> None:
    """Drop and return: the same seat, name, figure and count of taps."""
    trio.play("bo", taps((1, 0.4), (2, 0.45)))
    before = trio.session.state.seats[2]
    figure = before.animal, before.colour
    trio.feed(i.Dropped("bo"))
    hello = one(trio.enter("bo again", "token of bo"), m.Welcome)
    after = trio.session.state.seats[2]
    assert (hello.seat, hello.upto) == (2, 2)
    assert (after.animal, after.colour) == figure


def test_a_short_gap_is_nobodys_business(trio: Desk) -> None:
    """A lost connection shows as away only after three seconds."""
    trio.feed(i.Dropped("bo"))
    shown = [s.state for x in trio.tick(2.9) if isinstance(x, m.Circle) for s in x.seats]
    assert "away" not in shown
    circle = one(trio.tick(0.3), m.Circle)
    assert [(s.seat, s.state) for s in circle.seats] == [(2, "away")]


def test_dropping_an_unknown_connection_changes_nothing(trio: Desk) -> None:
    """A connection that never had a place may go."""
    before = plain(trio.session)
    trio.feed(i.Dropped("stranger"))
    assert plain(trio.session) == before


def test_the_501st_person_finds_the_circle_full(desk: Desk) -> None:
    """A circle has 500 seats."""
    for number in range(c.MAX_SEATS):
        desk.enter(f"key {number}")
    request = i.Enter("one more", "token of one more", True)
    error = refuses(desk, request, SHELL, TooMuch)
    assert "500 seats" in error.message
    assert len({(s.animal, s.colour) for s in desk.session.state.seats.values()}) == 288


def test_a_name_too_long_is_refused(desk: Desk) -> None:
    """21 characters are one too many, also in the lobby, also when they unfold on the way."""
    for name in ("x" * 21, "ﷺ" * 2):
        for invited in (True, False):
            refuses(desk, i.Enter("ana", "token", invited, name), SHELL, BadValue)


def test_leaving_frees_the_connection_but_not_the_number(trio: Desk) -> None:
    """Who leaves is told goodbye and let go; nobody else ever gets the same seat."""
    entries = len(trio.log)
    goodbye = one(trio.play("bo", c.Leave()), m.Goodbye)
    assert (goodbye.reason, trio.happened(entries)) == ("left", ["SeatLeft"])
    assert "bo" not in trio.seats
    assert one(trio.tick(), m.Circle).gone == (2,)
    trio.enter("di")
    assert trio.seats["di"] == 4


def test_who_has_left_speaks_for_nobody(trio: Desk) -> None:
    """A message that was on its way when somebody left is refused."""
    was = player(trio, "bo")
    trio.play("bo", c.Leave())
    for command in (taps((1, 0.4)), c.Profile("Bo"), c.ClockReport(0.1, 0.1), c.Leave()):
        refuses(trio, command, was, NotAllowed)


def test_only_seats_speak_for_themselves(trio: Desk) -> None:
    """Without a seat, or with one that does not exist, there is nobody to speak for."""
    for seat in (None, 0, 99):
        for command in (taps((1, 0.4)), c.Profile("Bo"), c.ClockReport(0.1, 0.1), c.Leave()):
            refuses(trio, command, Caller(Role.PLAY, "x", seat), NotAllowed)


def test_somebody_who_left_may_come_back(trio: Desk) -> None:
    """The same token still opens the same seat."""
    trio.play("bo", c.Leave())
    trio.tick()
    assert one(trio.enter("bo again", "token of bo"), m.Welcome).seat == 2
    assert [s.seat for s in one(trio.tick(), m.Circle).seats] == [2]


def test_two_people_never_look_the_same(trio: Desk) -> None:
    """If somebody took the figure of a person who left, that person comes back as another."""
    bo = trio.session.state.seats[2]
    figure = bo.animal, bo.colour
    trio.play("bo", c.Leave())
    trio.play("cy", c.Profile(animal=figure[0], colour=figure[1]))
    trio.enter("bo again", "token of bo")
    seats = trio.session.state.seats
    assert (seats[3].animal, seats[3].colour) == figure
    assert (seats[2].animal, seats[2].colour) != figure


def test_removing_closes_the_seat_for_good(trio: Desk) -> None:
    """The person is told; their link does not open the seat any more."""
    goodbye = one(trio.lead(c.Remove(2)), m.Goodbye)
    assert goodbye.reason == "removed"
    assert trio.sent[-1][0] == To(key="bo")
    refuses(trio, i.Enter("bo again", "token of bo", True), SHELL, NotAllowed)


def test_nobody_is_removed_or_renamed_twice(trio: Desk) -> None:
    """A seat that is empty or never was cannot be removed or renamed."""
    trio.lead(c.Remove(2))
    for seat in (2, 4):
        refuses(trio, c.Remove(seat), Caller(Role.LEAD), NotNow)
        refuses(trio, c.Rename(seat, "Bo"), Caller(Role.LEAD), NotNow)


# the door


def test_a_typed_code_waits_at_a_closed_door(desk: Desk) -> None:
    """Whoever is not invited hears only that they wait; the console sees a clean name."""
    said = desk.enter("ana", invited=False, name=" A\u202ena\n")
    assert said == [m.WaitingRoom()]
    assert (desk.lobby, desk.happened(1)) == ({"ana"}, [])
    assert one(desk.tick(), m.Desk).waiting == (m.KnockView("ana", "Ana"),)


def test_admitting_lets_one_or_all_in(desk: Desk) -> None:
    """By key one person, without a key everybody, in the order in which they came."""
    for key in ("ana", "bo", "cy"):
        desk.enter(key, invited=False)
    desk.lead(c.Admit("bo"))
    desk.lead(c.Admit())
    assert desk.seats == {"bo": 1, "ana": 2, "cy": 3}
    assert desk.lobby == set()


def test_admitting_somebody_who_has_gone_is_refused(desk: Desk) -> None:
    """A connection that dropped while it waited is not waiting any more."""
    desk.enter("ana", invited=False)
    desk.feed(i.Dropped("ana"))
    refuses(desk, c.Admit("ana"), Caller(Role.LEAD), NotNow)
    assert desk.lead(c.Admit()) == []


def test_opening_the_door_lets_everybody_in(desk: Desk) -> None:
    """Who waits comes in, and who types the code later comes straight in."""
    desk.enter("ana", invited=False)
    desk.lead(c.Door(True))
    desk.enter("bo", invited=False)
    desk.lead(c.Door(False))
    desk.enter("cy", invited=False)
    assert (desk.seats, desk.lobby) == ({"ana": 1, "bo": 2}, {"cy"})


def test_a_person_waits_on_one_connection_and_gets_one_seat(desk: Desk) -> None:
    """Two tabs of one person in the lobby: the older is told; letting all in seats one."""
    desk.enter("tab 1", "token of ana", invited=False)
    said = desk.enter("tab 2", "token of ana", invited=False)
    assert said[0] == m.Moved()
    assert desk.lobby == {"tab 2"}
    desk.lead(c.Admit())
    assert desk.seats == {"tab 2": 1}


def test_coming_in_by_link_ends_the_waiting(desk: Desk) -> None:
    """Somebody who waits and then opens the link sits once, and waits no more."""
    desk.enter("by code", "token of ana", invited=False)
    desk.enter("by link", "token of ana")
    desk.lead(c.Door(True))
    assert (desk.seats, desk.lobby) == ({"by link": 1}, set())


def test_when_seats_run_out_the_others_go_on_waiting(desk: Desk) -> None:
    """Opening the door of an almost full circle seats who fits; the log stays whole."""
    for number in range(c.MAX_SEATS - 1):
        desk.enter(f"key {number}")
    for key in ("ana", "bo"):
        desk.enter(key, invited=False)
    desk.lead(c.Door(True))
    assert desk.seats["ana"] == c.MAX_SEATS
    assert desk.lobby == {"bo"}
    for command in (c.Admit(), c.Admit("bo")):
        refuses(desk, command, Caller(Role.LEAD), TooMuch)


def test_a_lobby_holds_500(desk: Desk) -> None:
    """Nobody can fill a facilitator's screen without end."""
    for number in range(MAX_WAITING):
        desk.enter(f"key {number}", invited=False)
    refuses(desk, i.Enter("one more", "token", False), SHELL, TooMuch)


# who people are


def test_a_profile_changes_what_it_names(trio: Desk) -> None:
    """Fields left out stay as they are; everybody sees the change at the next tick."""
    before = replace(trio.session.state.seats[2])
    trio.play("bo", c.Profile(name="Bo"))
    after = trio.session.state.seats[2]
    assert (after.name, after.animal, after.colour) == ("Bo", before.animal, before.colour)
    assert [s.name for s in one(trio.tick(), m.Circle).seats] == ["Bo"]


def test_a_figure_that_is_taken_moves_to_the_nearest_free_one(trio: Desk) -> None:
    """Wishing for the figure of another gives the same animal in the next colour."""
    ana = trio.session.state.seats[1]
    trio.play("bo", c.Profile(animal=ana.animal, colour=ana.colour))
    bo = trio.session.state.seats[2]
    assert (bo.animal, bo.colour) == (ana.animal, (ana.colour + 1) % c.COLOUR_COUNT)


def test_a_facilitator_renames(trio: Desk) -> None:
    """Another name on every screen, or none."""
    trio.lead(c.Rename(2, "Bo from Porto"))
    assert trio.session.state.seats[2].name == "Bo from Porto"
    trio.lead(c.Rename(2, ""))
    assert trio.session.state.seats[2].name == ""


def test_a_name_that_unfolds_is_refused(trio: Desk) -> None:
    """A profile or a renaming whose clean form is too long changes nothing."""
    refuses(trio, c.Profile("ﷺ" * 2), player(trio, "bo"), BadValue)
    refuses(trio, c.Rename(2, "ﷺ" * 2), Caller(Role.LEAD), BadValue)


def test_a_clock_report_is_kept_once(trio: Desk) -> None:
    """The same report again stores nothing; the console sees a word for the clock."""
    entries = len(trio.log)
    for _ in range(3):
        trio.play("bo", c.ClockReport(0.08, 0.012, 0.02, wireless=True))
    assert trio.happened(entries) == ["ClockNoted"]
    device = one(trio.tick(), m.Desk).devices[1]
    assert device == m.DeviceView(2, "fair", 80.0, 12.0, True)


@pytest.mark.parametrize(("bound_s", "word"), [(0.005, "good"), (0.02, "fair"), (0.021, "poor")])
def test_clock_quality_is_a_word(trio: Desk, bound_s: float, word: str) -> None:
    """Good to 5 ms, fair to 20 ms, else poor; none without a report."""
    trio.play("bo", c.ClockReport(0.1, bound_s))
    assert [d.quality for d in one(trio.tick(), m.Desk).devices] == ["none", word, "none"]


# the music


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


def playing(desk: Desk, tempo_bpm: float = 120.0, beat: float = 5.0) -> Desk:
    """Start a four-four and go to a beat."""
    desk.lead(c.Arrange(tempo_bpm=tempo_bpm, grouping=[4], count_in_bars=1))
    desk.lead(c.Start())
    run = desk.session.state.run
    assert run is not None
    desk.now_s = run.timeline.time_at(beat)
    return desk


def view(messages: list[AnyMessage]) -> m.RunView:
    """Return the run in the one ``beat`` message."""
    run = one(messages, m.Beat).run
    assert run is not None
    return run


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
    """Whatever sounds stops, everybody hears why, nobody comes in any more."""
    entries = len(playing(trio).log)
    trio.lead(c.End())
    assert trio.happened(entries) == ["StopSet", "RunEnded", "Ended"]
    assert [x.reason for x in to_everyone(trio, m.Goodbye) if isinstance(x, m.Goodbye)] == ["ended"]
    for token in ("token of ana", "token of di"):
        refuses(trio, i.Enter("x", token, True), SHELL, NotNow)


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


def test_everybody_sees_who_plays(trio: Desk) -> None:
    """Taps reach the room in the next tick, once, all people in one message."""
    trio.play("ana", taps((1, 0.40)))
    trio.play("bo", taps((1, 0.41), (2, 0.45)))
    tick = one(trio.tick(), m.TickMessage)
    assert sorted(tick.taps) == [(1, 0.4), (2, 0.41), (2, 0.45)]
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
    hello, desk = trio.feed(i.Watch(), Caller(Role.LEAD, "console"))
    assert isinstance(hello, m.Welcome)
    assert (hello.role, hello.seat, len(hello.circle)) == ("lead", None, 3)
    assert isinstance(desk, m.Desk)
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
