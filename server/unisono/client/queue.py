"""Taps on their way: numbered once, kept until the server has said they are stored."""

from __future__ import annotations

from collections import deque
from typing import Final

import msgspec

from unisono.errors import TooMuch
from unisono.session.commands import MAX_TAPS, Tap
from unisono.units import Seconds

CAPACITY: Final = 100_000
"""More than an hour of the fastest playing; a queue this long will never be delivered."""
RESEND_AFTER_S: Final[Seconds] = 5.0
"""Sent but not acknowledged for so long: send again. The server knows each number once."""


class TapQueue:
    """A person's taps in order. Pure: time is an argument, nothing is sent from here.

    Numbers are given at the first welcome at the earliest: only then is it known how far this
    person, perhaps in an earlier life of the program, had counted.

    Attributes:
        upto: everything up to this number is stored by the server.
    """

    def __init__(self) -> None:
        self.upto = 0
        self._next = 1
        self._known = False
        self._waiting: deque[Tap] = deque()
        self._sent = 0
        self._moved_s: Seconds = 0.0

    def __len__(self) -> int:
        """Return how many taps the server has not acknowledged."""
        return len(self._waiting)

    def add(
        self,
        time_s: Seconds,
        bound_s: Seconds,
        source: str,
        velocity: float | None = None,
        local_s: Seconds | None = None,
        stroke: str = "",
    ) -> None:
        """Put a tap at the end.

        Args:
            time_s: when it sounded, in session time.
            bound_s: how far that may be off.
            source: ``touch``, ``key``, ``midi``, ``bridge`` or ``sim``.
            velocity: how hard, 0..1, where known.
            local_s: the same moment on this device's own clock, where it was read.
            stroke: ``bass``, ``tone``, ``slap``, ``rim`` or empty.

        Raises:
            TooMuch: if the queue is full; nothing is lost of what it holds.
        """
        if len(self._waiting) >= CAPACITY:
            raise TooMuch(f"{CAPACITY} taps are waiting for the server; no more can be kept.")
        tap = Tap(self._next, time_s, bound_s, source, velocity, local_s, stroke)  # type: ignore[arg-type]
        self._waiting.append(tap)
        self._next += 1

    def welcome(self, upto: int, now_s: Seconds) -> None:
        """Begin a connection: drop what is stored, number the rest, send it all again."""
        if not self._known:
            self._renumber(upto + 1)
            self._known = True
        self._next = max(self._next, upto + 1)
        self._drop(upto)
        self._sent, self._moved_s = self.upto, now_s

    def saved(self, upto: int, now_s: Seconds) -> None:
        """Take an acknowledgement; an old one changes nothing."""
        if upto > self.upto:
            self._moved_s = now_s
            self._drop(upto)

    def batch(self, now_s: Seconds) -> list[Tap]:
        """Return what is to be sent next, oldest first, at most ``MAX_TAPS``; may be empty."""
        if not self._known:
            return []
        if self._sent > self.upto and now_s - self._moved_s > RESEND_AFTER_S:
            self._sent, self._moved_s = self.upto, now_s
        fresh = [tap for tap in self._waiting if tap.seq > self._sent][:MAX_TAPS]
        if fresh:
            if self._sent <= self.upto:
                self._moved_s = now_s
            self._sent = fresh[-1].seq
        return fresh

    def _drop(self, upto: int) -> None:
        self.upto = max(self.upto, upto)
        while self._waiting and self._waiting[0].seq <= self.upto:
            self._waiting.popleft()
        self._sent = max(self._sent, self.upto)

    def _renumber(self, first: int) -> None:
        taps = [msgspec.structs.replace(t, seq=first + i) for i, t in enumerate(self._waiting)]
        self._waiting, self._next = deque(taps), first + len(taps)
