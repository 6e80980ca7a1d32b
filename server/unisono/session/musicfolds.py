"""What each event of the music does to the facts."""

from __future__ import annotations

from typing import Final

from unisono.pulse import Bars, Meter, Timeline
from unisono.session import events as e
from unisono.session.facts import Facts
from unisono.session.folds import Folds
from unisono.session.runs import RunState
from unisono.units import Seconds


def _started(facts: Facts, event: e.Started, at_s: Seconds) -> None:
    timeline = Timeline.constant(event.tempo_bpm, event.time0_s)
    bars = Bars.of(Meter(event.grouping))
    facts.runs = (*facts.runs, RunState(event.run, timeline, bars, event.count_in_beats))


def _tempo_set(facts: Facts, event: e.TempoSet, at_s: Seconds) -> None:
    before = facts.runs[-1].timeline
    if event.over_beats > 0.0:
        after = before.with_ramp(event.beat, event.over_beats, event.tempo_bpm)
    else:
        after = before.with_tempo(event.beat, event.tempo_bpm)
    facts.change_run(timeline=after)


def _meter_set(facts: Facts, event: e.MeterSet, at_s: Seconds) -> None:
    facts.change_run(bars=facts.runs[-1].bars.with_meter(event.beat, Meter(event.grouping)))


def _stop_set(facts: Facts, event: e.StopSet, at_s: Seconds) -> None:
    facts.change_run(stop_beat=event.beat)


def _run_ended(facts: Facts, event: e.RunEnded, at_s: Seconds) -> None:
    facts.change_run(over=True)


def _nothing(facts: Facts, event: e.Event, at_s: Seconds) -> None:
    """The phase table has already said all."""


MUSIC_FOLDS: Final[Folds] = {
    e.Started: _started,
    e.TempoSet: _tempo_set,
    e.MeterSet: _meter_set,
    e.StopSet: _stop_set,
    e.RunEnded: _run_ended,
    **dict.fromkeys(
        (
            e.JoinedLate,
            e.StopLifted,
            e.CueArmed,
            e.CueCancelled,
            e.CueLanded,
            e.GrooveSet,
            e.CallHanded,
        ),
        _nothing,
    ),
}
