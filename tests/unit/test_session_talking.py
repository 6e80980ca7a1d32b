"""Laws of signals, sentences, private words, hearing and the five lights."""

from __future__ import annotations

import random

import pytest

from session_desk import Desk, one, playing, refuses, taps
from unisono.errors import BadValue, NotNow
from unisono.session import Caller, Role, To
from unisono.session import commands as c
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.effects import EVERYONE
from unisono.session.signals import DECAY_S

LEAD = Caller(Role.LEAD, "console")


def last_desk(desk: Desk) -> m.Desk:
    """Return what consoles were last told."""
    return [message for _, message in desk.sent if isinstance(message, m.Desk)][-1]


def lights(desk: Desk, seat: int) -> dict[str, str]:
    """Return the five lights of a seat by name."""
    desk.tick(0.0)
    view = next(d for d in last_desk(desk).devices if d.seat == seat)
    names = ("connection", "clock", "sound", "calibration", "tapping")
    return dict(zip(names, view.lights, strict=True))


def word(desk: Desk, key: str) -> tuple[str, bool]:
    """Return the private word of somebody."""
    view = one(desk.play(key, c.Mine()), m.MineView)
    return view.word, view.again


def play(desk: Desk, late_s: float, scatter_s: float, beats: int = 24) -> None:
    """Have bo play to the click, so late in the middle and scattered so much."""
    run, rng = desk.session.state.run, random.Random(3)
    assert run is not None
    for k in range(beats):
        time_s = run.timeline.time_at(6 + k)
        desk.now_s = time_s + 0.3
        desk.play("bo", taps((k + 1, time_s + rng.gauss(late_s, scatter_s))))


# signals


def test_signals_are_counts_of_people_and_fade(trio: Desk) -> None:
    """The same person twice is one; after 20 s it is gone; nothing is stored."""
    entries = len(trio.log)
    trio.play("ana", c.Signal("heart"))
    trio.play("ana", c.Signal("heart"))
    trio.play("bo", c.Signal("heart"))
    trio.play("bo", c.Signal("slower"))
    assert last_desk(trio).signals == (("slower", 1), ("heart", 2))
    trio.tick(DECAY_S - 0.1)
    trio.play("ana", c.Signal("ready"))
    trio.tick(0.2)
    assert last_desk(trio).signals == (("ready", 1),)
    assert trio.happened(entries) == []


# sentences


def test_a_sentence_goes_to_one_or_to_all(trio: Desk) -> None:
    """Tidied, to nobody else, kept nowhere; an empty one says nothing."""
    entries = len(trio.log)
    trio.lead(c.Say("  Lovely\u202e.  ", seat=2))
    trio.lead(c.Say("Breathe."))
    trio.lead(c.SoundCheck(seat=3))
    trio.lead(c.SoundCheck())
    assert trio.sent[-4:] == [
        (To(seat=2), m.NoteMessage("Lovely.")),
        (EVERYONE, m.NoteMessage("Breathe.")),
        (To(seat=3), m.CheckMessage()),
        (EVERYONE, m.CheckMessage()),
    ]
    assert trio.happened(entries) == []
    refuses(trio, c.Say(" \u202e "), LEAD, BadValue)
    refuses(trio, c.Say("Hi.", seat=9), LEAD, NotNow)
    refuses(trio, c.SoundCheck(seat=9), LEAD, NotNow)


# how am I


@pytest.mark.parametrize(
    ("late_s", "scatter_s", "expected"),
    [
        (-0.030, 0.012, ("steady", False)),
        (-0.030, 0.035, ("with", False)),
        (0.120, 0.015, ("behind", True)),
        (0.060, 0.020, ("behind", True)),
        (-0.130, 0.015, ("ahead", True)),
        (-0.060, 0.020, ("steady", False)),
        (0.0, 0.180, ("free", False)),
    ],
)
def test_constant_lateness_is_told_apart_from_scatter(
    trio: Desk, late_s: float, scatter_s: float, expected: tuple[str, bool]
) -> None:
    """Only an even distance asks for a sound check; scatter alone never does."""
    playing(trio)
    play(trio, late_s, scatter_s)
    assert word(trio, "bo") == expected
    assert trio.sent[-1][0] == To(key="bo"), "to nobody else"


def test_scattered_lateness_asks_for_nothing(trio: Desk) -> None:
    """Late by 80 ms with a scatter of 70 ms is not a device: no sound check, no *behind*."""
    playing(trio)
    play(trio, 0.080, 0.070)
    found, again = word(trio, "bo")
    assert found in ("with", "free")
    assert not again


def test_halves_are_as_good_as_beats(trio: Desk) -> None:
    """Somebody who plays twice a beat is heard on the halves."""
    playing(trio)
    run = trio.session.state.runs[-1]
    for k in range(1, 25):
        time_s = run.timeline.time_at(6 + k / 2)
        trio.now_s = time_s + 0.1
        trio.play("bo", taps((k, time_s - 0.01)))
    assert word(trio, "bo") == ("steady", False)


