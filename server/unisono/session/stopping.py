"""Stops: silence together, one last beat together, silence now.

A stop once agreed is never put off: pressed again it can only come nearer. To have it later, or
the other kind of it, it is first taken back, as long as that can still reach everybody.
"""

from __future__ import annotations

import math

from unisono.errors import N_, NotNow
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.effects import EVERYONE
from unisono.session.landing import can_be_taken_back, lines, soonest_beat, soonest_stop
from unisono.session.noting import land_due, sounding
from unisono.session.runs import RunState
from unisono.session.turn import Turn
from unisono.session.views import beat_message
from unisono.units import Beats


def stop(turn: Turn, command: c.Stop) -> None:
    """Stop at the end of the bar or cycle, or now."""
    if command.when == "now":
        silence(turn)
    else:
        arm_stop(turn, command.how, command.when)
    turn.tell(EVERYONE, beat_message(turn.state, turn.now_s))


def arm_stop(turn: Turn, how: str, when: str) -> None:
    """Agree on a stop, unless one that comes first is agreed already."""
    run = sounding(turn)
    soonest = max(soonest_beat(turn.state, run, turn.now_s), soonest_stop(run))
    lands = next(lines(turn.state, run, soonest, when))
    beat = lands + 1 if how == "last" else lands
    land_due(turn)
    if run.stop_beat is not None and run.stop_how != how and _can_lift(turn, run):
        turn.happen(e.StopLifted(run.number))
    elif run.stop_beat is not None and beat >= run.stop_beat:
        return
    _drop_from(turn, lands, "stopped")
    turn.happen(e.StopSet(run.number, beat, turn.state.next_cue, how))


def lift_stop(turn: Turn) -> None:
    """Take the agreed stop back.

    Raises:
        NotNow: if it is too late for that.
    """
    run = sounding(turn)
    if not _can_lift(turn, run):
        raise NotNow(N_("The stop is landing just now."))
    land_due(turn)
    turn.happen(e.StopLifted(run.number))


def silence(turn: Turn) -> None:
    """Stop now; nothing that was armed lands any more."""
    sounding(turn)
    land_due(turn)
    _drop_from(turn, -math.inf, "stopped")
    run = sounding(turn)
    now = run.timeline.beat_at(turn.now_s)
    beat: Beats = now if run.stop_beat is None else min(now, run.stop_beat)
    turn.happen(e.StopSet(run.number, beat))
    turn.happen(e.RunEnded(run.number))


def _can_lift(turn: Turn, run: RunState) -> bool:
    lands = run.stop_lands
    return (
        lands is not None
        and run.stop_cue > 0
        and can_be_taken_back(turn.state, run, lands, turn.now_s)
    )


def _drop_from(turn: Turn, beat: Beats, why: str) -> None:
    """Cancel what is armed on a beat or later, the last first."""
    for cue in reversed(turn.state.armed):
        if cue.beat >= beat:
            turn.happen(e.CueCancelled(cue.cue, why))
