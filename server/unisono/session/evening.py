"""What is agreed for the evening: the plan, where in it we are, who hears whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from unisono.session.own_tempo import OwnTempo
from unisono.session.plans import Activity, Plan
from unisono.units import Beats, Seconds


@dataclass(slots=True)
class Evening:
    """The plan and what is on.

    Attributes:
        plan: the activities in order, None without a plan.
        index: place in the plan of the activity that is on, None before the first.
        activity: the activity that is on, with its settings when it began.
        began_s: when it began.
        on_run: number of the run that is this activity's music, 0 before it has any.
        step: how many of the activity's cues have been dealt with.
        step_beat: where the last of them lands.
        waits: whether the activity's music is still to begin.
        own: the pace the group taps by itself.
        hears: who hears whose strokes: all, section, neighbours, facilitator or nobody.
        hears_bars: so many bars later; 0: at once.
        hears_run: number of the run in which that begins later, 0: it holds already.
        hears_from: the beat of that run; strokes before it are heard at once.
        hears_why: ``far`` if it is so because somebody is too far for hearing at once.
    """

    plan: Plan | None = None
    index: int | None = None
    activity: Activity | None = None
    began_s: Seconds | None = None
    on_run: int = 0
    step: int = 0
    step_beat: Beats = 0.0
    waits: bool = False
    own: OwnTempo = field(default_factory=OwnTempo)
    hears: str = "all"
    hears_bars: int = 1
    hears_run: int = 0
    hears_from: Beats = 0.0
    hears_why: str = ""