def test_too_little_and_free_play_have_their_words(trio: Desk) -> None:
    """Before the click, and for whoever plays unmeasured: free; a few taps: few."""
    assert word(trio, "bo") == ("free", False)
    playing(trio)
    play(trio, 0.0, 0.01, beats=5)
    assert word(trio, "bo") == ("few", False)
    play(trio, 0.2, 0.01)
    trio.play("bo", c.Mode("unmeasured"))
    assert word(trio, "bo") == ("free", False)
    trio.play("bo", c.Mode("play"))
    trio.tick(60.0)
    assert word(trio, "bo") == ("few", False), "what was played long ago says nothing of now"


def test_over_wireless_sound_only_evenness_is_spoken_of(trio: Desk) -> None:
    """The device's delay wanders: neither *behind* nor another sound check."""
    trio.play("bo", c.SoundReport(listening="wireless"))
    playing(trio)
    play(trio, 0.200, 0.012)
    assert word(trio, "bo") == ("steady", False)


def test_a_restart_gives_the_same_word(trio: Desk) -> None:
    """The word comes from the log alone."""
    playing(trio)
    play(trio, 0.1, 0.01)
    before = word(trio, "bo")
    trio.restart()
    trio.enter("bo")
    assert word(trio, "bo") == before == ("behind", True)


# hearing


def test_at_once_needs_everybody_near(trio: Desk) -> None:
    """One round trip of 25 ms or more, or one unknown, and hearing at once is refused kindly."""
    for key, trip_s in (("ana", 0.004), ("bo", 0.024)):
        trio.play(key, c.ClockReport(trip_s, 0.003))
    assert not last_desk(trio).can_hear_now
    refuses(trio, c.Hearing("all", 0), LEAD, NotNow)
    trio.play("cy", c.ClockReport(0.025, 0.003))
    refuses(trio, c.Hearing("all", 0), LEAD, NotNow)
    trio.play("cy", c.ClockReport(0.0249, 0.003))
    trio.tick()
    assert last_desk(trio).can_hear_now
    trio.lead(c.Hearing("section", 0))
    assert trio.sent[-1] == (EVERYONE, m.HearingMessage(m.HearingView("section", 0)))
    assert one(trio.enter("dee"), m.Welcome).hearing == m.HearingView("section", 0)


def test_strokes_go_out_at_once_only_in_one_room(trio: Desk) -> None:
    """With bars they wait for the tick; at once they do not wait for anything."""
    assert not [x for x in trio.play("ana", taps((1, 0.5))) if isinstance(x, m.Strokes)]
    for key in ("ana", "bo", "cy"):
        trio.play(key, c.ClockReport(0.004, 0.003))
    trio.lead(c.Hearing("all", 0))
    said = trio.play("ana", taps((2, 0.6), (1, 0.5)))
    assert one(said, m.Strokes).taps == (m.StrokeView(1, 0.6, "", 0.7),)
    assert trio.tick(0.5)[0] is not None
    trio.lead(c.Hearing("all", 2))
    assert not [x for x in trio.play("ana", taps((3, 1.0))) if isinstance(x, m.Strokes)]


def near_room(desk: Desk) -> Desk:
    """Have three near people hear one another at once, in music of 120 bpm, at beat 5."""
    for key in ("ana", "bo", "cy"):
        desk.play(key, c.ClockReport(0.004, 0.003))
    playing(desk)
    desk.lead(c.Hearing("all", 0))
    return desk


def hearings(desk: Desk, since: int) -> list[m.HearingView]:
    """Return what everybody was told of hearing."""
    told = [message for to, message in desk.sent[since:] if to == EVERYONE]
    return [message.hearing for message in told if isinstance(message, m.HearingMessage)]


def test_a_far_device_ends_hearing_at_once_on_a_bar_line(trio: Desk) -> None:
    """After 3 s, said ahead as for every cue; strokes before that bar line still go at once."""
    since = len(near_room(trio).sent)
    trio.play("cy", c.ClockReport(0.080, 0.02))
    for _ in range(6):
        trio.tick(0.5)
    assert hearings(trio, since + 1) == []
    trio.tick(0.5)
    (view,) = hearings(trio, since + 1)
    run = trio.session.state.runs[-1]
    assert view == m.HearingView("all", 1, 1, view.beat, "far")
    assert run.bars.next_bar_beat(view.beat) == view.beat
    assert run.timeline.time_at(view.beat) >= trio.now_s + 0.4
    trio.now_s = run.timeline.time_at(view.beat - 0.5)
    before = trio.play("ana", taps((1, trio.now_s)))
    assert one(before, m.Strokes).taps[0].seat == 1
    trio.now_s = run.timeline.time_at(view.beat + 0.01)
    after = trio.play("ana", taps((2, trio.now_s)))
    assert not [x for x in after if isinstance(x, m.Strokes)]


def test_hearing_at_once_never_comes_back_by_itself(trio: Desk) -> None:
    """Not when everybody is near again; only when whoever leads asks for it."""
    near_room(trio)
    trio.play("cy", c.ClockReport(0.080, 0.02))
    for _ in range(10):
        trio.tick(0.5)
    since = len(trio.sent)
    trio.play("cy", c.ClockReport(0.004, 0.003))
    for _ in range(40):
        trio.tick(0.5)
    assert hearings(trio, since) == []
    assert trio.session.state.evening.hears_bars == 1
    trio.lead(c.Hearing("all", 0))
    assert hearings(trio, since) == [m.HearingView("all", 0)]


