"""Bad input: a code and a plain sentence for its sender, and nothing else happens to anybody."""

from __future__ import annotations

from typing import Any

import pytest

from rawclient import Circle, RawClient, Refused, client
from unisono.app.serve import RunningServer
from unisono.session.events import TapsPlayed

KIND_WORDS = ("error", "fail", "wrong", "invalid", "exception", "traceback", "expected `")

FROM_A_FACILITATOR: dict[str, tuple[str, object]] = {
    "tempo too high": ("arrange", {"tempo_bpm": 301}),
    "tempo too low": ("arrange", {"tempo_bpm": 19.9}),
    "tempo in words": ("arrange", {"tempo_bpm": "fast"}),
    "meter too long": ("arrange", {"grouping": [6, 7]}),
    "meter of nothing": ("arrange", {"grouping": []}),
    "count-in too long": ("arrange", {"count_in_bars": 5}),
    "a name too long": ("rename", {"seat": 1, "name": "x" * 21}),
    "a seat nobody has": ("rename", {"seat": 77, "name": "x"}),
    "stop before start": ("stop", {}),
    "an unknown field": ("door", {"open": True, "colour": 1}),
    "a list for an object": ("door", [True]),
}
FROM_A_PARTICIPANT: dict[str, tuple[str, object]] = {
    "a name too long": ("profile", {"name": "x" * 21}),
    "an animal beyond the zoo": ("profile", {"animal": 24}),
    "no taps at all": ("taps", {"taps": []}),
    "more taps than a batch holds": (
        "taps",
        {"taps": [[n, 0.1, 0.0, "sim", None] for n in range(1, 202)]},
    ),
    "a tap without a source": ("taps", {"taps": [[1, 0.1, 0.0]]}),
    "a tap number of zero": ("taps", {"taps": [[0, 0.1, 0.0, "sim", None]]}),
    "a tap time that is no number": ("taps", {"taps": [[1, "now", 0.0, "sim", None]]}),
    "a clock worse than anything": ("clock", {"round_trip_s": 61.0, "bound_s": 1.0}),
    "a facilitator's message": ("start", {}),
    "a message that is too large": ("taps", {"taps": [[1, 0.1, 0.0, "x" * 17_000, None]]}),
}


async def log_length(server: RunningServer, circle: Circle) -> int:
    """Return how many entries a circle's log has."""
    store = server.application.store
    row = await store.read.by_code(circle.code)
    assert row is not None
    await store.flush()
    return len(await store.read.entries(row.id))


async def kept(server: RunningServer, circle: Circle) -> list[int]:
    """Return the numbers of all taps in a circle's log."""
    store = server.application.store
    row = await store.read.by_code(circle.code)
    assert row is not None
    events = [entry.event for entry in await store.read.entries(row.id)]
    return [tap[0] for event in events if isinstance(event, TapsPlayed) for tap in event.taps]


def check(problem: dict[str, Any]) -> None:
    """A problem has a stable code and a sentence anybody can read."""
    assert problem["code"].replace("_", "").isalpha()
    sentence = problem["message"]
    assert sentence.endswith(".")
    assert not [word for word in KIND_WORDS if word in sentence.lower()]


async def refused_by(raw: RawClient, name: str, body: object) -> dict[str, Any]:
    """Send a message and return the problem heard about it."""
    seen = len(raw.all("problem"))
    await raw.say(name, body)
    problem: dict[str, Any] = await raw.hears("problem", seen + 1)
    return problem


@pytest.mark.parametrize("case", FROM_A_FACILITATOR)
async def test_a_facilitator_is_told_and_nothing_changes(
    server: RunningServer, circle: Circle, case: str
) -> None:
    """Whatever a console sends that cannot be met is answered and leaves everything as it was."""
    async with client(circle, "lead") as lead, client(circle, "play") as player:
        before = await log_length(server, circle)
        check(await refused_by(lead, *FROM_A_FACILITATOR[case]))

        assert before == await log_length(server, circle)
        assert lead.connected
        assert player.connected
        assert not player.all("problem")


@pytest.mark.parametrize("case", FROM_A_PARTICIPANT)
async def test_a_participant_is_told_and_nothing_changes(
    server: RunningServer, circle: Circle, case: str
) -> None:
    """Whatever a participant sends that cannot be met harms neither them nor the others."""
    async with client(circle, "play") as player, client(circle, "play") as neighbour:
        before = await log_length(server, circle)
        check(await refused_by(player, *FROM_A_PARTICIPANT[case]))

        assert before == await log_length(server, circle)
        assert player.connected
        assert neighbour.connected
        assert not neighbour.all("problem")
        assert (await player.ask("sync", {"t0": 0}))["t"][0] > 0


@pytest.mark.parametrize("away_s", [5.0, 1e9, -1000.0, -1e8])
async def test_a_tap_from_the_future_or_far_past_is_not_kept(
    server: RunningServer, circle: Circle, away_s: float
) -> None:
    """Such a tap is answered and done with; a good one in the same batch is kept."""
    async with client(circle, "play") as player:
        now_s = (await player.ask("sync", {"t0": 0}))["t"][0]
        rows = [[1, now_s + away_s, 0.001, "sim", None], [2, now_s, 0.001, "sim", None]]
        await player.say("taps", {"taps": rows})
        check(await player.hears("problem"))

        assert await player.hears("saved") == {"upto": 2}
        assert await kept(server, circle) == [2]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"token": "x" * 22}, "unknown_door"),
        ({"token": None, "code": "ZZZZZZ"}, "unknown_door"),
        ({"token": None, "code": "0OILU1"}, "unknown_door"),
        ({"token": None, "code": "A" * 17}, "bad_message"),
        ({"token": None}, "unknown_door"),
        ({"token": "short"}, "unknown_door"),
        ({"token": "x" * 129}, "bad_message"),
        ({"key": None}, "bad_message"),
        ({"name": "x" * 21}, "bad_message"),
        ({"role": "shell"}, "bad_message"),
        ({"protocol": 99}, "bad_message"),
        ({"device": "toaster"}, "bad_message"),
        ({"extra": 1}, "bad_message"),
    ],
)
async def test_a_handshake_that_leads_nowhere_is_refused_with_a_sentence(
    circle: Circle, change: dict[str, object], code: str
) -> None:
    """The refusal carries the code and the sentence; a proper handshake still works after it."""
    with pytest.raises(Refused) as refused:
        await RawClient().connect(circle.url, circle.auth("play") | change)

    assert code == refused.value.data["code"]
    check(refused.value.data)
    async with client(circle, "play") as player:
        assert player.connected


async def test_no_handshake_at_all_is_refused(circle: Circle) -> None:
    """Connecting without saying who one is leads nowhere."""
    with pytest.raises(Refused):
        await RawClient().connect(circle.url, None)
