"""The rounds that are being told, and the earlier ones of the same call."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from unisono.prompts import Answer, ResponseWindow
from unisono.session.answers import CallTurn
from unisono.session.facts import Facts, SeatState
from unisono.session.resolving import prompt_of
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


def begun(due: CallTurn, facts: Facts) -> Telling:
    """Return a round that has just ended, with whoever was asked in it."""
    assert due.call.prompt is not None
    window = ResponseWindow.of(prompt_of(due.call.prompt), due.run.timeline, due.from_beat)
    asked = deque(seat.seat for seat in facts.seats.values() if _is_asked(seat, due))
    return Telling(due, window, asked)


def is_excused(facts: Facts, due: CallTurn, seat: int) -> bool:
    """Return whether somebody heard too late of what was asked, as far as is known now."""
    run = next(run for run in reversed(facts.runs) if run.number == due.run.number)
    return any(x.seat == seat and x.beat0 <= due.from_beat < x.beat1 for x in run.excused)


def _is_asked(seat: SeatState, due: CallTurn) -> bool:
    """Return whether an answer is expected of somebody and can be told fairly."""
    if not seat.here or seat.mode != "play" or seat.over_wireless:
        return False
    if due.call.asked is not None and seat.seat not in due.call.asked:
        return False
    return seat.seat not in due.run.scene_at(due.from_beat).resting


class Rounds:
    """The rounds that are being told, and the earlier ones of the same call."""

    def __init__(self) -> None:
        self.telling: deque[Telling] = deque()
        self._wait_s: Seconds = -math.inf
        self._call: tuple[int, int] = (0, 0)
        self._earlier: deque[dict[str, Answer]] = deque(maxlen=POOLED_ROUNDS)

    def due(self, now_s: Seconds) -> Telling | None:
        """Return the round to tell now, None if there is none."""
        return self.telling[0] if self.telling and self._is_due(0, now_s) else None

    def is_next_due(self, now_s: Seconds) -> bool:
        """Return whether the round after it is to be told, too."""
        return len(self.telling) > 1 and self._is_due(1, now_s)

    def _is_due(self, at: int, now_s: Seconds) -> bool:
        return max(self.telling[at].turn.due_s, self._wait_s) <= now_s

    def begin_anew(self, last_s: Seconds, part_of: Callable[[Telling, int], Answer | None]) -> None:
        """After a replay: what was due by then was told, and stands behind what comes next."""
        told = [telling for telling in self.telling if telling.turn.due_s <= last_s]
        self.telling = deque(x for x in self.telling if x.turn.due_s > last_s)
        for telling in told[-POOLED_ROUNDS:]:
            parts = ((seat, part_of(telling, seat)) for seat in telling.waiting)
            telling.parts = {str(seat): part for seat, part in parts if part is not None}
            if telling.parts:
                self.pooled(telling)

    def come_back(self, from_s: Seconds, wait_s: Seconds) -> None:
        """After a restart: tell nothing before ``wait_s``, nothing that was due by ``from_s``."""
        self.telling = deque(x for x in self.telling if x.turn.due_s > from_s)
        self._wait_s = wait_s

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
