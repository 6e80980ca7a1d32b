"""Taking one's taps along: what somebody played, and what they said of themselves, leaves the log.

A ``taps`` entry of theirs becomes a ``tapsrefused`` one with the same sequence numbers: the log
keeps its numbers without gaps and a device is not asked to send anything again, but no time, no
stroke and no velocity is left. Even when they were written is not: the entry gets the time of the
one before it, and so do ``tapsrefused`` entries right behind it, which may be what was blanked of
somebody else: in whatever order people leave, the log is the same.

In entries that say who they are (:func:`unsaid`) name, section, tags and instrument are left
empty, the figure is the one their seat begins with, and what their sound check found is gone. The
words by which cues chose people may be somebody's tags: they go from all cues, the seats stay.

The state and the live score after a blanked log are those after the full one, because the fold of
``seatleft`` forgets the same (:func:`forget_person`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeVar

import msgspec

from unisono.session import events as e
from unisono.session.cues import Selection
from unisono.session.facts import Facts
from unisono.session.names import first_figure

S = TypeVar("S", bound=msgspec.Struct)

SAYING: Final = (e.SeatTaken, e.SeatChanged, e.SeatPlaced, e.SoundNoted, e.CueArmed)
"""Kinds of events that may say something of a person."""


class Written(NamedTuple):
    """When an entry was written, whether it is to be blanked, whether it holds refused taps."""

    n: int
    at_s: float
    taken: bool
    refused: bool


def retimed(rows: Iterable[Written]) -> Iterator[tuple[int, float]]:
    """Yield the entries, in order, that must not keep their time, with the one they get."""
    at_s, follows = 0.0, False
    for row in rows:
        follows = row.taken or (follows and row.refused)
        if follows:
            yield row.n, at_s
        else:
            at_s = row.at_s


def takers(entries: Iterable[e.Entry]) -> dict[int, int]:
    """Return who took their taps along: by seat, the number of the last entry that says so."""
    return {
        entry.event.seat: entry.n
        for entry in entries
        if isinstance(entry.event, e.SeatLeft) and entry.event.took_taps
    }


def is_taken(entry: e.Entry, taken: Mapping[int, int]) -> bool:
    """Return whether an entry holds taps that somebody has taken along since."""
    event = entry.event
    return isinstance(event, e.TapsPlayed) and entry.n < taken.get(event.seat, -1)


def blank(entry: e.Entry, at_s: float) -> e.Entry:
    """Return an entry of taps without them, as if written at ``at_s``."""
    assert isinstance(entry.event, e.TapsPlayed)
    seqs = tuple(tap[0] for tap in entry.event.taps)
    return e.Entry(entry.n, at_s, e.TapsRefused(entry.event.seat, seqs))


def unsaid(event: e.AnyEvent) -> e.AnyEvent:
    """Return an event without what it says of the person it is about."""
    match event:
        case e.SeatTaken(seat=seat) | e.SeatChanged(seat=seat):
            animal, colour = first_figure(seat)
            return msgspec.structs.replace(event, animal=animal, colour=colour, name="")
        case e.SeatPlaced():
            return msgspec.structs.replace(event, section="", tags=(), instrument="")
        case e.SoundNoted():
            return msgspec.structs.replace(event, offset_s=None, scatter_s=None)
        case e.CueArmed():
            return msgspec.structs.replace(event, what=without_words(event.what))
        case _:
            return event


def without_words(what: S) -> S:
    """Return a cue or an activity that does not say by which words people were chosen."""
    fields = ((name, getattr(what, name)) for name in what.__struct_fields__)
    found = {name: value for name, value in fields if isinstance(value, Selection)}
    plain = {
        name: msgspec.structs.replace(value, section="", tag="") for name, value in found.items()
    }
    return msgspec.structs.replace(what, **plain)


def is_about(entry: e.Entry, taken: Mapping[int, int]) -> bool:
    """Return whether an entry may say something of somebody who has left with their taps since."""
    event = entry.event
    if isinstance(event, e.CueArmed):
        return any(entry.n < n for n in taken.values())
    return isinstance(event, SAYING) and entry.n < taken.get(event.seat, -1)


def kept_of(entry: e.Entry, taken: Mapping[int, int]) -> e.Entry:
    """Return an entry without what people who have left since said of themselves."""
    if not is_about(entry, taken):
        return entry
    return msgspec.structs.replace(entry, event=unsaid(entry.event))


def forget_person(facts: Facts, number: int) -> None:
    """Let the facts be what a log gives in which somebody has said nothing of themselves."""
    seat = facts.seats[number]
    seat.animal, seat.colour = first_figure(number)
    seat.name, seat.section, seat.tags, seat.instrument = "", "", (), ""
    if seat.sound is not None:
        seat.sound = msgspec.structs.replace(seat.sound, offset_s=None, scatter_s=None)
    facts.armed = tuple(replace(cue, what=without_words(cue.what)) for cue in facts.armed)


def blanked(entries: Sequence[e.Entry]) -> list[e.Entry]:
    """Return a log in which nothing is left of what was taken along."""
    taken = takers(entries)
    return _blanked(entries, taken) if taken else list(entries)


def _blanked(entries: Sequence[e.Entry], taken: Mapping[int, int]) -> list[e.Entry]:
    rows = (
        Written(x.n, x.at_s, is_taken(x, taken), isinstance(x.event, e.TapsRefused))
        for x in entries
    )
    times = dict(retimed(rows))
    return [_at(x, times[x.n]) if x.n in times else kept_of(x, taken) for x in entries]


def _at(entry: e.Entry, at_s: float) -> e.Entry:
    if isinstance(entry.event, e.TapsPlayed):
        return blank(entry, at_s)
    return e.Entry(entry.n, at_s, entry.event)


def still_there(entries: Sequence[e.Entry]) -> dict[int, int]:
    """Return of :func:`takers` those of whom the log still holds taps or words."""
    taken = takers(entries)
    left: set[int] = set()
    for entry in entries if taken else ():
        if is_taken(entry, taken) or kept_of(entry, taken) != entry:
            left.update(_whose(entry, taken))
    return {seat: n for seat, n in taken.items() if seat in left}


def _whose(entry: e.Entry, taken: Mapping[int, int]) -> Iterable[int]:
    """Return whose leaving blanks an entry."""
    if isinstance(entry.event, e.CueArmed):
        return (seat for seat, n in taken.items() if entry.n < n)
    seat: int = getattr(entry.event, "seat")  # noqa: B009  # all other kinds here have one
    return (seat,)
