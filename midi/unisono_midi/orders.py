"""What the bridge asks of the driver's side, and what it hears from there: plain values. Pure.

They travel between processes, so they hold nothing but numbers, texts and bytes. Every time is on
the clock of this device (``time.perf_counter``), which both processes share.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TypeAlias

from unisono.units import Seconds


@dataclass(frozen=True, slots=True)
class Listen:
    """Listen to a port, now and whenever it comes back; ``wanted`` may be part of its name."""

    wanted: str


@dataclass(frozen=True, slots=True)
class Play:
    """Open a port to write to, now and whenever it comes back."""

    wanted: str


@dataclass(frozen=True, slots=True)
class Thru:
    """Pass everything that a port says on to another, in the driver's own thread."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Send:
    """Send messages, each at its time; what is due already goes at once.

    Attributes:
        wanted: the port, as it was ordered by :class:`Play`.
        messages: time and one MIDI message, or several in one, as bytes.
        mark: have :class:`Sent` reported for each.
    """

    wanted: str
    messages: tuple[tuple[Seconds, bytes], ...]
    mark: bool = False


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Do not send what is due after ``after_s`` on this port; ends of sounding notes still go."""

    wanted: str
    after_s: Seconds


@dataclass(frozen=True, slots=True)
class ListPorts:
    """Say which ports there are."""


@dataclass(frozen=True, slots=True)
class ReadClock:
    """Say what the clock of the driver's side shows."""


@dataclass(frozen=True, slots=True)
class Finish:
    """End notes, close ports, stop."""


Order: TypeAlias = Listen | Play | Thru | Send | TakeBack | ListPorts | ReadClock | Finish


class PortState(enum.StrEnum):
    """How a wanted port is."""

    OPEN = "open"
    AWAY = "away"
    TAKEN = "taken"
    NO_MIDI = "no_midi"


@dataclass(frozen=True, slots=True)
class Heard:
    """One message came in at ``onset_s``, stamped in the driver's callback thread."""

    wanted: str
    onset_s: Seconds
    message: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """A marked message went out: when it was due, when it was handed to the driver, and which."""

    wanted: str
    due_s: Seconds
    sent_s: Seconds
    message: bytes


@dataclass(frozen=True, slots=True)
class PortNews:
    """A wanted port is there, gone or not to be had; ``sentence`` says so to people."""

    wanted: str
    incoming: bool
    state: PortState
    sentence: str


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports there are, or the sentence that says why none can be."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ClockRead:
    """What the clock of the driver's side showed."""

    now_s: Seconds


@dataclass(frozen=True, slots=True)
class Broken:
    """The driver's side ended without being asked to; ``sentence`` says so."""

    sentence: str


Report: TypeAlias = Heard | Sent | PortNews | Ports | ClockRead | Broken
