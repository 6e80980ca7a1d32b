"""Who could use help, without shaming anybody: five lights a device, signals as counts.

Each light is ``good``, ``look`` (worth a glance), ``help`` (something can be done) or ``unknown``.
They speak of devices and of what a person asked for, never of how well somebody plays.
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from unisono.clocksync import quality_of
from unisono.session.facts import SeatState
from unisono.session.hearing import can_hear_now
from unisono.session.house import House
from unisono.session.live import Live
from unisono.session.messages import Desk, DeviceView, KnockView
from unisono.session.state import State
from unisono.session.views import is_away
from unisono.units import Seconds, to_ms

ASLEEP_S: Final = 20.0
"""So long after a device's clock told of a sleep the facilitator reads about it."""

EVEN_S: Final = 0.040
"""Taps of a sound check that scatter by more than this say nothing of the device."""

_CLOCK: Final = {"good": "good", "fair": "good", "poor": "help", "none": "unknown"}


def desk(state: State, live: Live, house: House, now_s: Seconds) -> Desk:
    """Return what only consoles see."""
    waiting = tuple(KnockView(key, enter.name) for key, enter in house.waiting.items())
    devices = tuple(
        _device(seat, state, live, house, now_s) for seat in state.seats.values() if not seat.left
    )
    return Desk(
        state.door_open,
        waiting,
        devices,
        signals=house.signals.counts(now_s),
        consoles=house.consoles.count,
        can_hear_now=can_hear_now(state),
    )


def _device(seat: SeatState, state: State, live: Live, house: House, now_s: Seconds) -> DeviceView:
    away = is_away(seat, now_s)
    asleep = seat.woke_s is not None and now_s - seat.woke_s < ASLEEP_S
    asks = house.signals.given(seat.seat, "cant_hear", now_s)
    lights = (
        _connection(seat, away=away),
        "unknown" if away else _clock(seat, asleep=asleep),
        "help" if asks else _sound(seat),
        _calibration(seat),
        "unknown" if away else _tapping(seat, state, live, now_s),
    )
    listening = "" if seat.sound is None else seat.sound.listening or ""
    view = _clock_view(seat, away=away, asleep=asleep)
    return replace(view, lights=lights, tags=seat.tags, muted=seat.muted, listening=listening)


def _clock_view(seat: SeatState, *, away: bool, asleep: bool) -> DeviceView:
    clock, wireless = seat.clock, seat.over_wireless
    if clock is None or away:
        return DeviceView(seat.seat, "none", None, None, wireless)
    word = "poor" if asleep else quality_of(clock.bound_s)
    return DeviceView(
        seat.seat,
        word,
        round(to_ms(clock.round_trip_s), 1),
        round(to_ms(clock.bound_s), 2),
        wireless,
        _why(word, asleep=asleep, wireless=wireless),
    )


def _why(word: str, *, asleep: bool, wireless: bool) -> str:
    """Return what keeps taps from being exact; of several the one to do something about."""
    if asleep:
        return "asleep"
    if wireless:
        return "wireless"
    return "" if word == "good" else "network"


def _connection(seat: SeatState, *, away: bool) -> str:
    if seat.here:
        return "good"
    return "help" if away else "look"


def _clock(seat: SeatState, *, asleep: bool) -> str:
    if asleep:
        return "look"
    return _CLOCK["none" if seat.clock is None else quality_of(seat.clock.bound_s)]


def _sound(seat: SeatState) -> str:
    """Whether they hear the click, as they say themselves."""
    if seat.sound is None or seat.sound.hears is None:
        return "unknown"
    return "good" if seat.sound.hears else "help"


def _calibration(seat: SeatState) -> str:
    """Whether the delay of their sound is known; over wireless sound it wanders."""
    if seat.over_wireless:
        return "look"
    if seat.sound is None or seat.sound.offset_s is None:
        return "unknown"
    scatter_s = seat.sound.scatter_s
    return "look" if scatter_s is not None and scatter_s > EVEN_S else "good"


def _tapping(seat: SeatState, state: State, live: Live, now_s: Seconds) -> str:
    """Whether taps arrive; whoever rests by choice is left in peace."""
    if state.run is None or seat.mode in ("sit", "listen"):
        return "unknown"
    if live.own.needs_check(seat.seat, now_s) and not seat.over_wireless:
        return "look"
    return "good" if live.person_state(seat, now_s, state.run) != "resting" else "look"
