"""One connection of a session, as the shell knows it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Final

from unisono.app.exchanges import Exchanges
from unisono.app.sockets import Link
from unisono.session.caller import CONSOLES, Caller, Role

COMPANY: Final = CONSOLES | {Role.PLAY}


def new_key() -> str:
    """Return a key for a connection: unguessable, and never the socket's own id."""
    return secrets.token_urlsafe(9)


@dataclass(slots=True, eq=False)
class Connection:
    """A connection with a role.

    Attributes:
        sid: what the socket library calls it.
        role: what its token gave it.
        link: its sending half.
        key: what the session calls it.
        seat: the seat it speaks for; the session says which.
        exchanges: its clock exchanges, for the review.
        join_token: of the circle's join link, where its own token leads there; else empty.
        simulated: whether it says that nobody sits at it.
    """

    sid: str
    role: Role
    link: Link
    key: str = field(default_factory=new_key)
    seat: int | None = None
    exchanges: Exchanges = field(default_factory=Exchanges)
    join_token: str = ""
    simulated: bool = False

    @property
    def is_company(self) -> bool:
        """Whether a person is behind it: somebody who plays or leads; a stage only shows."""
        return self.role in COMPANY and not self.simulated

    @property
    def caller(self) -> Caller:
        """The origin of this connection's commands."""
        return Caller(self.role, self.key, self.seat)
