"""Laws of people and seats: entering, coming back, the lobby, names, leaving."""

from __future__ import annotations

from dataclasses import replace

from plain_state import plain
from session_desk import Desk, one, player, refuses, taps
from unisono.errors import BadValue, NotAllowed, NotNow, TooMuch
from unisono.session import Caller, Role, To
from unisono.session import commands as c
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.caller import SHELL
from unisono.session.effects import Emit
from unisono.session.seats import MAX_WAITING

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
    assert (device.seat, device.quality, device.why) == (2, "poor", "wireless")
    assert (device.round_trip_ms, device.bound_ms, device.wireless) == (80.0, 12.0, True)
