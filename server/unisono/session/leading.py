"""What those who lead ask of a session: the music, its cues, the people, the evening."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from unisono.session.asking import (
    Command,
    CountIn,
    CueNumber,
    Grouping,
    Name,
    PartNumber,
    SeatNumber,
    Tempo,
)
from unisono.session.cues import AnyCue
from unisono.session.phrases import GrooveSpec, Section
from unisono.session.plans import Plan


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
    """Stop for everybody: now, or at the end of the bar or cycle.

    ``cut``: silence there; ``last``: one more beat there together, then silence.
    """

    when: Literal["bar", "cycle", "now"] = "bar"
    how: Literal["cut", "last"] = "cut"


class Cue(Command, frozen=True):
    """Arm a cue: it lands on the next bar (or cycle) that everybody can still hear of in time."""

    what: AnyCue
    when: Literal["bar", "cycle"] = "bar"


class Cancel(Command, frozen=True):
    """Take an armed cue back, until its last beat."""

    cue: CueNumber


class Undo(Command, frozen=True):
    """Take the newest armed cue back; if none is armed, go back to how it was before the last."""


class SetGroove(Command, frozen=True):
    """What people play together from now on: layers of a pattern, or nothing in particular."""

    groove: GrooveSpec | None


class Hand(Command, frozen=True):
    """Hand the call to somebody, or take it back."""

    seat: SeatNumber | None


class Hearing(Command, frozen=True):
    """Who hears whose strokes, and when: ``bars`` bars later, or at once in one room."""

    who: Literal["all", "section", "neighbours", "facilitator", "nobody"] = "all"
    bars: Annotated[int, Meta(ge=0, le=8, description="0: at once, where the network allows")] = 1


class Mute(Command, frozen=True):
    """Leave one device's taps out of the numbers, or count them again; nobody is told."""

    seat: SeatNumber
    muted: bool


class Assign(Command, frozen=True):
    """Offer somebody a section or a part (``part`` -1: none); fields left out stay."""

    seat: SeatNumber
    section: Section | None = None
    part: PartNumber | None = None


class Say(Command, frozen=True):
    """A kind sentence to one person or to all."""

    text: Annotated[str, Meta(min_length=1, max_length=200)]
    seat: SeatNumber | None = None


class SoundCheck(Command, frozen=True):
    """Ask one person or all to do the sound check again."""

    seat: SeatNumber | None = None


class SetPlan(Command, frozen=True):
    """The plan for this evening, or none."""

    plan: Plan | None


class Go(Command, frozen=True):
    """Begin an activity of the plan; none given: the next one."""

    index: Annotated[int, Meta(ge=0, lt=40)] | None = None


class Robots(Command, frozen=True):
    """Have simulated people join to practise with, in place of those that are there; 0: none."""

    count: Annotated[int, Meta(ge=0, le=12)]
    skill: Literal["beginner", "usual", "skilled"] = "usual"
    delay_ms: Annotated[float, Meta(ge=0.0, le=1000.0, description="of their network")] = 30.0
    dropouts: Annotated[bool, Meta(description="whether they lose the connection now and then")] = (
        False
    )


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
