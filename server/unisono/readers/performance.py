"""What a file of onsets holds: players, and the grid they played to where the file knows it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from unisono.errors import BadValue
from unisono.readers.plain import PlainValue
from unisono.units import Seconds


@dataclass(frozen=True, slots=True)
class Player:
    """One person, instrument or track and its onsets, in order.

    Raises:
        BadValue: if the name is empty or an onset is not a finite number or out of order.
    """

    name: str
    onsets_s: tuple[Seconds, ...]

    def __post_init__(self) -> None:
        if not self.name:
            raise BadValue("player", self.name, "a name")
        if not all(math.isfinite(t) for t in self.onsets_s):
            raise BadValue(f"an onset of {self.name}", self.onsets_s, "a finite time")
        if any(b < a for a, b in pairwise(self.onsets_s)):
            raise BadValue(f"onsets of {self.name}", "out of order", "in order of time")


@dataclass(frozen=True, slots=True)
class Grid:
    """The times the music was counted on, as the file itself gives them.

    Args:
        times_s: the counted instants, increasing: beats, or equal parts of a beat.
        bar_starts: which of them begin a bar or a cycle, as indices.
        is_beats: True for beats, False for the finest slots that anybody plays on.

    Raises:
        BadValue: if the times do not increase or a bar starts outside them.
    """

    times_s: tuple[Seconds, ...]
    bar_starts: tuple[int, ...] = ()
    is_beats: bool = True

    def __post_init__(self) -> None:
        if any(not b > a for a, b in pairwise(self.times_s)):
            raise BadValue("grid", "out of order", "times that increase")
        if any(not 0 <= i < len(self.times_s) for i in self.bar_starts):
            raise BadValue("bar starts", self.bar_starts, "places in the grid")

    @property
    def bar_starts_s(self) -> tuple[Seconds, ...]:
        """The times at which bars begin."""
        return tuple(self.times_s[i] for i in self.bar_starts)

    def between(self, from_s: Seconds, to_s: Seconds) -> Grid:
        """Return the part of the grid that lies in ``[from_s, to_s)``."""
        kept = [i for i, t in enumerate(self.times_s) if from_s <= t < to_s]
        if not kept:
            return Grid((), is_beats=self.is_beats)
        starts = tuple(i - kept[0] for i in self.bar_starts if kept[0] <= i <= kept[-1])
        return Grid(tuple(self.times_s[i] for i in kept), starts, self.is_beats)


@dataclass(frozen=True, slots=True)
class Performance:
    """One piece of music: its players in the order of the file, and its grid if there is one.

    Args:
        title: what it is called.
        players: who plays.
        grid: what they play to, if the file knows it.
        piece: another name for it.
        presence_known: False where nobody can say who was here when: then nobody can say either
            how much of it they played.

    Raises:
        BadValue: if two players have the same name.
    """

    title: str
    players: tuple[Player, ...]
    grid: Grid | None = None
    piece: str = ""
    presence_known: bool = True

    def __post_init__(self) -> None:
        names = [player.name for player in self.players]
        if len(set(names)) != len(names):
            raise BadValue("players", names, "named differently")

    @property
    def first_s(self) -> Seconds:
        """The first onset of anybody; raises ``ValueError`` when nobody played."""
        return min(player.onsets_s[0] for player in self.players if player.onsets_s)

    @property
    def last_s(self) -> Seconds:
        """The last onset of anybody; raises ``ValueError`` when nobody played."""
        return max(player.onsets_s[-1] for player in self.players if player.onsets_s)

    @property
    def onset_count(self) -> int:
        """Onsets of everybody together."""
        return sum(len(player.onsets_s) for player in self.players)

    def between(self, from_s: Seconds, to_s: Seconds) -> Performance:
        """Return what sounds in ``[from_s, to_s)``, with only the players who play in it."""
        cut = (
            Player(p.name, tuple(t for t in p.onsets_s if from_s <= t < to_s)) for p in self.players
        )
        grid = self.grid.between(from_s, to_s) if self.grid else None
        return replace(self, players=tuple(p for p in cut if p.onsets_s), grid=grid)

    def opening(self, seconds: Seconds) -> Performance:
        """Return the first ``seconds``, counted from the first onset.

        The grid is kept from the bar in which the first onset lies to the one after the last.
        """
        first_s, end_s = self.first_s, self.first_s + seconds
        cut = self.between(first_s, end_s)
        if self.grid is None:
            return cut
        starts_s = self.grid.bar_starts_s
        begin_s = max((t for t in starts_s if t <= first_s), default=first_s)
        last_s = min((t for t in starts_s if t >= end_s), default=end_s)
        grid = self.grid.between(begin_s, math.nextafter(last_s, math.inf))
        return replace(cut, grid=grid)


def pick(performances: Sequence[Performance], song: str | None) -> Performance:
    """Return the song of that title or piece, or the only one there is.

    Raises:
        BadValue: if the name fits none, or there are several and none was named.
    """
    titles = "one of " + ", ".join(repr(p.title) for p in performances)
    if song is None:
        if len(performances) == 1:
            return performances[0]
        several = "This file holds several songs: "
        names = ", ".join(repr(p.title) for p in performances)
        raise PlainValue("song", song, titles, f"{several}{names}. Choose one with --song.")
    wanted = song.casefold().strip()
    found = [p for p in performances if wanted in (p.title.casefold(), p.piece.casefold())]
    if not found:
        names = ", ".join(repr(p.title) for p in performances)
        sentence = f"There is no song {song!r} in this file; it holds {names}."
        raise PlainValue("song", song, titles, sentence)
    return found[0]
