"""What each event of places, modes, the sound check and the evening does to the facts."""

from __future__ import annotations

from typing import Final

from unisono.session import events as e
from unisono.session.activities import AS_IS, QUIET
from unisono.session.evening import Evening
from unisono.session.facts import Facts
from unisono.session.folds import Folds
from unisono.session.plans import Plan
from unisono.units import Seconds


def _seat_placed(facts: Facts, event: e.SeatPlaced, at_s: Seconds) -> None:
    seat = facts.seats[event.seat]
    seat.section, seat.part = event.section, event.part
    seat.tags, seat.instrument = event.tags, event.instrument


def _mode_set(facts: Facts, event: e.ModeSet, at_s: Seconds) -> None:
    facts.seats[event.seat].mode = event.mode


def _seat_muted(facts: Facts, event: e.SeatMuted, at_s: Seconds) -> None:
    facts.seats[event.seat].muted = event.muted


def _sound_noted(facts: Facts, event: e.SoundNoted, at_s: Seconds) -> None:
    facts.seats[event.seat].sound = event


def _hearing_set(facts: Facts, event: e.HearingSet, at_s: Seconds) -> None:
    now = facts.evening
    now.hears, now.hears_bars = event.who, event.bars
    now.hears_run, now.hears_from, now.hears_why = event.run, event.beat, event.why


def _plan_set(facts: Facts, event: e.PlanSet, at_s: Seconds) -> None:
    """Another plan begins at its beginning; a changed one goes on where it was."""
    now = facts.evening
    if event.plan is None or not _goes_on(now, event.plan):
        now.index = None
    now.plan = event.plan


def _goes_on(now: Evening, plan: Plan) -> bool:
    """Return whether the activity that is on stands at the same place of a new plan."""
    if now.index is None or now.activity is None or now.index >= len(plan.activities):
        return False
    return plan.activities[now.index].kind == now.activity.kind


def _activity_began(facts: Facts, event: e.ActivityBegan, at_s: Seconds) -> None:
    now = facts.evening
    now.index, now.activity, now.began_s = event.index, event.activity, at_s
    now.on_run = now.step = 0
    now.step_beat, now.waits = 0.0, event.activity.kind not in QUIET | AS_IS
    if event.activity.kind == "check_in":
        now.own.begin()


def _music_began(facts: Facts, event: e.MusicBegan, at_s: Seconds) -> None:
    facts.evening.on_run, facts.evening.waits = event.run, False


def _step_taken(facts: Facts, event: e.StepTaken, at_s: Seconds) -> None:
    facts.evening.step, facts.evening.step_beat = event.step, event.beat


PLACE_FOLDS: Final[Folds] = {
    e.SeatPlaced: _seat_placed,
    e.ModeSet: _mode_set,
    e.SeatMuted: _seat_muted,
    e.SoundNoted: _sound_noted,
    e.HearingSet: _hearing_set,
    e.PlanSet: _plan_set,
    e.ActivityBegan: _activity_began,
    e.MusicBegan: _music_began,
    e.StepTaken: _step_taken,
}
