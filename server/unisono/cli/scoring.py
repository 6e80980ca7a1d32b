"""``unisono score``: what a file's onsets are compared with, and the numbers that follow."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from unisono.cli.meter import meter_of
from unisono.cli.score_json import as_json
from unisono.cli.score_table import show
from unisono.errors import BadFile, BadValue
from unisono.pulse import Meter, check_bpm
from unisono.readers import Performance, pick, read_performances
from unisono.synchrony import Grid, SessionScore, TooLittle, cells_of, score, score_cells
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

    Raises:
        BadValue: if the wishes contradict each other.
    """

    bpm: Bpm | None = None
    first_click_s: Seconds | None = None
    player: str | None = None
    meter: Meter = Meter()  # noqa: RUF009 (frozen)
    no_click: bool = False

    def __post_init__(self) -> None:
        if self.bpm is not None:
            check_bpm(self.bpm)
        if self.no_click and (self.first_click_s is not None or self.player is not None):
            raise BadValue("--no-click", "--click", "given without --click")
        if self.first_click_s is not None and self.bpm is None:
            raise BadValue("--click", self.first_click_s, "given with the tempo, --bpm")
        if self.player is not None and self.bpm is not None:
            raise BadValue("--click", self.player, "a time when --bpm is given")

    @classmethod
    def of(cls, *, bpm: float | None, click: str | None, meter: str, no_click: bool) -> Reference:
        """Return the reference that the options describe."""
        first_click_s = _number(click)
        player = click if first_click_s is None else None
        return cls(bpm, first_click_s, player, meter_of(meter), no_click)


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


def score_performance(performance: Performance, reference: Reference) -> Scored:
    """Return one song's numbers against the reference, or against the best the file offers."""
    players = {p.name: p.onsets_s for p in performance.players}
    if reference.no_click:
        found = score(players, bpm=reference.bpm, click=False)
        return Scored(performance, "no click: the group's own beat", found)
    if reference.player is not None:
        return _against_player(performance, reference.player)
    if reference.bpm is not None:
        first_s = reference.first_click_s or 0.0
        result = score(players, bpm=reference.bpm, first_click_s=first_s, meter=reference.meter)
        against = f"a click of {reference.bpm:g} beats per minute from {first_s:g} s on"
        return Scored(performance, against, result)
    if performance.grid is not None and len(performance.grid.times_s) > 1:
        return _against_grid(performance)
    found = score(players, click=False)
    return Scored(performance, "the group's own beat (no click was given)", found)


def _against_player(performance: Performance, player: str) -> Scored:
    found = [p for p in performance.players if p.name.casefold() == player.casefold()]
    if not found:
        names = ", ".join(p.name for p in performance.players)
        raise BadValue("--click", player, f"a time in seconds or one of the players: {names}")
    others = {p.name: p.onsets_s for p in performance.players if p is not found[0]}
    grid = Grid.of_times(sorted(set(found[0].onsets_s)))
    result = score_cells(cells_of(others, grid), click=True)
    return Scored(performance, f"{found[0].name} as the click", result)


def _against_grid(performance: Performance) -> Scored:
    grid = performance.grid
    assert grid is not None  # the caller looked
    positions, place = [], 0
    starts = set(grid.bar_starts)
    for i in range(len(grid.times_s)):
        place = 0 if i in starts else place + 1
        positions.append(place)
    cells = cells_of(
        {p.name: p.onsets_s for p in performance.players},
        Grid.of_times(grid.times_s, positions=positions),
    )
    against = f"the file's own grid of {len(positions)} places"
    return Scored(performance, against, score_cells(cells, click=True))


def _json_of(file: Path, scored: list[Scored]) -> str:
    songs = [
        {
            "title": one.performance.title,
            "against": one.against,
            "players": [p.name for p in one.performance.players],
            "onsets": one.performance.onset_count,
            "score": as_json(one.result),
        }
        for one in scored
    ]
    return json.dumps({"file": file.name, "songs": songs}, indent=2, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as problem:
        raise BadFile(str(path), None, problem.strerror, "a place to write the JSON") from problem
    print(f"Everything is in {path}.", file=sys.stderr)
