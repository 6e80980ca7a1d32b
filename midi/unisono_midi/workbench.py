"""What needs no circle: thru, loopback, calibrate, and monitor of a device. One event loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from unisono.errors import PeerError
from unisono.units import Seconds, to_ms
from unisono_midi import orders as o
from unisono_midi.errors import MidiTrouble
from unisono_midi.keepsakes import Keepsakes, Latency
from unisono_midi.mapping import PadMap
from unisono_midi.measuring import LEAST_ECHOES, LEAST_TAPS, MOST_SPREAD_S, echoes, leans, measured
from unisono_midi.pads import Hit, Pads
from unisono_midi.process import Engine

ECHOES: Final = 100
ECHO_EVERY_S: Final[Seconds] = 0.053
"""Not in step with any buffer length."""
ECHO_WITHIN_S: Final[Seconds] = 0.050
OPEN_WITHIN_S: Final[Seconds] = 5.0
CLICK_EVERY_S: Final[Seconds] = 60.0 / 90.0
LISTENED, TAPPED, SKIPPED = 4, 12, 2

Say = Callable[[str], None]


class Bench:
    """An engine, what it has told, and who wants to hear of it."""

    def __init__(self, engine: Engine, say: Say) -> None:
        self.engine, self.say = engine, say
        self.heard: list[o.Heard] = []
        self.sent: list[o.Sent] = []
        self.on_heard: Callable[[o.Heard], None] = self.heard.append
        self._news: dict[tuple[str, bool], o.PortNews] = {}
        self._told = asyncio.Event()
        self._ports: asyncio.Future[o.Ports] = asyncio.get_running_loop().create_future()

    def start(self) -> None:
        """Start the driver's side."""
        self.engine.start(self._take)

    async def ports(self) -> o.Ports:
        """Return the ports there are.

        Raises:
            MidiTrouble: if there is no MIDI system.
        """
        self.engine.order(o.ListPorts())
        ports = await asyncio.wait_for(self._ports, OPEN_WITHIN_S)
        if ports.sentence:
            raise MidiTrouble(ports.sentence)
        return ports

    async def opened(self, wanted: str, *, incoming: bool) -> None:
        """Wait until a port is open.

        Raises:
            MidiTrouble: with the sentence that says why it is not.
        """
        try:
            async with asyncio.timeout(OPEN_WITHIN_S):
                while (news := self._news.get((wanted, incoming))) is None:
                    self._told.clear()
                    await self._told.wait()
        except TimeoutError as problem:
            raise MidiTrouble(f"Nothing is known of '{wanted}' yet. Try again.") from problem
        if news.state is not o.PortState.OPEN:
            raise MidiTrouble(news.sentence)

    def _take(self, report: o.Report) -> None:
        match report:
            case o.Heard():
                self.on_heard(report)
            case o.Sent():
                self.sent.append(report)
            case o.PortNews(wanted, incoming, _, sentence):
                self._news[wanted, incoming] = report
                self._told.set()
                self.say(sentence)
            case o.Ports() if not self._ports.done():
                self._ports.set_result(report)
            case o.Broken(sentence):
                self.say(sentence)
            case _:
                pass


async def thru(engine: Engine, source: str, target: str, say: Say) -> None:
    """Pass everything from one port on to another until ended."""
    bench = Bench(engine, say)
    bench.start()
    bench.on_heard = lambda _: None
    engine.order(o.Thru(source, target))
    try:
        await asyncio.Event().wait()
    finally:
        await engine.stop()


async def loopback(
    engine: Engine, source: str, target: str, keepsakes: Keepsakes, say: Say
) -> Latency:
    """Measure how long a message takes from ``target`` out and by a cable back into ``source``.

    Half of it is taken for each direction: nothing on the machine can tell them apart.

    Raises:
        MidiTrouble: if a port is not there, or nothing comes back.
    """
    bench = Bench(engine, say)
    bench.start()
    try:
        engine.order(o.Listen(source))
        engine.order(o.Play(target))
        await bench.opened(source, incoming=True)
        await bench.opened(target, incoming=False)
        first_s = time.perf_counter() + 0.2
        messages = tuple(
            (first_s + i * ECHO_EVERY_S, bytes((0x99, 37, 1 + i % 100))) for i in range(ECHOES)
        )
        engine.order(o.Send(target, messages, mark=True))
        await asyncio.sleep(0.5 + ECHOES * ECHO_EVERY_S)
    finally:
        await engine.stop()
    heard_s = [r.onset_s for r in bench.heard if r.message[:1] == b"\x99"]
    delays = echoes([r.sent_s for r in bench.sent], heard_s, ECHO_WITHIN_S)
    found = measured(delays, LEAST_ECHOES)
    if found is None:
        raise MidiTrouble(
            f"{len(delays)} of {ECHOES} notes came back from '{target}' to '{source}'. Is the "
            "cable in, from that out to that in?"
        )
    half_s = found.delay_s / 2.0
    latency = Latency(half_s, half_s, "loopback", found.spread_s, found.count)
    for port in {source, target}:
        keepsakes.keep_latency(port, latency)
    say(
        f"{len(delays)} of {ECHOES} came back: {to_ms(found.delay_s):.2f} ms there and back, "
        f"scatter {to_ms(found.spread_s):.2f} ms. Kept for these ports."
    )
    return latency


