"""What a session asks its shell to do; performed in the order given.

``Persist`` before ``Emit``: the shell sends nothing that stands behind an entry before that entry
is committed, so nobody is ever told of something a crash could undo.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TypeAlias

from unisono.session.events import Entry
from unisono.session.messages import AnyMessage


class Audience(enum.Enum):
    """Groups of connections."""

    EVERYONE = "everyone"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class To:
    """Where a message goes: an audience, a seat, or one connection by its key."""

    audience: Audience | None = None
    seat: int | None = None
    key: str | None = None


EVERYONE = To(audience=Audience.EVERYONE)
DESK = To(audience=Audience.DESK)


@dataclass(frozen=True, slots=True)
class Persist:
    """Append this entry to the log; ``urgent``: commit at once instead of gathering a group."""

    entry: Entry
    urgent: bool = True


@dataclass(frozen=True, slots=True)
class Emit:
    """Send a message; ``at_once``: past everything that waits to be stored.

    Only what a crash could not undo may go at once: a sound that is over the moment it is heard.
    """

    to: To
    message: AnyMessage
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Seated:
    """From now on the connection ``key`` speaks for ``seat`` and hears what everyone hears."""

    key: str
    seat: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The connection ``key`` is in the lobby and hears nothing yet."""

    key: str


@dataclass(frozen=True, slots=True)
class Unseated:
    """The connection ``key`` no longer speaks for a seat; it is to be closed after its goodbye."""

    key: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Blank what ``seat`` played and said of itself in all entries before number ``before_n``."""

    seat: int
    before_n: int


Effect: TypeAlias = Persist | Emit | Seated | Waiting | Unseated | Forget
