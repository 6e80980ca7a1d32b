"""Saying to consoles what only they may know, once for each change."""

from __future__ import annotations

from unisono.session.effects import DESK
from unisono.session.triage import desk
from unisono.session.turn import Turn
from unisono.session.views import plan_message


def show_desk(turn: Turn) -> None:
    """Tell all consoles how people and devices are, if that has changed."""
    now = desk(turn.state, turn.live, turn.house, turn.now_s)
    if now != turn.house.desk_sent:
        turn.house.desk_sent = now
        turn.tell(DESK, now)


def show_plan(turn: Turn) -> None:
    """Tell all consoles the plan and where it is, if that has changed."""
    now = plan_message(turn.state)
    if now != turn.house.plan_sent:
        turn.house.plan_sent = now
        turn.tell(DESK, now)
