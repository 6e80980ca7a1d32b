"""What one socket may do, and how often. Whoever goes on pushing is shown out, alone."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from unisono.app.limits import TokenBucket
from unisono.app.sockets.frames import FrameKind, FrameRefused, read_frame
from unisono.errors import PeerError, TooMuch
from unisono.units import Seconds

MESSAGES_PER_S: Final = 30.0
MESSAGES_BURST: Final = 60.0
PATIENCE: Final = 120.0
PATIENCE_PER_S: Final = 2.0
COST_OF_TOO_FAST: Final = 1.0
COST_OF_REFUSED: Final = 5.0
MAX_CONNECTS: Final = 3
_WARNING_PAUSE_S: Final = 2.0


class Action(enum.Enum):
    """What is to be done with a frame."""

    PASS = enum.auto()
    DROP = enum.auto()
    CLOSE = enum.auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one frame, with what to tell the sender if anything."""

    action: Action
    problem: PeerError | None = None
    about: str = ""
    ack: int | None = None


_PASS: Final = Verdict(Action.PASS)
_DROP: Final = Verdict(Action.DROP)
_CLOSE: Final = Verdict(Action.CLOSE)


class SocketGuard:
    """Judges the frames of one socket."""

    __slots__ = ("_connects", "_patience", "_rate", "_warned_s")

    def __init__(self, now_s: Seconds) -> None:
        self._rate = TokenBucket(MESSAGES_PER_S, MESSAGES_BURST, now_s)
        self._patience = TokenBucket(PATIENCE_PER_S, PATIENCE, now_s)
        self._connects = 0
        self._warned_s = float("-inf")

    def judge(self, text: str, now_s: Seconds, connected: bool) -> Verdict:
        """Decide what to do with a frame."""
        if not self._rate.take(now_s):
            return self._too_fast(now_s)
        try:
            kind = read_frame(text)
        except FrameRefused as refused:
            return self._refused(refused, now_s, connected)
        if kind is FrameKind.CONNECT:
            self._connects += 1
            return _PASS if self._connects <= MAX_CONNECTS else _CLOSE
        if kind is FrameKind.EVENT and not connected:
            return _DROP if self._patience.take(now_s, COST_OF_REFUSED) else _CLOSE
        return _PASS

    def _too_fast(self, now_s: Seconds) -> Verdict:
        if not self._patience.take(now_s, COST_OF_TOO_FAST):
            return _CLOSE
        if now_s - self._warned_s < _WARNING_PAUSE_S:
            return _DROP
        self._warned_s = now_s
        problem = TooMuch(
            f"More than {MESSAGES_PER_S:.0f} messages a second; some were not taken. "
            "Send them again, more slowly."
        )
        return Verdict(Action.DROP, problem)

    def _refused(self, refused: FrameRefused, now_s: Seconds, connected: bool) -> Verdict:
        if refused.problem is None or not connected:
            return _CLOSE
        if not self._patience.take(now_s, COST_OF_REFUSED):
            return _CLOSE
        return Verdict(Action.DROP, refused.problem, refused.about, refused.ack)
