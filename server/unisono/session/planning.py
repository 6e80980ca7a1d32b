"""The plan of an evening: set, begun activity by activity, each arming what it needs.

*Next* begins an activity at once; its music starts or changes on the next lines everybody can hear
of in time, and what comes later in it (the next call, the next layer) is armed by the tick. Any cue
a facilitator gives meanwhile is theirs; a stop ends what the activity would still have armed.
"""

from __future__ import annotations

import msgspec

from unisono.errors import N_, BadValue, NotNow, PeerError
from unisono.pulse import Meter
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.activities import AS_IS, QUIET
from unisono.session.effects import EVERYONE, To
from unisono.session.messages import ActivityMessage, CheckMessage, Problem
from unisono.session.plans import MAX_PROMPTS, Activity
from unisono.session.scripting import begin_music, end_music, go_on
from unisono.session.sharing import set_groove
from unisono.session.shelf import Shelf
from unisono.session.telling import show_plan
from unisono.session.turn import Turn
from unisono.session.views import activity_view


def set_plan(turn: Turn, command: c.SetPlan) -> None:
    """Set the plan; the activity that is on goes on."""
    for activity in () if command.plan is None else command.plan.activities:
        _check_meter(activity)
    turn.happen(e.PlanSet(command.plan))
    show_plan(turn)


def go(turn: Turn, command: c.Go) -> None:
    """Begin an activity: the next one, or any other."""
    evening = turn.state.evening
    if evening.plan is None or not evening.plan.activities:
        raise NotNow(N_("There is no plan yet, so there is nothing to go on to."))
    index = command.index
    if index is None:
        index = 0 if evening.index is None else evening.index + 1
    if index >= len(evening.plan.activities):
        raise NotNow(N_("That was the last activity of the plan."))
    activity = _with_prompts(turn.shelf, evening.plan.activities[index])
    _begin(turn, index, activity)


def _begin(turn: Turn, index: int, activity: Activity) -> None:
    groove = turn.shelf.groove(activity.groove) if activity.groove else None
    turn.happen(e.ActivityBegan(index, activity))
    if groove is not None and groove != turn.state.groove:
        set_groove(turn, c.SetGroove(groove))
    turn.tell(EVERYONE, ActivityMessage(activity_view(turn.state)))
    show_plan(turn)
    if activity.kind == "sound_check":
        turn.tell(EVERYONE, CheckMessage())
    try:
        if activity.kind in QUIET:
            end_music(turn)
        elif activity.kind in AS_IS:
            go_on(turn)
        else:
            begin_music(turn)
    except PeerError as problem:
        turn.tell(To(key=turn.caller.key), Problem(problem.code, problem.message, "go"))


def _with_prompts(shelf: Shelf, activity: Activity) -> Activity:
    """Return an activity that holds its calls themselves, so that the log does.

    Raises:
        BadValue: if an id is not in the library, or no bar is as long as its meter.
    """
    _check_meter(activity)
    found = list(activity.prompts)
    for name in activity.calls:
        calls = shelf.calls(name)
        if not calls:
            raise _unknown("call", name)
        found += calls
    if activity.groove and shelf.groove(activity.groove) is None:
        raise _unknown("groove", activity.groove)
    if activity.song and shelf.song(activity.song) is None:
        raise _unknown("song", activity.song)
    return msgspec.structs.replace(activity, prompts=tuple(found[:MAX_PROMPTS]))


def _check_meter(activity: Activity) -> None:
    """Refuse a meter that no music can have before anything begins that would wait for it."""
    if activity.grouping:
        Meter(activity.grouping)


def _unknown(what: str, name: str) -> BadValue:
    return BadValue(
        what, name, "the id of one in the library", "Please choose another in the plan."
    )
