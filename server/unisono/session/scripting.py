"""The music of an activity: started or changed when it begins, carried on by the tick.

How far it has come is in the log (``steptaken``), so that a restarted server goes on where it was.
"""

from __future__ import annotations

from typing import Final

from unisono.errors import PeerError
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import events as e
from unisono.session.activities import (
    Material,
    Step,
    grouping_of,
    opening_bpm,
    ramp_of,
    steps_of,
)
from unisono.session.conducting import start
from unisono.session.cueing import arm
from unisono.session.effects import EVERYONE
from unisono.session.landing import can_be_taken_back, lines, soonest_beat, waiting
from unisono.session.noting import land_due
from unisono.session.runs import PLAIN, RunState
from unisono.session.scenes import BreathView, CallView, SongView
from unisono.session.stopping import arm_stop
from unisono.session.turn import Turn
from unisono.session.views import beat_message
from unisono.units import Beats, Bpm

SAME_BPM: Final[Bpm] = 0.05


def end_music(turn: Turn) -> None:
    """Have the music stop at the end of the bar, if it sounds and no stop is agreed."""
    run = turn.state.run
    if run is not None and run.stop_beat is None:
        arm_stop(turn, "cut", "bar")
        turn.tell(EVERYONE, beat_message(turn.state, turn.now_s))


def begin_music(turn: Turn) -> None:
    """Start the music of the activity that is on, or bring what sounds to it.

    While a stop is agreed that can no longer be taken back, it waits for the silence.
    """
    run = turn.state.run
    if run is None:
        _start(turn)
    elif run.stop_beat is None or _lifted(turn, run):
        _change(turn)
    go_on(turn)


def go_on(turn: Turn) -> None:
    """Arm the steps of the activity that are due."""
    evening, run = turn.state.evening, turn.state.run
    if evening.activity is None:
        return
    if run is None and evening.waits:
        _start(turn)
        run = turn.state.run
    if run is None or run.stop_beat is not None or not _is_on(turn, run):
        return
    steps = _steps(turn)
    before = evening.step
    while evening.step < len(steps) and _is_due(turn, steps[evening.step]):
        _take(turn, steps[evening.step])
    if evening.step != before:
        turn.tell(EVERYONE, beat_message(turn.state, turn.now_s))


def _is_on(turn: Turn, run: RunState) -> bool:
    """Return whether the activity's steps belong to this run; of a last beat, to any."""
    evening = turn.state.evening
    assert evening.activity is not None
    as_is = evening.activity.kind == "last_beat" and evening.step == 0
    return as_is or evening.on_run == run.number


def _steps(turn: Turn) -> tuple[Step, ...]:
    activity = turn.state.evening.activity
    assert activity is not None
    ramp = ramp_of(activity, turn.state.arrangement.tempo_bpm)
    return (*steps_of(activity, _material(turn)), *ramp)


def _material(turn: Turn) -> Material:
    activity = turn.state.evening.activity
    assert activity is not None
    song = turn.shelf.song(activity.song) if activity.song else None
    return Material(turn.state.groove, song)


def _start(turn: Turn) -> None:
    activity, plan = turn.state.evening.activity, turn.state.arrangement
    assert activity is not None
    tempo = opening_bpm(activity, turn.state.evening.own.bpm()) or plan.tempo_bpm
    grouping = grouping_of(activity, _material(turn)) or plan.grouping
    turn.happen(e.Arranged(tempo, grouping, activity.count_in_bars))
    start(turn, c.Start())
    turn.happen(e.MusicBegan(turn.state.runs[-1].number))


def _change(turn: Turn) -> None:
    """Bring music that sounds to the activity's meter and tempo, and to a plain groove."""
    land_due(turn)
    for cue in reversed(waiting(turn.state, turn.now_s)):
        turn.happen(e.CueCancelled(cue.cue, "replaced"))
    activity, run = turn.state.evening.activity, turn.state.runs[-1]
    assert activity is not None
    beat = soonest_beat(turn.state, run, turn.now_s)
    tempo = opening_bpm(activity, turn.state.evening.own.bpm())
    grouping = grouping_of(activity, _material(turn))
    before = run.timeline.tempo_at(beat)
    moves = tempo is not None and abs(tempo - before) > SAME_BPM
    plan = turn.state.arrangement
    turn.happen(
        e.Arranged(tempo or round(before, 1), grouping or plan.grouping, plan.count_in_bars)
    )
    turn.happen(e.MusicBegan(run.number))
    if grouping and grouping != run.bars.position_at(beat).meter.grouping:
        arm(turn, q.MeterTo(grouping, tempo if moves else None))
    elif moves and tempo is not None:
        arm(turn, q.TempoTo(tempo))
    if any(scene != PLAIN for beat0, scene in run.scenes[-1:]) or run.scene_at(beat) != PLAIN:
        arm(turn, q.Groove())
    turn.tell(EVERYONE, beat_message(turn.state, turn.now_s))


def _lifted(turn: Turn, run: RunState) -> bool:
    """Take back an agreed stop, if that still reaches everybody; return whether it was."""
    lands = run.stop_lands
    if lands is None or not run.stop_cue:
        return False
    if not can_be_taken_back(turn.state, run, lands, turn.now_s):
        return False
    land_due(turn)
    turn.happen(e.StopLifted(run.number))
    return True


def _is_due(turn: Turn, step: Step) -> bool:
    """Return whether a step can land no earlier than it should."""
    run, evening = turn.state.runs[-1], turn.state.evening
    if not step.after_bars and not step.after_task:
        return True
    lands = next(lines(turn.state, run, soonest_beat(turn.state, run, turn.now_s), "bar"))
    if step.after_task:
        return lands >= _task_end(run, evening.step_beat)
    return lands >= run.bars_after(evening.step_beat, step.after_bars)


def _task_end(run: RunState, beat: Beats) -> Beats:
    views: list[CallView | SongView | BreathView] = [*run.calls, *run.songs, *run.breaths]
    return max((view.end_beat for view in views if view.beat0 >= beat), default=beat)


def _take(turn: Turn, step: Step) -> None:
    """Arm a step; one that cannot land (nobody is in that section) is passed over."""
    number = turn.state.evening.step + 1
    try:
        arm(turn, step.what)
    except PeerError:
        turn.happen(e.StepTaken(number, turn.state.evening.step_beat))
        return
    run = turn.state.runs[-1]
    stops = isinstance(step.what, q.StopAt)
    beat = run.stop_lands if stops else turn.state.landings[turn.state.next_cue - 1]
    turn.happen(e.StepTaken(number, beat or 0.0))
