"""The state of a session: a fold over its events.

The theory, as a table. A session is in one of four phases; events move it, nothing else does:

======== ================================= ==================================
phase    meaning                           leaves it by
======== ================================= ==================================
lobby    nothing sounds; free play         ``started`` → playing
playing  the click runs                    ``stopset`` → stopping
stopping the click runs to an agreed beat  ``runended`` → lobby
ended    over for good, review open        (nothing)
======== ================================= ==================================

The command ``end`` is taken in any of the first three: it stops whatever sounds, and then the
session has ended. :data:`ALLOWED` says which command makes sense in which phase; what is not in it
is always allowed. ``start`` is in the row of ``stopping`` for the moment between the agreed beat
and the tick that closes the run; earlier than that it is refused.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from unisono.errors import OurError
from unisono.pulse import Bars, Meter, Timeline
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.seqwindow import SeqWindow
from unisono.units import Beats, Seconds


class Phase(enum.StrEnum):
    """Where a session is."""

    LOBBY = "lobby"
    PLAYING = "playing"
    STOPPING = "stopping"
    ENDED = "ended"


TRANSITIONS: Final[dict[tuple[Phase, type[e.Event]], Phase]] = {
    (Phase.LOBBY, e.Started): Phase.PLAYING,
    (Phase.PLAYING, e.StopSet): Phase.STOPPING,
    (Phase.STOPPING, e.StopSet): Phase.STOPPING,
    (Phase.STOPPING, e.RunEnded): Phase.LOBBY,
    (Phase.LOBBY, e.Ended): Phase.ENDED,
}
MOVING_EVENTS: Final = frozenset(kind for _, kind in TRANSITIONS)

_OPEN: Final = frozenset({Phase.LOBBY, Phase.PLAYING, Phase.STOPPING})
_SOUNDING: Final = frozenset({Phase.PLAYING, Phase.STOPPING})
ALLOWED: Final[dict[type[c.Command], frozenset[Phase]]] = {
    c.Arrange: _OPEN,
    c.Start: frozenset({Phase.LOBBY, Phase.STOPPING}),
    c.Stop: _SOUNDING,
    c.Door: _OPEN,
    c.Admit: _OPEN,
    c.End: _OPEN,
}


@dataclass(frozen=True, slots=True)
class RunState:
    """One stretch of music from a start to its stop."""

    number: int
    timeline: Timeline
    bars: Bars
    count_in_beats: int
    stop_beat: Beats | None = None
    over: bool = False

    def sounds_at(self, beat: Beats) -> bool:
        """Return whether a beat position lies between the first count-in beat and the stop."""
        return -self.count_in_beats <= beat and (self.stop_beat is None or beat < self.stop_beat)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the next start will use."""

    tempo_bpm: float = 90.0
    grouping: tuple[int, ...] = (4,)
    count_in_bars: int = 1


@dataclass(slots=True)
class SeatState:
    """A place in the ring and the person on it."""

    seat: int
    token_hash: str
    animal: int
    colour: int
    name: str
    device: str
    joined_s: Seconds
    here: bool = False
    left: bool = False
    removed: bool = False
    changed_s: Seconds = 0.0
    clock: e.ClockNoted | None = None
    woke_s: Seconds | None = None
    taken: SeqWindow = field(default_factory=SeqWindow)

    @property
    def is_measured(self) -> bool:
        """Whether their taps are in the group's numbers.

        Not over wireless sound, whose delay is large and wanders.
        """
        return self.clock is None or not self.clock.wireless


class State:
    """Everything that is known of a session; changed by :meth:`apply` only."""

    def __init__(self) -> None:
        self.phase = Phase.LOBBY
        self.code = ""
        self.epoch_s = 0.0
        self.door_open = False
        self.arrangement = Arrangement()
        self.runs: tuple[RunState, ...] = ()
        self.seats: dict[int, SeatState] = {}
        self.seat_by_token: dict[str, int] = {}
        self.next_n = 0
        self.last_s: Seconds = 0.0
        self.ended_s: Seconds | None = None

    @property
    def run(self) -> RunState | None:
        """The run that sounds now (or is counted in), if any."""
        return self.runs[-1] if self.runs and not self.runs[-1].over else None

    def apply(self, entry: e.Entry) -> None:
        """Fold one entry of the log into the state.

        Raises:
            OurError: if entries are missing or an event does not fit the phase: the log is broken.
        """
        if entry.n != self.next_n:
            raise OurError(f"the log goes on with entry {entry.n}, not {self.next_n}")
        if type(entry.event) in MOVING_EVENTS:
            self._move(entry.event)
        _FOLDS[type(entry.event)](self, entry.event, entry.at_s)
        self.next_n, self.last_s = entry.n + 1, entry.at_s

    def _move(self, event: e.Event) -> None:
        target = TRANSITIONS.get((self.phase, type(event)))
        if target is None:
            raise OurError(f"{type(event).__name__} cannot happen in phase {self.phase}")
        self.phase = target

    def _change_run(self, **changes: object) -> None:
        self.runs = (*self.runs[:-1], replace(self.runs[-1], **changes))  # type: ignore[arg-type]


