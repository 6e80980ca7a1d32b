"""Somebody who plays."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

import msgspec

from unisono.client.connection import Client, Link, Setup
from unisono.client.door import Door
from unisono.client.links import clean_code, new_key
from unisono.client.queue import TapQueue
from unisono.errors import NotNow, PeerError
from unisono.session import messages as m
from unisono.session.commands import LiveCall, Tap
from unisono.units import Beats, Seconds

FLUSH_EVERY_S: Final[Seconds] = 0.25
ANSWER_S: Final[Seconds] = 3.0
LIGHT: Final = 8
"""A clock exchange rides along with so many taps at most: a long message takes its time."""


class Participant(Client):
    """One person in the circle.

    Args:
        url: the server, for example ``http://localhost:8080``.
        token: from a join link; comes straight in.
        code: as typed; may have to wait at the door.
        key: this person's own secret; the same key gets the same seat. Made if left out.
        name: what to be called, may be empty.
        device: ``sim``, ``replay``, ``bridge`` or ``browser``.
        setup: clock, chance and connection; for tests.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        code: str | None = None,
        key: str | None = None,
        name: str = "",
        device: str = "sim",
        setup: Setup | None = None,
    ) -> None:
        self.key = key or new_key()
        self.name = name
        self.taps = TapQueue()
        self._to_send = asyncio.Event()
        hello = {
            "role": "play",
            "token": token,
            "code": clean_code(code) if code else None,
            "key": self.key,
            "name": name,
            "device": device,
            "protocol": m.PROTOCOL,
        }
        super().__init__(url, hello, setup)

    async def arrived(self, timeout_s: Seconds | None = 10.0) -> bool:
        """Wait until seated or asked to wait; return whether seated.

        Raises:
            TimeoutError: if the server does not answer in time.
            PeerError: if it refuses.
        """
        await self.until(lambda: self.link in {Link.IN, Link.WAITING}, timeout_s)
        return self.link is Link.IN

    async def seated(self, timeout_s: Seconds | None = 10.0) -> int:
        """Wait until seated and until session time is known; return the seat.

        Raises:
            TimeoutError: if it takes longer.
            PeerError: if the server refuses.
        """
        await self.until(lambda: self.link is Link.IN and self.clock.ready, timeout_s)
        return self.view.seat or 0

    def tap(
        self,
        session_time_s: Seconds,
        velocity: float | None = None,
        source: str = "sim",
        local_s: Seconds | None = None,
        stroke: str = "",
    ) -> None:
        """Play one onset; it is kept until the server has stored it, however long that takes.

        Args:
            session_time_s: when it sounded, in session time.
            velocity: how hard, 0..1, where known.
            source: ``touch``, ``key``, ``midi``, ``bridge`` or ``sim``.
            local_s: the same moment on this device's own clock. Only for onsets that happened on
                this device; the review then dates them anew when it knows more about its clock.
            stroke: ``bass``, ``tone``, ``slap``, ``rim`` or empty.
        """
        self.taps.add(session_time_s, self.clock.bound_s(), source, velocity, local_s, stroke)
        self._to_send.set()

    def tap_at(
        self,
        local_s: Seconds,
        velocity: float | None = None,
        source: str = "sim",
        stroke: str = "",
    ) -> None:
        """Play one onset that happened on this device, at a time of its own clock.

        Args:
            local_s: when, as ``setup.local`` counts (``time.perf_counter()`` if left out).
            velocity: how hard, 0..1, where known.
            source: ``touch``, ``key``, ``midi``, ``bridge`` or ``sim``.
            stroke: ``bass``, ``tone``, ``slap``, ``rim`` or empty.

        Raises:
            NotNow: if session time is not known yet.
        """
        if not self.clock.ready:
            raise NotNow("Session time is not known yet; wait until seated.")
        self.tap(self.clock.session.now(local_s), velocity, source, local_s, stroke)

    async def all_saved(self, timeout_s: Seconds | None = 10.0) -> None:
        """Wait until the server has stored every tap.

        Raises:
            TimeoutError: if it takes longer.
            PeerError: if the server refuses for good.
        """
        await self.until(lambda: not self.taps, timeout_s)

    async def late(self, cue: int, beat: Beats) -> None:
        """Say that a cue was heard of when it had landed, and where this device joins in."""
        await self.ask("late", {"cue": cue, "beat": beat})

    async def livecall(self, call: LiveCall) -> None:
        """Call, if the call was handed to this seat."""
        await self.ask("livecall", msgspec.to_builtins(call))

    async def leave(self) -> None:
        """Give the seat up for good and hang up."""
        with suppress(PeerError):  # gone is gone: an empty seat is what was asked for
            await self.ask("leave")
        await self.close()

    def _more_tasks(self) -> list[asyncio.Task[None]]:
        return [asyncio.create_task(self._flush_for_ever())]

    def _on_message(self, message: m.AnyMessage) -> None:
        match message:
            case m.Welcome():
                self.taps.welcome(message.upto, self.clock.local())
                self._to_send.set()
            case m.Saved():
                self.taps.saved(message.upto, self.clock.local())
            case _:
                pass

    async def _flush_for_ever(self) -> None:
        while True:
            await self._to_send.wait()
            self._to_send.clear()
            await asyncio.sleep(FLUSH_EVERY_S)
            await self._flush()
            if self.taps:  # something may have to be sent again
                self._to_send.set()

    async def _flush(self) -> None:
        door = self._door
        if door is None or self.link is not Link.IN:
            return
        while batch := self.taps.batch(self.clock.local()):
            try:
                await self._send(door, [_row(tap) for tap in batch])
            except PeerError:
                return  # the next welcome sends it again
            await asyncio.sleep(0.02)

    async def _send(self, door: Door, rows: list[list[object]]) -> None:
        """Send taps; now and then a clock exchange rides along."""
        ride = self.clock.ride() if len(rows) <= LIGHT else None
        if ride is None:
            await door.send("taps", {"taps": rows})
            return
        answer: object = None
        try:
            answer = await door.ask("taps", {"taps": rows, **ride.question}, ANSWER_S)
        finally:
            self.clock.answered(ride, answer)


def _row(tap: Tap) -> list[object]:
    """Return a tap as it travels; what is not known at its end is left out."""
    row: list[object] = [tap.seq, tap.time_s, tap.bound_s, tap.source]
    rest = [(tap.velocity, None), (tap.local_s, None), (tap.stroke, "")]
    while rest and rest[-1][0] == rest[-1][1]:
        rest.pop()
    return row + [value for value, _ in rest]
