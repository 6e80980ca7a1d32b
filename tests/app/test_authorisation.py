"""Who may do what: every message and every role, every link and every door."""

from __future__ import annotations

import itertools

import pytest

from rawclient import Circle, RawClient, Refused, client, open_circle
from unisono.app.serve import RunningServer
from unisono.session.caller import Role
from unisono.wire.table import FROM_CLIENT, Row

BODIES: dict[str, object] = {
    "sync": {"t0": 0.0},
    "taps": {"taps": [[1, 0.2, 0.001, "sim", None]]},
    "clock": {"round_trip_s": 0.01, "bound_s": 0.002},
    "arrange": {"tempo_bpm": 100.0},
    "stop": {"when": "now"},
    "door": {"open": False},
    "rename": {"seat": 1, "name": "Ada"},
    "remove": {"seat": 1},
}
ROLES = ("play", "lead", "stage")


async def entries(server: RunningServer, circle: Circle) -> list[str]:
    """Return the kinds of all entries of a circle's log."""
    store = server.application.store
    row = await store.read.by_code(circle.code)
    assert row is not None
    return [type(entry.event).__name__ for entry in await store.read.entries(row.id)]


@pytest.mark.parametrize("row", FROM_CLIENT, ids=lambda row: row.name)
@pytest.mark.parametrize("role", ROLES)
async def test_every_message_is_taken_from_its_roles_and_from_nobody_else(
    server: RunningServer, circle: Circle, row: Row, role: str
) -> None:
    """A role that the table does not name is refused, and nothing has happened."""
    async with client(circle, "play") as neighbour, client(circle, role) as sender:
        before = await entries(server, circle)
        answer = await sender.ask(row.name, BODIES.get(row.name, {}))
        code = answer.get("problem", {}).get("code")

        assert (code == "not_allowed") == (Role(role) not in row.roles)
        if code == "not_allowed":
            assert before == await entries(server, circle)
            assert sender.all("problem")[-1] == answer["problem"]
        assert neighbour.connected or row.name in ("remove", "end")


@pytest.mark.parametrize(
    ("role", "link"),
    list(itertools.product(ROLES, ("console", "stage", "join", "review"))),
)
async def test_a_link_opens_its_own_door_only(circle: Circle, role: str, link: str) -> None:
    """Whoever holds a link comes in as what the link is for, whatever they call themselves."""
    auth = circle.auth(role) | {"token": getattr(circle, link)}
    own = {"play": "join", "lead": "console", "stage": "stage"}[role] == link
    raw = RawClient()
    if own:
        await raw.connect(circle.url, auth)
        assert role == (await raw.hears("welcome"))["role"]
        await raw.close()
    else:
        with pytest.raises(Refused) as refused:
            await raw.connect(circle.url, auth)
        assert refused.value.data["code"] == "unknown_door"


async def test_a_circle_hears_and_changes_nothing_of_another(server: RunningServer) -> None:
    """Two circles on one server do not know of each other."""
    one, other = await open_circle(server.url), await open_circle(server.url)
    async with (
        client(one, "lead") as lead,
        client(one, "play") as player,
        client(other, "lead") as stranger,
        client(other, "play"),
    ):
        heard = len(stranger.heard)
        assert await lead.ask("start", {}) == {}
        assert await lead.ask("remove", {"seat": 1}) == {}
        await player.hears("goodbye")
        news = {name for name, _ in stranger.heard[heard:]}

        assert news <= {"circle", "desk"}
        assert await entries(server, other) == ["Opened", "SeatTaken", "Here"]


async def test_whoever_gave_the_seat_up_speaks_for_nobody(
    server: RunningServer, circle: Circle
) -> None:
    """After a seat is closed its connection is shown out, and its key does not open it again."""
    auth = circle.auth("play")
    raw = await RawClient().connect(circle.url, auth)
    await raw.hears("welcome")
    async with client(circle, "lead") as lead:
        assert await lead.ask("remove", {"seat": 1}) == {}
        assert (await raw.hears("goodbye"))["reason"] == "removed"
        await raw.until(lambda: not raw.connected)
        with pytest.raises(Refused) as refused:
            await RawClient().connect(circle.url, auth)

        assert refused.value.data["code"] == "not_allowed"
