"""About twice a second: close beats, end what is due, and say once what changed."""

from __future__ import annotations

from unisono.session.effects import EVERYONE
from unisono.session.finishing import tell_finish
from unisono.session.hearing import keep_near
from unisono.session.inner import Tick
from unisono.session.messages import Circle, TickMessage
from unisono.session.noting import finish_if_due
from unisono.session.rounds import tell_rounds
from unisono.session.scripting import go_on
from unisono.session.telling import show_desk, show_plan
from unisono.session.turn import Turn
from unisono.session.views import circle_view


def tick(turn: Turn, command: Tick) -> None:
    """Bring everybody up to date: at most three messages to all, and what came back of a call."""
    turn.live.close(turn.now_s, turn.state)
    finish_if_due(turn)
    go_on(turn)
    keep_near(turn)
    tell_rounds(turn)
    tell_finish(turn)
    turn.live.answers.told(turn.now_s)
    _show_circle(turn)
    _show_score(turn)
    show_desk(turn)
    show_plan(turn)


def _show_circle(turn: Turn) -> None:
    now = circle_view(turn.state, turn.live, turn.now_s)
    before = turn.house.shown
    changed = tuple(view for seat, view in now.items() if before.get(seat) != view)
    gone = tuple(seat for seat in before if seat not in now)
    turn.house.shown = now
    if changed or gone:
        turn.tell(EVERYONE, Circle(changed, gone))


def _show_score(turn: Turn) -> None:
    taps = turn.live.drain()
    if turn.state.run is None and not taps:
        return
    turn.house.tick_n += 1
    message = TickMessage(turn.house.tick_n, turn.now_s, turn.live.score(), taps)
    turn.tell(EVERYONE, message)
