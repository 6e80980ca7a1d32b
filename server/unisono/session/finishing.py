"""The last beat together: how close it was, told to everybody. Celebrated, not graded."""

from __future__ import annotations

from statistics import stdev
from typing import Final

from unisono.session.effects import EVERYONE
from unisono.session.messages import Finish
from unisono.session.runs import RunState
from unisono.session.turn import Turn
from unisono.synchrony.limits import MIN_PEOPLE
from unisono.units import Seconds, to_ms

GRACE_S: Final = 1.0


def tell_finish(turn: Turn) -> None:
    """Say how close a last beat was, once everybody's tap can have come."""
    for run in turn.state.runs[-2:]:
        if run.stop_how != "last" or run.stop_lands is None:
            continue
        beat_s, half_s = _beat_and_half(run)
        if turn.live.answers.is_due(beat_s + half_s + GRACE_S, turn.now_s):
            turn.tell(EVERYONE, _finish(turn, beat_s, half_s))


def _beat_and_half(run: RunState) -> tuple[Seconds, Seconds]:
    beat = run.stop_lands or 0.0
    return run.timeline.time_at(beat), run.timeline.period_at(beat) / 2.0


def _finish(turn: Turn, beat_s: Seconds, half_s: Seconds) -> Finish:
    """Return the spread of everybody's earliest tap within half a beat of the last one.

    As everywhere, the spread is sqrt(2) x the standard deviation, each person's constant offset
    taken out: what two people are apart on average, not what their devices are.
    """
    found: list[Seconds] = []
    for seat in turn.state.seats.values():
        offset_s = turn.live.cohesion.offset_s(seat.seat) or 0.0
        if seat.is_measured:
            taps_s = turn.live.answers.of(seat.seat, beat_s - half_s, beat_s + half_s)
            found += [t - offset_s for t in taps_s[:1]]
    if len(found) < MIN_PEOPLE:
        return Finish(len(found), None)
    return Finish(len(found), round(to_ms(stdev(found) * 2.0**0.5), 1))
