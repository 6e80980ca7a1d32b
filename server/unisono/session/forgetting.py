"""Taking one's taps along: what somebody played is blanked in the log, and only that.

A ``taps`` entry of theirs becomes a ``tapsrefused`` one with the same sequence numbers: the log
keeps its numbers without gaps and a device is not asked to send anything again, but no time, no
stroke and no velocity is left. Even when they were written is not: the entry gets the time of the
one before it, and so do ``tapsrefused`` entries right behind it, which may be what was blanked of
somebody else: in whatever order people leave, the log is the same. The state and the live score
after a blanked log are those after the full one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from unisono.session import events as e


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


def is_taken(entry: e.Entry, taken: dict[int, int]) -> bool:
    """Return whether an entry holds taps that somebody has taken along since."""
    event = entry.event
    return isinstance(event, e.TapsPlayed) and entry.n < taken.get(event.seat, -1)


def blank(entry: e.Entry, at_s: float) -> e.Entry:
    """Return an entry of taps without them, as if written at ``at_s``."""
    assert isinstance(entry.event, e.TapsPlayed)
    seqs = tuple(tap[0] for tap in entry.event.taps)
    return e.Entry(entry.n, at_s, e.TapsRefused(entry.event.seat, seqs))


def blanked(entries: Sequence[e.Entry]) -> list[e.Entry]:
    """Return a log in which nothing is left of what was taken along."""
    taken = takers(entries)
    return _blanked(entries, taken) if taken else list(entries)


def _blanked(entries: Sequence[e.Entry], taken: dict[int, int]) -> list[e.Entry]:
    rows = (
        Written(x.n, x.at_s, is_taken(x, taken), isinstance(x.event, e.TapsRefused))
        for x in entries
    )
    times = dict(retimed(rows))
    return [_at(x, times[x.n]) if x.n in times else x for x in entries]


def _at(entry: e.Entry, at_s: float) -> e.Entry:
    if isinstance(entry.event, e.TapsPlayed):
        return blank(entry, at_s)
    return e.Entry(entry.n, at_s, entry.event)


def still_there(entries: Sequence[e.Entry]) -> dict[int, int]:
    """Return of :func:`takers` those of whom the log still holds taps."""
    taken = takers(entries)
    left = {
        entry.event.seat
        for entry in entries
        if isinstance(entry.event, e.TapsPlayed) and is_taken(entry, taken)
    }
    return {seat: n for seat, n in taken.items() if seat in left}
