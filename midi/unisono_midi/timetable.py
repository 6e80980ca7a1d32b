"""Messages that wait for their time, and notes that wait for their end. Pure.

Whoever takes music back believes that what is due a little later has not gone yet. A machine that
stood still for a moment proves them wrong: the order to take back is read only after what was due
meanwhile has gone, all at once. So what has gone is remembered, and where it is given anew it is
not sent a second time: a clock of 24 pulses a beat stays one.
"""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from typing import Final

from unisono.units import Seconds

NOTE_S: Final[Seconds] = 0.06
"""How long a note sounds; percussion does not mind, other sounds are short."""
MOST_GONE: Final = 1024
"""Messages that are remembered: eight seconds of the fastest clock."""
SAME_S: Final[Seconds] = 0.05
"""What is given anew is what has gone if their times are nearer than this; pulses are counted."""
PULSE: Final = b"\xf8"
ANCHORS: Final = (b"\xfa", b"\xfb", b"\xfc")
"""Start, continue and stop: a machine counts its pulses from the last of these."""


class Timetable:
    """What goes out on one port, in order of time; what is due at one time goes as it came in.

    Every note-on that goes out is given its end here, so that taking music back, or stopping,
    never leaves a note sounding.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[Seconds, int, bytes, bool, bool]] = []
        self._count = itertools.count()
        self._gone: deque[tuple[Seconds, bytes]] = deque(maxlen=MOST_GONE)
        self._ahead: list[tuple[Seconds, bytes]] = []

    def __len__(self) -> int:
        """Return how many messages wait."""
        return len(self._heap)

    def add(self, due_s: Seconds, message: bytes, *, mark: bool = False) -> None:
        """Have a message go out at a time."""
        heapq.heappush(self._heap, (due_s, next(self._count), message, mark, False))

    def take_back(self, after_s: Seconds) -> None:
        """Forget what is due after a time, but for the ends of notes that sound.

        What was due after that time and has gone already is not sent again when it is given anew.
        """
        self._heap = [row for row in self._heap if row[0] <= after_s or row[4]]
        heapq.heapify(self._heap)
        fresh_s = after_s - NOTE_S
        self._ahead = [row for row in self._ahead if row[0] > fresh_s]
        self._ahead += [row for row in self._gone if row[0] > after_s]
        self._gone = deque((row for row in self._gone if row[0] <= after_s), maxlen=MOST_GONE)

    def next_due_s(self) -> Seconds | None:
        """Return when something is to go out next."""
        return self._heap[0][0] if self._heap else None

    def due(self, now_s: Seconds) -> tuple[Seconds, bytes, bool] | None:
        """Return the next message that is due, its time and its mark; None if nothing is."""
        while self._heap and self._heap[0][0] <= now_s:
            due_s, _, message, mark, is_end = heapq.heappop(self._heap)
            if not is_end and self._has_gone(due_s, message):
                continue
            if len(message) == 3 and message[0] >> 4 == 0x9 and message[2]:
                end = bytes((0x80 | message[0] & 0x0F, message[1], 64))
                row = (max(due_s, now_s) + NOTE_S, next(self._count), end, False, True)
                heapq.heappush(self._heap, row)
            return due_s, message, mark
        return None

    def ends(self) -> list[bytes]:
        """Forget everything; return the ends of the notes that sound."""
        ends = [row[2] for row in sorted(self._heap) if row[4]]
        self._heap.clear()
        return ends

    def _has_gone(self, due_s: Seconds, message: bytes) -> bool:
        """Return whether a message went before it was taken back and given anew; remember it."""
        self._gone.append((due_s, message))
        for row in self._ahead:
            if row[1] == message and (message == PULSE or abs(row[0] - due_s) < SAME_S):
                self._ahead.remove(row)
                return True
        if message[-1:] in ANCHORS:  # from here on pulses are counted anew
            self._ahead.clear()
        return False
