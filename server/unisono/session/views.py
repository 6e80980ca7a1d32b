"""The state as others may see it: seats, runs, devices, the whole snapshot."""

from __future__ import annotations

from typing import Final

from unisono.clocksync import quality_of
from unisono.session.house import House
from unisono.session.live import Live
from unisono.session.messages import (
    PROTOCOL,
    ArrangementView,
    Beat,
    Desk,
    DeviceView,
    KnockView,
    RunView,
    SeatView,
    Welcome,
)
from unisono.session.state import RunState, SeatState, State
from unisono.units import Seconds, to_ms

AWAY_GRACE_S: Final = 3.0
"""A reload or a short gap is nobody's business; only after this a seat is shown as away."""

ASLEEP_S: Final = 20.0
"""So long after a device's clock told of a sleep the facilitator reads about it."""


def seat_view(seat: SeatState, live: Live, state: State, now_s: Seconds) -> SeatView:
    """Return a seat as the ring shows it."""
    doing = "away" if _is_away(seat, now_s) else live.person_state(seat, now_s, state.run)
    return SeatView(seat.seat, seat.name, seat.animal, seat.colour, doing, seat.device)


def circle_view(state: State, live: Live, now_s: Seconds) -> dict[int, SeatView]:
    """Return everybody in the ring: those who are here or may come back."""
    return {
        number: seat_view(seat, live, state, now_s)
        for number, seat in state.seats.items()
        if not seat.left
    }


def run_view(run: RunState | None) -> RunView | None:
    """Return a run as a device needs it to go on by itself."""
    if run is None:
        return None
    segments = tuple((s.beat0, s.time0_s, s.bpm0, s.bpm1) for s in run.timeline.segments)
    meters = tuple((s.beat0, s.bar0, s.meter.grouping) for s in run.bars.spans)
    return RunView(run.number, segments, meters, run.count_in_beats, run.stop_beat)


def arrangement_view(state: State) -> ArrangementView:
    """Return what the next start will use."""
    plan = state.arrangement
    return ArrangementView(plan.tempo_bpm, plan.grouping, plan.count_in_bars)


def beat_message(state: State) -> Beat:
    """Return the phase and the timeline."""
    return Beat(state.phase, arrangement_view(state), run_view(state.run))


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
        run=run_view(state.run),
        circle=tuple(circle_view(state, live, now_s).values()),
        score=live.score(),
    )


def desk(state: State, house: House, now_s: Seconds) -> Desk:
    """Return what only consoles see."""
    waiting = tuple(KnockView(key, enter.name) for key, enter in house.waiting.items())
    devices = tuple(_device(seat, now_s) for seat in state.seats.values() if not seat.left)
    return Desk(state.door_open, waiting, devices)


def _device(seat: SeatState, now_s: Seconds) -> DeviceView:
    clock = seat.clock
    if clock is None:
        return DeviceView(seat.seat, "none", None, None, False)
    if _is_away(seat, now_s):
        return DeviceView(seat.seat, "none", None, None, clock.wireless)
    asleep = seat.woke_s is not None and now_s - seat.woke_s < ASLEEP_S
    word = "poor" if asleep else quality_of(clock.bound_s)
    return DeviceView(
        seat.seat,
        word,
        round(to_ms(clock.round_trip_s), 1),
        round(to_ms(clock.bound_s), 2),
        clock.wireless,
        _why(word, asleep=asleep, wireless=clock.wireless),
    )


def _why(word: str, *, asleep: bool, wireless: bool) -> str:
    """Return what keeps taps from being exact; of several the one to do something about."""
    if asleep:
        return "asleep"
    if wireless:
        return "wireless"
    return "" if word == "good" else "network"


def _is_away(seat: SeatState, now_s: Seconds) -> bool:
    return not seat.here and now_s - seat.changed_s > AWAY_GRACE_S
