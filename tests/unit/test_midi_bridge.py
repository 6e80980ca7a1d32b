"""Laws of the bridge as a whole: a real session, a fake MIDI system, no network."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unisono.client import Console, Participant, Place, Setup
from unisono.errors import BadValue
from unisono.session import cues as q
from unisono.session.events import CueArmed, TapsPlayed
from unisono.session.phrases import Note, PromptSpec
from unisono.testing.memory import JOIN, LEAD, MemoryServer, memory_server
from unisono_midi import orders as o
from unisono_midi.joining import Wish, join, lead, place
from unisono_midi.keepsakes import Keepsakes, Latency
from unisono_midi.mapping import GENERAL_MIDI
from unisono_midi.process import LocalEngine
from unisono_midi.testing import FakeMidi

pytestmark = pytest.mark.real_time

PLAY = Place("http://circle", "play", token=JOIN)
DESK = Place("http://circle", "lead", token=LEAD)


@pytest.fixture
async def server() -> AsyncIterator[MemoryServer]:
    """A circle whose shell ticks."""
    async with memory_server() as circle:
        yield circle


@asynccontextmanager
async def running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have a bridge run beside the test."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def begin_fast(desk: Console, said: list[str]) -> None:
    """Start a fast four-four without a count-in once the bridge is in the circle."""
    await desk.ready()
    await until(lambda: any("In the circle" in one for one in said))
    await asyncio.sleep(0.3)
    await desk.arrange(tempo_bpm=240.0, grouping=[4], count_in_bars=0)
    await desk.start()


class Ledger(LocalEngine):
    """An engine that writes down what is to go out when, less what was taken back."""

    def __init__(self, midi: FakeMidi) -> None:
        super().__init__(midi)
        self.due: list[tuple[float, bytes]] = []

    def order(self, order: o.Order) -> None:
        """Give an order, and write it down."""
        match order:
            case o.Send():
                self.due += order.messages
            case o.TakeBack():
                self.due = [row for row in self.due if row[0] <= order.after_s]
            case _:
                pass
        super().order(order)


async def until(what: Callable[[], bool], timeout_s: float = 8.0) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(timeout_s):
        while not what():
            await asyncio.sleep(0.02)


def taps_of(server: MemoryServer) -> list[tuple[float, str]]:
    """Return session time and stroke of every stored tap."""
    return [
        (row[1], stroke)
        for entry in server.log
        if isinstance(entry.event, TapsPlayed)
        for row, stroke in zip(entry.event.taps, entry.event.strokes, strict=True)
    ]


async def test_strokes_of_a_pad_are_taps_of_a_participant(
    server: MemoryServer, tmp_path: Path
) -> None:
    """Each at the time of its stamp less the device's own delay, with stroke and strength."""
    midi, said = FakeMidi(ins=["Pad 20:0"]), list[str]()
    keepsakes = Keepsakes(tmp_path)
    keepsakes.keep_latency("pad", Latency(input_s=0.25))
    setup = partial(Setup, opener=server.opener)
    async with running(
        join(Wish(PLAY, "pad"), LocalEngine(midi), keepsakes, said.append, setup=setup)
    ):
        await until(lambda: any("In the circle" in one for one in said))
        await until(lambda: bool(midi.listeners))
        await asyncio.sleep(0.5)
        before_s, stamp_s = server.now_s(), time.perf_counter()
        for i, note in enumerate((36, 63, 38, 37)):
            midi.strike("Pad 20:0", bytes((0x99, note, 127)), stamp_s + 0.1 * i)
        await until(lambda: len(taps_of(server)) == 4)

    assert [stroke for _, stroke in taps_of(server)] == ["bass", "tone", "slap", "rim"]
    for i, (time_s, _) in enumerate(taps_of(server)):
        assert time_s == pytest.approx(before_s + 0.1 * i - 0.25, abs=0.02)


