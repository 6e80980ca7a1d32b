"""The state as others may see it: seats, runs, devices, the whole snapshot."""

from __future__ import annotations

from typing import Final

from unisono.session.facts import SeatState
from unisono.session.hearing import hearing_view
from unisono.session.live import Live
from unisono.session.messages import (
    PROTOCOL,
    ActivityView,
    ArrangementView,
    Beat,
    PlanMessage,
    SeatView,
    Welcome,
)
from unisono.session.runview import run_view
from unisono.session.state import State
from unisono.units import Seconds

AWAY_GRACE_S: Final = 3.0
"""A reload or a short gap is nobody's business; only after this a seat is shown as away."""


def seat_view(seat: SeatState, live: Live, state: State, now_s: Seconds) -> SeatView:
    """Return a seat as the ring shows it."""
    doing = "away" if is_away(seat, now_s) else live.person_state(seat, now_s, state.run)
    return SeatView(
        seat.seat,
        seat.name,
        seat.animal,
        seat.colour,
        doing,
        seat.device,
        section=seat.section,
        part=seat.part,
        instrument=seat.instrument,
        mode=seat.mode,
    )


def circle_view(state: State, live: Live, now_s: Seconds) -> dict[int, SeatView]:
    """Return everybody in the ring: those who are here or may come back."""
    return {
        number: seat_view(seat, live, state, now_s)
        for number, seat in state.seats.items()
        if not seat.left
    }


def arrangement_view(state: State) -> ArrangementView:
    """Return what the next start will use."""
    plan = state.arrangement
    return ArrangementView(plan.tempo_bpm, plan.grouping, plan.count_in_bars)


def beat_message(state: State, now_s: Seconds) -> Beat:
    """Return the phase and the timeline."""
    run = run_view(state, now_s)
    return Beat(state.phase, arrangement_view(state), run, state.caller)


def welcome(state: State, live: Live, role: str, seat: int | None, now_s: Seconds) -> Welcome:
    """Return the full snapshot for one connection."""
    return Welcome(
        protocol=PROTOCOL,
        role=role,
        seat=seat,
        upto=state.seats[seat].taken.upto if seat is not None else 0,
        time_s=now_s,
        phase=state.phase,
        code=state.code,
        arrangement=arrangement_view(state),
        run=run_view(state, now_s),
        circle=tuple(circle_view(state, live, now_s).values()),
        score=live.score(),
        hearing=hearing_view(state),
        activity=activity_view(state),
        caller=state.caller,
        groove=state.groove,
    )


def activity_view(state: State) -> ActivityView | None:
    """Return what the evening is at, None before its first activity."""
    on, index = state.evening.activity, state.evening.index
    if on is None:
        return None
    return ActivityView(-1 if index is None else index, on.kind, on.title, on.text)


def is_away(seat: SeatState, now_s: Seconds) -> bool:
    """Return whether somebody has been gone for longer than a reload takes."""
    return not seat.here and now_s - seat.changed_s > AWAY_GRACE_S


def plan_message(state: State) -> PlanMessage:
    """Return the plan as consoles see it."""
    evening = state.evening
    return PlanMessage(evening.plan, evening.index, evening.began_s, evening.own.bpm())
