"""The guard before every socket: what is not ours does not reach the library, nor anybody else."""

from __future__ import annotations

import asyncio
import contextlib
import json

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rawclient import Circle, RawSocket, client, raw_socket
from unisono.app.serve import RunningServer
from unisono.app.sockets.frames import FrameKind, FrameRefused, depth, read_frame
from unisono.app.sockets.guard import MESSAGES_BURST, Action, SocketGuard
from unisono.wire.table import MAX_BYTES, ROW_BY_NAME

FORGED = (
    '42["connect",{"HTTP_HOST":"x"},{"role":"lead"}]',
    '42["disconnect","bye"]',
    '42["message","x"]',
    '42["*","x"]',
    '42["welcome",{}]',
)
UNREADABLE = (
    "42",
    '42/admin,["sync",{}]',
    "42[",
    '42["sync"',
    "42[]",
    "42[1]",
    '42["sync",{"t0":1},{"t0":2}]',
    '42["sync",[]]',
    '42["sync",' + "[" * 9000 + "]" * 9000 + "]",
    '42["sync",' + '{"a":' * 9 + "1" + "}" * 9 + "]",
    '42["sync",{"t0":' + "9" * 5000 + "}]",
    '4299999999999["sync",{"t0":1}]',
    "42" + "x" * (MAX_BYTES + 1),
)
NOT_OURS = (
    "",
    "0",
    "2",
    "2probe",
    "5",
    "6",
    "7",
    "x",
    "b4AAAA",
    "4",
    "43[1]",
    "430[]",
    '44{"message":"x"}',
    '451-["sync",{"_placeholder":true,"num":0}]',
    "461-[]",
    "40/admin,",
    "40[1]",
    "40{",
    '4{"a":1}',
    "\x00",
    "3probe",
    "1" * 50_000,
)


async def handshake(raw: RawSocket, circle: Circle) -> None:
    """Take a seat over a bare WebSocket."""
    await raw.say("40" + json.dumps(circle.auth("play")))
    await raw.hears('42["welcome"')


async def still_works(raw: RawSocket) -> None:
    """A clock exchange is answered."""
    await raw.say('427["sync",{"t0":1.5}]')
    assert '{"t":[' in await raw.hears("437")


@pytest.mark.parametrize("frame", FORGED + UNREADABLE, ids=range(len(FORGED + UNREADABLE)))
async def test_a_frame_that_is_not_taken_is_answered_and_has_no_effect(
    circle: Circle, frame: str
) -> None:
    """Forged, unreadable and oversized events get a problem; the socket and the others go on."""
    async with client(circle, "play") as neighbour, raw_socket(circle.url) as raw:
        await handshake(raw, circle)
        await raw.say(frame)
        name, problem = json.loads((await raw.hears('42["problem"'))[2:])
        await still_works(raw)

        assert name == "problem"
        assert problem["code"] in ("bad_message", "too_much")
        assert problem["message"].endswith(".")
        assert neighbour.connected
        assert not neighbour.all("problem")
        assert len((await neighbour.hears("circle"))["seats"]) >= 1


@pytest.mark.parametrize("frame", NOT_OURS, ids=range(len(NOT_OURS)))
async def test_what_no_client_of_ours_sends_closes_its_own_socket(
    circle: Circle, frame: str
) -> None:
    """Binary packets, other namespaces and plain garbage end the connection, with 1008."""
    async with client(circle, "play") as neighbour, raw_socket(circle.url) as raw:
        await handshake(raw, circle)
        await raw.say(frame)

        assert await raw.ends() == 1008
        assert await neighbour.ask("sync", {"t0": 0})


async def test_an_answer_that_was_wanted_comes_for_refused_events_too(circle: Circle) -> None:
    """Whoever asked for an acknowledgement gets one with the problem in it."""
    async with raw_socket(circle.url) as raw:
        await handshake(raw, circle)
        await raw.say('4212["disconnect"]')
        answer = json.loads((await raw.hears("4312"))[4:])

        assert answer[0]["problem"]["code"] == "bad_message"


async def test_binary_frames_end_the_connection(circle: Circle) -> None:
    """There is nothing binary in our protocol."""
    async with raw_socket(circle.url) as raw:
        await handshake(raw, circle)
        await raw.socket.send_bytes(b"x" * 100)

        assert await raw.ends() == 1003


async def test_a_huge_frame_is_not_read(circle: Circle) -> None:
    """Beyond 64 kB a frame is not even looked at."""
    async with client(circle, "play") as neighbour, raw_socket(circle.url) as raw:
        await handshake(raw, circle)
        await raw.say('42["taps","' + "x" * 2_000_000 + '"]')

        assert await raw.ends() == 1009
        assert neighbour.connected


