"""Who a command comes from, as the shell established it from a token (never from the message)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final


class Role(enum.StrEnum):
    """What a connection may do."""

    PLAY = "play"
    LEAD = "lead"
    HELP = "help"
    STAGE = "stage"
    SHELL = "shell"


CONSOLES: Final = frozenset({Role.LEAD, Role.HELP})
"""Whoever leads: the facilitator, and helpers by their side."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The origin of a command.

    Attributes:
        role: what it may do.
        key: the connection's key, unique among open connections; "" for the shell itself.
        seat: the seat it plays from, or None.
    """

    role: Role
    key: str = ""
    seat: int | None = None


SHELL = Caller(Role.SHELL)