async def test_a_restart_of_the_server_loses_no_stroke(
    server: MemoryServer, tmp_path: Path
) -> None:
    """Played while nobody answers, stored once when somebody does."""
    midi, said = FakeMidi(ins=["Pad"]), list[str]()
    work = join(
        Wish(PLAY, "pad"),
        LocalEngine(midi),
        Keepsakes(tmp_path),
        said.append,
        setup=lambda: Setup(opener=server.opener),
    )
    async with running(work):
        await until(lambda: any("In the circle" in one for one in said) and bool(midi.listeners))
        await asyncio.sleep(0.3)
        server.kill()
        for _ in range(20):
            midi.strike("Pad", bytes((0x99, 36, 90)))
            await asyncio.sleep(0.04)
        server.restart()
        await until(lambda: len(taps_of(server)) == 20)
        await asyncio.sleep(0.3)
    assert len(taps_of(server)) == 20
    assert any("Lost the server" in one for one in said)


async def test_two_bridges_of_one_name_take_two_seats(server: MemoryServer, tmp_path: Path) -> None:
    """Neither takes the other's; the one that comes again has its own from before."""
    keepsakes = Keepsakes(tmp_path)
    first, fresh = keepsakes.seat_key("circle", "Pad 20:0")
    again, still_fresh = Keepsakes(tmp_path).seat_key("circle", "Pad 24:0")
    assert fresh
    assert still_fresh
    assert first != again
    del keepsakes
    assert Keepsakes(tmp_path).seat_key("circle", "Pad") == (first, False)
    assert (tmp_path / "midi.json").stat().st_mode & 0o077 == 0


async def test_a_sound_module_plays_click_circle_and_prompts(
    server: MemoryServer, tmp_path: Path
) -> None:
    """The click on every beat, another's stroke exactly one bar later, a call on its beats."""
    midi, said = FakeMidi(outs=["Module"]), list[str]()
    setup = partial(Setup, opener=server.opener)
    ledger = Ledger(midi)
    work = join(Wish(PLAY, sound="module"), ledger, Keepsakes(tmp_path), said.append, setup=setup)
    prompt = PromptSpec((Note(0.0), Note(1.5)), 2.0)
    async with (
        running(work),
        Participant("http://circle", token=JOIN, setup=setup()) as ann,
        Console("http://circle", LEAD, setup()) as desk,
    ):
        await ann.seated()
        await desk.ready()
        await until(lambda: any("In the circle" in one for one in said))
        await asyncio.sleep(0.5)
        await desk.arrange(tempo_bpm=240.0, grouping=[4], count_in_bars=0)
        await desk.start()
        await ann.until(lambda: ann.view.playing)
        timeline = ann.view.timeline
        assert timeline is not None
        await ann.sleep_until(timeline.time_at(0.0))
        ann.tap(timeline.time_at(0.52), 0.8, stroke="slap")
        await desk.cue(q.CallRound(prompt))
        await ann.sleep_until(timeline.time_at(14.0))
        offset_s = time.perf_counter() - ann.now_s()

    def beats(note: int) -> list[float]:
        rows = [at_s for at_s, message in ledger.due if message[:2] == bytes((0x99, note))]
        return [timeline.beat_at(at_s - offset_s) for at_s in rows]

    clicks = beats(GENERAL_MIDI.sound("accent")) + beats(GENERAL_MIDI.sound("click"))
    assert sorted(round(beat) for beat in clicks)[:12] == list(range(12))
    assert all(abs(beat - round(beat)) < 0.1 for beat in clicks)
    (slap,) = beats(GENERAL_MIDI.sound("slap"))
    assert slap == pytest.approx(8.52, abs=0.1)  # two bars of 1 s: a round lasts 1.5 s or more
    armed = next(e.event for e in server.log if isinstance(e.event, CueArmed))
    called = beats(GENERAL_MIDI.sound("prompt"))
    assert called == pytest.approx([armed.beat, armed.beat + 1.5], abs=0.1)


