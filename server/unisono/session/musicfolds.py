"""What each event of the music does to the facts."""

from __future__ import annotations

from typing import Final

from unisono.errors import OurError
from unisono.pulse import Bars, Meter, Timeline
from unisono.session import events as e
from unisono.session.facts import Facts
from unisono.session.folds import Folds
from unisono.session.runs import Armed, Excused, RunState
from unisono.session.staging import staged
from unisono.session.undoing import past
from unisono.units import Beats, Seconds


def _started(facts: Facts, event: e.Started, at_s: Seconds) -> None:
    timeline = Timeline.constant(event.tempo_bpm, event.time0_s)
    bars = Bars.of(Meter(event.grouping))
    facts.base = RunState(event.run, timeline, bars, event.count_in_beats)
    facts.runs = (*facts.runs, facts.base)
    facts.armed, facts.before, facts.landings = (), (), {}


def _tempo_set(facts: Facts, event: e.TempoSet, at_s: Seconds) -> None:
    before = _base(facts).timeline
    if event.over_beats > 0.0:
        after = before.with_ramp(event.beat, event.over_beats, event.tempo_bpm)
    else:
        after = before.with_tempo(event.beat, event.tempo_bpm)
    facts.change_base(timeline=after)


def _meter_set(facts: Facts, event: e.MeterSet, at_s: Seconds) -> None:
    facts.change_base(bars=_base(facts).bars.with_meter(event.beat, Meter(event.grouping)))


def _cue_armed(facts: Facts, event: e.CueArmed, at_s: Seconds) -> None:
    facts.move_cue(event.cue, event)
    cue = Armed(event.cue, event.beat, event.what, event.who, event.others, event.undoes)
    facts.armed = tuple(sorted((*facts.armed, cue), key=_beat))
    facts.landings[event.cue] = event.beat
    facts.restage()


def _cue_cancelled(facts: Facts, event: e.CueCancelled, at_s: Seconds) -> None:
    facts.move_cue(event.cue, event)
    facts.armed = tuple(cue for cue in facts.armed if cue.cue != event.cue)
    del facts.landings[event.cue]
    facts.restage()


def _cue_landed(facts: Facts, event: e.CueLanded, at_s: Seconds) -> None:
    facts.move_cue(event.cue, event)
    (cue,) = (cue for cue in facts.armed if cue.cue == event.cue)
    facts.before = past(facts, (cue,))
    facts.base = staged(_base(facts), cue)
    facts.armed = tuple(other for other in facts.armed if other is not cue)
    facts.restage()


def _stop_set(facts: Facts, event: e.StopSet, at_s: Seconds) -> None:
    facts.move_cue(_base(facts).stop_cue, event)
    facts.move_cue(event.cue, event)
    facts.change_base(stop_beat=event.beat, stop_how=event.how, stop_cue=event.cue)


def _stop_lifted(facts: Facts, event: e.StopLifted, at_s: Seconds) -> None:
    facts.move_cue(_base(facts).stop_cue, event)
    facts.change_base(stop_beat=None, stop_how="cut", stop_cue=0)


def _run_ended(facts: Facts, event: e.RunEnded, at_s: Seconds) -> None:
    facts.move_cue(_base(facts).stop_cue, event)
    facts.change_base(over=True)


def _joined_late(facts: Facts, event: e.JoinedLate, at_s: Seconds) -> None:
    """Excuse a seat from a landing on; told again, the later beat holds."""
    landed = facts.landings.get(event.cue)
    if landed is None:
        return
    before = _base(facts).excused
    same = [x for x in before if (x.seat, x.beat0) == (event.seat, landed)]
    until = max(event.beat, *(x.beat1 for x in same)) if same else event.beat
    others = tuple(x for x in before if x not in same)
    facts.change_base(excused=(*others, Excused(event.seat, landed, until)))


def _groove_set(facts: Facts, event: e.GrooveSet, at_s: Seconds) -> None:
    facts.groove = event.groove


def _call_handed(facts: Facts, event: e.CallHanded, at_s: Seconds) -> None:
    facts.caller = event.seat


def _base(facts: Facts) -> RunState:
    if facts.base is None:
        raise OurError("the log tells of music before any has started")
    return facts.base


def _beat(cue: Armed) -> Beats:
    return cue.beat


MUSIC_FOLDS: Final[Folds] = {
    e.Started: _started,
    e.TempoSet: _tempo_set,
    e.MeterSet: _meter_set,
    e.CueArmed: _cue_armed,
    e.CueCancelled: _cue_cancelled,
    e.CueLanded: _cue_landed,
    e.StopSet: _stop_set,
    e.StopLifted: _stop_lifted,
    e.RunEnded: _run_ended,
    e.JoinedLate: _joined_late,
    e.GrooveSet: _groove_set,
    e.CallHanded: _call_handed,
}
