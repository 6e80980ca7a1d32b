"""Where people are in the music and how they take part: section, part, mode, sound check."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.facts import SeatState
from unisono.session.names import clean_text
from unisono.session.seats import change_figure, own_seat, seat_of
from unisono.session.telling import show_desk
from unisono.session.turn import Turn

MAX_SECTION: Final = 12
MAX_TAG: Final = 24
MAX_INSTRUMENT: Final = 20


def profile(turn: Turn, command: c.Profile) -> None:
    """Change one's own name, figure, place or sound."""
    seat = own_seat(turn)
    place_only = command.name is None and command.animal is None and command.colour is None
    if not place_only:
        change_figure(turn, command)
    place(turn, seat, command)


def place(turn: Turn, seat: SeatState, command: c.Profile | c.Assign) -> None:
    """Bring a seat to the section, part, tags and instrument that are given; the others stay."""
    after = _placed(seat, command)
    if after != e.SeatPlaced(seat.seat, seat.section, seat.part, seat.tags, seat.instrument):
        turn.happen(after)


def mode(turn: Turn, command: c.Mode) -> None:
    """Play, sit out, listen only or play unmeasured; each one press, any time."""
    seat = own_seat(turn)
    if seat.mode != command.mode:
        turn.happen(e.ModeSet(seat.seat, command.mode))


def sound_report(turn: Turn, command: c.SoundReport) -> None:
    """Keep what somebody found in the sound check; what they do not say again stays.

    But what tapping along has found holds for one way of listening only.
    """
    seat = own_seat(turn)
    before = seat.sound or e.SoundNoted(seat.seat)
    if command.listening not in (None, before.listening):
        before = replace(before, offset_s=None, scatter_s=None)
    note = e.SoundNoted(
        seat.seat,
        before.hears if command.hears is None else command.hears,
        command.listening or before.listening,
        before.offset_s if command.offset_s is None else command.offset_s,
        before.scatter_s if command.scatter_s is None else command.scatter_s,
    )
    if note != seat.sound:
        turn.happen(note, urgent=False)


def mute(turn: Turn, command: c.Mute) -> None:
    """Leave a device's taps out of the numbers, or count them again; its person is not told."""
    seat = seat_of(turn, command.seat)
    if seat.muted != command.muted:
        turn.happen(e.SeatMuted(seat.seat, command.muted))
        show_desk(turn)


def assign(turn: Turn, command: c.Assign) -> None:
    """Offer somebody a section or a part; they may choose another one any time."""
    place(turn, seat_of(turn, command.seat), command)


def _placed(seat: SeatState, command: c.Profile | c.Assign) -> e.SeatPlaced:
    section = seat.section if command.section is None else clean_text(command.section)[:MAX_SECTION]
    part = seat.part if command.part is None else command.part
    tags, instrument = seat.tags, seat.instrument
    if isinstance(command, c.Profile):
        tags = tags if command.tags is None else _each_once(command.tags)
        instrument = _instrument(seat, command)
    return e.SeatPlaced(seat.seat, section, part, tags, instrument)


def _instrument(seat: SeatState, command: c.Profile) -> str:
    if command.instrument is None:
        return seat.instrument
    return clean_text(command.instrument)[:MAX_INSTRUMENT]


def _each_once(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags tidied, in order, without empty ones and doubles."""
    tidy = (clean_text(tag)[:MAX_TAG] for tag in tags)
    return tuple(dict.fromkeys(tag for tag in tidy if tag))
