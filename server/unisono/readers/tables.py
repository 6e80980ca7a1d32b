"""Tables of onsets: tidy (one row an onset) and wide (one column a player)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from unisono.errors import BadFile
from unisono.readers.numbers import is_empty, seconds_in
from unisono.readers.performance import Grid, Performance, Player
from unisono.readers.plain import PlainFile, nothing_in
from unisono.readers.taps import CLICK, COLUMNS, Click
from unisono.units import Seconds

if TYPE_CHECKING:
    from _csv import Reader

PLAYER: Final = "player"
ONSET: Final = "onset_s"
SONG: Final = ("song", "title", "run")
PIECE: Final = "piece"
IN_BAR: Final = "beat_in_bar"
SLOT: Final = "sd"
SLOT_TIME: Final = "isochronous.sd.time"
NOT_PLAYERS: Final = frozenset(
    {*SONG, PIECE, SLOT, SLOT_TIME, "label.sd", "section", "cycle", "cycletime", "beat", "bar"}
)
"""Columns of a wide table that hold no onsets (compared without regard to case)."""

FIRST_ROW: Final = 2
NAMES: Final = frozenset({"name", "names", "who", "person", "people", "musician", "label"})
"""What a column of names may be called, in a table that is nearly tidy."""

HEADER_EXPECTED: Final = (
    "a first line that names the columns: player,onset_s or one column a player"
)


@dataclass(slots=True)
class _Song:
    """A piece while it is being read."""

    title: str
    piece: str
    onsets: dict[str, list[Seconds]] = field(default_factory=dict)
    grid: list[tuple[Seconds, bool]] = field(default_factory=list)
    click: Click | None = None

    def done(self, name: str) -> Performance:
        players = tuple(Player(who, tuple(sorted(times))) for who, times in self.onsets.items())
        if self.click is not None:
            grid = self.click.grid(name)
            title = f"run {self.title}" if self.title.isdigit() else self.title
            return Performance(title, players, grid, self.title, presence_known=False)
        starts = tuple(i for i, (_, first) in enumerate(self.grid) if first)
        slots = tuple(t for t, _ in self.grid)
        grid = Grid(slots, starts, is_beats=False) if slots else None
        return Performance(self.title, players, grid, self.piece)


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the table: its number and its cells by column (names in lower case)."""

    line: int
    cells: dict[str, str]
    comma: bool = False

    def get(self, *columns: str) -> str:
        return next((self.cells[c].strip() for c in columns if c in self.cells), "")

    def seconds(self, name: str, column: str) -> Seconds:
        """Return the number in a column."""
        cell = self.get(column.casefold())
        return seconds_in(cell, name, self.line, column, comma=self.comma)


def parse_table(name: str, text: str) -> tuple[Performance, ...]:
    """Return the songs of a table, in the order of the file.

    A table with the columns ``player`` and ``onset_s`` is tidy. Any other is wide: each column is
    a player, except those that describe the music (title, piece, section, cycle, slot ...). A
    slot's own time, where there is one, becomes the grid, and so does the click in a circle's own
    table of taps. Between semicolons or tabs a comma may stand for the decimal point.

    Args:
        name: what to call the file in sentences.
        text: the whole file.

    Raises:
        BadFile: naming the line, what stood there and what was expected.
    """
    header, rows = _rows(name, text)
    lower = [column.casefold() for column in header]
    if PLAYER in lower and ONSET in lower:
        songs = _tidy(name, rows)
    elif set(lower) >= COLUMNS:
        songs = _circle(name, rows)
    elif PLAYER in lower or ONSET in lower:
        raise BadFile(name, 1, ",".join(header), "both columns, player and onset_s")
    else:
        songs = _wide(name, header, rows)
    performances = tuple(song.done(name) for song in songs)
    if not any(p.onset_count for p in performances):
        raise nothing_in(name, "onsets", "onset")
    return performances


def _rows(name: str, text: str) -> tuple[list[str], Iterator[_Row]]:
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0].strip()
    if not first:
        raise BadFile(name, 1, first, HEADER_EXPECTED)
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    records = _records(name, lines)
    header = [column.strip() for column in next(records)[1]]
    _check_header(name, header, first)
    return header, _cells(name, header, records, comma=delimiter != ",")


