"""Who hears whose strokes, and when: some bars later everywhere, at once in one room.

At once holds only as long as everybody is near. Once a device has been far for a few seconds,
the circle is heard one bar later instead, from the next bar line on that all can hear of, and the
facilitator reads why. It never goes back by itself: sounds that change their place again and
again would be worse than either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from unisono.errors import N_, NotNow
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.effects import EVERYONE
from unisono.session.landing import soonest_beat
from unisono.session.live import stroke_view
from unisono.session.messages import HearingMessage, HearingView, Strokes
from unisono.session.state import State
from unisono.session.turn import Turn
from unisono.units import Beats, Seconds

NOW_WITHIN_S: Final[Seconds] = 0.025
"""Largest round trip at which a stroke heard at once still is one with the stroke itself."""

FAR_FOR_S: Final[Seconds] = 3.0
"""So long somebody has to be far; one slow answer of a network ends nothing."""

KNOWN_WITHIN_S: Final[Seconds] = 10.0
"""A device that has said nothing of its line for so long counts as far."""

FAR: Final = "far"


def hearing(turn: Turn, command: c.Hearing) -> None:
    """Set who hears whom; at once only where every device here is near enough."""
    if command.bars == 0 and not can_hear_now(turn.state):
        raise NotNow(
            N_(
                "To hear one another at once everybody must be in one room or one local network. "
                "One bar later works everywhere."
            )
        )
    turn.happen(e.HearingSet(command.who, command.bars))
    turn.tell(EVERYONE, HearingMessage(hearing_view(turn.state)))


def can_hear_now(state: State) -> bool:
    """Return whether every device here is known to be near enough; False with nobody here."""
    clocks = [seat.clock for seat in state.seats.values() if seat.here]
    near = [clock is not None and clock.round_trip_s < NOW_WITHIN_S for clock in clocks]
    return bool(near) and all(near)


def keep_near(turn: Turn) -> None:
    """End hearing at once when somebody has been too far for it for a while."""
    house, state = turn.house, turn.state
    if state.evening.hears_bars != 0 or not _is_anybody_far(state, turn.now_s):
        house.far_since_s = None
        return
    if house.far_since_s is None:
        house.far_since_s = turn.now_s
    if turn.now_s - house.far_since_s < FAR_FOR_S:
        return
    house.far_since_s = None
    number, beat = _landing(turn)
    turn.happen(e.HearingSet(state.evening.hears, 1, number, beat, FAR))
    turn.tell(EVERYONE, HearingMessage(hearing_view(state)))


def _is_anybody_far(state: State, now_s: Seconds) -> bool:
    for seat in state.seats.values():
        if not seat.here:
            continue
        if seat.clock is None and now_s - seat.changed_s > KNOWN_WITHIN_S:
            return True
        if seat.clock is not None and seat.clock.round_trip_s >= NOW_WITHIN_S:
            return True
    return False


def _landing(turn: Turn) -> tuple[int, Beats]:
    """Return where it lands, as cues do: the run and its next bar line in everybody's reach."""
    run = turn.state.run
    if run is None:
        return 0, 0.0
    soonest = soonest_beat(turn.state, run, turn.now_s)
    return run.number, float(run.bars.next_bar_beat(soonest))


def sound_now(turn: Turn, seat: int, played: Sequence[c.Tap]) -> None:
    """In one room, let everybody hear strokes the moment they arrive."""
    now = [tap for tap in played if _is_heard_now(turn.state, tap.time_s)]
    if now:
        strokes = (stroke_view(seat, tap.time_s, tap.stroke, tap.velocity) for tap in now)
        turn.sound(EVERYONE, Strokes(tuple(strokes)))


def _is_heard_now(state: State, time_s: Seconds) -> bool:
    """Return whether a stroke is heard at once."""
    evening, run = state.evening, state.run
    if evening.hears_bars == 0:
        return True
    if run is None or evening.hears_run != run.number:
        return False
    return run.timeline.beat_at(time_s) < evening.hears_from


def hearing_view(state: State) -> HearingView:
    """Return who hears whom, as devices need it."""
    now = state.evening
    return HearingView(now.hears, now.hears_bars, now.hears_run, now.hears_from, now.hears_why)
