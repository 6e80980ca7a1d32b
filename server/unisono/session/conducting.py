"""The facilitator's commands on the music: arrange, start, stop, end.

Whatever sounds lands on a bar line that every device can still hear of in time:
:func:`lead_s` ahead, which grows with the slowest connection.
"""

from __future__ import annotations

from typing import Final

from unisono.errors import N_, NotNow
from unisono.pulse import Meter, check_bpm
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.effects import EVERYONE
from unisono.session.messages import Goodbye
from unisono.session.state import Arrangement, Phase, RunState, State
from unisono.session.turn import Turn
from unisono.session.views import beat_message
from unisono.units import Beats, Seconds, beat_period_s

MIN_LEAD_S: Final = 0.4
MAX_LEAD_S: Final = 3.0
START_LEAD_S: Final = 1.0
FAREWELL: Final = Goodbye("ended", N_("The circle is over for today. Thank you for playing."))


def lead_s(state: State) -> Seconds:
    """Return how far ahead a change must be announced: max(0.4 s, 1.5 x worst round trip + 0.2 s).

    Capped at 3 s, so that one very slow device cannot hold up the whole circle.
    """
    trips = [s.clock.round_trip_s for s in state.seats.values() if s.here and s.clock is not None]
    return min(MAX_LEAD_S, max(MIN_LEAD_S, 1.5 * max(trips, default=0.0) + 0.2))


def landing_beat(run: RunState, now_s: Seconds, ahead_s: Seconds) -> int:
    """Return the next bar line that is at least ``ahead_s`` away."""
    return run.bars.next_bar_beat(run.timeline.beat_at(now_s + ahead_s))


def arrange(turn: Turn, command: c.Arrange) -> None:
    """Set tempo, meter, count-in; while the click runs the change lands on the next bar."""
    plan = _merged(turn.state.arrangement, command)
    turn.happen(e.Arranged(plan.tempo_bpm, plan.grouping, plan.count_in_bars))
    if turn.state.run is not None:
        _land(turn, turn.state.run, command)
    turn.tell(EVERYONE, beat_message(turn.state))


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
    turn.tell(EVERYONE, beat_message(turn.state))


def stop(turn: Turn, command: c.Stop) -> None:
    """Stop at the end of the bar, or now; a stop once agreed is never put off."""
    run = _sounding(turn.state)
    if command.when == "now":
        _silence(turn)
    else:
        beat = max(landing_beat(run, turn.now_s, lead_s(turn.state)), _soonest_stop(run))
        if run.stop_beat is None or beat < run.stop_beat:
            turn.happen(e.StopSet(run.number, beat))
    turn.tell(EVERYONE, beat_message(turn.state))


def end(turn: Turn, command: c.End) -> None:
    """End the session for good; whatever sounds stops now."""
    if turn.state.run is not None:
        _silence(turn)
    turn.happen(e.Ended())
    turn.tell(EVERYONE, beat_message(turn.state))
    turn.tell(EVERYONE, FAREWELL)


def finish_if_due(turn: Turn) -> None:
    """Close a run whose agreed last beat has passed."""
    run = turn.state.run
    if run is None or run.stop_beat is None:
        return
    if turn.now_s >= run.timeline.time_at(run.stop_beat):
        turn.happen(e.RunEnded(run.number))
        turn.tell(EVERYONE, beat_message(turn.state))


def _merged(plan: Arrangement, command: c.Arrange) -> Arrangement:
    tempo = plan.tempo_bpm if command.tempo_bpm is None else check_bpm(command.tempo_bpm)
    grouping = (
        plan.grouping if command.grouping is None else Meter(tuple(command.grouping)).grouping
    )
    bars = plan.count_in_bars if command.count_in_bars is None else command.count_in_bars
    return Arrangement(tempo, grouping, bars)


def _land(turn: Turn, run: RunState, command: c.Arrange) -> None:
    """Bring a change to the next bar line.

    A meter begins with bar 1 at the earliest, so that the count-in keeps its beats, and waits for
    the next start once a stop is agreed, which would no longer lie on a bar line.
    """
    beat = landing_beat(run, turn.now_s, lead_s(turn.state))
    if run.stop_beat is not None and beat >= run.stop_beat:
        return
    if command.grouping is not None and run.stop_beat is None:
        turn.happen(e.MeterSet(run.number, max(0, beat), tuple(command.grouping)))
        run = _sounding(turn.state)
    if command.tempo_bpm is not None:
        over_beats = _bars_later(run, beat, command.over_bars) - beat
        turn.happen(e.TempoSet(run.number, beat, command.tempo_bpm, over_beats))


def _bars_later(run: RunState, beat: int, bars: int) -> int:
    """Return the bar line so many bars after one."""
    for _ in range(bars):
        beat = run.bars.next_bar_beat(beat + 1)
    return beat


def _sounding(state: State) -> RunState:
    if state.run is None:
        raise NotNow("Nothing is playing, so there is nothing to stop.")
    return state.run


def _silence(turn: Turn) -> None:
    run = _sounding(turn.state)
    beat: Beats = run.timeline.beat_at(turn.now_s)
    turn.happen(e.StopSet(run.number, beat if run.stop_beat is None else min(beat, run.stop_beat)))
    turn.happen(e.RunEnded(run.number))


def _soonest_stop(run: RunState) -> int:
    """The end of bar 1: stopping inside the count-in would stop before anybody played."""
    return run.bars.next_bar_beat(1.0)


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
