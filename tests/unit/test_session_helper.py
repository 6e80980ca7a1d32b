"""Laws of a second pair of hands: a helper does all but end the session."""

from __future__ import annotations

from session_desk import Desk, one, refuses
from unisono.errors import NotAllowed
from unisono.session import Caller, Role
from unisono.session import commands as c
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.consoles import TAKE_OVER_S
from unisono.session.state import Phase

LEAD, HELP = Caller(Role.LEAD, "console"), Caller(Role.HELP, "helper")


def both(desk: Desk) -> Desk:
    """Open the facilitator's console and a helper's."""
    desk.feed(i.Watch(), LEAD)
    desk.feed(i.Watch(), HELP)
    return desk


def phase(desk: Desk) -> str:
    """Return where the session is."""
    return str(desk.session.state.phase)


def test_a_helper_sees_the_desk_and_leads(trio: Desk) -> None:
    """The same snapshot, the same commands; the role says who it is."""
    said = both(trio).feed(i.Watch(), HELP)
    assert one(said, m.Welcome).role == "help"
    assert len(one(said, m.Desk).devices) == 3
    trio.feed(c.Start(), HELP)
    trio.feed(c.Mute(1, True), HELP)
    assert trio.session.state.phase is Phase.PLAYING


def test_a_helper_does_not_end_what_the_facilitator_leads(trio: Desk) -> None:
    """Not while their console is open, nor in a short gap of their line."""
    both(trio)
    refuses(trio, c.End(), HELP, NotAllowed)
    trio.wait(300.0)
    refuses(trio, c.End(), HELP, NotAllowed)
    trio.feed(i.Dropped("console"))
    trio.wait(TAKE_OVER_S - 1.0)
    refuses(trio, c.End(), HELP, NotAllowed)


def test_a_helper_takes_over_when_the_facilitator_stays_away(trio: Desk) -> None:
    """A minute without any facilitator's console, and the helper may end; music played on."""
    both(trio).feed(c.Start(), LEAD)
    trio.feed(i.Dropped("console"))
    trio.wait(TAKE_OVER_S)
    trio.tick()
    assert phase(trio) == Phase.PLAYING
    trio.feed(c.End(), HELP)
    assert phase(trio) == Phase.ENDED


def test_a_facilitator_who_comes_back_leads_again(trio: Desk) -> None:
    """The clock of being away begins anew with every time away; one of two consoles is enough."""
    both(trio).feed(i.Watch(), Caller(Role.LEAD, "tablet"))
    trio.feed(i.Dropped("console"))
    trio.wait(2 * TAKE_OVER_S)
    refuses(trio, c.End(), HELP, NotAllowed)
    trio.feed(i.Dropped("tablet"))
    trio.wait(TAKE_OVER_S - 1.0)
    trio.feed(i.Watch(), LEAD)
    trio.wait(2.0)
    refuses(trio, c.End(), HELP, NotAllowed)


def test_a_restart_gives_the_facilitator_a_minute_to_come_back(trio: Desk) -> None:
    """After a restart nobody is connected, and nobody loses the lead by it."""
    trio.wait(500.0)
    both(trio).restart()
    trio.feed(i.Watch(), HELP)
    refuses(trio, c.End(), HELP, NotAllowed)
    trio.wait(TAKE_OVER_S)
    trio.feed(c.End(), HELP)
