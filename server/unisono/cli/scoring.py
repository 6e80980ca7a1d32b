"""``unisono score``: what a file's onsets are compared with, and the numbers that follow."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from unisono.cli.meter import meter_of
from unisono.cli.reviewed import json_of, report_of, show_report, stretches_of
from unisono.cli.score_json import as_json
from unisono.cli.score_table import show
from unisono.pulse import Bars, Meter, Timeline, check_bpm
from unisono.readers import Grid as FileGrid
from unisono.readers import Performance, pick, read_performances
from unisono.readers.plain import PlainFile, PlainValue
from unisono.review import Report
from unisono.review.grids import Played, parts_played
from unisono.synchrony import (
    Grid,
    SessionScore,
    TooLittle,
    cells_of,
    grid_for,
    score,
    score_cells,
)
from unisono.units import Bpm, Seconds


@dataclass(frozen=True, slots=True)
class Reference:
    """What the onsets are to be compared with, as asked for on the command line.

    Args:
        bpm: the click's tempo.
        first_click_s: when its first beat sounded.
        player: whose onsets are the click.
        meter: how beats are counted.
        no_click: there was none.
        parts: equal parts of a beat to measure on; None: those that people play.

    Raises:
        BadValue: if the wishes contradict each other.
    """

    bpm: Bpm | None = None
    first_click_s: Seconds | None = None
    player: str | None = None
    meter: Meter = Meter()  # noqa: RUF009 (frozen)
    no_click: bool = False
    parts: int | None = None

    def __post_init__(self) -> None:
        if self.bpm is not None:
            check_bpm(self.bpm)
        if self.no_click and (self.first_click_s is not None or self.player is not None):
            raise PlainValue(
                "--no-click",
                "--click",
                "given without --click",
                "Either there was a click or there was none: give --no-click without --click.",
            )
        if self.first_click_s is not None and self.bpm is None:
            raise PlainValue(
                "--click",
                self.first_click_s,
                "given with the tempo, --bpm",
                f"A click from {self.first_click_s:g} s on needs a tempo too: add --bpm.",
            )
        if self.player is not None and self.bpm is not None:
            raise PlainValue(
                "--click",
                self.player,
                "a time when --bpm is given",
                f"With --bpm the click is steady: give --click a time, or leave {self.player!r} "
                "to be the click without --bpm.",
            )

    @classmethod
    def of(
        cls,
        *,
        bpm: float | None,
        click: str | None,
        meter: str,
        no_click: bool,
        parts: int | None = None,
    ) -> Reference:
        """Return the reference that the options describe."""
        first_click_s = _number(click)
        player = click if first_click_s is None else None
        return cls(bpm, first_click_s, player, meter_of(meter), no_click, parts)


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Scored:
    """One song's numbers and, in words, what they were compared with."""

    performance: Performance
    against: str
    result: SessionScore | TooLittle


def score_file(file: Path, song: str | None, reference: Reference, out: str | None) -> int:
    """Score a file, print its table and write its JSON if asked; return the exit code.

    Raises:
        BadFile: if the file cannot be read, or the JSON not be written.
        BadValue: if song or click are not in the file.
    """
    report = report_of(file) if reference == Reference() else None
    if report is not None:
        return _reviewed(file, report, song, out)
    performances = read_performances(file)
    chosen = performances if song is None else (pick(performances, song),)
    scored = [score_performance(performance, reference) for performance in chosen]
    if out == "-":
        print(_json_of(file, scored))
        return 0
    for one in scored:
        show(one.performance, one.against, one.result)
    if out is not None:
        _write(Path(out), _json_of(file, scored))
    return 0


def _reviewed(file: Path, report: Report, song: str | None, out: str | None) -> int:
    """Print what the circle's review says, and write it as JSON if asked."""
    stretches = stretches_of(report, song)
    if out == "-":
        print(json_of(file, report, stretches))
        return 0
    show_report(report, stretches, file.name)
    if out is not None:
        _write(Path(out), json_of(file, report, stretches))
    return 0