def _records(name: str, lines: Reader) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the line at which each record ends, and its cells."""
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as problem:
            raise BadFile(name, lines.line_num, str(problem), "a table of text") from problem
        yield lines.line_num, cells


def _check_header(name: str, header: list[str], line: str) -> None:
    for column in header:
        if not column or _is_number(column):
            raise BadFile(name, 1, line, HEADER_EXPECTED)
    lower = [column.casefold() for column in header]
    if len(set(lower)) != len(lower):
        raise BadFile(name, 1, line, "columns that are named differently")


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _cells(
    name: str, header: list[str], records: Iterator[tuple[int, list[str]]], *, comma: bool
) -> Iterator[_Row]:
    lower = [column.casefold() for column in header]
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise BadFile(name, line, f"{len(cells)} cells", f"{len(header)}, as in the first line")
        yield _Row(line, dict(zip(lower, cells, strict=True)), comma)


def _song_of(songs: dict[tuple[str, str], _Song], row: _Row, name: str) -> _Song:
    title, piece = row.get(*SONG) or name, row.get(PIECE)
    return songs.setdefault((title, piece), _Song(title, piece))


def _tidy(name: str, rows: Iterator[_Row]) -> list[_Song]:
    songs: dict[tuple[str, str], _Song] = {}
    for row in rows:
        who = row.get(PLAYER)
        if not who:
            raise BadFile(name, row.line, who, "the player's name in column 'player'")
        onset_s = row.seconds(name, ONSET)
        _song_of(songs, row, name).onsets.setdefault(who, []).append(onset_s)
    return list(songs.values())


def _circle(name: str, rows: Iterator[_Row]) -> list[_Song]:
    """Return the songs of a circle's own taps, at the times and to the click of its review."""
    songs: dict[tuple[str, str], _Song] = {}
    for row in rows:
        if row.get("measured") == "0":
            continue
        song = _song_of(songs, row, name)
        song.click = song.click or Click()
        who = f"{row.get('seat')} {row.get('label')}".strip()
        refined = "time_s" if is_empty(row.get("refined_time_s")) else "refined_time_s"
        song.onsets.setdefault(who, []).append(row.seconds(name, refined))
        if not any(is_empty(row.get(column)) for column in CLICK):
            beat, target_s, place = (row.seconds(name, c) for c in ("beat", "target_s", IN_BAR))
            song.click.take(row.seconds(name, "time_s"), beat, target_s, place)
    return list(songs.values())


def _wide(name: str, header: list[str], rows: Iterator[_Row]) -> list[_Song]:
    players = [column for column in header if column.casefold() not in NOT_PLAYERS]
    if not players:
        raise BadFile(name, 1, ",".join(header), "at least one column of a player's onsets")
    songs: dict[tuple[str, str], _Song] = {}
    for row in rows:
        song = _song_of(songs, row, name)
        for who in players:
            cell = row.get(who.casefold())
            if not is_empty(cell):
                if row.line == FIRST_ROW:
                    _check_tidy(name, header, players, row)
                song.onsets.setdefault(who, []).append(row.seconds(name, who))
        _take_slot(song, row, name)
    return [_in_order_of(header, song) for song in songs.values()]


def _check_tidy(name: str, header: list[str], players: list[str], row: _Row) -> None:
    """Refuse two columns of which one holds names: a tidy table whose columns are called else."""
    if len(players) != 2 or any(is_empty(row.get(who.casefold())) for who in players):
        return
    first, second = (_is_number(row.get(who.casefold()).replace(",", ".")) for who in players)
    if first == second or (first and players[1].casefold() not in NAMES):
        return
    line, wanted = ",".join(header), f"the columns to be called {PLAYER},{ONSET}"
    sentence = f"{name}, line 1: the columns are {line}; they should be called {PLAYER},{ONSET}."
    raise PlainFile(name, 1, line, wanted, sentence)


def _in_order_of(header: list[str], song: _Song) -> _Song:
    song.onsets = {who: song.onsets[who] for who in header if who in song.onsets}
    return song


def _take_slot(song: _Song, row: _Row, name: str) -> None:
    cell = row.get(SLOT_TIME)
    if is_empty(cell):
        return
    time_s = row.seconds(name, SLOT_TIME)
    if song.grid and not time_s > song.grid[-1][0]:
        raise BadFile(name, row.line, cell, f"a slot after {song.grid[-1][0]:.6f}")
    song.grid.append((time_s, row.get(SLOT) in {"1", "1.0"}))