def fold(entries: Iterable[e.Entry]) -> State:
    """Return the state after a whole log."""
    state = State()
    for entry in entries:
        state.apply(entry)
    return state


def _opened(state: State, event: e.Opened, at_s: Seconds) -> None:
    state.code, state.epoch_s = event.code, event.epoch_s


def _seat_taken(state: State, event: e.SeatTaken, at_s: Seconds) -> None:
    state.seats[event.seat] = SeatState(
        event.seat, event.token_hash, event.animal, event.colour, event.name, event.device, at_s
    )
    state.seat_by_token[event.token_hash] = event.seat


def _seat_changed(state: State, event: e.SeatChanged, at_s: Seconds) -> None:
    seat = state.seats[event.seat]
    seat.animal, seat.colour, seat.name = event.animal, event.colour, event.name


def _seat_left(state: State, event: e.SeatLeft, at_s: Seconds) -> None:
    seat = state.seats[event.seat]
    seat.here, seat.left, seat.removed, seat.changed_s = False, True, event.removed, at_s


def _here(state: State, event: e.Here, at_s: Seconds) -> None:
    seat = state.seats[event.seat]
    seat.here, seat.left, seat.changed_s = True, False, at_s


def _away(state: State, event: e.Away, at_s: Seconds) -> None:
    seat = state.seats[event.seat]
    seat.here, seat.changed_s = False, at_s


def _clock_noted(state: State, event: e.ClockNoted, at_s: Seconds) -> None:
    seat = state.seats[event.seat]
    if seat.clock is not None and event.steps > seat.clock.steps:
        seat.woke_s = at_s
    seat.clock = event


def _door_set(state: State, event: e.DoorSet, at_s: Seconds) -> None:
    state.door_open = event.open


def _arranged(state: State, event: e.Arranged, at_s: Seconds) -> None:
    state.arrangement = Arrangement(event.tempo_bpm, event.grouping, event.count_in_bars)


def _started(state: State, event: e.Started, at_s: Seconds) -> None:
    timeline = Timeline.constant(event.tempo_bpm, event.time0_s)
    bars = Bars.of(Meter(event.grouping))
    state.runs = (*state.runs, RunState(event.run, timeline, bars, event.count_in_beats))


def _tempo_set(state: State, event: e.TempoSet, at_s: Seconds) -> None:
    before = state.runs[-1].timeline
    if event.over_beats > 0.0:
        after = before.with_ramp(event.beat, event.over_beats, event.tempo_bpm)
    else:
        after = before.with_tempo(event.beat, event.tempo_bpm)
    state._change_run(timeline=after)


def _meter_set(state: State, event: e.MeterSet, at_s: Seconds) -> None:
    state._change_run(bars=state.runs[-1].bars.with_meter(event.beat, Meter(event.grouping)))


def _stop_set(state: State, event: e.StopSet, at_s: Seconds) -> None:
    state._change_run(stop_beat=event.beat)


def _run_ended(state: State, event: e.RunEnded, at_s: Seconds) -> None:
    state._change_run(over=True)


def _taps_played(state: State, event: e.TapsPlayed, at_s: Seconds) -> None:
    taken = state.seats[event.seat].taken
    for tap in event.taps:
        taken.take(tap[0])


def _taps_refused(state: State, event: e.TapsRefused, at_s: Seconds) -> None:
    for seq in event.seqs:
        state.seats[event.seat].taken.take(seq)


def _ended(state: State, event: e.Ended, at_s: Seconds) -> None:
    state.ended_s = at_s


def _nothing(state: State, event: e.Event, at_s: Seconds) -> None:
    """The phase table has already said all."""


_FOLDS: Final[dict[type[e.Event], Callable[..., None]]] = {
    e.Opened: _opened,
    e.SeatTaken: _seat_taken,
    e.SeatChanged: _seat_changed,
    e.SeatLeft: _seat_left,
    e.Here: _here,
    e.Away: _away,
    e.ClockNoted: _clock_noted,
    e.ClockSampled: _nothing,
    e.DoorSet: _door_set,
    e.Arranged: _arranged,
    e.Started: _started,
    e.TempoSet: _tempo_set,
    e.MeterSet: _meter_set,
    e.StopSet: _stop_set,
    **dict.fromkeys(
        (
            e.SeatPlaced,
            e.ModeSet,
            e.SoundNoted,
            e.SeatMuted,
            e.JoinedLate,
            e.StopLifted,
            e.CueArmed,
            e.CueCancelled,
            e.CueLanded,
            e.GrooveSet,
            e.CallHanded,
            e.HearingSet,
            e.PlanSet,
            e.ActivityBegan,
        ),
        _nothing,
    ),
    e.RunEnded: _run_ended,
    e.TapsPlayed: _taps_played,
    e.TapsRefused: _taps_refused,
    e.Ended: _ended,
}
