"""How well each device keeps time, in a word for the facilitator, and what stands in the way."""

from __future__ import annotations

import pytest

from session_desk import Desk, one
from unisono.clocksync import quality_of
from unisono.session import commands as c
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.triage import ASLEEP_S
from unisono.session.views import AWAY_GRACE_S


@pytest.fixture
def desk() -> Desk:
    """A session with a console and one person, ``bo``."""
    desk = Desk()
    desk.enter("bo")
    desk.tick()
    return desk


def device(desk: Desk, seconds: float = 0.5) -> m.DeviceView:
    """Return what a console that opens a moment later reads of the device."""
    desk.wait(seconds)
    return one(desk.lead(i.Watch()), m.Desk).devices[0]


def words(desk: Desk, report: c.ClockReport) -> tuple[str, str]:
    """Return quality and reason after a report."""
    desk.play("bo", report)
    view = device(desk)
    return view.quality, view.why


def test_a_device_that_has_not_reported_has_no_word(desk: Desk) -> None:
    """Nothing is known, so nothing is said."""
    view = device(desk)
    assert (view.quality, view.round_trip_ms, view.bound_ms, view.why) == ("none", None, None, "")


@pytest.mark.parametrize(
    ("bound_s", "said"),
    [
        (0.003, ("good", "")),
        (0.0031, ("fair", "network")),
        (0.010, ("fair", "network")),
        (0.011, ("poor", "network")),
    ],
)
def test_the_bound_decides_the_word_and_the_network_is_why(
    desk: Desk, bound_s: float, said: tuple[str, str]
) -> None:
    """Good to 3 ms, fair to 10 ms, else poor: the words that the device itself uses."""
    assert words(desk, c.ClockReport(0.1, bound_s)) == said
    assert said[0] == quality_of(bound_s)


@pytest.mark.parametrize("bound_s", [0.001, 0.005, 0.1])
def test_wireless_sound_is_the_reason_however_good_the_clock(desk: Desk, bound_s: float) -> None:
    """The clock keeps its word; what to do something about is the headphone."""
    said = words(desk, c.ClockReport(0.1, bound_s, 0.2, wireless=True))
    assert said == (quality_of(bound_s), "wireless")


def test_a_device_that_has_slept_is_poor_for_a_while(desk: Desk) -> None:
    """Its report counts one more step: asleep, for 20 s; then its clock speaks for itself."""
    assert words(desk, c.ClockReport(0.02, 0.001)) == ("good", "")
    assert words(desk, c.ClockReport(0.02, 0.001, steps=1)) == ("poor", "asleep")
    assert device(desk, ASLEEP_S - 1.0).why == "asleep"
    after = device(desk, 1.0)
    assert (after.quality, after.why) == ("good", "")


def test_a_console_that_is_open_hears_of_the_sleep_and_of_its_end(desk: Desk) -> None:
    """The desk is sent again when the word changes, and only then."""
    desk.play("bo", c.ClockReport(0.02, 0.001))
    desk.tick()
    desk.play("bo", c.ClockReport(0.02, 0.001, steps=1))
    assert one(desk.tick(), m.Desk).devices[0].why == "asleep"
    assert not [message for message in desk.tick() if isinstance(message, m.Desk)]
    assert one(desk.tick(ASLEEP_S), m.Desk).devices[0].why == ""


def test_a_page_loaded_again_counts_its_steps_anew(desk: Desk) -> None:
    """Fewer steps than before is another page, not a sleep; so is the first report of all."""
    assert words(desk, c.ClockReport(0.02, 0.001, steps=3)) == ("good", "")
    assert words(desk, c.ClockReport(0.02, 0.001, steps=0)) == ("good", "")
    assert words(desk, c.ClockReport(0.02, 0.001, steps=1)) == ("poor", "asleep")


def test_nothing_is_said_of_a_device_that_is_away(desk: Desk) -> None:
    """What it said last is old news; a reload is nobody's business."""
    desk.play("bo", c.ClockReport(0.02, 0.001, wireless=True))
    desk.feed(i.Dropped("bo"))
    assert device(desk, AWAY_GRACE_S - 0.1).quality == "good"
    view = device(desk, 0.2)
    assert (view.quality, view.round_trip_ms, view.bound_ms, view.why) == ("none", None, None, "")
    assert view.wireless
    desk.enter("bo")
    assert device(desk).quality == "good"


def test_a_sleep_is_remembered_through_a_restart(desk: Desk) -> None:
    """The words follow from the log alone."""
    desk.play("bo", c.ClockReport(0.02, 0.001))
    desk.play("bo", c.ClockReport(0.02, 0.001, steps=1))
    desk.restart()
    desk.enter("bo")
    assert device(desk).why == "asleep"
