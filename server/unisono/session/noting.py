"""Noting what the clock has brought about: cues that have landed, a run that is over."""

from __future__ import annotations

from typing import Final

from unisono.errors import NotNow
from unisono.session import events as e
from unisono.session.effects import EVERYONE
from unisono.session.facts import Facts
from unisono.session.runs import Armed, RunState
from unisono.session.turn import Turn
from unisono.session.views import beat_message
from unisono.units import Seconds

NOTHING_PLAYS: Final = "Nothing is playing just now."


def sounding(turn: Turn) -> RunState:
    """Return the run that sounds.

    Raises:
        NotNow: if none does.
    """
    if turn.state.run is None:
        raise NotNow(NOTHING_PLAYS)
    return turn.state.run


def land_next(facts: Facts, now_s: Seconds) -> list[Armed]:
    """Return the armed cues whose beat has come, in order."""
    if facts.run is None:
        return []
    line = facts.run.timeline
    return [cue for cue in facts.armed if line.time_at(cue.beat) <= now_s]


def land_due(turn: Turn) -> bool:
    """Note every cue whose beat has come as landed; return whether there was one."""
    due = land_next(turn.state, turn.now_s)
    for cue in due:
        turn.happen(e.CueLanded(cue.cue))
    return bool(due)


def finish_if_due(turn: Turn) -> None:
    """Note what has landed, and close a run whose agreed last beat has passed."""
    run = turn.state.run
    if run is None:
        return
    landed = land_due(turn)
    over = run.stop_beat is not None and turn.now_s >= run.timeline.time_at(run.stop_beat)
    if over:
        turn.happen(e.RunEnded(run.number))
    if landed or over:
        turn.tell(EVERYONE, beat_message(turn.state, turn.now_s))
