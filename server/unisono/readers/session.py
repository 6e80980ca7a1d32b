"""A session's own export: seats are players, each run is a piece, its timeline is the grid.

As in the review, a run reaches from half a beat before its count-in to half a beat after its stop,
and taps to a click that was heard over wireless sound are left out: that delay wanders; so are
those of whoever was not asked to keep the beat. Files from before cues have no ``runs``: there the
entries say all.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from unisono.errors import BadFile, PeerError
from unisono.pulse import Bars, Meter, MeterSpan, Segment, Timeline
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
    casts: list[tuple[int, bool, tuple[int, ...]]] = field(default_factory=list)

    def begins_s(self) -> Seconds:
        return self.timeline.time_at(self.first_beat - HALF_BEAT)

    def ends_s(self) -> Seconds:
        return (
            math.inf
            if math.isinf(self.stop_beat)
            else self.timeline.time_at(self.stop_beat + HALF_BEAT)
        )

    def counts(self, seat: int, time_s: Seconds) -> bool:
        """Whether whoever sits there was asked to keep the beat nearest to a time."""
        near = math.floor(self.timeline.beat_at(time_s) + HALF_BEAT)
        told = bisect_right(self.casts, near, key=_cast_beat)
        return not told or (self.casts[told - 1][1] and seat not in self.casts[told - 1][2])

    def grid(self, last_s: Seconds) -> Grid:
        end = min(self.stop_beat, self.timeline.beat_at(last_s) + 1.0, LONGEST_GRID)
        beats = range(math.ceil(end))
        starts = tuple(beat for beat in beats if self.bars.accent_at(beat) == 2)
        return Grid(tuple(self.timeline.time_at(beat) for beat in beats), starts)


@dataclass(frozen=True, slots=True)
class _Span:
    """From when to when something was played, and on which run."""

    from_s: Seconds = -math.inf
    to_s: Seconds = math.inf
    run: _Run | None = None


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
                run.timeline = _with_tempo(run.timeline, event)
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

    def take_run(self, row: dict[str, Any]) -> None:
        """Take what the entries come to for a run, in place of what was read of them."""
        (run,) = (run for run in self.runs if run.number == row["run"])
        run.timeline = Timeline(tuple(Segment(*segment) for segment in row["segments"]))
        spans = (MeterSpan(beat, bar, Meter(tuple(group))) for beat, bar, group in row["meters"])
        run.bars = Bars(tuple(spans))
        run.stop_beat = math.inf if row["stop_beat"] is None else row["stop_beat"]
        run.casts = [(beat, bool(measured), tuple(out)) for beat, measured, out in row["casts"]]

    def player(self, seat: int, span: _Span) -> Player | None:
        times = sorted(
            t
            for t in self.taps[seat]
            if span.from_s <= t < span.to_s
            and not self._wireless(seat, t)
            and (span.run is None or span.run.counts(seat, t))
        )
        name = f"{seat} {self.names.get(seat, '')}".strip()
        return Player(name, tuple(times)) if times else None

    def _wireless(self, seat: int, time_s: Seconds) -> bool:
        """What a device says first also holds for the moments before it said so."""
        clocks = self.clocks.get(seat, [])
        told = bisect_right(clocks, time_s, key=_at_s)
        return bool(clocks) and clocks[max(0, told - 1)][1]

    def piece(self, title: str, span: _Span) -> Performance:
        found = (self.player(seat, span) for seat in sorted(self.taps))
        return Performance(title, tuple(player for player in found if player))


def parse_session(name: str, text: str) -> tuple[Performance, ...]:
    """Return what was played in an exported session, one piece for each run of the click.

    Without any run everything is one piece, without a grid.

    Raises:
        BadFile: if the text is no export of ours, or holds no taps.
    """
    log, body = _Log(), _body(name, text)
    for number, entry in enumerate(body["entries"]):
        with _explained(name, f"entry {number}"):
            log.take(float(entry.get("at_s", 0.0)), entry["event"])
    for row in body.get("runs", ()):
        with _explained(name, "runs"):
            log.take_run(row)
    pieces = tuple(_pieces(name, log))
    if not pieces:
        raise nothing_in(name, "taps", "tap")
    return pieces


def _pieces(name: str, log: _Log) -> Iterator[Performance]:
    if not log.runs and any(log.taps.values()):
        yield log.piece(name, _Span())
    for run, after in zip_longest(log.runs, log.runs[1:]):
        to_s = min(run.ends_s(), after.begins_s() if after else math.inf)
        piece = log.piece(f"run {run.number}", _Span(run.begins_s(), to_s, run))
        if piece.onset_count:
            grid = run.grid(piece.last_s)
            yield Performance(piece.title, piece.players, grid, str(run.number))


@contextmanager
def _explained(name: str, where: str) -> Iterator[None]:
    """Say where in a file something is not as it should be."""
    try:
        yield
    except (KeyError, TypeError, IndexError, AttributeError, ValueError, PeerError) as problem:
        raise BadFile(name, None, f"{where}: {problem}", EXPECTED) from problem


def _body(name: str, text: str) -> dict[str, Any]:
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
    if not isinstance(body.get("runs", []), list):
        raise BadFile(name, None, "runs that are no list", EXPECTED)
    return body


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict):
        return False
    return isinstance(entry.get("event"), dict) and isinstance(entry.get("at_s", 0.0), float | int)


def _with_tempo(line: Timeline, event: dict[str, Any]) -> Timeline:
    beat, over, bpm = event["beat"], event.get("over_beats", 0.0), event["tempo_bpm"]
    return line.with_ramp(beat, over, bpm) if over > 0.0 else line.with_tempo(beat, bpm)


def _cast_beat(cast: tuple[int, bool, tuple[int, ...]]) -> int:
    return cast[0]


def _at_s(clock: tuple[Seconds, bool]) -> Seconds:
    return clock[0]
