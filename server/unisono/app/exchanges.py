"""Clock exchanges of one connection, completed and gathered for the review.

An exchange has four times: the device's question left (t0) and its answer arrived (t3) on the
device's clock, the server received (t1) and answered (t2) in session time. The server learns t3
with a later question, so that gathering costs a few bytes and no message of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final, TypeAlias

from unisono.units import Seconds

Row: TypeAlias = tuple[Seconds, Seconds, Seconds, Seconds]
GATHERED: Final = 40
"""Exchanges in one entry of the log: the first seconds of a device, later more than a minute."""
MOST_OPEN: Final = 64


class Exchanges:
    """Completes exchanges, several of which may be under way; not thread-safe, O(1) each."""

    __slots__ = ("_open", "_rows")

    def __init__(self) -> None:
        self._open: deque[tuple[Seconds, Seconds, Seconds]] = deque(maxlen=MOST_OPEN)
        self._rows: list[Row] = []

    def note(
        self, t0_s: Seconds, ago_s: Sequence[Seconds] | None, t1_s: Seconds, t2_s: Seconds
    ) -> None:
        """Complete the exchanges whose ends are told, and open this one.

        Args:
            t0_s: when the question left, on the device's clock.
            ago_s: how long before ``t0_s`` the answers before came, oldest first; None: whatever is
                open stays without an end.
            t1_s: when it came, in session time.
            t2_s: when its answer left.
        """
        if ago_s is None:
            self._open.clear()
        for age_s in ago_s or ():
            if not self._open:
                break
            before, t3_s = self._open.popleft(), t0_s - age_s
            if before[0] <= t3_s:
                self._rows.append((*before, t3_s))
        self._open.append((t0_s, t1_s, t2_s))

    def take(self, at_least: int = GATHERED) -> tuple[Row, ...]:
        """Return what has been gathered and forget it, if it is as much as that."""
        if len(self._rows) < max(1, at_least):
            return ()
        rows, self._rows = tuple(self._rows), []
        return rows
