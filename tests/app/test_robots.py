"""Robots over real sockets: they come on asking, follow the music, and leave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from rawclient import Circle, client, open_circle
from unisono.app.robots import MOST, RobotHouse
from unisono.app.serve import RunningServer, start_server
from unisono.app.settings import Settings
from unisono.errors import NotNow
from unisono.session.commands import Robots
from unisono.testing.robots import RobotBand

pytestmark = pytest.mark.usefixtures("no_trouble")


@pytest.fixture
async def with_robots(settings: Settings) -> AsyncIterator[RunningServer]:
    """A server that has robots."""
    running = await start_server(settings, RobotBand())
    yield running
    await running.stop()


@pytest.fixture
async def robot_circle(with_robots: RunningServer) -> Circle:
    """A circle on that server."""
    return await open_circle(with_robots.url)


async def test_a_server_without_robots_says_so(circle: Circle) -> None:
    """Kindly, and nothing else happens."""
    async with client(circle, "lead") as lead:
        problem = (await lead.ask("robots", {"count": 2}))["problem"]
        assert problem["code"] == "not_now"
        assert "no robots" in problem["message"]


async def test_robots_come_play_and_leave(robot_circle: Circle) -> None:
    """Shown as simulated; fewer, other, or none on asking; the same ones get their seats back."""
    async with client(robot_circle, "lead") as lead:
        await lead.ask("arrange", {"tempo_bpm": 160.0, "count_in_bars": 0})
        assert await lead.ask("robots", {"count": 3, "skill": "skilled", "delay_ms": 40.0}) == {}
        await lead.until(lambda: len(seats(lead.heard)) == 3)
        assert {view["device"] for view in seats(lead.heard).values()} == {"sim"}
        assert await lead.ask("start", {}) == {}
        await lead.until(lambda: people(lead.all("tick")) == 3, 20.0)
        assert {tap[0] for tick in lead.all("tick") for tap in tick["taps"]} == {1, 2, 3}
        assert await lead.ask("robots", {"count": 1}) == {}
        await lead.until(lambda: len(seats(lead.heard)) == 1)
        assert await lead.ask("robots", {"count": 0}) == {}
        await lead.until(lambda: not seats(lead.heard))
        assert await lead.ask("robots", {"count": 2}) == {}
        await lead.until(lambda: len(seats(lead.heard)) == 2)
        assert set(seats(lead.heard)) < {1, 2, 3}, "known robots, on the seats they had"
        assert await lead.ask("end", {}) == {}
        problem = (await lead.ask("robots", {"count": 2}))["problem"]
        assert problem["code"] == "not_now"


async def test_robots_rest_when_asked_to(robot_circle: Circle) -> None:
    """Between stop and start nobody taps; a circle that ends sends them home."""
    async with client(robot_circle, "lead") as lead:
        await lead.ask("arrange", {"tempo_bpm": 200.0, "count_in_bars": 0})
        await lead.ask("robots", {"count": 2, "delay_ms": 10.0})
        await lead.until(lambda: len(seats(lead.heard)) == 2)
        await lead.ask("start", {})
        await lead.until(lambda: any(tick["taps"] for tick in lead.all("tick")))
        await lead.ask("stop", {"when": "now"})
        await asyncio.sleep(1.5)
        heard = len(lead.all("tick"))
        await asyncio.sleep(1.2)
        assert not [t for t in lead.all("tick")[heard:] if t["taps"]]
        await lead.ask("end", {})
        await lead.hears("goodbye")


async def test_a_server_with_robots_stops_in_time(settings: Settings) -> None:
    """Robots are sent away first, and nothing is left running."""
    running = await start_server(settings, RobotBand())
    circle = await open_circle(running.url)
    async with client(circle, "lead") as lead:
        await lead.ask("robots", {"count": 4, "dropouts": True})
        await lead.until(lambda: len(seats(lead.heard)) == 4)
    async with asyncio.timeout(8.0):
        await running.stop()
    names = {task.get_name() for task in asyncio.all_tasks()}
    assert not [name for name in names if "robot" in name]


async def test_robots_among_themselves_go_home(
    robot_circle: Circle, with_robots: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not while somebody plays or leads; a stage is nobody. Then it is as empty as any other."""
    application = with_robots.application
    monkeypatch.setattr("unisono.app.application.ALONE_S", -1.0)
    async with client(robot_circle, "stage") as stage:
        (live,) = application.registry.running
        async with client(robot_circle, "lead") as lead:
            await lead.ask("robots", {"count": 2, "delay_ms": 10.0})
            await stage.until(lambda: len(seats(stage.heard)) == 2, 20.0)
            application.send_lonely_robots_home()
            async with client(robot_circle, "play") as somebody:
                await lead.close()
                application.send_lonely_robots_home()
                await stage.until(lambda: len(seats(stage.heard)) == 3)
                assert not [body for body in stage.all("circle") if body["gone"]]
                await somebody.ask("leave", {})
        await comes_true(lambda: live.alone_since_s is not None)
        application.send_lonely_robots_home()
        await stage.until(lambda: not seats(stage.heard), 20.0)
    await comes_true(lambda: live.empty_since_s is not None)


