"""A second pair of hands over real sockets: the circle plays on, both consoles agree."""

from __future__ import annotations

import asyncio

import pytest

from rawclient import Circle, RawClient, Refused, client
from unisono.app.serve import RunningServer
from unisono.app.tokens import capabilities_of
from unisono.store import TokenKind

pytestmark = pytest.mark.usefixtures("no_trouble")


def helper_auth(circle: Circle) -> dict[str, object]:
    """Return the handshake of a helper: a console's, with the helper's token."""
    token = capabilities_of(TokenKind.CONSOLE, circle.console).helper
    return {"role": "lead", "token": token}


async def test_a_console_shows_the_helper_link_and_it_opens_a_console(circle: Circle) -> None:
    """The link leads to a console that shows every other link but the facilitator's own."""
    async with client(circle, "lead") as lead:
        url = (await lead.hears("links"))["helper_url"]
        assert url.partition("#")[2] == helper_auth(circle)["token"]
        helper = await RawClient().connect(circle.url, helper_auth(circle))
        assert (await helper.hears("welcome"))["role"] == "help"
        links = await helper.hears("links")
        assert links == await lead.hears("links")
        assert circle.console not in str(links)
        await lead.until(lambda: lead.all("desk")[-1]["consoles"] == 2)
        assert (await helper.ask("end", {}))["problem"]["code"] == "not_allowed"
        await helper.close()
        await lead.until(lambda: lead.all("desk")[-1]["consoles"] == 1)


async def test_a_helpers_token_opens_no_other_door(circle: Circle) -> None:
    """Neither a seat nor a stage."""
    for role in ("stage", "play"):
        auth = {**circle.auth(role), "token": helper_auth(circle)["token"]}
        with pytest.raises(Refused):
            await RawClient().connect(circle.url, auth)


async def test_the_circle_plays_on_and_the_helper_leads(circle: Circle) -> None:
    """The facilitator's line is cut in the middle of the music: the helper changes the tempo."""
    async with client(circle, "play") as player:
        lead = await RawClient().connect(circle.url, circle.auth("lead"))
        helper = await RawClient().connect(circle.url, helper_auth(circle))
        assert await lead.ask("start", {}) == {}
        before = (await helper.hears("beat"))["run"]
        await lead.close()
        await asyncio.sleep(1.2)
        assert await helper.ask("arrange", {"tempo_bpm": 117.0}) == {}
        await player.until(lambda: player.all("beat")[-1]["arrangement"]["tempo_bpm"] == 117.0)
        after = player.all("beat")[-1]
        assert after["phase"] == "playing"
        assert after["run"]["run"] == before["run"]
        starts = dict(row[:2] for row in after["run"]["segments"])
        assert starts[0.0] == pytest.approx(before["segments"][0][1], abs=1e-6), "the same bar 1"
        await helper.close()


async def test_both_consoles_agree_within_a_beat(circle: Circle, server: RunningServer) -> None:
    """Whatever one console does, the other shows within a beat of the music (0.5 s at 120)."""
    loop = asyncio.get_running_loop()
    async with client(circle, "play") as player, client(circle, "lead") as lead:
        helper = await RawClient().connect(circle.url, helper_auth(circle))
        await helper.hears("desk")
        seat = (await player.hears("welcome"))["seat"]
        slowest_s = 0.0
        changes = [
            ("arrange", {"tempo_bpm": 120.0}, "beat"),
            ("start", {}, "beat"),
            ("mute", {"seat": seat, "muted": True}, "desk"),
            ("sethearing", {"who": "section", "bars": 2}, "hearing"),
            ("arrange", {"tempo_bpm": 110.0}, "beat"),
        ]
        for at, (name, body, told) in enumerate(changes):
            acting, other = (lead, helper) if at % 2 else (helper, lead)
            heard, began_s = len(other.all(told)), loop.time()
            assert await acting.ask(name, body) == {}
            await other.hears(told, heard + 1)
            slowest_s = max(slowest_s, loop.time() - began_s)
            assert other.all(told)[-1] == (await acting.hears(told)), "the same picture"
        assert slowest_s < 0.5
        await helper.close()
