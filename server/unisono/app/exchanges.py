"""Clock exchanges of one connection, completed and gathered for the review.

An exchange has four times: the device's question left (t0) and its answer arrived (t3) on the
device's clock, the server received (t1) and answered (t2) in session time. The server learns t3
with the next question, so that gathering costs a few bytes and no message of its own.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from unisono.session.commands import Sync
from unisono.units import Seconds

Row: TypeAlias = tuple[Seconds, Seconds, Seconds, Seconds]
GATHERED: Final = 40
"""Exchanges in one entry of the log: the first seconds of a device, later more than a minute."""


class Exchanges:
    """Completes exchanges; not thread-safe, O(1) each."""

    __slots__ = ("_open", "_rows")

    def __init__(self) -> None:
        self._open: tuple[Seconds, Seconds, Seconds] | None = None
        self._rows: list[Row] = []

    def note(self, sync: Sync, t1_s: Seconds, t2_s: Seconds) -> None:
        """Complete the exchange before this one, if its end is told, and open this one."""
        before = self._open
        if before is not None and sync.t3 is not None and before[0] <= sync.t3 <= sync.t0:
            self._rows.append((*before, sync.t3))
        self._open = (sync.t0, t1_s, t2_s)

    def take(self, at_least: int = GATHERED) -> tuple[Row, ...]:
        """Return what has been gathered and forget it, if it is as much as that."""
        if len(self._rows) < max(1, at_least):
            return ()
        rows, self._rows = tuple(self._rows), []
        return rows
