"""Taps coming in: each exactly once, none from the future, none from long ago.

What was played before the session ended may still arrive afterwards, from a phone that had lost its
connection.
"""

from __future__ import annotations

from typing import Final

from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.effects import To
from unisono.session.facts import SeatState
from unisono.session.hearing import sound_now
from unisono.session.messages import Problem, Saved
from unisono.session.seats import own_seat
from unisono.session.turn import Turn
from unisono.units import Seconds

MAX_AHEAD_S: Final = 0.5
"""A tap may seem to lie this far in the future: clocks agree better than this."""

MAX_AGE_S: Final = 900.0
"""Taps made while the connection was away are welcome for a quarter of an hour."""


def taps(turn: Turn, command: c.Taps) -> None:
    """Record new taps; acknowledge all of the batch once it is stored."""
    seat = own_seat(turn)
    latest_s = turn.now_s if turn.state.ended_s is None else turn.state.ended_s
    usable: list[c.Tap] = []
    refused: list[c.Tap] = []
    for tap in _in_order(command.taps):
        if seat.taken.is_new(tap.seq):
            (usable if _plausible(tap, turn.now_s, latest_s, seat) else refused).append(tap)
    if usable:
        sound_now(turn, seat.seat, usable)
        turn.happen(_played(seat, usable), urgent=False)
    if refused:  # done with, too: they must not come again, nor hold up those that follow
        seqs = tuple(tap.seq for tap in refused)
        turn.happen(e.TapsRefused(seat.seat, seqs), urgent=False)
    to = To(key=turn.caller.key)
    turn.tell(to, Saved(seat.taken.upto))
    if refused:
        turn.tell(to, _refusal(refused[0], turn.now_s))


def _in_order(batch: list[c.Tap]) -> list[c.Tap]:
    """The batch by sequence number, each number once (the first of its kind counts)."""
    once: dict[int, c.Tap] = {}
    for tap in batch:
        once.setdefault(tap.seq, tap)
    return [once[seq] for seq in sorted(once)]


def _plausible(tap: c.Tap, now_s: Seconds, latest_s: Seconds, seat: SeatState) -> bool:
    soonest = max(now_s - MAX_AGE_S, seat.joined_s - MAX_AHEAD_S)
    return soonest <= tap.time_s <= latest_s + MAX_AHEAD_S


def _played(seat: SeatState, batch: list[c.Tap]) -> e.TapsPlayed:
    told = any(tap.local_s is not None for tap in batch)
    locals_s = tuple(tap.local_s for tap in batch) if told else ()
    strokes = tuple(tap.stroke for tap in batch) if any(tap.stroke for tap in batch) else ()
    return e.TapsPlayed(seat.seat, tuple(_row(tap) for tap in batch), locals_s, strokes)


def _row(tap: c.Tap) -> tuple[int, float, float, str, float | None]:
    return tap.seq, tap.time_s, tap.bound_s, tap.source, tap.velocity


def _refusal(tap: c.Tap, now_s: Seconds) -> Problem:
    away = tap.time_s - now_s
    where = f"{away:.1f} s in the future" if away > 0 else f"{-away:.1f} s ago"
    return Problem(
        "bad_value",
        f"Tap {tap.seq} lies {where}; taps of the last {MAX_AGE_S:.0f} s count, from when you "
        "joined until the session ended. The others are kept.",
        "taps",
    )
