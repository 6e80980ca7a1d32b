"""Logs written by hand: what a session would have stored, event by event."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from unisono.session import events as e
from unisono.units import Seconds

Row = tuple[int, float, float, str, float | None]
JOINED_S = 1.0


@dataclass
class Log:
    """A log being written; entries are numbered, times never run backwards."""

    entries: list[e.Entry] = field(default_factory=list)
    seqs: dict[int, int] = field(default_factory=dict)

    def add(self, event: e.AnyEvent, at_s: Seconds | None = None) -> None:
        """Write one event down."""
        last_s = self.entries[-1].at_s if self.entries else 0.0
        at_s = last_s if at_s is None else max(at_s, last_s)
        self.entries.append(e.Entry(len(self.entries), at_s, event))

    def seat(self, number: int, name: str = "", at_s: Seconds = JOINED_S) -> None:
        """Somebody sits down."""
        self.add(e.SeatTaken(number, f"hash {number}", number % 24, 0, name, "sim"), at_s)
        self.add(e.Here(number), at_s)

    def taps(
        self,
        seat: int,
        times_s: Sequence[Seconds],
        at_s: Seconds | None = None,
        bound_s: Seconds = 0.0,
        batch: int = 16,
    ) -> None:
        """Somebody's taps, in batches."""
        start = self.seqs.get(seat, 0) + 1
        rows: list[Row] = [(start + i, t, bound_s, "sim", None) for i, t in enumerate(times_s)]
        self.seqs[seat] = start - 1 + len(rows)
        for i in range(0, len(rows), batch):
            self.add(e.TapsPlayed(seat, tuple(rows[i : i + batch])), at_s)


def opened() -> Log:
    """Return the log of a session that has just begun."""
    log = Log()
    log.add(e.Opened("K7QM2X", 1.7e9), 0.0)
    return log


def circle(seats: int, names: Mapping[int, str] | None = None) -> Log:
    """Return the log of a session with some seats taken after a second."""
    log = opened()
    for number in range(1, seats + 1):
        log.seat(number, (names or {}).get(number, ""))
    return log


def start(
    log: Log,
    time0_s: Seconds = 10.0,
    bpm: float = 120.0,
    grouping: tuple[int, ...] = (4,),
    count_in: int = 4,
) -> None:
    """Start the next run, announced two seconds before its count-in."""
    run = 1 + sum(isinstance(entry.event, e.Started) for entry in log.entries)
    at_s = time0_s - count_in * 60.0 / bpm - 2.0
    log.add(e.Started(run, time0_s, bpm, grouping, count_in), at_s)


def stop(log: Log, beat: float, at_s: Seconds, run: int = 1) -> None:
    """Stop a run at a beat that falls on ``at_s``."""
    log.add(e.StopSet(run, beat), at_s)
    log.add(e.RunEnded(run), at_s)


def beats(count: int, time0_s: Seconds = 10.0, bpm: float = 120.0, first: int = 0) -> list[float]:
    """Return the instants of some beats of a steady click."""
    return [time0_s + (first + k) * 60.0 / bpm for k in range(count)]


def song_log(players: Mapping[str, Sequence[Seconds]], start_s: Seconds = 20.0) -> Log:
    """Return a session in which a recording was played without a click.

    Args:
        players: onsets of each player in the recording's own seconds.
        start_s: session time of the very first one.
    """
    log = circle(len(players), dict(enumerate(players, start=1)))
    first_s = min(itertools.chain.from_iterable(players.values()))
    for number, onsets in enumerate(players.values(), start=1):
        log.taps(number, [start_s + (t - first_s) for t in onsets], start_s)
    return log
