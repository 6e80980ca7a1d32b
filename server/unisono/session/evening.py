"""What is agreed for the evening: the plan, where in it we are, who hears whom."""

from __future__ import annotations

from dataclasses import dataclass

from unisono.session.plans import Activity, Plan
from unisono.units import Seconds


@dataclass(slots=True)
class Evening:
    """The plan and what is on.

    Attributes:
        plan: the activities in order, None without a plan.
        index: place in the plan of the activity that is on, None before the first.
        activity: the activity that is on, with its settings when it began.
        began_s: when it began.
        hears: who hears whose strokes: all, section, neighbours, facilitator or nobody.
        hears_bars: so many bars later; 0: at once.
    """

    plan: Plan | None = None
    index: int | None = None
    activity: Activity | None = None
    began_s: Seconds | None = None
    hears: str = "all"
    hears_bars: int = 1
