"""A call that was just played becomes a phrase that every device sounds on the next cycle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from unisono.errors import N_, BadValue, NotAllowed, NotNow
from unisono.prompts.prompt import EARLIEST_BEATS, MAX_CYCLE_BEATS
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session.caller import CONSOLES
from unisono.session.cueing import arm
from unisono.session.effects import EVERYONE
from unisono.session.noting import sounding
from unisono.session.phrases import Note, PromptSpec
from unisono.session.runs import RunState
from unisono.session.turn import Turn
from unisono.session.views import beat_message
from unisono.units import Beats

SHARE: Final = {"off": 0.0, "soft": 0.5, "hard": 1.0}
"""How far a note is drawn to the grid: not at all, half way, onto it."""

LATEST_BEATS: Final = 128.0
"""A call is sent when it has been played; what is older than so many beats is another one."""


def live_call(turn: Turn, command: c.LiveCall) -> None:
    """Have a call sound on every device on the next cycle, and be answered."""
    caller = _caller(turn)
    run = sounding(turn)
    prompt = phrase_of(run, command, run.timeline.beat_at(turn.now_s))
    what = q.CallRound(prompt, command.rounds, command.who, caller, command.scored)
    arm(turn, what, "cycle")
    turn.tell(EVERYONE, beat_message(turn.state, turn.now_s))


def phrase_of(run: RunState, command: c.LiveCall, now_beat: Beats) -> PromptSpec:
    """Return onsets, given in session time, as a phrase of so many bars.

    It begins on the bar line before the first onset; half a beat early counts as inside.

    Raises:
        BadValue: if the phrase would be too long, or no onset lies inside it.
    """
    played = sorted((run.timeline.beat_at(x.time_s), x) for x in command.onsets)
    first = played[0][0]
    if not now_beat - LATEST_BEATS <= first <= now_beat + 1.0:
        raise BadValue("time of the call", command.onsets[0].time_s, "just now")
    start = bar_line_before(run, first - EARLIEST_BEATS)
    cycle = run.bars_after(start, command.bars) - start
    if cycle > MAX_CYCLE_BEATS:
        raise BadValue("length of the call", cycle, f"at most {MAX_CYCLE_BEATS:g} beats")
    inside = [(beat - start, x) for beat, x in played if beat - start < cycle]
    notes = tuple(_notes(inside, command, cycle))
    meter = run.bars.position_at(start).meter
    return PromptSpec(
        notes, float(cycle), grouping=meter.grouping, parts_per_beat=command.parts_per_beat
    )


def bar_line_before(run: RunState, beat: Beats) -> int:
    """Return the last bar line at or before a beat position."""
    place = run.bars.position_at(beat)
    return round(beat - place.beat_in_bar)


def _notes(
    inside: list[tuple[Beats, c.CallOnset]], command: c.LiveCall, cycle: Beats
) -> Iterator[Note]:
    """Yield the notes on their places; of two that come to lie on one place the first counts."""
    before = inside[0][0] - 1.0
    end = min(cycle, inside[0][0] + cycle)
    for beat, onset in inside:
        grid = round(beat * command.parts_per_beat) / command.parts_per_beat
        place = max(EARLIEST_BEATS, beat + SHARE[command.quantise] * (grid - beat))
        if before < place < end:
            before = place
            yield Note(place, onset.stroke, level=onset.level)


def _caller(turn: Turn) -> int | None:
    """Return the seat that calls, None for whoever leads.

    Raises:
        NotAllowed: if the call is not theirs.
        NotNow: if it has been taken back.
    """
    if turn.caller.role in CONSOLES:
        return None
    seat = turn.state.seats.get(turn.caller.seat or 0)
    if seat is None or seat.left:
        raise NotAllowed(N_("Only somebody with a seat in the circle can do that."))
    if turn.state.caller != seat.seat:
        raise NotNow(N_("The call is with somebody else just now."))
    return seat.seat
