"""Running the bridge: who joins, which ports, until Ctrl-C. One event loop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final, TypeAlias

from unisono.client import Client, Link, Participant
from unisono.errors import PeerError
from unisono.units import Seconds
from unisono_midi import orders as o
from unisono_midi.conductor import TEND_EVERY_S, Conductor
from unisono_midi.process import Engine

Say: TypeAlias = Callable[[str], None]
SAVE_WITHIN_S: Final[Seconds] = 5.0

_LINKS: Final = {
    Link.WAITING: "At the door: the facilitator lets you in.",
    Link.AWAY: "Lost the server; the beat goes on, and it is tried again.",
}


class Evening:
    """Keeps one client and its ports going, and says what happens.

    Args:
        engine: the driver's side.
        client: the connection to the circle.
        say: takes sentences for the terminal.
    """

    def __init__(self, engine: Engine, client: Client, say: Say) -> None:
        self.engine, self.client, self.say = engine, client, say
        self.conductors: list[Conductor] = []
        self.takers: list[Callable[[o.Report], None]] = []
        self.tenders: list[Callable[[], None]] = []
        self._link: Link | None = None

    def begin(self) -> None:
        """Start the driver's side; reports go to the takers."""
        self.engine.start(self._take)

    async def go_on(self) -> None:
        """Connect and go on until the circle is over; then end the driver's side.

        Raises:
            PeerError: if the server refuses for good, with its own sentence.
        """
        try:
            async with self.client:
                try:
                    await self._tend_for_ever()
                finally:
                    await self._pack_up()
        finally:
            await self.engine.stop()
        goodbye = self.client.view.goodbye
        if goodbye is not None:
            self.say(goodbye.sentence)
        elif self.client.refusal is not None:
            raise self.client.refusal

    async def _tend_for_ever(self) -> None:
        while self.client.link is not Link.CLOSED:
            self._tell_link()
            for tend in (*self.tenders, *(one.tend for one in self.conductors)):
                tend()
            await asyncio.sleep(TEND_EVERY_S)

    async def _pack_up(self) -> None:
        """Let the last strokes reach the server."""
        if isinstance(self.client, Participant):
            with suppress(PeerError, TimeoutError):
                await self.client.all_saved(SAVE_WITHIN_S)

    def _take(self, report: o.Report) -> None:
        match report:
            case o.PortNews():
                self.say(report.sentence)
            case o.Broken():
                self.say(report.sentence)
            case _:
                pass
        for take in (*self.takers, *(one.take for one in self.conductors)):
            take(report)

    def _tell_link(self) -> None:
        link = self.client.link
        if link is self._link:
            return
        self._link = link
        if link is Link.IN:
            code = self.client.view.code
            seat = self.client.view.circle.get(self.client.view.seat or 0)
            name = f" as {seat.name}" if seat is not None and seat.name else ""
            self.say(f"In the circle {code}{name}.")
        elif link in _LINKS:
            self.say(_LINKS[link])


def run(work: Coroutine[Any, Any, object]) -> None:
    """Run until the work is done or somebody ends it; Ctrl-C lets it tidy up, however often.

    Raises:
        KeyboardInterrupt: if it was ended from outside.
    """
    if asyncio.run(_until_told(work)):
        raise KeyboardInterrupt


async def _until_told(work: Coroutine[Any, Any, object]) -> bool:
    """Return whether it was ended from outside."""
    task = asyncio.ensure_future(work)
    told = False

    def end() -> None:
        nonlocal told
        if not told:
            told = True
            task.cancel()

    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows knows Ctrl-C only, and raises it by itself
        loop.add_signal_handler(signal.SIGINT, end)
        loop.add_signal_handler(signal.SIGTERM, end)
    try:
        await task
    except asyncio.CancelledError:
        return True
    return False
