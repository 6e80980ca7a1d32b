"""Who a cue is about: a selection becomes seats when the cue is armed.

Nothing here is left to chance: the random half of a circle is the half of its seats whose SHA-256
of session, cue and seat comes first, so that the log alone always gives the same people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Final

from unisono.session.cues import Selection
from unisono.session.facts import Facts, SeatState


def ring(facts: Facts) -> list[SeatState]:
    """Return everybody who has a seat, in the order of the ring."""
    return [seat for seat in facts.seats.values() if not seat.left]


def chosen(facts: Facts, selection: Selection, cue: int) -> tuple[int, ...] | None:
    """Return the seats a selection means for cue number ``cue``; None: everybody, also later."""
    if selection.by == "all":
        return None
    return _CHOICES[selection.by](facts, selection, cue)


def the_others(facts: Facts, who: Iterable[int] | None) -> tuple[int, ...]:
    """Return everybody else."""
    if who is None:
        return ()
    those = set(who)
    return tuple(seat.seat for seat in ring(facts) if seat.seat not in those)


def everybody(facts: Facts) -> tuple[int, ...]:
    """Return all seats in the order of the ring."""
    return tuple(seat.seat for seat in ring(facts))


def _section(facts: Facts, selection: Selection, cue: int) -> tuple[int, ...]:
    wanted = _plain(selection.section)
    return tuple(seat.seat for seat in ring(facts) if _plain(seat.section) == wanted)


def _part(facts: Facts, selection: Selection, cue: int) -> tuple[int, ...]:
    return tuple(seat.seat for seat in ring(facts) if seat.part == selection.part)


def _seats(facts: Facts, selection: Selection, cue: int) -> tuple[int, ...]:
    wanted = set(selection.seats)
    return tuple(seat.seat for seat in ring(facts) if seat.seat in wanted)


def _tag(facts: Facts, selection: Selection, cue: int) -> tuple[int, ...]:
    wanted = _plain(selection.tag)
    return tuple(seat.seat for seat in ring(facts) if wanted in map(_plain, seat.tags))


def _odd(facts: Facts, selection: Selection, cue: int) -> tuple[int, ...]:
    return everybody(facts)[::2]


def _even(facts: Facts, selection: Selection, cue: int) -> tuple[int, ...]:
    return everybody(facts)[1::2]


def _half(facts: Facts, selection: Selection, cue: int) -> tuple[int, ...]:
    seats = everybody(facts)
    lots = sorted(seats, key=lambda seat: _lot(facts.epoch_s, cue, seat))
    return tuple(sorted(lots[: -(-len(seats) // 2)]))


def _lot(epoch_s: float, cue: int, seat: int) -> bytes:
    return sha256(f"{epoch_s!r}/{cue}/{seat}".encode()).digest()


def _plain(text: str) -> str:
    return text.strip().casefold()


_CHOICES: Final[dict[str, Callable[[Facts, Selection, int], tuple[int, ...]]]] = {
    "section": _section,
    "part": _part,
    "seats": _seats,
    "tag": _tag,
    "odd": _odd,
    "even": _even,
    "half": _half,
}
