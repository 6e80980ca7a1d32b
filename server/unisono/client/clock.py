"""The client's copy of the session clock, kept by exchanges over its connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from unisono.client.door import Door
from unisono.clocksync import ClockEstimate, SessionClock
from unisono.errors import PeerError
from unisono.units import Seconds

EXCHANGE_TIMEOUT_S: Final[Seconds] = 3.0
MAX_BOUND_S: Final[Seconds] = 10.0
REPORT_EVERY_S: Final[Seconds] = 5.0
REPORT_CHANGE: Final = 0.25
FIRST_REPORT_SAMPLES: Final = 8
MOST_UNDER_WAY: Final = 24
"""Enough for a slow line at the fast pace of the start."""

FULL_S: Final[Seconds] = 0.25
NEARLY_DUE: Final = 0.6
"""An exchange may ride along when so much of the wait for the next one is over."""

DIGITS: Final = 5
"""Ten microseconds: bytes are dear, and timers no finer."""


@dataclass(slots=True)
class Row:
    """Questions of one connection, as long as nothing is lost.

    Attributes:
        untold: when answers came that the server was not told of yet; None before the first
            question, which has the server count anew.
        under_way: questions without an answer.
    """

    untold: list[Seconds] | None = None
    under_way: int = 0


@dataclass(frozen=True, slots=True)
class Ride:
    """An exchange under way: when its question left, and what a message carries for it."""

    t0_s: Seconds
    row: Row
    question: dict[str, object]


class ClockKeeper:
    """Asks the server for its time at the pace the clock wants; runs on through a lost line."""

    def __init__(
        self,
        local: Callable[[], Seconds],
        on_first: Callable[[], None],
        *,
        wireless: bool = False,
    ) -> None:
        self.local = local
        self._on_first = on_first
        self._wireless = wireless
        self._row = Row()
        self._asked_s = self._due_s = 0.0
        """By the loop's clock: the device's own may be any clock at all."""
        self._changed = asyncio.Event()
        self.session = SessionClock()
        self._reported: ClockEstimate | None = None
        self._reported_steps = 0
        self._reported_s: Seconds = 0.0

    @property
    def ready(self) -> bool:
        """Whether session time is known at all."""
        return self.session.ready

    def now_s(self) -> Seconds:
        """Return session time; NaN before the first exchange."""
        return self.session.now(self.local())

    def local_at(self, session_s: Seconds) -> Seconds:
        """Return the time of this device's own clock at a session time; NaN before it is known."""
        return self.session.local_at(session_s, self.local())

    def bound_s(self) -> Seconds:
        """Return how far session time may be off, at most 10 s."""
        return min(self.session.estimate(self.local()).bound_s, MAX_BOUND_S)

    async def keep(self, door: Door) -> None:
        """Exchange until cancelled, several at once where the line is slower than the pace."""
        self._row = Row()
        self.session.hurry(self.local())  # a server may have started anew, this device have slept
        async with asyncio.TaskGroup() as asking:
            while True:
                if self._row.under_way < MOST_UNDER_WAY:
                    asking.create_task(self._exchange(door, self.leave()))
                else:
                    self._due_in(FULL_S)
                await self._until_due()

    def ride(self) -> Ride | None:
        """Return an exchange to take along with a message that travels anyway.

        None while none is nearly due. Whoever takes it calls :meth:`answered` with the answer.
        """
        nearly_s = self._asked_s + NEARLY_DUE * (self._due_s - self._asked_s)
        if _loop_s() < nearly_s or self._row.under_way >= MOST_UNDER_WAY:
            return None
        return self.leave()

    def leave(self) -> Ride:
        """Return a question that leaves now, with the ends of those answered since the last one."""
        t0_s, row = self.local(), self._row
        question: dict[str, object] = {"t0": round(t0_s, DIGITS)}
        if row.untold is not None:
            question["ago"] = [round(max(0.0, t0_s - t3_s), DIGITS) for t3_s in row.untold]
        row.untold, row.under_way = [], row.under_way + 1
        self._asked_s = _loop_s()
        self._due_in(self.session.next_exchange_in_s(t0_s))
        return Ride(t0_s, row, question)

    def answered(self, ride: Ride, answer: object) -> None:
        """Take the answer to a question; anything without times stands for a lost one."""
        t3_s, times = self.local(), _times(answer)
        ride.row.under_way -= 1
        if times is None:  # the server counts anew from the next question on
            self._row = Row() if ride.row is self._row else self._row
            return
        if ride.row.untold is not None:
            ride.row.untold.append(t3_s)
        was_ready = self.ready
        self.session.add(ride.t0_s, times[0], times[0] + times[1], t3_s)
        if self.ready and not was_ready:
            self._on_first()
        wait_s = self.session.next_exchange_in_s(t3_s)
        if _loop_s() + wait_s < self._due_s:
            self._due_in(wait_s)

    async def _exchange(self, door: Door, ride: Ride) -> None:
        answer: object = None
        try:
            answer = await door.ask("sync", ride.question, EXCHANGE_TIMEOUT_S)
        except PeerError:
            pass
        finally:
            self.answered(ride, answer)
        await self._report(door)

    def _due_in(self, wait_s: Seconds) -> None:
        self._due_s = _loop_s() + wait_s
        self._changed.set()

    async def _until_due(self) -> None:
        while (wait_s := self._due_s - _loop_s()) > 0.0:
            self._changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._changed.wait()

    async def _report(self, door: Door) -> None:
        now_s = self.local()
        estimate = self.session.estimate(now_s)
        if estimate.samples < FIRST_REPORT_SAMPLES or not self._worth_telling(estimate, now_s):
            return
        self._reported, self._reported_s = estimate, now_s
        self._reported_steps = self.session.steps
        body = {
            "round_trip_s": min(estimate.round_trip_s, 60.0),
            "bound_s": min(estimate.bound_s, MAX_BOUND_S),
            "wireless": self._wireless,
            "steps": self.session.steps,
        }
        try:
            await door.send("clock", body)
        except PeerError:
            self._reported = None

    def _worth_telling(self, estimate: ClockEstimate, now_s: Seconds) -> bool:
        before = self._reported
        if before is None or self.session.steps != self._reported_steps:
            return True
        if now_s - self._reported_s < REPORT_EVERY_S:
            return False
        changed = abs(estimate.bound_s - before.bound_s) > REPORT_CHANGE * before.bound_s
        return changed or estimate.quality != before.quality


def _times(answer: object) -> tuple[Seconds, Seconds] | None:
    """Return when a question came and how long it was held, if the answer says so."""
    match answer:
        case {"t": [int() | float() as t1_s, int() | float() as held_s]}:
            return float(t1_s), float(held_s)
        case _:
            return None


def _loop_s() -> Seconds:
    return asyncio.get_running_loop().time()
