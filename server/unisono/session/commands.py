"""What people ask of a session: the bodies of all messages a client may send.

Each class is one wire message (``unisono.wire.table`` names it and says who may send it); the
constraints here are the only description of what is allowed in it.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from unisono.pulse import MAX_BEATS, MAX_BPM, MIN_BPM

MAX_NAME = 20
MAX_TAPS = 200
MAX_SEATS = 500
MAX_COUNT_IN_BARS = 4
ANIMAL_COUNT = 24
COLOUR_COUNT = 12

SOURCES = ("touch", "key", "midi", "bridge", "sim")

Tempo = Annotated[float, Meta(ge=MIN_BPM, le=MAX_BPM, description="beats per minute")]
Grouping = Annotated[
    list[Annotated[int, Meta(ge=1, le=MAX_BEATS)]],
    Meta(
        min_length=1,
        max_length=MAX_BEATS,
        description="beats of a bar as groups, for example [2, 2, 3]; 2 to 12 beats in all",
    ),
]
CountIn = Annotated[int, Meta(ge=0, le=MAX_COUNT_IN_BARS, description="bars counted before bar 1")]
SeatNumber = Annotated[int, Meta(ge=1, le=MAX_SEATS, description="a seat, from 1")]
Name = Annotated[
    str, Meta(max_length=MAX_NAME, description="what to call this person; may be empty")
]
LocalTime = Annotated[
    float, Meta(ge=-1e12, le=1e12, description="seconds of the sender's own clock")
]
Bound = Annotated[float, Meta(ge=0.0, le=10.0, description="the truth lies within ± this, seconds")]


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of everything a client may send."""


class Tap(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One onset as a client reports it: ``[seq, time_s, bound_s, source, velocity, local_s]``.

    ``local_s`` is the same instant on the sender's own clock; with it the review can date the tap
    anew when it knows more about that clock than the sender did.
    """

    seq: Annotated[int, Meta(ge=1, le=2**40, description="the person's own count of taps, from 1")]
    time_s: Annotated[float, Meta(ge=-1e9, le=1e12, description="session time of the onset")]
    bound_s: Bound
    source: Literal["touch", "key", "midi", "bridge", "sim"]
    velocity: Annotated[float, Meta(ge=0.0, le=1.0, description="how hard, 0..1")] | None = None
    local_s: LocalTime | None = None


class Taps(Command, frozen=True):
    """A batch of taps, oldest first; answered by ``saved`` once they are committed."""

    taps: Annotated[list[Tap], Meta(min_length=1, max_length=MAX_TAPS)]


class Sync(Command, frozen=True):
    """One clock exchange; the answer carries ``t1`` and ``t2`` in session seconds.

    ``t3`` is when the answer to the *previous* exchange of this connection arrived, on the sender's
    clock; it completes that exchange for the review.
    """

    t0: LocalTime
    t3: LocalTime | None = None


class ClockReport(Command, frozen=True):
    """What this device thinks of its clock and its sound, sent when it changes."""

    round_trip_s: Annotated[float, Meta(ge=0.0, le=60.0, description="smallest recent round trip")]
    bound_s: Bound
    output_latency_s: Annotated[float, Meta(ge=0.0, le=2.0)] | None = None
    wireless: bool = False
    steps: Annotated[
        int,
        Meta(
            ge=0,
            le=2**31,
            description="how often this device's clock was found to have stood still or jumped, as "
            "after a sleep, since the page was loaded",
        ),
    ] = 0


class Profile(Command, frozen=True):
    """Change one's own name, animal or colour; fields left out stay as they are."""

    name: Name | None = None
    animal: Annotated[int, Meta(ge=0, lt=ANIMAL_COUNT)] | None = None
    colour: Annotated[int, Meta(ge=0, lt=COLOUR_COUNT)] | None = None


class Leave(Command, frozen=True):
    """Give the seat up for good."""


class Arrange(Command, frozen=True):
    """Set tempo, meter or count-in for the next start; while playing it lands on the next bar.

    With ``over_bars`` the tempo moves there evenly, beat by beat, and arrives after so many bars.
    """

    tempo_bpm: Tempo | None = None
    grouping: Grouping | None = None
    count_in_bars: CountIn | None = None
    over_bars: Annotated[
        int, Meta(ge=0, le=64, description="bars the change takes; 0: at once")
    ] = 0


class Start(Command, frozen=True):
    """Start the click for everybody, after the count-in."""


class Stop(Command, frozen=True):
    """Stop the click for everybody, at the end of the bar or now."""

    when: Literal["bar", "now"] = "bar"


class Door(Command, frozen=True):
    """Open the door (a typed code comes straight in) or have people wait in the lobby."""

    open: bool


class Admit(Command, frozen=True):
    """Let one waiting person in, or everybody."""

    key: Annotated[str, Meta(max_length=64)] | None = None


class Rename(Command, frozen=True):
    """Give somebody another name, or none, on every screen."""

    seat: SeatNumber
    name: Name


class Remove(Command, frozen=True):
    """Ask somebody to leave; their seat's link stops working."""

    seat: SeatNumber


class End(Command, frozen=True):
    """End the session for good and open the review."""


AnyCommand: TypeAlias = (
    Taps
    | Sync
    | ClockReport
    | Profile
    | Leave
    | Arrange
    | Start
    | Stop
    | Door
    | Admit
    | Rename
    | Remove
    | End
)
