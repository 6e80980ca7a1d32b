"""Who is connected right now and what they were last told: the part that no log can know."""

from __future__ import annotations

from unisono.session.consoles import Consoles
from unisono.session.inner import Enter
from unisono.session.messages import Desk, PlanMessage, SeatView
from unisono.session.signals import Signals
from unisono.units import Seconds


class House:
    """Open connections by key, the lobby, and the last broadcast of each kind."""

    __slots__ = (
        "consoles",
        "desk_sent",
        "far_since_s",
        "key_by_seat",
        "plan_sent",
        "seat_by_key",
        "shown",
        "signals",
        "tick_n",
        "waiting",
    )

    def __init__(self) -> None:
        self.key_by_seat: dict[int, str] = {}
        self.seat_by_key: dict[str, int] = {}
        self.waiting: dict[str, Enter] = {}
        self.shown: dict[int, SeatView] = {}
        self.desk_sent: Desk | None = None
        self.plan_sent: PlanMessage | None = None
        self.tick_n = 0
        self.far_since_s: Seconds | None = None
        self.signals = Signals()
        self.consoles = Consoles()

    def sit(self, key: str, seat: int) -> str | None:
        """Give a seat to a connection; return the key that had it before, if any."""
        before = self.key_by_seat.get(seat)
        self.stand(before)
        self.key_by_seat[seat], self.seat_by_key[key] = key, seat
        return before if before != key else None

    def stand(self, key: str | None) -> int | None:
        """Take a connection off its seat; return that seat."""
        seat = self.seat_by_key.pop(key, None) if key is not None else None
        if seat is not None:
            del self.key_by_seat[seat]
        return seat
