"""Laws of the plans that come with Unisono, and a whole evening led by one of them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from session_desk import Desk
from unisono.app.shelf import library_shelf, plans
from unisono.client.view import View
from unisono.review import build_report, entries_of, report_json, session_json
from unisono.session import Session
from unisono.session import commands as c
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.plans import Plan
from unisono.testing.musician import is_answer, next_onset
from unisono.testing.people import SimulatedPlayer, crowd
from unisono.units import Seconds, from_ms

PLANS = plans()
INTENTS = {
    "Comfort and solace",
    "Emotional release",
    "Connection and community",
    "Motivation and empowerment",
}
each = pytest.mark.parametrize("name", PLANS)


def minutes(plan: Plan) -> float:
    """Return how long a plan takes."""
    return sum(activity.minutes for activity in plan.activities)


def test_the_eight_plans_are_there() -> None:
    """The four intents by their names, and four for places."""
    titles = {plan.title for plan in PLANS.values()}
    assert titles - INTENTS == {
        "20-minute care home",
        "School, 40 minutes",
        "Choir warm-up, 15 minutes",
        "Drum circle, 30 minutes",
    }
    assert titles >= INTENTS
    assert {plan.intent for plan in PLANS.values()} == INTENTS


@each
def test_minutes_add_up_to_what_the_title_says(name: str) -> None:
    """A title with a number means it; the others fit into an hour."""
    plan = PLANS[name]
    said = re.search(r"(\d+)[- ]minute", plan.title)
    if said:
        assert minutes(plan) == float(said[1])
    assert 15.0 <= minutes(plan) <= 60.0


@each
def test_every_id_is_in_the_library(name: str) -> None:
    """Grooves, calls and songs; and everybody can read what to do."""
    shelf = library_shelf()
    for activity in PLANS[name].activities:
        assert not activity.groove or shelf.groove(activity.groove) is not None
        assert not activity.song or shelf.song(activity.song) is not None
        assert all(shelf.calls(call) for call in activity.calls)
        assert activity.title
        assert activity.text


@each
def test_an_evening_begins_by_arriving_and_ends_together(name: str) -> None:
    """Check-in and sound check first; a last beat, and a closing at the end."""
    kinds = [activity.kind for activity in PLANS[name].activities]
    assert kinds[:2] == ["check_in", "sound_check"]
    assert kinds.count("last_beat") == 1
    assert kinds[-1] == "check_out"


class Evening:
    """Simulated people in virtual time: the session machine, its messages, a tick a half second."""

    def __init__(self, people: int) -> None:
        self.desk = Desk()
        self.desk.session.shelf = library_shelf()
        self.rng = random.Random(7)
        self.players = [SimulatedPlayer(habit, self.rng) for habit in crowd(people, self.rng)]
        self.keys = [f"player {n}" for n in range(people)]
        self.seqs = dict.fromkeys(self.keys, 0)
        self.after_s = dict.fromkeys(self.keys, 0.0)
        self.view = View()
        self.heard = 0
        for at, key in enumerate(self.keys):
            self.desk.enter(key)
            self.desk.play(key, c.Profile(section="AB"[at % 2], part=at % 3))
            self.desk.play(key, c.ClockReport(0.03, from_ms(3.0)))

    def pass_time(self, seconds: Seconds) -> None:
        """Let people play for so long, whatever is asked of them."""
        for _ in range(round(seconds * 2)):
            for key, player in zip(self.keys, self.players, strict=True):
                self._play(key, player)
            self.desk.tick(0.5)
            self._hear()

    def _hear(self) -> None:
        for _, message in self.desk.sent[self.heard :]:
            if isinstance(message, m.Beat):
                self.view.take(message)
        self.heard = len(self.desk.sent)

    def _play(self, key: str, player: SimulatedPlayer) -> None:
        onsets = sorted(self._onsets(key, player))
        if onsets:
            rows = [c.Tap(self._seq(key), t, from_ms(3.0), "sim") for t in onsets]
            self.desk.play(key, c.Taps(rows))

    def _onsets(self, key: str, player: SimulatedPlayer) -> Iterator[Seconds]:
        """Yield what somebody plays in this half second: at their own pace without a click."""
        now_s, kind = self.desk.now_s, self._kind()
        if not self.view.playing:
            player.pause()
            if kind == "check_in":
                yield from (now_s - 0.3 + self.rng.gauss(0.0, 0.02),)
            return
        self.view.seat = self.desk.seats[key]
        while (found := next_onset(self.view, self.after_s[key])) is not None:
            if found[1] > now_s:
                return
            if found[1] - self.after_s[key] > 4.0 or is_answer(self.view.run, found[0]):
                player.pause()
            self.after_s[key] = found[1]
            yield from (t for t in player.play(found[1]) if now_s - 5.0 < t <= now_s + 0.4)

    def _kind(self) -> str:
        activity = self.desk.session.state.evening.activity
        return "" if activity is None else activity.kind

    def _seq(self, key: str) -> int:
        self.seqs[key] += 1
        return self.seqs[key]


@pytest.mark.timeout(300)
def test_a_thirty_minute_evening_ends_in_a_review_that_names_every_activity() -> None:
    """The whole drum circle, minute by minute, in virtual time; nothing is refused on the way."""
    plan = PLANS["drum-circle-30-minutes"]
    evening = Evening(4)
    evening.desk.lead(c.SetPlan(plan))
    for activity in plan.activities:
        evening.desk.lead(c.Go())
        evening.pass_time(activity.minutes * 60.0)
    evening.desk.lead(c.End())
    assert evening.desk.now_s == pytest.approx(1800.0, abs=1.0)
    assert not [x for _, x in evening.desk.sent if isinstance(x, m.Problem)]

    log = evening.desk.log
    report = build_report(log)
    assert [line.title for line in report.activities] == [a.title for a in plan.activities]
    for line, activity in zip(report.activities, plan.activities, strict=True):
        assert line.ended_s - line.began_s == pytest.approx(activity.minutes * 60.0, abs=1.0)
    kinds = {line.kind for line in report.cues if line.how == "landed"}
    assert kinds >= {"call", "sculpt", "layer", "pass", "tempo", "click", "sing", "last"}
    assert len(report.calls) == 4
    assert all(call.rounds for call in report.calls)
    shares = [r.share for call in report.calls for r in call.rounds if r.share is not None]
    assert min(shares) > 0.7, "simulated adults answer a bar they know"
    (finish,) = report.finishes
    assert finish.people == 4
    assert finish.spread_ms is not None
    assert finish.spread_ms < 120.0
    assert report.together.value is not None
    assert report.together.value > 50.0
    again = entries_of(session_json(log))
    assert report_json(again) == report_json(log)
    assert Session.replay(log, library_shelf()).state.evening.index == len(plan.activities) - 1


@pytest.mark.parametrize("name", [name for name in PLANS if not name.startswith("drum")])
def test_every_plan_can_be_led_from_beginning_to_end(name: str) -> None:
    """A few bars of each activity: nothing is refused, and the review names them all."""
    plan, evening = PLANS[name], Evening(4)
    evening.desk.lead(c.SetPlan(plan))
    for _ in plan.activities:
        evening.desk.lead(c.Go())
        evening.pass_time(12.0)
    evening.desk.lead(c.End())
    assert not [x for _, x in evening.desk.sent if isinstance(x, m.Problem)]
    report = build_report(evening.desk.log)
    assert [line.title for line in report.activities] == [a.title for a in plan.activities]
    assert evening.desk.feed(i.Tick()) is not None


def test_whoever_follows_cues_plays_every_beat_of_a_groove() -> None:
    """Beat after beat, however times are rounded, and not on the stop."""
    evening = Evening(1)
    evening.desk.lead(c.Arrange(tempo_bpm=97.3))
    evening.desk.lead(c.Start())
    evening._hear()
    evening.view.seat, after_s, beats = 1, 0.0, []
    for _ in range(40):
        found = next_onset(evening.view, after_s)
        assert found is not None
        beats.append(found[0])
        after_s = found[1]
    assert beats == [float(k) for k in range(40)]
