"""Laws of where people are in the music and how they take part."""

from __future__ import annotations

import pytest

from session_desk import Desk, one, player, playing, refuses, taps
from unisono.errors import NotAllowed, NotNow
from unisono.session import Caller, Role
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session import messages as m


def seat_of(desk: Desk, seat: int) -> m.SeatView:
    """Return a seat as the last snapshot shows it."""
    desk.enter("watcher")
    hello = [message for _, message in desk.sent if isinstance(message, m.Welcome)][-1]
    return next(view for view in hello.circle if view.seat == seat)


def play_beats(desk: Desk, key: str, beats: int, late_s: float = 0.0, seq: int = 1) -> None:
    """Play the next beats of the run so far from each."""
    run = desk.session.state.run
    assert run is not None
    first = int(run.timeline.beat_at(desk.now_s)) + 1
    for k in range(beats):
        time_s = run.timeline.time_at(first + k)
        desk.now_s = time_s + 0.2
        desk.play(key, taps((seq + k, time_s + late_s)))


# section, part, tags


def test_a_place_is_tidied_kept_and_shown(trio: Desk) -> None:
    """Section, part and instrument are everybody's to see; tags are for the console only."""
    tags = [" wears  glasses ", "wears glasses", "\u202e"]
    trio.play("ana", c.Profile(section=" alto ", part=2, tags=tags, instrument="shaker"))
    state = trio.session.state.seats[1]
    assert (state.section, state.part, state.instrument) == ("alto", 2, "shaker")
    assert state.tags == ("wears glasses",)
    view = seat_of(trio, 1)
    assert (view.section, view.part, view.instrument) == ("alto", 2, "shaker")


def test_what_is_left_out_of_a_profile_stays(trio: Desk) -> None:
    """A place alone changes no name, a name alone no place; nothing new is nothing stored."""
    trio.play("ana", c.Profile(section="A", tags=["tall"]))
    entries = len(trio.log)
    trio.play("ana", c.Profile(name="Ann"))
    trio.play("ana", c.Profile(part=0))
    trio.play("ana", c.Profile(part=0))
    assert trio.happened(entries) == ["SeatChanged", "SeatPlaced"]
    seat = trio.session.state.seats[1]
    assert (seat.name, seat.section, seat.part, seat.tags) == ("Ann", "A", 0, ("tall",))


def test_a_facilitator_offers_a_part_and_the_person_may_choose_another(trio: Desk) -> None:
    """An assignment is a place like any other; the tags stay the person's own."""
    trio.play("bo", c.Profile(tags=["tall"]))
    trio.lead(c.Assign(2, section="B", part=1))
    trio.play("bo", c.Profile(part=0))
    seat = trio.session.state.seats[2]
    assert (seat.section, seat.part, seat.tags) == ("B", 0, ("tall",))
    refuses(trio, c.Assign(9, part=1), Caller(Role.LEAD, "console"), NotNow)


# how people take part


@pytest.mark.parametrize("mode", [c.Mode("sit"), c.Mode("listen"), c.Mode("unmeasured")])
def test_whoever_does_not_play_measured_is_left_out_and_comes_back(
    trio: Desk, mode: c.Mode
) -> None:
    """One press out of the numbers, one press back; the live people count says so."""
    playing(trio)
    play_beats(trio, "cy", 10)
    trio.tick(2.0)
    assert trio.session._live.cohesion._people[3].own == 10
    trio.play("cy", mode)
    assert not trio.session.state.seats[3].is_measured
    trio.play("cy", mode)
    assert trio.happened().count("ModeSet") == 1, "the same again is nothing new"
    taken = trio.session._live.cohesion._people[3].own
    play_beats(trio, "cy", 4, seq=50)
    trio.tick(3.0)
    assert trio.session._live.cohesion._people[3].own == taken
    trio.play("cy", c.Mode("play"))
    play_beats(trio, "cy", 4, seq=60)
    trio.tick(3.0)
    assert trio.session._live.cohesion._people[3].own == taken + 4


def test_a_muted_device_is_left_out_and_nobody_is_told(trio: Desk) -> None:
    """Only consoles hear of it; the person's own snapshot and ring are as before."""
    playing(trio)
    sent = len(trio.sent)
    trio.lead(c.Mute(2, True))
    assert [type(message) for _, message in trio.sent[sent:]] == [m.Desk]
    assert not trio.session.state.seats[2].is_measured
    play_beats(trio, "bo", 12)
    trio.tick(3.0)
    assert 2 not in {n for n, p in trio.session._live.cohesion._people.items() if p.own}
    assert one(trio.play("bo", c.Mine()), m.MineView).word == "steady", "their own word stays"
    trio.lead(c.Mute(2, False))
    assert trio.session.state.seats[2].is_measured


def test_somebody_who_says_wireless_is_not_counted(trio: Desk) -> None:
    """The sound check's answer counts as the device's own does; what is not said again stays."""
    trio.play("ana", c.SoundReport(hears=True, listening="wireless"))
    assert not trio.session.state.seats[1].is_measured
    trio.play("ana", c.SoundReport(listening="cable", offset_s=0.02, scatter_s=0.01))
    assert trio.session.state.seats[1].sound == e.SoundNoted(1, True, "cable", 0.02, 0.01)
    assert trio.session.state.seats[1].is_measured


def test_what_tapping_along_found_holds_for_one_way_of_listening(trio: Desk) -> None:
    """Said again it stays; another way of listening begins without it."""
    trio.play("ana", c.SoundReport(listening="cable", offset_s=0.02, scatter_s=0.01))
    trio.play("ana", c.SoundReport(hears=True, listening="cable"))
    assert trio.session.state.seats[1].sound == e.SoundNoted(1, True, "cable", 0.02, 0.01)
    trio.play("ana", c.SoundReport(listening="speaker"))
    assert trio.session.state.seats[1].sound == e.SoundNoted(1, True, "speaker")


def test_only_somebody_with_a_seat_says_how_they_take_part(desk: Desk) -> None:
    """The lobby has no mode, no sound and no signals."""
    for command in (c.Mode("sit"), c.SoundReport(hears=True), c.Signal("heart"), c.Mine()):
        refuses(desk, command, player(desk, "nobody"), NotAllowed)
