"""The rounds that are being told, and the earlier ones of the same call."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from unisono.prompts import Answer, ResponseWindow
from unisono.session.answers import CallTurn
from unisono.units import Seconds

POOLED_ROUNDS: Final = 8
"""Rounds of one call that stand behind the group's number: one alone says too little of a few."""


@dataclass(slots=True)
class Telling:
    """A round that is being told: who is still to be scored, and everybody's part so far."""

    turn: CallTurn
    window: ResponseWindow
    waiting: deque[int]
    parts: dict[str, Answer] = field(default_factory=dict)
    played: int = 0
    matched: int = 0


class Rounds:
    """The rounds that are being told, and the earlier ones of the same call."""

    def __init__(self) -> None:
        self.telling: deque[Telling] = deque()
        self._call: tuple[int, int] = (0, 0)
        self._earlier: deque[dict[str, Answer]] = deque(maxlen=POOLED_ROUNDS)

    def due(self, now_s: Seconds) -> Telling | None:
        """Return the round to tell now, None if there is none."""
        return self.telling[0] if self.telling and self.telling[0].turn.due_s <= now_s else None

    def is_next_due(self, now_s: Seconds) -> bool:
        """Return whether the round after it is to be told, too."""
        return len(self.telling) > 1 and self.telling[1].turn.due_s <= now_s

    def forget(self, seat: int) -> None:
        """Let go of somebody's part in the rounds that are not told yet, and in earlier ones."""
        for telling in self.telling:
            telling.parts.pop(str(seat), None)
            telling.waiting = deque(other for other in telling.waiting if other != seat)
        for parts in self._earlier:
            parts.pop(str(seat), None)

    def pooled(self, telling: Telling) -> list[dict[str, Answer]]:
        """Return everybody's parts in this round and the last ones of the same call."""
        call = (telling.turn.run.number, telling.turn.call.cue)
        if call != self._call:
            self._call = call
            self._earlier.clear()
        self._earlier.append(telling.parts)
        return list(self._earlier)