async def calibrate(
    engine: Engine,
    source: str,
    target: str | None,
    mapping: PadMap,
    keepsakes: Keepsakes,
    say: Say,
) -> Latency:
    """Listen to 4, tap along to 12: how late a device's strokes are stamped for this person.

    With a sound module the click is heard there; without one it is shown, which is less exact.

    Raises:
        MidiTrouble: if a port is not there.
        PeerError: if too few taps came, or they scatter too much to say anything.
    """
    bench = Bench(engine, say)
    bench.start()
    pads = Pads(mapping)
    try:
        engine.order(o.Listen(source))
        await bench.opened(source, incoming=True)
        if target is not None:
            engine.order(o.Play(target))
            await bench.opened(target, incoming=False)
        say(f"Listen to {LISTENED}, then tap along to {TAPPED}.")
        clicks_s = await _click(engine, target, mapping, say)
    finally:
        await engine.stop()
    taps_s = [
        one.onset_s
        for report in bench.heard
        for one in pads.take(report.onset_s, report.message)
        if isinstance(one, Hit)
    ]
    found = measured(leans(clicks_s, taps_s, LISTENED + SKIPPED), LEAST_TAPS)
    if found is None or found.spread_s > MOST_SPREAD_S:
        raise PeerError("That was not enough to measure. Let's try once more, a little calmer.")
    method = "calibrate" if target is not None else "calibrate by eye"
    latency = Latency(found.delay_s, 0.0, method, found.spread_s, found.count)
    keepsakes.keep_latency(source, latency)
    say(f"Your pad is ready. {found.count} taps, kept for '{source}'.")
    return latency


async def _click(engine: Engine, target: str | None, mapping: PadMap, say: Say) -> list[Seconds]:
    """Sound or show the clicks; return when they were due."""
    first_s = time.perf_counter() + 1.5
    clicks_s = [first_s + i * CLICK_EVERY_S for i in range(LISTENED + TAPPED)]
    if target is not None:
        status = 0x90 | mapping.channel
        note = bytes((status, mapping.sound("click"), 100))
        engine.order(o.Send(target, tuple((click_s, note) for click_s in clicks_s)))
    for number, click_s in enumerate(clicks_s):
        await asyncio.sleep(max(0.0, click_s - time.perf_counter()))
        tapped = number - LISTENED + 1
        say("listen" if tapped < 1 else f"{tapped:3d}  tap")
    await asyncio.sleep(CLICK_EVERY_S)
    return clicks_s


async def monitor(engine: Engine, source: str, mapping: PadMap, say: Say) -> None:
    """Say what comes from a port, stroke by stroke, and how evenly, until ended."""
    bench = Bench(engine, say)
    bench.start()
    pads, last_s = Pads(mapping), list[Seconds]()

    def heard(report: o.Heard) -> None:
        for one in pads.take(report.onset_s, report.message):
            if isinstance(one, Hit):
                say(line(one, last_s))
                last_s.append(one.onset_s)
            else:
                say(f"cue   {one.cue}")

    bench.on_heard = heard
    engine.order(o.Listen(source))
    try:
        await asyncio.Event().wait()
    finally:
        await engine.stop()


def line(hit: Hit, before_s: list[Seconds]) -> str:
    """Return a line about a stroke: which, how hard, how long since the last, how even of late."""
    words = f"{hit.stroke:5} pad {hit.note:3d}  {round(hit.velocity * 127):3d}"
    if not before_s:
        return words
    since_s = hit.onset_s - before_s[-1]
    recent = [*before_s[-9:], hit.onset_s]
    gaps = [b - a for a, b in pairwise(recent)]
    found = measured(gaps, 4)
    tail = f"  jitter {to_ms(found.spread_s):5.1f} ms" if found is not None else ""
    return f"{words}  after {to_ms(since_s):7.1f} ms{tail}"
