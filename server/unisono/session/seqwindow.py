"""Exactly once: which sequence numbers of a person have been taken.

A watermark ``upto`` (everything up to it is done) and a short set of numbers taken beyond it. It
is the anti-replay window of RFC 4303 (section 3.4.3) with a set for the bitmap: duplicated,
repeated and reordered packets are recognised in constant memory.
"""

from __future__ import annotations

from typing import Final

WINDOW: Final = 1024
"""How far ahead of a missing number others may run before it is given up for lost."""


class SeqWindow:
    """Accepts every positive number once; not thread-safe, O(1) amortised."""

    __slots__ = ("_ahead", "upto")

    def __init__(self) -> None:
        self.upto = 0
        self._ahead: set[int] = set()

    def is_new(self, seq: int) -> bool:
        """Return whether a number has not been taken yet."""
        return seq > self.upto and seq not in self._ahead

    def take(self, seq: int) -> None:
        """Mark a number as taken and move the watermark over everything contiguous."""
        if not self.is_new(seq):
            return
        self._ahead.add(seq)
        if len(self._ahead) > WINDOW:
            self.upto = min(self._ahead) - 1
        while self.upto + 1 in self._ahead:
            self.upto += 1
            self._ahead.remove(self.upto)