async def test_events_before_the_handshake_reach_nobody(
    server: RunningServer, circle: Circle
) -> None:
    """Without a place in a session there is nothing one can say."""
    async with raw_socket(circle.url) as raw:
        await raw.say(*['42["start",{}]'] * 50)

        assert await raw.ends() == 1008


async def test_a_handshake_may_be_tried_three_times(circle: Circle) -> None:
    """Guessing over one socket ends with the socket."""
    async with raw_socket(circle.url) as raw:
        for _ in range(3):
            await raw.say('40{"role":"lead","token":"' + "x" * 43 + '"}')
            assert "unknown_door" in await raw.hears("44")
        await raw.say('40{"role":"lead","token":"' + "x" * 43 + '"}')

        assert await raw.ends() == 1008


async def test_whoever_does_not_come_in_does_not_linger(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket without a handshake is gone after a while, whatever it answers to pings."""
    monkeypatch.setattr("unisono.app.sockets.link.JOIN_WITHIN_S", 0.3)
    async with raw_socket(server.url) as raw:
        await raw.ends(3.0)
    await asyncio.sleep(0.05)
    assert not server.application.door.links()


async def test_a_flood_ends_for_the_flooder_alone(circle: Circle) -> None:
    """Too many messages are first left out, with a word, and then the socket is closed."""
    async with client(circle, "play") as neighbour, raw_socket(circle.url) as raw:
        await handshake(raw, circle)

        async def flood() -> None:
            for n in range(3000):
                await raw.say(f'42{n}["sync",{{"t0":1}}]')

        flooding = asyncio.create_task(flood())
        first = await raw.hears('42["problem"')
        assert "too_much" in first
        assert await raw.ends() == 1008
        flooding.cancel()
        await asyncio.gather(flooding, return_exceptions=True)
        assert await neighbour.ask("sync", {"t0": 0})
        assert not neighbour.all("problem")


async def test_no_compression_is_agreed_to(circle: Circle) -> None:
    """Browsers offer permessage-deflate; saying yes would double the cost of everything."""
    async with raw_socket(circle.url, compress=15) as raw:
        assert not raw.socket.compress


async def test_polling_is_not_served(server: RunningServer) -> None:
    """One transport: a request to poll is refused at once."""
    async with aiohttp.ClientSession() as http:
        address = f"{server.url}/socket.io/?EIO=4&transport=polling"
        assert (await http.get(address)).status == 400
        assert (await http.post(address, data="x")).status == 400


async def test_connections_of_one_address_are_counted(server: RunningServer) -> None:
    """The limit per address holds, and a closed connection makes room."""
    settings = server.application.settings
    assert settings.sockets_per_address == 1000
    object.__setattr__(settings, "sockets_per_address", 2)
    async with raw_socket(server.url), raw_socket(server.url):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with raw_socket(server.url):
                pass
        assert refused.value.status == 429
    await asyncio.sleep(0.1)
    async with raw_socket(server.url):
        pass


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=20,
)


def true_depth(value: object) -> int:
    """Return how deeply lists and objects are nested."""
    if isinstance(value, dict):
        return 1 + max(map(true_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(true_depth, value), default=0)
    return 0


@given(JSON)
def test_depth_counts_brackets_and_not_what_is_in_strings(value: object) -> None:
    """The depth of a text is the depth of what it says."""
    assert depth(json.dumps(value)) == true_depth(value)


@given(st.text(max_size=200) | st.text('0123456789[]{}",:/-abcsyncto', max_size=60))
def test_no_text_makes_reading_a_frame_raise_anything_else(text: str) -> None:
    """A frame is something we know, or refused."""
    with contextlib.suppress(FrameRefused):
        assert read_frame(text) in FrameKind


@given(st.sampled_from(sorted(ROW_BY_NAME)), JSON, st.none() | st.integers(0, 10**9 - 1))
def test_an_event_with_an_object_is_read_as_one(name: str, value: object, ack: int | None) -> None:
    """Every event of the table gets through with any object that is not too deep."""
    number = "" if ack is None else str(ack)
    text = f"42{number}{json.dumps([name, {'x': value}])}"
    if true_depth(value) <= 6 and len(text.encode()) <= MAX_BYTES:
        assert read_frame(text) is FrameKind.EVENT


def test_a_steady_player_is_never_held_up() -> None:
    """Thirty messages a second for an hour pass, every one."""
    guard = SocketGuard(0.0)
    verdicts = {guard.judge('42["sync",{"t0":1}]', n / 29.9, True).action for n in range(100_000)}

    assert verdicts == {Action.PASS}


def test_a_burst_after_a_reconnect_passes() -> None:
    """Sixty messages at once are not a flood."""
    guard = SocketGuard(0.0)
    burst = [guard.judge("3", 0.0, True).action for _ in range(int(MESSAGES_BURST))]

    assert set(burst) == {Action.PASS}
    assert guard.judge("3", 0.0, True).action is Action.DROP
