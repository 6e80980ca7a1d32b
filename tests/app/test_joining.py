"""Coming in, waiting, coming back: one person, one seat."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import pytest

from rawclient import Circle, RawClient, Refused, client, open_circle
from unisono.app.limits import GUESS_REST_S, GUESSES, GuessLimit
from unisono.app.serve import RunningServer, start_server
from unisono.app.settings import Settings


async def test_the_same_key_gets_the_same_seat(circle: Circle) -> None:
    """Coming back, even on another connection while the old one stands, changes nobody's seat."""
    auth = circle.auth("play", name="Ada")
    async with client(circle, "play"):
        first = await RawClient().connect(circle.url, auth)
        seat = (await first.hears("welcome"))["seat"]
        second = await RawClient().connect(circle.url, auth)
        assert seat == (await second.hears("welcome"))["seat"] == 2
        await first.hears("moved")
        await first.until(lambda: not first.connected)
        await second.close()
        third = await RawClient().connect(circle.url, auth)
        welcome = await third.hears("welcome")

        assert seat == welcome["seat"]
        assert welcome["circle"][1]["name"] == "Ada"
        await third.close()


async def test_a_typed_code_waits_at_the_door_until_let_in(circle: Circle) -> None:
    """With the door closed a typed code leads to the lobby; with a link one comes straight in."""
    async with client(circle, "lead") as lead:
        typed = {"token": None, "code": f" {circle.code[:3].lower()}-{circle.code[3:]}"}
        waiting = await RawClient().connect(circle.url, circle.auth("play") | typed)
        await waiting.hears("waiting")
        await lead.until(lambda: lead.all("desk")[-1]["waiting"])
        key = lead.all("desk")[-1]["waiting"][0]["key"]
        assert not waiting.all("welcome")
        assert (await waiting.ask("profile", {}))["problem"]["code"] == "not_allowed"
        assert await lead.ask("admit", {"key": key}) == {}

        assert (await waiting.hears("welcome"))["seat"] == 1
        assert await waiting.ask("profile", {"name": "Bo"}) == {}
        await waiting.close()


async def test_who_leaves_the_lobby_is_no_longer_waiting(circle: Circle) -> None:
    """A closed tab does not knock for ever."""
    async with client(circle, "lead") as lead:
        typed = {"token": None, "code": circle.code}
        waiting = await RawClient().connect(circle.url, circle.auth("play") | typed)
        await lead.until(lambda: lead.all("desk")[-1]["waiting"])
        await waiting.close()
        await lead.until(lambda: not lead.all("desk")[-1]["waiting"])


async def test_consoles_and_stages_get_the_links_their_token_gives(circle: Circle) -> None:
    """A console can show every link, a stage the join link; both agree, and the QR is a picture."""
    async with client(circle, "lead") as lead, client(circle, "stage") as stage:
        at_console, on_stage = await lead.hears("links"), await stage.hears("links")

        assert circle.join == urlsplit(at_console["join_url"]).fragment
        assert circle.stage == urlsplit(at_console["stage_url"]).fragment
        assert circle.review == urlsplit(at_console["review_url"]).fragment
        assert at_console["join_url"] == on_stage["join_url"]
        assert on_stage["stage_url"] is None
        assert on_stage["review_url"] is None
        assert on_stage["qr"].startswith("data:image/svg+xml")
        assert circle.console not in str(stage.heard)


async def test_every_link_works_after_a_restart(settings: Settings, server: RunningServer) -> None:
    """The server stores hashes only, and yet knows every link again when it comes back."""
    circle = await open_circle(server.url)
    key = circle.auth("play")["key"]
    async with client(circle, "play", key=key):
        await server.stop()
    again = await start_server(settings)
    moved = Circle(
        again.url, *(getattr(circle, n) for n in ("code", "console", "stage", "join", "review"))
    )
    async with client(moved, "lead") as lead, client(moved, "play", key=key) as player:
        assert player.all("welcome")[-1]["seat"] == 1
        assert circle.review in (await lead.hears("links"))["review_url"]
    await again.stop()


async def test_guessing_codes_ends_soon_and_hurts_nobody_else(circle: Circle) -> None:
    """After some codes that open nothing an address is to rest; links and seats still work."""
    typed = circle.auth("play") | {"token": None, "code": circle.code}
    async with client(circle, "lead") as lead:
        await lead.ask("door", {"open": True})
        seated = await RawClient().connect(circle.url, typed)
        await seated.hears("welcome")
        await seated.close()
    letters = "23456789ABCD"
    guesses = [circle.auth("play") | {"token": None, "code": f"ZZZZZ{x}"} for x in letters]
    answers = []
    for guess in [*guesses, circle.auth("play") | {"token": None, "code": circle.code}]:
        with pytest.raises(Refused) as refused:
            await RawClient().connect(circle.url, guess)
        answers.append(refused.value.data["code"])

    assert answers == ["unknown_door"] * GUESSES + ["too_much"] * 3
    again = await RawClient().connect(circle.url, typed)
    assert (await again.hears("welcome"))["seat"] == 1
    await again.close()
    async with client(circle, "play") as player:
        assert player.connected


def test_only_guesses_that_open_nothing_count_and_rest_ends() -> None:
    """A class of any size may join from one address; a guesser may try again after the rest."""
    limit = GuessLimit(0.0)
    assert all(limit.may_guess("one clinic", second / 100) for second in range(1000))
    for _ in range(GUESSES):
        limit.failed("a guesser", 20.0)

    assert not limit.may_guess("a guesser", 21.0)
    assert limit.may_guess("one clinic", 21.0)
    assert limit.may_guess("a guesser", 20.0 + GUESS_REST_S)


def test_many_addresses_together_guess_no_faster_than_a_few_a_second() -> None:
    """Spreading guesses over addresses does not help."""
    limit, tried = GuessLimit(0.0), 0
    for n in range(100_000):
        if limit.may_guess(f"address {n}", n / 1000):
            limit.failed(f"address {n}", n / 1000)
            tried += 1

    assert tried <= 50 + 5 * 100 + 1


async def test_fifty_people_at_once_get_fifty_seats(circle: Circle) -> None:
    """A whole circle pressing the link at the same moment is seated without a gap."""
    raws = await asyncio.gather(
        *(RawClient().connect(circle.url, circle.auth("play")) for _ in range(50))
    )
    seats = [(await raw.hears("welcome"))["seat"] for raw in raws]
    await asyncio.gather(*(raw.close() for raw in raws))

    assert list(range(1, 51)) == sorted(seats)
