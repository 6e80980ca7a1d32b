"""Messages that wait for their time, and notes that wait for their end. Pure."""

from __future__ import annotations

import heapq
import itertools
from typing import Final

from unisono.units import Seconds

NOTE_S: Final[Seconds] = 0.06
"""How long a note sounds; percussion does not mind, other sounds are short."""


class Timetable:
    """What goes out on one port, in order of time; what is due at one time goes as it came in.

    Every note-on that goes out is given its end here, so that taking music back, or stopping,
    never leaves a note sounding.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[Seconds, int, bytes, bool, bool]] = []
        self._count = itertools.count()

    def __len__(self) -> int:
        """Return how many messages wait."""
        return len(self._heap)

    def add(self, due_s: Seconds, message: bytes, *, mark: bool = False) -> None:
        """Have a message go out at a time."""
        heapq.heappush(self._heap, (due_s, next(self._count), message, mark, False))

    def take_back(self, after_s: Seconds) -> None:
        """Forget what is due after a time, but for the ends of notes that sound."""
        self._heap = [row for row in self._heap if row[0] <= after_s or row[4]]
        heapq.heapify(self._heap)

    def next_due_s(self) -> Seconds | None:
        """Return when something is to go out next."""
        return self._heap[0][0] if self._heap else None

    def due(self, now_s: Seconds) -> tuple[Seconds, bytes, bool] | None:
        """Return the next message that is due, its time and its mark; None if nothing is."""
        if not self._heap or self._heap[0][0] > now_s:
            return None
        due_s, _, message, mark, _ = heapq.heappop(self._heap)
        if len(message) == 3 and message[0] >> 4 == 0x9 and message[2]:
            end = bytes((0x80 | message[0] & 0x0F, message[1], 64))
            row = (max(due_s, now_s) + NOTE_S, next(self._count), end, False, True)
            heapq.heappush(self._heap, row)
        return due_s, message, mark

    def ends(self) -> list[bytes]:
        """Forget everything; return the ends of the notes that sound."""
        ends = [row[2] for row in sorted(self._heap) if row[4]]
        self._heap.clear()
        return ends