def score_performance(performance: Performance, reference: Reference) -> Scored:
    """Return one song's numbers against the reference, or against the best the file offers."""
    players = {p.name: np.array(p.onsets_s) for p in performance.players}
    file_grid = performance.grid
    if reference.no_click:
        found = score(players, bpm=reference.bpm, click=False)
        return Scored(performance, "no click: the group's own beat", found)
    if reference.player is not None:
        return _against_player(performance, reference.player, reference)
    if reference.bpm is not None:
        first_s = reference.first_click_s or 0.0
        timeline = Timeline.constant(reference.bpm, first_s)
        grid = grid_for(players, timeline, Bars.of(reference.meter))
        against = f"a click of {reference.bpm:g} beats per minute from {first_s:g} s on"
        return _on_parts(performance, players, grid, against, reference.parts)
    if file_grid is not None and len(file_grid.times_s) > 1:
        grid = Grid.of_times(file_grid.times_s, positions=_positions(file_grid))
        parts = reference.parts if file_grid.is_beats else 1
        what = "beats" if file_grid.is_beats else "slots"
        against = f"the {len(grid)} {what} of the file"
        if not performance.presence_known:
            against = f"the circle's click, {len(grid)} beats"
        return _on_parts(performance, players, grid, against, parts)
    found = score(players, click=False)
    return Scored(performance, "the group's own beat (no click was given)", found)


def _on_parts(
    performance: Performance, players: Played, grid: Grid, against: str, parts: int | None
) -> Scored:
    """Score on the parts of a beat that people play, as the review does, or on those asked for."""
    parts = parts_played(grid, players) if parts is None else parts
    words = against if parts == 1 else f"{against}, on {parts} parts of each beat"
    result = score_cells(cells_of(players, in_parts(grid, parts)), click=True)
    return Scored(performance, words, result)


def _against_player(performance: Performance, player: str, reference: Reference) -> Scored:
    found = [p for p in performance.players if p.name.casefold() == player.casefold()]
    if not found:
        names = ", ".join(p.name for p in performance.players)
        sentence = f"Nobody here is called {player!r}. The click can be a time or one of: {names}."
        raise PlainValue("--click", player, "a time in seconds or one of the players", sentence)
    others = {p.name: np.array(p.onsets_s) for p in performance.players if p is not found[0]}
    grid = Grid.of_times(sorted(set(found[0].onsets_s)))
    against = f"{found[0].name} as the click"
    return _on_parts(performance, others, grid, against, reference.parts)


def in_parts(grid: Grid, parts: int) -> Grid:
    """Return a grid of beats cut into equal parts, each beat by itself."""
    if parts == 1:
        return grid
    step = np.arange(parts) / parts
    return Grid(
        np.arange(len(grid) * parts),
        (grid.times_s[:, None] + step * grid.periods_s[:, None]).ravel(),
        np.repeat(grid.periods_s, parts) / parts,
        np.repeat(grid.positions, parts) * parts + np.tile(np.arange(parts), len(grid)),
        np.repeat(grid.settled, parts),
    )


def _positions(grid: FileGrid) -> list[int]:
    """Return the place of each instant in its bar, from 0."""
    starts, places, place = set(grid.bar_starts), [], -1
    for i in range(len(grid.times_s)):
        place = 0 if i in starts else place + 1
        places.append(place)
    return places


def _json_of(file: Path, scored: list[Scored]) -> str:
    songs = [
        {
            "title": one.performance.title,
            "against": one.against,
            "players": [p.name for p in one.performance.players],
            "onsets": one.performance.onset_count,
            "presence_known": one.performance.presence_known,
            "score": _score_json(one),
        }
        for one in scored
    ]
    return json.dumps({"file": file.name, "songs": songs}, indent=2, ensure_ascii=False)


def _score_json(one: Scored) -> object:
    """Return the score as JSON; what needs to know who was here when is null where nobody does."""
    body = as_json(one.result)
    if isinstance(body, dict) and "coverage" in body and not one.performance.presence_known:
        people = [{**person, "rates": None} for person in body["people"]]
        return {**body, "coverage": None, "people": people}
    return body


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as problem:
        sentence = f"The JSON cannot be written to {path}. Is there such a folder, open to you?"
        wanted = "a place to write the JSON"
        raise PlainFile(str(path), None, problem.strerror, wanted, sentence) from problem
    print(f"Everything is in {path}.", file=sys.stderr)
