"""What happened: the only truth of a session. A log of these is stored, and only these.

An :class:`Entry` is one line of the log: its number (from 0, without gaps), the session time at
which it was written, and the event. New kinds of event may be added; fields of old kinds never
change their meaning.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from unisono.session.cues import AnyCue
from unisono.session.phrases import GrooveSpec
from unisono.session.plans import Activity, Plan


class Event(msgspec.Struct, frozen=True, tag_field="kind", tag=str.lower):
    """Base of all events; ``kind`` is the class name in lower case."""


class Opened(Event, frozen=True):
    """The session exists. ``epoch_s`` is its time zero as Unix time, ``code`` its join code."""

    code: str
    epoch_s: float
    version: str = ""


class SeatTaken(Event, frozen=True):
    """A person sat down for the first time."""

    seat: int
    token_hash: str
    animal: int
    colour: int
    name: str
    device: str


class SeatChanged(Event, frozen=True):
    """A person's name, animal or colour is now this."""

    seat: int
    animal: int
    colour: int
    name: str


class SeatLeft(Event, frozen=True):
    """A person gave the seat up (``removed``: was asked to; ``took_taps``: and their taps)."""

    seat: int
    removed: bool = False
    took_taps: bool = False


class SeatPlaced(Event, frozen=True):
    """A person's section, part of the groove (-1: none), tags and instrument are now these."""

    seat: int
    section: str
    part: int
    tags: tuple[str, ...]
    instrument: str


class ModeSet(Event, frozen=True):
    """How a person takes part: ``play``, ``sit``, ``listen`` or ``unmeasured``."""

    seat: int
    mode: str


class SoundNoted(Event, frozen=True):
    """What a person found in the sound check; None: not said."""

    seat: int
    hears: bool | None = None
    listening: str | None = None
    offset_s: float | None = None
    scatter_s: float | None = None


class SeatMuted(Event, frozen=True):
    """A device's taps are left out of the numbers, or count again."""

    seat: int
    muted: bool


class JoinedLate(Event, frozen=True):
    """A device heard of a cue too late and joins in on ``beat``; until then it is not counted."""

    seat: int
    cue: int
    beat: float


class Here(Event, frozen=True):
    """A seated person is connected (again)."""

    seat: int


class Away(Event, frozen=True):
    """A seated person's connection is gone."""

    seat: int


class ClockNoted(Event, frozen=True):
    """A device's own word on its clock and sound; ``steps`` counts from its page's loading."""

    seat: int
    round_trip_s: float
    bound_s: float
    output_latency_s: float | None = None
    wireless: bool = False
    steps: int = 0


class ClockSampled(Event, frozen=True):
    """Completed clock exchanges of a seat's device: rows of ``(t0, t1, t2, t3)``.

    ``t0`` and ``t3`` are seconds of the device's own clock, ``t1`` and ``t2`` session time.
    """

    seat: int
    samples: tuple[tuple[float, float, float, float], ...]


class DoorSet(Event, frozen=True):
    """Whether a typed code comes straight in."""

    open: bool


class Arranged(Event, frozen=True):
    """Tempo, meter and count-in for the next start."""

    tempo_bpm: float
    grouping: tuple[int, ...]
    count_in_bars: int


class Started(Event, frozen=True):
    """Run number ``run`` (from 1): beat 0 falls on ``time0_s``; the count-in are negative beats."""

    run: int
    time0_s: float
    tempo_bpm: float
    grouping: tuple[int, ...]
    count_in_beats: int


class TempoSet(Event, frozen=True):
    """From ``beat`` on, the run moves to this tempo, evenly over ``over_beats``, and keeps it."""

    run: int
    beat: float
    tempo_bpm: float
    over_beats: float = 0.0


class MeterSet(Event, frozen=True):
    """From ``beat``, a bar line, on, the run has this meter."""

    run: int
    beat: int
    grouping: tuple[int, ...]


class StopSet(Event, frozen=True):
    """The run's click ends before ``beat`` (which does not sound any more).

    ``how``: ``cut``, or ``last``: the beat before it is the last one, together. ``cue`` numbers it
    among the cues; 0: a stop at once.
    """

    run: int
    beat: float
    cue: int = 0
    how: str = "cut"


