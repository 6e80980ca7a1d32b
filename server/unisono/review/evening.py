"""What the evening was: its activities, every cue with its times, what came back of the calls.

Computed from the log alone, with the refined times of taps; a round is scored as it was live
(:mod:`unisono.session.rounds`), but with each person's offset over the whole session.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev

from unisono.prompts import Answer, ResponseWindow, answer_of, group_of_answers
from unisono.review.evening_report import (
    ActivityLine,
    CallLine,
    CueLine,
    FinishLine,
    RoundLine,
    SectionLine,
)
from unisono.review.report import Person
from unisono.session import events as e
from unisono.session.answers import CallTurn, turns_of
from unisono.session.resolving import prompt_of
from unisono.session.roundbook import POOLED_ROUNDS
from unisono.session.runs import RunState
from unisono.session.scenes import CallView
from unisono.synchrony.limits import MIN_PEOPLE
from unisono.synchrony.outcome import TooLittle
from unisono.units import Seconds, from_ms, to_ms


@dataclass(slots=True)
class EveningStory:
    """Activities and cues as the log tells them.

    Attributes:
        begun: activities with the time each began.
        armed: cues with the time each was armed.
        ends: what became of a cue and when, by number.
    """

    begun: list[tuple[Seconds, e.ActivityBegan]] = field(default_factory=list)
    armed: list[tuple[Seconds, e.CueArmed | e.StopSet]] = field(default_factory=list)
    ends: dict[int, tuple[str, Seconds]] = field(default_factory=dict)
    _stop: int = 0

    def follow(self, entry: e.Entry) -> None:
        """Take in an entry of the log."""
        match entry.event:
            case e.ActivityBegan() as begun:
                self.begun.append((entry.at_s, begun))
            case e.CueArmed() as armed:
                self.armed.append((entry.at_s, armed))
            case e.StopSet(cue=number) as stop if number:
                self.armed.append((entry.at_s, stop))
                self._end(self._stop, "replaced", entry.at_s)
                self._stop = number
            case e.StopLifted():
                self._end(self._stop, "asked", entry.at_s)
            case e.RunEnded():
                self._end(self._stop, "landed", entry.at_s)
            case e.CueLanded(cue=number):
                self._end(number, "landed", entry.at_s)
            case e.CueCancelled(cue=number, why=why):
                self._end(number, why, entry.at_s)
            case _:
                pass

    def _end(self, cue: int, how: str, at_s: Seconds) -> None:
        if cue:
            self.ends.setdefault(cue, (how, at_s))
        if cue == self._stop:
            self._stop = 0


def activities_of(evening: EveningStory, end_s: Seconds) -> tuple[ActivityLine, ...]:
    """Return every activity in the order it came, each to the beginning of the next."""
    starts = [*(at_s for at_s, _ in evening.begun), end_s][1:]
    return tuple(
        ActivityLine(
            index=begun.index,
            kind=begun.activity.kind,
            title=begun.activity.title,
            text=begun.activity.text,
            planned_min=begun.activity.minutes,
            began_s=at_s,
            ended_s=max(at_s, until_s),
            cues=tuple(x.cue for armed_s, x in evening.armed if at_s <= armed_s < until_s),
        )
        for (at_s, begun), until_s in zip(evening.begun, starts, strict=True)
    )


def cues_of(evening: EveningStory, runs: Sequence[RunState]) -> tuple[CueLine, ...]:
    """Return every cue: what it was, when it was armed, whether and when it landed."""
    by_number = {run.number: run for run in runs}
    return tuple(
        _cue(armed_s, armed, evening.ends.get(armed.cue), by_number[armed.run])
        for armed_s, armed in evening.armed
    )


def finishes_of(
    runs: Sequence[RunState], taps: Mapping[int, Sequence[Seconds]], people: Sequence[Person]
) -> tuple[FinishLine, ...]:
    """Return how close each last beat together was; celebrated, not graded."""
    return tuple(
        _finish(run, taps, people)
        for run in runs
        if run.over and run.stop_how == "last" and run.stop_lands is not None
    )


@dataclass(frozen=True, slots=True)
class Answers:
    """Who could answer and what they played.

    Attributes:
        taps: times of all taps in order, by seat.
        people: what is known of each person.
        sections: each seat's section.
        counted: by seat, whether the person was there and their taps counted at a time.
    """

    taps: Mapping[int, Sequence[Seconds]]
    people: Sequence[Person]
    sections: Mapping[int, str]
    counted: Mapping[int, Callable[[Seconds], bool]]


def calls_of(runs: Sequence[RunState], story: Answers) -> tuple[CallLine, ...]:
    """Return every scored call and what came back of it, round by round."""
    found = [_call(run, call, story) for run in runs for call in run.calls if call.scored]
    return tuple(call for call in found if call is not None)


def _cue(
    armed_s: Seconds,
    armed: e.CueArmed | e.StopSet,
    end: tuple[str, Seconds] | None,
    run: RunState,
) -> CueLine:
    how, at_s = end or ("armed", armed_s)
    beat = armed.beat
    kind = "stop"
    if isinstance(armed, e.CueArmed):
        kind = str(type(armed.what).__struct_config__.tag)
    elif armed.how == "last":
        kind, beat = "last", armed.beat - 1.0
    landed = how == "landed"
    return CueLine(
        cue=armed.cue,
        kind=kind,
        run=run.number,
        beat=beat,
        bar=run.bars.position_at(beat).bar,
        armed_s=armed_s,
        lands_s=run.timeline.time_at(beat) if landed else None,
        how=how,
        ended_s=at_s,
    )


def _finish(
    run: RunState, taps: Mapping[int, Sequence[Seconds]], people: Sequence[Person]
) -> FinishLine:
    assert run.stop_lands is not None
    beat_s = run.timeline.time_at(run.stop_lands)
    half_s = run.timeline.period_at(run.stop_lands) / 2.0
    found: list[Seconds] = []
    for person in people:
        near = [t for t in taps[person.seat] if beat_s - half_s <= t < beat_s + half_s]
        if near and person.measured:
            found.append(near[0] - from_ms(person.offset_ms or 0.0))
    spread = to_ms(stdev(found) * math.sqrt(2.0)) if len(found) >= MIN_PEOPLE else None
    return FinishLine(run.number, beat_s, len(found), spread)


def _call(run: RunState, call: CallView, story: Answers) -> CallLine | None:
    if call.prompt is None:
        return None
    rows: list[dict[str, Answer]] = []
    lines: list[RoundLine] = []
    for turn in turns_of(run, call):
        window = ResponseWindow.of(prompt_of(call.prompt), run.timeline, turn.from_beat)
        rows.append(dict(_parts(turn, window, story)))
        lines.append(_round(turn.round, window, rows, story.sections))
    shares = [line.share for line in lines if line.share is not None]
    return CallLine(
        cue=call.cue,
        run=run.number,
        title=call.prompt.title,
        caller=call.caller,
        notes=len(call.prompt.notes),
        rounds=tuple(lines),
        learned=shares[-1] - shares[0] if len(shares) > 1 else None,
    )


def _parts(turn: CallTurn, window: ResponseWindow, story: Answers) -> Iterator[tuple[str, Answer]]:
    """Yield what each person who was asked brought back."""
    reach_s, call = window.period_s / 2.0, turn.call
    resting = turn.run.scene_at(turn.from_beat).resting
    for person in story.people:
        seat = person.seat
        asked = call.asked is None or seat in call.asked
        if not asked or seat in resting or not _may_answer(turn, seat, story):
            continue
        near = [
            t for t in story.taps[seat] if window.start_s - reach_s <= t < window.end_s + reach_s
        ]
        offset_s = None if person.offset_ms is None else from_ms(person.offset_ms)
        yield str(seat), answer_of(window, near, offset_s)


def _may_answer(turn: CallTurn, seat: int, story: Answers) -> bool:
    """Return whether somebody was there, counted, and had heard of the call in time."""
    beat = turn.from_beat
    excused = any(x.seat == seat and x.beat0 <= beat < x.beat1 for x in turn.run.excused)
    return not excused and story.counted[seat](turn.end_s)


def _round(
    number: int,
    window: ResponseWindow,
    rows: Sequence[dict[str, Answer]],
    sections: Mapping[int, str],
) -> RoundLine:
    parts = rows[-1]
    pooled = rows[-POOLED_ROUNDS:]
    shares = [float(part.hits.mean()) for part in parts.values()]
    value = _value(pooled)
    return RoundLine(
        round=number,
        time_s=window.start_s,
        asked=len(parts),
        answered=sum(1 for part in parts.values() if part.hits.any()),
        share=fmean(shares) if shares else None,
        value=value,
        sections=tuple(_section(name, pooled, sections) for name in _names(parts, sections)),
    )


def _names(parts: Mapping[str, Answer], sections: Mapping[int, str]) -> list[str]:
    return sorted({sections[int(seat)] for seat in parts} - {""})


def _section(
    name: str, pooled: Sequence[Mapping[str, Answer]], sections: Mapping[int, str]
) -> SectionLine:
    rows = [{s: part for s, part in row.items() if sections[int(s)] == name} for row in pooled]
    shares = [float(part.hits.mean()) for part in rows[-1].values()]
    return SectionLine(name, len(rows[-1]), fmean(shares) if shares else None, _value(rows))


def _value(pooled: Sequence[Mapping[str, Answer]]) -> float | None:
    if not pooled[-1]:
        return None
    cohesion = group_of_answers([dict(row) for row in pooled]).cohesion
    return None if isinstance(cohesion, TooLittle) else cohesion
