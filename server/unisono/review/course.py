"""How a run went: togetherness in 32-beat windows, 8 beats apart, and the tempo beneath it."""

from __future__ import annotations

import itertools

from unisono.pulse import Bars, Segment, Timeline
from unisono.review.measure import Measure
from unisono.review.report import BarLine, CoursePoint, Missing, TempoPoint
from unisono.review.together import togetherness
from unisono.session.state import RunState
from unisono.units import Beats, Bpm, Seconds, tempo_bpm


def course_of(run: RunState | None, measure: Measure | Missing) -> tuple[CoursePoint, ...]:
    """Return the time course of a stretch; one shorter than a window is one point."""
    if isinstance(measure, Missing):
        return ()
    parts = measure.parts[0]
    windows = [slice(w.start // parts, w.stop // parts) for w in measure.windows()]
    return tuple(_point(run, measure, window) for window in windows)


def tempo_line(run: RunState, until_beat: Beats) -> tuple[TempoPoint, ...]:
    """Return the corners of the tempo line from beat 0 to ``until_beat``.

    Two corners at one beat are a step; between corners the tempo is straight in beats.
    """
    line = run.timeline
    starts = [max(0.0, segment.beat0) for segment in line.segments]
    corners: list[TempoPoint] = []
    for i, (start, end) in enumerate(itertools.pairwise([*starts, until_beat])):
        if start < until_beat:
            segment = line.segments[i]
            corners += [
                _corner(line, start, line.tempo_at(start)),
                _corner(line, min(end, until_beat), _arrival(line, segment, end, until_beat)),
            ]
    return tuple(corners)


def bar_lines(bars: Bars) -> tuple[BarLine, ...]:
    """Return the meters of a run."""
    return tuple(BarLine(s.beat0, s.bar0, s.meter.grouping) for s in bars.spans)


def _point(run: RunState | None, measure: Measure, window: slice) -> CoursePoint:
    said = togetherness(measure.part(window))
    middle = (window.start + window.stop) / 2.0
    return CoursePoint(
        time_s=_time_s(measure, middle),
        beat=middle,
        bar=run.bars.position_at(middle).bar if run else None,
        from_beat=window.start,
        to_beat=window.stop,
        from_s=_time_s(measure, window.start),
        to_s=_time_s(measure, window.stop),
        tempo_bpm=tempo_bpm(float(measure.heard.grid.periods_s[int(middle)])),
        value=said.value,
        low=said.low,
        high=said.high,
        missing=said.missing,
        people=said.people,
        taps=said.taps,
        coverage=said.coverage,
        spread_ms=said.spread_ms,
    )


def _time_s(measure: Measure, beat: Beats) -> Seconds:
    """Return the instant of a place in a grid, from the beat before it."""
    grid = measure.heard.grid
    before = min(int(beat), len(grid) - 1)
    return float(grid.times_s[before] + (beat - before) * grid.periods_s[before])


def _corner(line: Timeline, beat: Beats, bpm: Bpm) -> TempoPoint:
    return TempoPoint(line.time_at(beat), beat, bpm)


def _arrival(line: Timeline, segment: Segment, end: Beats, until_beat: Beats) -> float:
    """Return the tempo just before a segment's end, which the next one may step away from."""
    return segment.bpm1 if end <= until_beat else line.tempo_at(until_beat)
