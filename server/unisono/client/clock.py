"""The client's copy of the session clock, kept by exchanges over its connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
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
        self._answered_s: Seconds | None = None
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
        """Exchange until cancelled."""
        while True:
            await self._exchange(door)
            await self._report(door)
            await asyncio.sleep(self.session.next_exchange_in_s(self.local()))

    async def _exchange(self, door: Door) -> None:
        t0_s, before_s = self.local(), self._answered_s
        question = {"t0": t0_s} if before_s is None else {"t0": t0_s, "t3": before_s}
        self._answered_s = None
        try:
            answer = await door.ask("sync", question, EXCHANGE_TIMEOUT_S)
        except PeerError:
            return
        t3_s = self._answered_s = self.local()
        if isinstance(answer, dict) and {"t1", "t2"} <= answer.keys():
            was_ready = self.ready
            self.session.add(t0_s, float(answer["t1"]), float(answer["t2"]), t3_s)
            if self.ready and not was_ready:
                self._on_first()

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
