"""Two ends joined by a line that delays, loses, reorders and repeats, under a fake clock."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, Protocol, TypeVar

from unisono.errors import BadValue
from unisono.testing.clock import FakeClock
from unisono.units import Seconds

T = TypeVar("T")


class Chance(Protocol):
    """The part of ``random.Random`` that a line needs."""

    def random(self) -> float:
        """Return a number in [0, 1)."""


@dataclass(frozen=True, slots=True)
class Line:
    """How one direction behaves.

    Args:
        delay_s: the shortest time on the way.
        jitter_s: up to so much more, evenly.
        drop: share of the messages that never arrive.
        duplicate: share of the messages that arrive twice.
        ordered: keep the order, as TCP does; else jitter reorders.

    Raises:
        BadValue: if a time is negative or a share is outside 0..1.
    """

    delay_s: Seconds = 0.0
    jitter_s: Seconds = 0.0
    drop: float = 0.0
    duplicate: float = 0.0
    ordered: bool = True

    def __post_init__(self) -> None:
        if not (self.delay_s >= 0.0 and self.jitter_s >= 0.0):
            raise BadValue("delay of a line", (self.delay_s, self.jitter_s), "0 s or more")
        if not (0.0 <= self.drop <= 1.0 and 0.0 <= self.duplicate <= 1.0):
            raise BadValue("share of messages", (self.drop, self.duplicate), "from 0 to 1")


@dataclass(slots=True)
class _Way(Generic[T]):
    line: Line
    receive: Callable[[T], None]
    last_s: Seconds = 0.0


@dataclass(slots=True)
class LinkedPair(Generic[T]):
    """The ends ``a`` and ``b``; what one sends, the other receives when the clock gets there.

    ::

        pair = LinkedPair(clock, random.Random(1), at_a=a.take, at_b=b.take, line=Line(0.02))
        pair.to_b("hello")
        pair.run(1.0)        # the clock goes on by a second, messages arrive on the way

    Attributes:
        up: whether the line is there; while it is not, everything sent is lost.
        sent: messages handed in; ``arrived``: messages handed out, both directions.
    """

    clock: FakeClock
    chance: Chance
    at_a: Callable[[T], None]
    at_b: Callable[[T], None]
    line: Line = Line()
    line_back: Line | None = None
    up: bool = True
    sent: int = 0
    arrived: int = 0
    _ways: tuple[_Way[T], _Way[T]] = field(init=False)
    _due: list[tuple[Seconds, int, _Way[T], T]] = field(default_factory=list)
    _number: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        back = self.line_back or self.line
        self._ways = (_Way(self.line, self.at_b), _Way(back, self.at_a))

    def to_b(self, message: T) -> None:
        """Send from a to b."""
        self._send(self._ways[0], message)

    def to_a(self, message: T) -> None:
        """Send from b to a."""
        self._send(self._ways[1], message)

    def run(self, seconds: Seconds) -> None:
        """Let the clock go on; each message arrives at its own time, in order of arrival."""
        end_s = self.clock() + seconds
        while self._due and self._due[0][0] <= end_s:
            at_s, _, way, message = heapq.heappop(self._due)
            self.clock.advance(max(0.0, at_s - self.clock()))
            self.arrived += 1
            way.receive(message)
        self.clock.advance(max(0.0, end_s - self.clock()))

    def cut(self) -> None:
        """Take the line away; what was on its way is lost."""
        self.up = False
        self._due.clear()

    def mend(self) -> None:
        """Bring the line back."""
        self.up = True

    def _send(self, way: _Way[T], message: T) -> None:
        self.sent += 1
        if not self.up or self.chance.random() < way.line.drop:
            return
        copies = 2 if self.chance.random() < way.line.duplicate else 1
        for _ in range(copies):
            at_s = self.clock() + way.line.delay_s + self.chance.random() * way.line.jitter_s
            if way.line.ordered:
                at_s = way.last_s = max(at_s, way.last_s)
            heapq.heappush(self._due, (at_s, next(self._number), way, message))
