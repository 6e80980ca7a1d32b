"""Plans over HTTP, and a short evening led by one over real sockets with robots."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import msgspec
import pytest

from rawclient import Circle, client, open_circle
from unisono.app.serve import RunningServer, start_server
from unisono.app.settings import Settings
from unisono.app.shelf import plans
from unisono.session.plans import Plan
from unisono.testing.robots import RobotBand

pytestmark = pytest.mark.usefixtures("no_trouble")

KINDS = ("check_in", "groove", "call_response", "sculpt", "last_beat", "check_out")


@pytest.fixture
async def robot_circle(settings: Settings) -> AsyncIterator[Circle]:
    """A circle on a server that has robots."""
    running: RunningServer = await start_server(settings, RobotBand())
    yield await open_circle(running.url)
    await running.stop()


async def test_plans_are_served_to_anybody(circle: Circle) -> None:
    """The eight of them, and what is served can be set as it is."""
    async with aiohttp.ClientSession() as http, http.get(f"{circle.url}/api/plans") as answer:
        assert answer.status == 200
        body = await answer.json()
    assert {name: msgspec.convert(plan, Plan) for name, plan in body["plans"].items()} == plans()
    async with client(circle, "lead") as lead:
        for plan in body["plans"].values():
            assert await lead.ask("setplan", {"plan": plan}) == {}
        assert (await lead.hears("plan", 9))["plan"]["title"]


async def test_a_short_evening_with_robots_is_told_in_the_review(robot_circle: Circle) -> None:
    """A plan of a minute on a real server: the review names every activity."""
    bar = {"tempo_bpm": 160.0, "groove": "march", "calls": ["body-echo"], "rounds": 1}
    activities = [{"kind": kind, "title": kind, **bar} for kind in KINDS]
    plan = {"title": "A minute", "activities": activities}
    async with client(robot_circle, "lead") as lead:
        assert await lead.ask("robots", {"count": 3, "skill": "skilled"}) == {}
        assert await lead.ask("setplan", {"plan": plan}) == {}
        for at in range(1, len(KINDS) + 1):
            assert await lead.ask("go", {}) == {}
            await lead.hears("activity", at)
            await asyncio.sleep(5.0)
        assert await lead.ask("end", {}) == {}
        assert not lead.all("problem")
        headers = {"Authorization": f"Bearer {robot_circle.review}"}
        url = f"{robot_circle.url}/api/review"
        async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as answer:
            report = await answer.json()
    assert [line["kind"] for line in report["activities"]] == list(KINDS)
    assert {line["kind"] for line in report["cues"]} >= {"call", "sculpt", "last"}
    assert report["calls"][0]["rounds"][0]["asked"] == 3
    assert report["finishes"][0]["people"] == 3
    assert report["taps"] > 60
