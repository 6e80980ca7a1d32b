"""What each event of people and their seats does to the facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from unisono.session import events as e
from unisono.session.facts import Arrangement, Facts, SeatState
from unisono.session.forgetting import forget_person
from unisono.units import Seconds

Folds: TypeAlias = dict[type[e.Event], Callable[..., None]]


def _opened(facts: Facts, event: e.Opened, at_s: Seconds) -> None:
    facts.code, facts.epoch_s = event.code, event.epoch_s


def _seat_taken(facts: Facts, event: e.SeatTaken, at_s: Seconds) -> None:
    facts.seats[event.seat] = SeatState(
        event.seat, event.token_hash, event.animal, event.colour, event.name, event.device, at_s
    )
    facts.seat_by_token[event.token_hash] = event.seat


def _seat_changed(facts: Facts, event: e.SeatChanged, at_s: Seconds) -> None:
    seat = facts.seats[event.seat]
    seat.animal, seat.colour, seat.name = event.animal, event.colour, event.name


def _seat_left(facts: Facts, event: e.SeatLeft, at_s: Seconds) -> None:
    seat = facts.seats[event.seat]
    seat.here, seat.left, seat.removed, seat.changed_s = False, True, event.removed, at_s
    if event.took_taps:  # what was played before must not come back from a device's queue
        seat.joined_s = at_s
        facts.evening.own.forget(event.seat)
        forget_person(facts, event.seat)


def _seat_placed(facts: Facts, event: e.SeatPlaced, at_s: Seconds) -> None:
    seat = facts.seats[event.seat]
    seat.section, seat.part, seat.tags = event.section, event.part, event.tags


def _here(facts: Facts, event: e.Here, at_s: Seconds) -> None:
    seat = facts.seats[event.seat]
    seat.here, seat.left, seat.changed_s = True, False, at_s


def _away(facts: Facts, event: e.Away, at_s: Seconds) -> None:
    seat = facts.seats[event.seat]
    seat.here, seat.changed_s = False, at_s


def _clock_noted(facts: Facts, event: e.ClockNoted, at_s: Seconds) -> None:
    seat = facts.seats[event.seat]
    if seat.clock is not None and event.steps > seat.clock.steps:
        seat.woke_s = at_s
    seat.clock = event


def _door_set(facts: Facts, event: e.DoorSet, at_s: Seconds) -> None:
    facts.door_open = event.open


def _arranged(facts: Facts, event: e.Arranged, at_s: Seconds) -> None:
    facts.arrangement = Arrangement(event.tempo_bpm, event.grouping, event.count_in_bars)


def _taps_played(facts: Facts, event: e.TapsPlayed, at_s: Seconds) -> None:
    taken = facts.seats[event.seat].taken
    for tap in event.taps:
        taken.take(tap[0])
    activity = facts.evening.activity
    if activity is not None and activity.kind == "check_in" and facts.run is None:
        facts.evening.own.take(event)


def _taps_refused(facts: Facts, event: e.TapsRefused, at_s: Seconds) -> None:
    for seq in event.seqs:
        facts.seats[event.seat].taken.take(seq)


def _ended(facts: Facts, event: e.Ended, at_s: Seconds) -> None:
    facts.ended_s = at_s


def _nothing(facts: Facts, event: e.Event, at_s: Seconds) -> None:
    """The phase table has already said all."""


FOLDS: Final[Folds] = {
    e.Opened: _opened,
    e.SeatTaken: _seat_taken,
    e.SeatChanged: _seat_changed,
    e.SeatLeft: _seat_left,
    e.SeatPlaced: _seat_placed,
    e.Here: _here,
    e.Away: _away,
    e.ClockNoted: _clock_noted,
    e.ClockSampled: _nothing,
    e.DoorSet: _door_set,
    e.Arranged: _arranged,
    e.TapsPlayed: _taps_played,
    e.TapsRefused: _taps_refused,
    e.Ended: _ended,
}