async def test_one_port_may_get_click_and_clock(server: MemoryServer, tmp_path: Path) -> None:
    """Sound module and machine in one: a change takes back neither of the two for good."""
    midi, said = FakeMidi(outs=["Groovebox"]), list[str]()
    setup = partial(Setup, opener=server.opener)
    wish = Wish(PLAY, sound="groovebox", clock="groovebox")
    work = join(wish, LocalEngine(midi), Keepsakes(tmp_path), said.append, setup=setup)
    async with running(work), Console("http://circle", LEAD, setup()) as desk:
        await begin_fast(desk, said)
        await desk.until(lambda: desk.view.playing)
        await desk.arrange(tempo_bpm=120.0)
        timeline = desk.view.timeline
        assert timeline is not None
        await desk.sleep_until(timeline.time_at(0.0) + 2.6)
        await desk.stop("now")
        await until(lambda: midi.sent[-1][2] == b"\xfc")

    timeline = desk.view.timeline or timeline
    sent = [message for _, _, message in midi.sent]
    first = sent.index(b"\xfa")
    clicks = [message[1] for message in sent if message[0] == 0x99]
    assert sent.count(b"\xfa") == sent.count(b"\xfc") == 1
    pulses_before = [sent[:i].count(b"\xf8") for i, m in enumerate(sent) if m[0] == 0x99]
    assert len(clicks) >= 4
    for beat, pulses in enumerate(pulses_before):
        assert abs(pulses - 24 * beat) <= 1
    assert first <= 1


@pytest.mark.parametrize("what", ["plug", "stall"])
async def test_a_machine_that_lost_count_is_placed_anew(
    server: MemoryServer, tmp_path: Path, what: str
) -> None:
    """Its plug was out, or the bridge stood still for long: afterwards it is on the bar again."""
    midi, said = FakeMidi(outs=["Machine"]), list[str]()
    setup = partial(Setup, opener=server.opener)
    wish, ledger = Wish(PLAY, clock="machine"), Ledger(midi)
    work = join(wish, ledger, Keepsakes(tmp_path), said.append, setup=setup)
    async with running(work), Console("http://circle", LEAD, setup()) as desk:
        await begin_fast(desk, said)
        await until(lambda: any(message == b"\xfa" for _, _, message in midi.sent))
        if what == "plug":
            midi.unplug("Machine")
            await until(lambda: any("is gone" in one for one in said))
            midi.outs.append("Machine")
        else:
            time.sleep(2.5)  # the loop itself is held up
        await until(lambda: any(message == b"\xfb" for _, _, message in midi.sent))
        await asyncio.sleep(1.0)
        timeline = desk.view.timeline
        assert timeline is not None
        sent = [message for _, _, message in midi.sent]
        on = next(i for i, (_, message) in enumerate(ledger.due) if message[-1:] == b"\xfb")
        pulses_s = [due_s for due_s, message in ledger.due[on:] if message == b"\xf8"]
        places = [timeline.beat_at(desk.clock.session.now(due_s)) for due_s in pulses_s]

    assert sent.count(b"\xfa") == 1
    assert sent.index(b"\xfc") < sent.index(b"\xfb")
    low, high = ledger.due[on][1][1:3]
    first = (low + 128 * high) // 4
    assert first % 4 == 0
    assert places == pytest.approx([first + n / 24 for n in range(len(places))], abs=0.02)


async def test_a_facilitator_leads_from_pads_and_pedals(
    server: MemoryServer, tmp_path: Path
) -> None:
    """A pedal starts, a call is tapped and comes back as a cue, another pedal stops."""
    midi, said = FakeMidi(ins=["Pedals"]), list[str]()
    mapping = GENERAL_MIDI.__class__(
        cues={("control", 66): "start", ("control", 64): "call", ("note", 49): "stop"}
    )
    setup = partial(Setup, opener=server.opener)
    wish = Wish(DESK, "pedals", mapping=mapping)
    async with (
        running(lead(wish, LocalEngine(midi), Keepsakes(tmp_path), said.append, setup=setup)),
        Participant("http://circle", token=JOIN, setup=setup()) as ann,
    ):
        await ann.seated()
        await until(lambda: any("In the circle" in one for one in said) and bool(midi.listeners))
        await asyncio.sleep(0.3)
        midi.strike("Pedals", bytes((0xB0, 66, 127)))
        midi.strike("Pedals", bytes((0xB0, 66, 0)))
        await ann.until(lambda: ann.view.playing)
        timeline = ann.view.timeline
        assert timeline is not None
        await ann.sleep_until(timeline.time_at(0.0))
        midi.strike("Pedals", bytes((0xB0, 64, 127)))
        for note in (36, 38, 36):
            midi.strike("Pedals", bytes((0x99, note, 100)))
            await asyncio.sleep(0.25)
        await until(lambda: any(isinstance(e.event, CueArmed) for e in server.log))
        midi.strike("Pedals", bytes((0x99, 49, 100)))
        await ann.until(lambda: ann.view.phase == "stopping")

    armed = next(e.event for e in server.log if isinstance(e.event, CueArmed))
    assert isinstance(armed.what, q.CallRound)
    assert [note.stroke for note in armed.what.prompt.notes] == ["bass", "slap", "bass"]


