"""A session's own export: seats are players, each run is a piece, its timeline is the grid.

As in the review, a run reaches from half a beat before its count-in to half a beat after its stop,
and taps to a click that was heard over wireless sound are left out: that delay wanders.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from unisono.errors import BadFile, PeerError
from unisono.pulse import Bars, Meter, Timeline
from unisono.readers.performance import Grid, Performance, Player
from unisono.readers.plain import nothing_in
from unisono.units import Beats, Seconds

KIND: Final = "unisono session"
SCHEMA: Final = 1
EXPECTED: Final = "a circle's export (unisono-session.json)"
LONGEST_GRID: Final = 200_000
HALF_BEAT: Final[Beats] = 0.5


@dataclass(slots=True)
class _Run:
    """One stretch with a click, while the log is being read."""

    number: int
    timeline: Timeline
    bars: Bars
    first_beat: int
    stop_beat: Beats = math.inf

    def begins_s(self) -> Seconds:
        return self.timeline.time_at(self.first_beat - HALF_BEAT)

    def ends_s(self) -> Seconds:
        return (
            math.inf
            if math.isinf(self.stop_beat)
            else self.timeline.time_at(self.stop_beat + HALF_BEAT)
        )

    def grid(self, last_s: Seconds) -> Grid:
        end = min(self.stop_beat, self.timeline.beat_at(last_s) + 1.0, LONGEST_GRID)
        beats = range(math.ceil(end))
        starts = tuple(beat for beat in beats if self.bars.accent_at(beat) == 2)
        return Grid(tuple(self.timeline.time_at(beat) for beat in beats), starts)


@dataclass(slots=True)
class _Log:
    names: dict[int, str] = field(default_factory=dict)
    taps: dict[int, list[Seconds]] = field(default_factory=dict)
    clocks: dict[int, list[tuple[Seconds, bool]]] = field(default_factory=dict)
    runs: list[_Run] = field(default_factory=list)

    def take(self, at_s: Seconds, event: dict[str, Any]) -> None:
        match event.get("kind"):
            case "seattaken" | "seatchanged":
                self.names[event["seat"]] = event["name"]
            case "taps":
                self.taps.setdefault(event["seat"], []).extend(row[1] for row in event["taps"])
            case "clocknoted":
                wireless = bool(event.get("wireless", False))
                self.clocks.setdefault(event["seat"], []).append((at_s, wireless))
            case "started":
                self._start(event)
            case "temposet":
                run = self.runs[-1]
                run.timeline = run.timeline.with_tempo(event["beat"], event["tempo_bpm"])
            case "meterset":
                run = self.runs[-1]
                run.bars = run.bars.with_meter(event["beat"], Meter(tuple(event["grouping"])))
            case "stopset":
                self.runs[-1].stop_beat = event["beat"]
            case _:
                pass

    def _start(self, event: dict[str, Any]) -> None:
        timeline = Timeline.constant(event["tempo_bpm"], event["time0_s"])
        bars = Bars.of(Meter(tuple(event["grouping"])))
        self.runs.append(_Run(event["run"], timeline, bars, -event["count_in_beats"]))

    def player(self, seat: int, from_s: Seconds, to_s: Seconds) -> Player | None:
        times = sorted(
            t for t in self.taps[seat] if from_s <= t < to_s and not self._wireless(seat, t)
        )
        name = f"{seat} {self.names.get(seat, '')}".strip()
        return Player(name, tuple(times)) if times else None

    def _wireless(self, seat: int, time_s: Seconds) -> bool:
        """What a device says first also holds for the moments before it said so."""
        clocks = self.clocks.get(seat, [])
        told = bisect_right(clocks, time_s, key=_at_s)
        return bool(clocks) and clocks[max(0, told - 1)][1]

    def piece(self, title: str, from_s: Seconds, to_s: Seconds) -> Performance:
        found = (self.player(seat, from_s, to_s) for seat in sorted(self.taps))
        return Performance(title, tuple(player for player in found if player))


def parse_session(name: str, text: str) -> tuple[Performance, ...]:
    """Return what was played in an exported session, one piece for each run of the click.

    Without any run everything is one piece, without a grid.

    Raises:
        BadFile: if the text is no export of ours, or holds no taps.
    """
    log = _Log()
    for number, (at_s, event) in enumerate(_events(name, text)):
        try:
            log.take(at_s, event)
        except (KeyError, TypeError, IndexError, AttributeError, PeerError) as problem:
            raise BadFile(name, None, f"entry {number}: {problem}", EXPECTED) from problem
    pieces = tuple(_pieces(name, log))
    if not pieces:
        raise nothing_in(name, "taps", "tap")
    return pieces


def _pieces(name: str, log: _Log) -> Iterator[Performance]:
    if not log.runs and any(log.taps.values()):
        yield log.piece(name, -math.inf, math.inf)
    for run, after in zip_longest(log.runs, log.runs[1:]):
        to_s = min(run.ends_s(), after.begins_s() if after else math.inf)
        piece = log.piece(f"run {run.number}", run.begins_s(), to_s)
        if piece.onset_count:
            grid = run.grid(piece.last_s)
            yield Performance(piece.title, piece.players, grid, str(run.number))


def _events(name: str, text: str) -> list[tuple[Seconds, dict[str, Any]]]:
    try:
        body = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as problem:
        raise BadFile(name, problem.lineno, problem.msg, EXPECTED) from problem
    except RecursionError as problem:
        raise BadFile(name, None, "too deeply nested", EXPECTED) from problem
    if not isinstance(body, dict) or (body.get("kind"), body.get("schema")) != (KIND, SCHEMA):
        seen = (body.get("kind"), body.get("schema")) if isinstance(body, dict) else text[:20]
        raise BadFile(name, None, seen, EXPECTED)
    entries = body.get("entries")
    if not isinstance(entries, list) or not all(_is_entry(entry) for entry in entries):
        raise BadFile(name, None, "entries that are not events", EXPECTED)
    return [(float(entry.get("at_s", 0.0)), entry["event"]) for entry in entries]


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict):
        return False
    return isinstance(entry.get("event"), dict) and isinstance(entry.get("at_s", 0.0), float | int)


def _at_s(clock: tuple[Seconds, bool]) -> Seconds:
    return clock[0]
