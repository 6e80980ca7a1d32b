"""Which consoles are open: the facilitator's and helpers'."""

from __future__ import annotations

from typing import Final

from unisono.session.caller import Role
from unisono.units import Seconds

TAKE_OVER_S: Final = 60.0
"""A facilitator away for this long has left the circle in the helper's hands."""


class Consoles:
    """Open consoles by the key of their connection."""

    __slots__ = ("_roles", "_without_s")

    def __init__(self) -> None:
        self._roles: dict[str, Role] = {}
        self._without_s: Seconds = 0.0

    @property
    def count(self) -> int:
        """How many lead or help at this moment."""
        return len(self._roles)

    def open(self, key: str, role: Role) -> None:
        """Note that a console is there."""
        self._roles[key] = role

    def close(self, key: str, now_s: Seconds) -> bool:
        """Note that a connection is gone; return whether it was a console's."""
        role = self._roles.pop(key, None)
        if role is Role.LEAD and Role.LEAD not in self._roles.values():
            self._without_s = now_s
        return role is not None

    def restart(self, now_s: Seconds) -> None:
        """After a restart nobody is connected."""
        self._roles.clear()
        self._without_s = now_s

    def may_take_over(self, now_s: Seconds) -> bool:
        """Return whether no facilitator's console has been open for a minute."""
        if Role.LEAD in self._roles.values():
            return False
        return now_s - self._without_s >= TAKE_OVER_S