async def test_a_cue_that_makes_no_sense_is_said_and_nothing_stops(
    server: MemoryServer, tmp_path: Path
) -> None:
    """The server's own sentence."""
    midi, said = FakeMidi(ins=["Pedals"]), list[str]()
    mapping = GENERAL_MIDI.__class__(cues={("control", 64): "stop"})
    setup = partial(Setup, opener=server.opener)
    wish = Wish(DESK, "pedals", mapping=mapping)
    async with running(
        lead(wish, LocalEngine(midi), Keepsakes(tmp_path), said.append, setup=setup)
    ):
        await until(lambda: any("In the circle" in one for one in said) and bool(midi.listeners))
        midi.strike("Pedals", bytes((0xB0, 64, 127)))
        await until(lambda: any("nothing is playing" in one for one in said))


def test_a_circle_is_named_once() -> None:
    """A code or a link, not both and not neither; leading needs the console's."""
    assert place("http://h:1/j#token", None, "x") == Place("http://h:1", "play", token="token")
    assert place(None, "K7QM2X", "http://h:1/") == Place("http://h:1", "play", code="K7QM2X")
    for link, code in ((None, None), ("http://h:1/j#token", "K7QM2X")):
        with pytest.raises(BadValue, match="either a --code or a --link"):
            place(link, code, "http://h:1")


happenings = st.lists(
    st.one_of(
        st.tuples(st.just("bytes"), st.binary(max_size=12)),
        st.tuples(st.just("pull"), st.just(b"")),
        st.tuples(st.just("plug"), st.just(b"")),
        st.tuples(st.just("system"), st.sampled_from([b"", b"x"])),
        st.tuples(st.just("server"), st.sampled_from([b"", b"x"])),
    ),
    max_size=12,
)


@given(happenings)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_to_ports_the_session_goes_on(
    tmp_path: Path, happened: list[tuple[str, bytes]]
) -> None:
    """Any bytes, plugs pulled, no MIDI, no server: afterwards a stroke is stored, once."""
    asyncio.run(survive(tmp_path, happened))


async def survive(folder: Path, happened: list[tuple[str, bytes]]) -> None:
    """Let it happen; then everything is well again, and a stroke arrives."""
    async with memory_server() as server:
        midi, said = FakeMidi(ins=["Pad"]), list[str]()
        setup = partial(Setup, opener=server.opener)
        async with running(
            join(Wish(PLAY, "pad"), LocalEngine(midi), Keepsakes(folder), said.append, setup=setup)
        ):
            await until(lambda: any("In the circle" in one for one in said))
            for what, data in happened:
                happen(server, midi, what, data)
                await asyncio.sleep(0.01)
            midi.there, midi.ins = True, ["Pad"]
            if not server.up:
                server.restart()
            await until(lambda: bool(midi.listeners))
            await asyncio.sleep(0.1)
            struck_s = server.now_s()
            midi.strike("Pad", bytes((0x99, 36, 127)))
            await until(lambda: len(near(server, struck_s)) == 1)


def near(server: MemoryServer, time_s: float) -> list[tuple[float, str]]:
    """Return the taps stored for about this moment."""
    return [tap for tap in taps_of(server) if abs(tap[0] - time_s) < 0.05]


def happen(server: MemoryServer, midi: FakeMidi, what: str, data: bytes) -> None:
    """Have one thing happen."""
    match what:
        case "bytes":
            midi.strike("Pad", data)
        case "pull":
            midi.unplug("Pad")
        case "plug" if "Pad" not in midi.ins:
            midi.ins.append("Pad")
        case "system":
            midi.there = not data
        case "server" if data and server.up:
            server.kill()
        case "server" if not data and not server.up:
            server.restart()
        case _:
            pass
