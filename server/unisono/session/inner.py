"""What the shell tells a session: people coming and going, time passing, a restart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Enter:
    """A connection asks for a seat, or for its old one back.

    Attributes:
        key: the connection's key.
        token_hash: SHA-256 (hex) of the person's own random token; finds the old seat.
        invited: True when it holds the join link; False when it typed the code.
        name: a name typed before entering, may be empty.
        device: ``browser``, ``bridge``, ``sim`` or ``replay``.
    """

    key: str
    token_hash: str
    invited: bool
    name: str = ""
    device: str = "browser"


@dataclass(frozen=True, slots=True)
class Watch:
    """A console or a stage has connected and needs a snapshot (by ``Caller.key``)."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A connection is gone; its person may come back."""

    key: str


@dataclass(frozen=True, slots=True)
class ClockSamples:
    """Clock exchanges of the caller's device, completed: rows of ``(t0, t1, t2, t3)``."""

    samples: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """About twice a second: close beats, tell everybody what changed."""


@dataclass(frozen=True, slots=True)
class Restarted:
    """The server is new and the log has been replayed: nobody is connected yet."""


InnerCommand: TypeAlias = Enter | Watch | Dropped | ClockSamples | Tick | Restarted
