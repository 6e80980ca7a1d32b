"""The facilitator's commands on the music: arrange, start, end."""

from __future__ import annotations

from typing import Final

from unisono.errors import N_, NotNow
from unisono.pulse import Meter, check_bpm
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import events as e
from unisono.session.cueing import carry_out, prepared
from unisono.session.effects import EVERYONE
from unisono.session.landing import lead_s
from unisono.session.messages import Goodbye
from unisono.session.noting import finish_if_due
from unisono.session.runs import Armed
from unisono.session.state import Arrangement, Phase
from unisono.session.stopping import silence
from unisono.session.turn import Turn
from unisono.session.views import beat_message
from unisono.units import beat_period_s

START_LEAD_S: Final = 1.0
FAREWELL: Final = Goodbye("ended", N_("The circle is over for today. Thank you for playing."))


def arrange(turn: Turn, command: c.Arrange) -> None:
    """Set tempo, meter, count-in; while the click runs the change is armed as a cue."""
    plan = _merged(turn.state.arrangement, command)
    ready = _prepared(turn, command)
    turn.happen(e.Arranged(plan.tempo_bpm, plan.grouping, plan.count_in_bars))
    if ready is not None:
        carry_out(turn, *ready)
    turn.tell(EVERYONE, beat_message(turn.state, turn.now_s))


def start(turn: Turn, command: c.Start) -> None:
    """Start a new run: count-in first, bar 1 on beat 0."""
    finish_if_due(turn)
    if turn.state.run is not None:
        raise refuse_phase("start", turn.state.phase)
    plan = turn.state.arrangement
    beats = plan.count_in_bars * Meter(plan.grouping).beats
    ahead_s = max(START_LEAD_S, lead_s(turn.state))
    time0_s = turn.now_s + ahead_s + beats * beat_period_s(plan.tempo_bpm)
    run = len(turn.state.runs) + 1
    turn.happen(e.Started(run, time0_s, plan.tempo_bpm, plan.grouping, beats))
    turn.tell(EVERYONE, beat_message(turn.state, turn.now_s))


def end(turn: Turn, command: c.End) -> None:
    """End the session for good; whatever sounds stops now."""
    if turn.state.run is not None:
        silence(turn)
    turn.happen(e.Ended())
    turn.tell(EVERYONE, beat_message(turn.state, turn.now_s))
    turn.tell(EVERYONE, FAREWELL)


def _merged(plan: Arrangement, command: c.Arrange) -> Arrangement:
    tempo = plan.tempo_bpm if command.tempo_bpm is None else check_bpm(command.tempo_bpm)
    grouping = (
        plan.grouping if command.grouping is None else Meter(tuple(command.grouping)).grouping
    )
    bars = plan.count_in_bars if command.count_in_bars is None else command.count_in_bars
    return Arrangement(tempo, grouping, bars)


def _prepared(turn: Turn, command: c.Arrange) -> tuple[Armed, Armed | None] | None:
    """Return the change as a cue, None if there is none to make while this music lasts.

    Once a stop is agreed, what cannot land before it waits for the next start.
    """
    what = _as_cue(command)
    run = turn.state.run
    if run is None or what is None:
        return None
    try:
        return prepared(turn, what)
    except NotNow:
        if run.stop_beat is None:
            raise
        return None


def _as_cue(command: c.Arrange) -> q.TempoTo | q.MeterTo | None:
    if command.grouping is not None:
        return q.MeterTo(tuple(command.grouping), command.tempo_bpm, command.over_bars)
    if command.tempo_bpm is not None:
        return q.TempoTo(command.tempo_bpm, command.over_bars)
    return None


def _phase_word(phase: Phase) -> str:
    return {
        Phase.LOBBY: "nothing is playing",
        Phase.PLAYING: "the click is running",
        Phase.STOPPING: "the click is about to stop",
        Phase.ENDED: "the session has ended",
    }[phase]


def refuse_phase(what: str, phase: Phase) -> NotNow:
    """Return the refusal of a command that has no meaning in this phase."""
    return NotNow(f"'{what}' has no meaning now: {_phase_word(phase)}.")