def test_one_slow_answer_of_a_network_ends_nothing(trio: Desk) -> None:
    """Far for less than 3 s, again and again, is not far."""
    since = len(near_room(trio).sent)
    for _ in range(5):
        trio.play("cy", c.ClockReport(0.080, 0.02))
        for _ in range(4):
            trio.tick(0.5)
        trio.play("cy", c.ClockReport(0.004, 0.003))
        trio.tick(0.5)
    assert hearings(trio, since) == []


def test_somebody_far_who_joins_later_ends_it_too(trio: Desk) -> None:
    """Whoever is near may come in; whoever is far, or says nothing of their line, ends it."""
    near_room(trio)
    trio.enter("dee")
    trio.wait(1.0)
    trio.play("dee", c.ClockReport(0.010, 0.003))
    for _ in range(30):
        trio.tick(0.5)
    assert trio.session.state.evening.hears_bars == 0
    trio.enter("eve")
    for _ in range(20):
        trio.tick(0.5)
    assert trio.session.state.evening.hears_bars == 0
    for _ in range(8):
        trio.tick(0.5)
    assert trio.session.state.evening.hears_bars == 1


def test_without_music_it_holds_at_once_and_survives_a_restart(trio: Desk) -> None:
    """There is no bar line to wait for; the log says so, whoever comes later reads why."""
    for key in ("ana", "bo", "cy"):
        trio.play(key, c.ClockReport(0.004, 0.003))
    trio.lead(c.Hearing("section", 0))
    trio.play("bo", c.ClockReport(0.3, 0.02))
    for _ in range(8):
        trio.tick(0.5)
    expected = m.HearingView("section", 1, why="far")
    assert hearings(trio, 0)[-1] == expected
    trio.restart()
    assert one(trio.enter("ana"), m.Welcome).hearing == expected


# lights


def test_a_newcomers_lights_are_unknown_not_dark(trio: Desk) -> None:
    """Nothing is held against anybody before it is known."""
    assert lights(trio, 1) == {
        "connection": "good",
        "clock": "unknown",
        "sound": "unknown",
        "calibration": "unknown",
        "tapping": "unknown",
    }


def test_lights_follow_what_is_known(trio: Desk) -> None:
    """Clock, sound and calibration go by the device's word and the person's."""
    trio.play("bo", c.ClockReport(0.02, 0.002))
    trio.play("bo", c.SoundReport(hears=True, listening="cable", offset_s=0.05, scatter_s=0.02))
    assert [lights(trio, 2)[k] for k in ("clock", "sound", "calibration")] == ["good"] * 3
    trio.play("bo", c.SoundReport(hears=False, scatter_s=0.06))
    trio.play("bo", c.ClockReport(2.0, 0.9))
    assert lights(trio, 2) == {
        "connection": "good",
        "clock": "help",
        "sound": "help",
        "calibration": "look",
        "tapping": "unknown",
    }
    trio.play("bo", c.SoundReport(hears=True, listening="wireless"))
    assert lights(trio, 2)["calibration"] == "look"
    trio.play("bo", c.Signal("cant_hear"))
    assert lights(trio, 2)["sound"] == "help"


def test_a_gap_is_a_look_and_only_then_help(trio: Desk) -> None:
    """A reload is nobody's business; a lost connection is."""
    trio.feed(i.Dropped("bo"))
    assert lights(trio, 2)["connection"] == "look"
    trio.tick(5.0)
    assert lights(trio, 2) == {
        "connection": "help",
        "clock": "unknown",
        "sound": "unknown",
        "calibration": "unknown",
        "tapping": "unknown",
    }


def test_the_light_of_tapping_asks_of_those_who_play_only(trio: Desk) -> None:
    """Silent while all play: a look; sitting out: nothing; constantly off: a look."""
    playing(trio)
    trio.play("ana", c.Mode("sit"))
    play(trio, 0.0, 0.01)
    assert [lights(trio, seat)["tapping"] for seat in (1, 2, 3)] == ["unknown", "good", "look"]
    playing_on = len(trio.log)
    run = trio.session.state.runs[-1]
    for k in range(40, 64):
        trio.now_s = run.timeline.time_at(k) + 0.3
        trio.play("bo", taps((k, run.timeline.time_at(k) + 0.15)))
    assert lights(trio, 2)["tapping"] == "look"
    assert set(trio.happened(playing_on)) == {"TapsPlayed"}


def test_consoles_are_counted(desk: Desk) -> None:
    """Whoever leads sees how many lead."""
    for key in ("console", "second"):
        desk.feed(i.Watch(), Caller(Role.LEAD, key))
    assert last_desk(desk).consoles == 2
    desk.feed(i.Watch(), Caller(Role.STAGE, "stage"))
    desk.feed(i.Dropped("second"))
    desk.tick()
    assert last_desk(desk).consoles == 1
