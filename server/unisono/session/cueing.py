"""Cues: armed, replaced, taken back, undone, landed.

A handler first finds out everything that could be refused; only then does anything happen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from unisono.errors import N_, NotNow
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import events as e
from unisono.session.cuelife import CueLife
from unisono.session.effects import EVERYONE
from unisono.session.landing import can_be_taken_back, lines, place_for, waiting
from unisono.session.noting import land_due, land_next, sounding
from unisono.session.resolving import check_cue, resolved
from unisono.session.runs import Armed, RunState
from unisono.session.staging import staged_all
from unisono.session.stopping import arm_stop, lift_stop
from unisono.session.turn import Turn
from unisono.session.undoing import past
from unisono.session.views import beat_message
from unisono.units import Beats

MAX_WAITING_CUES: Final = 12


def cue(turn: Turn, command: c.Cue) -> None:
    """Arm a cue."""
    arm(turn, command.what, command.when)
    turn.tell(EVERYONE, beat_message(turn.state, turn.now_s))


def arm(turn: Turn, what: q.AnyCue, when: str = "bar", undoes: int = 0) -> None:
    """Arm a cue on the next line that everybody can still hear of in time; says nothing yet.

    Raises:
        PeerError: if it cannot land; then nothing has changed.
    """
    if isinstance(what, q.StopAt):
        arm_stop(turn, what.how, when)
        return
    fresh, old = prepared(turn, what, when)
    carry_out(turn, replace(fresh, undoes=undoes), old)


def prepared(turn: Turn, what: q.AnyCue, when: str = "bar") -> tuple[Armed, Armed | None]:
    """Return a cue as it could be armed, and the one whose place it would take; changes nothing.

    Raises:
        PeerError: if it cannot land.
    """
    run = sounding(turn)
    check_cue(what)
    beat, old = place_for(turn.state, turn.now_s, what, when)
    _check_room(turn, run, what, beat, old)
    return resolved(turn.state, Armed(turn.state.next_cue, beat, what)), old


def carry_out(turn: Turn, fresh: Armed, old: Armed | None) -> None:
    """Arm what was prepared."""
    land_due(turn)
    _rearrange(turn, old, "replaced", fresh)


def cancel(turn: Turn, command: c.Cancel) -> None:
    """Take an armed cue back."""
    run, state = sounding(turn), turn.state
    if command.cue == run.stop_cue:
        lift_stop(turn)
    else:
        found = next((x for x in waiting(state, turn.now_s) if x.cue == command.cue), None)
        if found is None:
            raise NotNow(_why_not(state.lives.get(command.cue)))
        _check_taking_back(turn, run, found)
        land_due(turn)
        _rearrange(turn, found, "asked")
    turn.tell(EVERYONE, beat_message(state, turn.now_s))


def undo(turn: Turn, command: c.Undo) -> None:
    """Take the newest armed cue back; else land again what was before the last landed one."""
    run, state = sounding(turn), turn.state
    newest = max((x.cue for x in waiting(state, turn.now_s)), default=0)
    if max(newest, run.stop_cue):
        cancel(turn, c.Cancel(max(newest, run.stop_cue)))
        return
    rows = past(state, land_next(state, turn.now_s))
    if not rows:
        raise NotNow(N_("There is nothing to take back."))
    arm(turn, rows[-1].what, undoes=rows[-1].cue)
    turn.tell(EVERYONE, beat_message(state, turn.now_s))


def _check_room(turn: Turn, run: RunState, what: q.AnyCue, beat: Beats, old: Armed | None) -> None:
    """Refuse what would land after an agreed stop, or one cue too many."""
    if run.stop_lands is not None and (beat >= run.stop_lands or isinstance(what, q.MeterTo)):
        raise NotNow(N_("The music is about to stop, before this could land."))
    if old is None and len(turn.state.armed) >= MAX_WAITING_CUES:
        raise NotNow(N_("Many cues are waiting already; let some of them land first."))


def _check_taking_back(turn: Turn, run: RunState, found: Armed) -> None:
    if not can_be_taken_back(turn.state, run, found.beat, turn.now_s):
        raise NotNow(N_("It is landing just now. Undo will bring back what was before."))
    if isinstance(found.what, q.MeterTo) and run.stop_beat is not None:
        raise NotNow(N_("The stop that was agreed counts on this meter. Take the stop back first."))


def _why_not(life: CueLife | None) -> str:
    if life is CueLife.LANDED:
        return N_("That has landed already. Undo will bring back what was before.")
    return N_("That is not waiting any more.")


def _rearrange(turn: Turn, gone: Armed | None, why: str, fresh: Armed | None = None) -> None:
    """Take one cue out and put another in; a meter moves those behind it to their new bar lines."""
    moved = _misplaced(turn, gone, fresh)
    for late in reversed(moved):
        turn.happen(e.CueCancelled(late.cue, "moved"))
    if gone is not None:
        turn.happen(e.CueCancelled(gone.cue, why))
    if fresh is not None:
        _happen_armed(turn, fresh)
    for late in moved:
        facts = turn.state
        taken = {cue.beat for cue in facts.armed}
        found = lines(facts, facts.runs[-1], late.beat, "bar")
        beat = next(line for line in found if line not in taken)
        _happen_armed(turn, replace(late, cue=facts.next_cue, beat=beat))


def _misplaced(turn: Turn, gone: Armed | None, fresh: Armed | None) -> list[Armed]:
    """Return the cues behind a change of meter, if any of them is no longer on a bar line."""
    facts, base = turn.state, turn.state.base
    meters = [x for x in (gone, fresh) if x is not None and isinstance(x.what, q.MeterTo)]
    if base is None or not meters:
        return []
    from_beat = min(x.beat for x in meters)
    kept = [x for x in facts.armed if x is not gone]
    before = [x for x in kept if x.beat < from_beat] + ([fresh] if fresh else [])
    later = [x for x in kept if x.beat > from_beat]
    run = staged_all(base, before)
    for at, cue in enumerate(later):
        if run.bars.next_bar_beat(cue.beat) != cue.beat:
            return later
        run = staged_all(run, later[at : at + 1])
    return []


def _happen_armed(turn: Turn, x: Armed) -> None:
    run = turn.state.runs[-1].number
    turn.happen(e.CueArmed(x.cue, run, x.beat, x.what, x.who, x.others, x.undoes))
