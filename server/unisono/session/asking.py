"""What the commands of clients are made of: their base, their limits, the kinds of their fields."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from unisono.pulse import MAX_BEATS, MAX_BPM, MIN_BPM
from unisono.session.phrases import MAX_LAYERS

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
Ages = Annotated[
    list[Annotated[float, Meta(ge=0.0, le=1e6)]],
    Meta(
        max_length=64,
        description="how long before t0 the answers to the questions before it came, oldest first, "
        "each told once; left out: what was asked before is not told any more",
    ),
]
Bound = Annotated[float, Meta(ge=0.0, le=10.0, description="the truth lies within ± this, seconds")]


MAX_TAGS = 6
PartNumber = Annotated[
    int, Meta(ge=-1, lt=MAX_LAYERS, description="a layer of the groove, from 0; -1: none")
]
CueNumber = Annotated[int, Meta(ge=1, le=2**31, description="a cue, from 1")]
SignalKind = Literal["slower", "softer", "cant_hear", "again", "ready", "heart"]


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of everything a client may send."""