async def comes_true(what: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(20.0):
        while not what():
            await asyncio.sleep(0.02)


async def test_who_was_away_for_a_moment_finds_their_robots(
    robot_circle: Circle, with_robots: RunningServer
) -> None:
    """A console that comes back at once has them still."""
    async with client(robot_circle, "lead") as lead:
        await lead.ask("robots", {"count": 1, "delay_ms": 10.0})
        await lead.until(lambda: len(seats(lead.heard)) == 1)
    with_robots.application.send_lonely_robots_home()
    async with client(robot_circle, "lead") as lead:
        assert [view["device"] for view in (await lead.hears("welcome"))["circle"]] == ["sim"]


def seats(heard: list[tuple[str, dict[str, object]]]) -> dict[int, dict[str, object]]:
    """Return the ring as it is after all that was heard."""
    ring: dict[int, dict[str, object]] = {}
    for name, body in heard:
        if name == "circle":
            ring.update({view["seat"]: view for view in body["seats"]})  # type: ignore[attr-defined]
            for seat in body["gone"]:  # type: ignore[attr-defined]
                ring.pop(seat, None)
    return ring


def people(ticks: list[dict[str, dict[str, int]]]) -> int:
    """Return how many people stand behind the newest number."""
    return ticks[-1]["score"]["people"] if ticks else 0


class Waiting:
    """Brings robots that stay until they are sent away."""

    def __init__(self) -> None:
        self.here: dict[str, int] = {}

    async def play(self, url: str, join_token: str, wish: Robots) -> None:
        """Note that they are here as long as they are."""
        self.here[join_token] = wish.count
        try:
            await asyncio.Event().wait()
        finally:
            del self.here[join_token]


async def test_all_circles_together_have_so_many_robots() -> None:
    """The circle that asks for more is told kindly; those of a circle that lets go are free."""
    band = Waiting()
    house = RobotHouse(band)
    house.url = "http://localhost"
    for circle_id in range(MOST // 12):
        house.wish(circle_id, f"t{circle_id}", Robots(12))
    with pytest.raises(NotNow, match="busy in other circles"):
        house.wish(99, "t99", Robots(1))
    house.wish(0, "t0", Robots(12))
    house.wish(1, "t1", Robots(0))
    await asyncio.sleep(0.05)
    house.wish(99, "t99", Robots(12))
    await asyncio.sleep(0.05)
    assert sum(band.here.values()) == MOST
    await house.stop()
    assert not band.here


async def test_forgotten_robots_go_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """After some hours they leave by themselves, and can be wished for again."""
    monkeypatch.setattr("unisono.app.robots.STAY_S", 0.05)
    band = Waiting()
    house = RobotHouse(band)
    house.url = "http://localhost"
    house.wish(1, "t1", Robots(3))
    async with asyncio.timeout(5.0):
        while not band.here:
            await asyncio.sleep(0.005)
        while band.here:
            await asyncio.sleep(0.005)
    monkeypatch.setattr("unisono.app.robots.STAY_S", 60.0)
    house.wish(1, "t1", Robots(2))
    await asyncio.sleep(0.05)
    assert band.here == {"t1": 2}
    await house.stop()
