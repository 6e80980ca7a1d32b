"""Taking one's taps along: what somebody played is blanked in the log, and only that.

A ``taps`` entry of theirs becomes a ``tapsrefused`` one with the same sequence numbers: the log
keeps its numbers without gaps and a device is not asked to send anything again, but no time, no
stroke and no velocity is left. Even when they were written is not: the entry gets the time of the
one before it. The state and the live score after a blanked log are those after the full one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from unisono.session import events as e


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
    made: list[e.Entry] = []
    at_s = 0.0
    for entry in entries:
        if is_taken(entry, taken):
            made.append(blank(entry, at_s))
        else:
            made.append(entry)
            at_s = entry.at_s
    return made


def still_there(entries: Sequence[e.Entry]) -> dict[int, int]:
    """Return of :func:`takers` those of whom the log still holds taps."""
    taken = takers(entries)
    left = {
        entry.event.seat
        for entry in entries
        if isinstance(entry.event, e.TapsPlayed) and is_taken(entry, taken)
    }
    return {seat: n for seat, n in taken.items() if seat in left}
