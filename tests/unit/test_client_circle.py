"""Laws of clients, against the real session machine without a network."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator

import pytest

from unisono.client import Console, Link, Participant, Setup, View, place_of
from unisono.client.connection import LONGEST_PAUSE_S, pause_s
from unisono.errors import BadValue, NotAllowed, NotNow, UnknownDoor
from unisono.session.events import TapsPlayed
from unisono.testing import DeviceClock
from unisono.testing.memory import JOIN, LEAD, MemoryServer, memory_server

pytestmark = pytest.mark.real_time


@pytest.fixture
async def server() -> AsyncIterator[MemoryServer]:
    """Return a circle whose shell ticks."""
    async with memory_server() as circle:
        yield circle


def person(server: MemoryServer, **more: object) -> Participant:
    """Return somebody with the join link; not connected yet."""
    setup = Setup(opener=server.opener, rng=random.Random(1))
    given: dict[str, object] = {"token": JOIN, "setup": setup} | more
    return Participant("http://circle", **given)  # type: ignore[arg-type]


def lead(server: MemoryServer) -> Console:
    """Return the facilitator."""
    return Console("http://circle", LEAD, Setup(opener=server.opener))


def stored(server: MemoryServer) -> dict[int, list[tuple[int, float]]]:
    """Return the taps in the log by seat: number and time."""
    found: dict[int, list[tuple[int, float]]] = {}
    for entry in server.log:
        if isinstance(entry.event, TapsPlayed):
            rows = found.setdefault(entry.event.seat, [])
            rows += [(tap[0], tap[1]) for tap in entry.event.taps]
    return found


async def test_what_is_played_is_stored_as_played(server: MemoryServer) -> None:
    """Session times arrive to the last bit, numbered from 1."""
    async with person(server, name="Ann") as ann:
        seat = await ann.seated()
        times = [ann.now_s() + 0.001 * i for i in range(10)]
        for time_s in times:
            ann.tap(time_s, velocity=0.5)
        await ann.all_saved()

    assert stored(server)[seat] == list(enumerate(times, start=1))


async def test_coming_back_is_the_same_person_with_nothing_lost(server: MemoryServer) -> None:
    """Killed again and again while five people play: every tap once, every seat kept."""
    people = [person(server, setup=Setup(opener=server.opener)) for _ in range(5)]
    played: dict[int, list[float]] = {}
    for one in people:
        await one.open()
        played[await one.seated()] = []
    rng = random.Random(3)

    for _ in range(60):
        await asyncio.sleep(0.02)
        for one in people:
            played[one.view.seat or 0].append(one.now_s())
            one.tap(played[one.view.seat or 0][-1])
        if server.up and rng.random() < 0.1:
            server.kill()
        elif not server.up and rng.random() < 0.3:
            server.restart()
    if not server.up:
        server.restart()
    for one in people:
        await one.all_saved()
        await one.close()

    log = stored(server)
    assert sum(one.connects for one in people) > 5
    assert {seat: len(times) for seat, times in played.items()} == {
        seat: len(rows) for seat, rows in log.items()
    }
    for seat, times in played.items():
        assert [row[0] for row in sorted(log[seat])] == list(range(1, len(times) + 1))
        assert [row[1] for row in sorted(log[seat])] == times


async def test_everybody_is_back_within_five_seconds_of_a_restart(server: MemoryServer) -> None:
    """However long it was away: the pauses between tries stay short."""
    async with person(server) as ann:
        await ann.seated()
        server.kill()
        await asyncio.sleep(2.5)
        server.restart()
        began = time.perf_counter()

        await ann.until(lambda: ann.view.welcomes == 2)

        assert time.perf_counter() - began < 2 * LONGEST_PAUSE_S


def test_pauses_grow_are_spread_and_stay_short() -> None:
    """No try comes later than the longest pause; a circle does not come back all at once."""
    assert [pause_s(n, 1.0) for n in range(6)] == [0.1, 0.2, 0.4, 0.8, 1.0, 1.0]
    assert pause_s(99, 0.0) == LONGEST_PAUSE_S / 2


async def test_a_typed_code_waits_until_the_door_opens(server: MemoryServer) -> None:
    """Nothing but the wait; what was played meanwhile at the door counts from the seat on."""
    async with person(server, token=None, code=" k7q m2x", name="Ann") as ann, lead(server) as led:
        assert await ann.arrived() is False
        assert ann.link is Link.WAITING
        await led.ready()
        await led.until(lambda: led.view.desk is not None and bool(led.view.desk.waiting))
        assert led.view.desk is not None
        assert [knock.name for knock in led.view.desk.waiting] == ["Ann"]

        await led.door(open_=True)

        assert await ann.seated() == 1


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"token": None, "code": "AAAAAA"}, UnknownDoor),
        ({"token": "nobody-knows-this-token"}, UnknownDoor),
    ],
)
async def test_a_refusal_is_told_once_and_not_asked_again(
    server: MemoryServer, given: dict[str, object], kind: type[Exception]
) -> None:
    """The server's own sentence reaches the caller; the client stops knocking."""
    async with person(server, **given) as ann:
        with pytest.raises(kind, match="circle"):
            await ann.arrived()
        await asyncio.sleep(0.3)
        assert ann.link is Link.CLOSED
        assert ann.connects == 0