class StopLifted(Event, frozen=True):
    """The agreed stop of the run was taken back."""

    run: int


class CueArmed(Event, frozen=True):
    """Cue number ``cue`` (from 1) will land on ``beat`` of the run.

    ``who`` are the seats it is about (None: everybody), ``others`` the rest of the circle, as they
    were when it was armed. ``undoes``: the landed cue it takes back, if it does.
    """

    cue: int
    run: int
    beat: float
    what: AnyCue
    who: tuple[int, ...] | None = None
    others: tuple[int, ...] = ()
    undoes: int = 0


class CueCancelled(Event, frozen=True):
    """An armed cue will not land.

    ``why``: it was ``asked`` for; ``replaced`` by another of its kind; the music ``stopped``
    before; or ``moved`` to another bar line, under a new number, because a meter was taken back.
    """

    cue: int
    why: str = "asked"


class CueLanded(Event, frozen=True):
    """An armed cue has landed."""

    cue: int


class GrooveSet(Event, frozen=True):
    """What people play together from now on."""

    groove: GrooveSpec | None


class CallHanded(Event, frozen=True):
    """Who may call besides the facilitator."""

    seat: int | None


class HearingSet(Event, frozen=True):
    """Who hears whose strokes, and how many bars later.

    In run ``run`` strokes before ``beat`` are still heard at once; 0: it holds already. ``why``:
    it was asked for, or somebody is too ``far`` for hearing at once.
    """

    who: str
    bars: int
    run: int = 0
    beat: float = 0.0
    why: str = ""


class PlanSet(Event, frozen=True):
    """The plan for the evening."""

    plan: Plan | None


class ActivityBegan(Event, frozen=True):
    """An activity began; ``index`` is its place in the plan."""

    index: int
    activity: Activity


class MusicBegan(Event, frozen=True):
    """The run ``run`` is the music of the activity that is on."""

    run: int


class StepTaken(Event, frozen=True):
    """Step ``step`` (from 1) of the activity's cues has been dealt with; it lands on ``beat``."""

    step: int
    beat: float


class RunEnded(Event, frozen=True):
    """The run is over."""

    run: int


class TapsPlayed(Event, frozen=True, tag="taps"):
    """Taps of one seat, in the order of their sequence numbers.

    Each row is ``(seq, time_s, bound_s, source, velocity)``; ``source`` is one of
    ``touch key midi bridge sim``. ``locals_s`` holds the same instants on the device's own
    clock, as far as it told them, ``strokes`` how they were played; empty if it told none.
    """

    seat: int
    taps: tuple[tuple[int, float, float, str, float | None], ...]
    locals_s: tuple[float | None, ...] = ()
    strokes: tuple[str, ...] = ()


class TapsRefused(Event, frozen=True):
    """Numbers of taps that were not kept (from the future or long ago): done with all the same."""

    seat: int
    seqs: tuple[int, ...]


class Ended(Event, frozen=True):
    """The session is over for good."""


AnyEvent: TypeAlias = (
    Opened
    | SeatTaken
    | SeatChanged
    | SeatLeft
    | SeatPlaced
    | ModeSet
    | SoundNoted
    | SeatMuted
    | JoinedLate
    | Here
    | Away
    | ClockNoted
    | ClockSampled
    | DoorSet
    | Arranged
    | Started
    | TempoSet
    | MeterSet
    | StopSet
    | StopLifted
    | CueArmed
    | CueCancelled
    | CueLanded
    | GrooveSet
    | CallHanded
    | HearingSet
    | PlanSet
    | ActivityBegan
    | MusicBegan
    | StepTaken
    | RunEnded
    | TapsPlayed
    | TapsRefused
    | Ended
)


class Entry(msgspec.Struct, frozen=True):
    """One line of the log."""

    n: int
    at_s: float
    event: AnyEvent


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(AnyEvent)


def event_to_json(event: AnyEvent) -> bytes:
    """Return an event as JSON with its ``kind``; the same event always gives the same bytes."""
    return _encoder.encode(event)


def event_from_json(body: bytes | str) -> AnyEvent:
    """Return the event of a JSON text written by :func:`event_to_json`.

    Raises:
        msgspec.ValidationError: if the text is not an event of ours.
    """
    event: AnyEvent = _decoder.decode(body)
    return event