async def test_a_server_that_is_not_there_is_said_so() -> None:
    """A time-out says what the trouble is, not that time ran out."""
    server = MemoryServer()
    server.up = False
    async with person(server) as ann:
        with pytest.raises(UnknownDoor, match="Nobody is at home"):
            await ann.arrived(timeout_s=0.3)


async def test_the_console_leads_and_hears_its_refusals(server: MemoryServer) -> None:
    """Tempo, start and stop reach everybody; what makes no sense comes back as an error."""
    async with person(server) as ann, lead(server) as led:
        await ann.seated()
        await led.ready()
        await led.arrange(tempo_bpm=132.0, grouping=[2, 2, 3], count_in_bars=0)
        with pytest.raises(NotNow, match="nothing is playing"):
            await led.stop()
        await led.start()
        await ann.until(lambda: ann.view.playing)

        assert ann.view.timeline is not None
        assert ann.view.timeline.tempo_at(0) == 132.0
        assert ann.view.bars is not None
        assert ann.view.bars.position_at(7).bar == 2
        with pytest.raises(NotAllowed):
            await ann.ask("stop")
        await led.end()
        await ann.until(lambda: ann.view.goodbye is not None)


async def test_clicks_are_the_beats_that_sound(server: MemoryServer) -> None:
    """From the first count-in beat to the last before the stop, each once, however asked for."""
    async with person(server) as ann, lead(server) as led:
        await ann.seated()
        await led.ready()
        await led.arrange(tempo_bpm=240.0, grouping=[2], count_in_bars=1)
        await led.start()
        await ann.until(lambda: ann.view.playing)
        await led.stop("bar")
        await ann.until(lambda: ann.view.phase == "stopping")
        run = ann.view.run
        assert run is not None
        assert run.stop_beat is not None
        begin_s = run.segments[0][1] - 5.0

        whole = list(ann.view.clicks(begin_s, begin_s + 60.0))
        parts = [
            click
            for i in range(240)
            for click in ann.view.clicks(begin_s + i * 0.25, begin_s + (i + 1) * 0.25)
        ]

    assert [beat for beat, _ in whole] == list(range(-2, int(run.stop_beat)))
    assert parts == whole


async def test_session_time_is_right_on_a_device_with_a_strange_clock(
    server: MemoryServer,
) -> None:
    """An offset of an hour and a fast crystal make no difference to session time."""
    strange = DeviceClock(time.perf_counter, offset_s=3600.0, drift_ppm=80.0)
    async with person(server, setup=Setup(local=strange, opener=server.opener)) as ann:
        await ann.seated()
        await asyncio.sleep(0.5)

        assert ann.now_s() == pytest.approx(server.now_s(), abs=2e-3)
        assert ann.clock.bound_s() < 0.02


def test_a_view_that_has_heard_nothing_has_no_clicks() -> None:
    """Before the first message there is nothing to play."""
    assert list(View().clicks(0.0, 100.0)) == []


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://a.org/j#tok", ("https://a.org", "play", "tok", None)),
        ("http://localhost:8080/j/k7qm2x", ("http://localhost:8080", "play", None, "K7QM2X")),
        ("http://a.org:1/console#t", ("http://a.org:1", "lead", "t", None)),
    ],
)
def test_a_link_says_where_and_what(
    link: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    """Server, role and token come out of the link people are given."""
    place = place_of(link)

    assert (place.url, place.role, place.token, place.code) == expected


@pytest.mark.parametrize(
    "link", ["", "K7QM2X", "http://a.org/", "http://a.org/console", "ftp://x/j#t"]
)
def test_what_is_no_link_of_ours_is_refused(link: str) -> None:
    """The sentence shows a link as it should be."""
    with pytest.raises(BadValue, match="http://"):
        place_of(link)
