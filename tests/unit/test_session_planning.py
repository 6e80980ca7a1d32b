"""Laws of the plan: set, begun activity by activity, each arming what its kind needs."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest

from plain_state import plain
from session_desk import Desk, one, refuses, taps
from unisono.errors import BadValue, NotNow
from unisono.session import Caller, Role, Session
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import events as e
from unisono.session import messages as m
from unisono.session.activities import AS_IS, QUIET, Material, ramp_of, steps_of
from unisono.session.effects import EVERYONE
from unisono.session.phrases import GrooveSpec, LayerSpec, Note, PromptSpec, SongSpec
from unisono.session.plans import Activity, ActivityKind, Plan
from unisono.session.state import Phase

LEAD = Caller(Role.LEAD, "console")
CALL = PromptSpec((Note(0.0), Note(1.0), Note(2.5)), 4.0, title="call")
LAYERS = tuple(LayerSpec(name, (Note(0.0), Note(2.0))) for name in ("low", "middle", "high"))
GROOVE = GrooveSpec(4.0, LAYERS, id="three", grouping=(4,))
SONG = SongSpec((Note(0.0, syllable="la", pitch=60, beats=1.0),), 8.0, id="la", grouping=(3,))


class OneShelf:
    """A library of one groove, one call and one song."""

    def groove(self, name: str) -> GrooveSpec | None:
        """Return the groove."""
        return GROOVE if name == "three" else None

    def calls(self, name: str) -> tuple[PromptSpec, ...]:
        """Return the call, twice."""
        return (CALL, CALL) if name == "echo" else ()

    def song(self, name: str) -> SongSpec | None:
        """Return the song."""
        return SONG if name == "la" else None


SHELF = OneShelf()


@pytest.fixture
def evening(trio: Desk) -> Desk:
    """A session with three people and a library."""
    trio.session.shelf = SHELF
    return trio


def going(desk: Desk, *activities: Activity) -> Desk:
    """Set a plan of these and begin the first."""
    desk.lead(c.SetPlan(Plan("Tuesday", activities)))
    desk.lead(c.Go())
    return desk


def to_beat(desk: Desk, beat: float) -> None:
    """Let the music go on, with its ticks, to a beat of the run."""
    while (run := desk.session.state.run) is not None:
        if desk.now_s >= run.timeline.time_at(beat):
            return
        desk.tick(0.25)


def run_view(desk: Desk) -> m.RunView:
    """Return the run as devices know it."""
    view = [x for _, x in desk.sent if isinstance(x, m.Beat)][-1].run
    assert view is not None
    return view


# the plan


def test_a_plan_is_kept_and_told_to_consoles_only(evening: Desk) -> None:
    """Notes are the facilitator's; everybody hears of an activity's title and text."""
    going(evening, Activity("groove", "Pulse", notes="softly", text="Play."))
    told = [(to, x) for to, x in evening.sent if isinstance(x, m.ActivityMessage)]
    assert told == [(EVERYONE, m.ActivityMessage(m.ActivityView(0, "groove", "Pulse", "Play.")))]
    assert not [x for to, x in evening.sent if to == EVERYONE and "softly" in repr(x)]
    plans = [x for _, x in evening.sent if isinstance(x, m.PlanMessage)]
    assert [(x.index, x.began_s) for x in plans[-2:]] == [(None, None), (0, evening.now_s)]
    hello = one(evening.enter("dee"), m.Welcome)
    assert hello.activity == m.ActivityView(0, "groove", "Pulse", "Play.")


def test_next_goes_on_and_any_jump_is_allowed(evening: Desk) -> None:
    """In order, back, the last one; after it nothing is next."""
    going(evening, Activity("check_in"), Activity("groove"), Activity("check_out"))
    for command, index in ((c.Go(), 1), (c.Go(0), 0), (c.Go(2), 2)):
        evening.lead(command)
        assert evening.session.state.evening.index == index
    refuses(evening, c.Go(), LEAD, NotNow)
    refuses(evening, c.Go(3), LEAD, NotNow)


def test_without_a_plan_there_is_nothing_to_go_on_to(evening: Desk) -> None:
    """A kind refusal, also for an empty plan."""
    refuses(evening, c.Go(), LEAD, NotNow)
    evening.lead(c.SetPlan(Plan("", ())))
    refuses(evening, c.Go(), LEAD, NotNow)


def test_another_plan_begins_at_its_beginning_and_a_changed_one_goes_on(evening: Desk) -> None:
    """Notes corrected in the middle do not send the evening back to its start."""
    going(evening, Activity("check_in"), Activity("groove", "Pulse"))
    evening.lead(c.Go())
    evening.lead(c.SetPlan(Plan("Tuesday", (Activity("check_in"), Activity("groove", "Beat")))))
    assert evening.session.state.evening.index == 1
    evening.lead(c.SetPlan(Plan("Wednesday", (Activity("breath"),))))
    assert evening.session.state.evening.index is None
    evening.lead(c.Go())
    assert evening.session.state.evening.index == 0


@pytest.mark.parametrize(
    "activity",
    [Activity("groove", groove="x"), Activity("song", song="x"), Activity("groove", calls=("x",))],
)
def test_an_unknown_id_is_refused_before_anything_changes(
    evening: Desk, activity: Activity
) -> None:
    """A plan from elsewhere may name what this library does not have."""
    evening.lead(c.SetPlan(Plan("", (activity,))))
    refuses(evening, c.Go(), LEAD, BadValue)


def test_the_log_holds_the_calls_themselves(evening: Desk) -> None:
    """What was resolved is stored, so that another library changes nothing of this evening."""
    going(evening, Activity("call_response", calls=("echo",), rounds=1))
    (began,) = [x.event for x in evening.log if isinstance(x.event, e.ActivityBegan)]
    assert began.activity.prompts == (CALL, CALL)
    event = e.event_from_json(e.event_to_json(began))
    assert event == began


# music


@pytest.mark.parametrize("kind", get_args(ActivityKind))
def test_each_kind_leaves_the_music_as_its_row_says(evening: Desk, kind: ActivityKind) -> None:
    """From silence and from music: on, off, or as it is."""
    asked = Activity(kind, groove="three", calls=("echo",), song="la", rounds=1)
    going(evening, asked)
    wants = kind not in QUIET | AS_IS
    assert (evening.session.state.run is not None) == wants
    evening.session.state.evening.index = None
    other = Desk()
    other.session.shelf = SHELF
    for key in ("ana", "bo"):
        other.enter(key)
    going(other, Activity("groove"), asked)
    to_beat(other, 6.0)
    other.lead(c.Go())
    run = other.session.state.run
    assert run is not None
    assert (run.stop_beat is None) == wants


def test_the_first_music_starts_with_the_activitys_own_settings(evening: Desk) -> None:
    """Tempo, meter and count-in; the groove is everybody's."""
    going(
        evening,
        Activity("groove", groove="three", tempo_bpm=100.0, grouping=(3,), count_in_bars=2),
    )
    run = run_view(evening)
    assert run.segments[0][2] == 100.0
    assert run.meters[0][2] == (3,)
    assert run.count_in_beats == 6
    assert evening.session.state.groove == GROOVE


def test_music_that_sounds_is_brought_to_the_next_activity(evening: Desk) -> None:
    """Without a stop: the tempo changes on a bar line, and what was armed is taken back."""
    going(evening, Activity("groove", tempo_bpm=100.0), Activity("groove", tempo_bpm=120.0))
    to_beat(evening, 9.0)
    evening.lead(c.Cue(q.LevelTo("up")))
    evening.lead(c.Go())
    state = evening.session.state
    assert [type(cue.what) for cue in state.armed] == [q.TempoTo]
    to_beat(evening, 24.0)
    assert len(state.runs) == 1
    assert state.runs[0].timeline.tempo_at(24.0) == 120.0


def test_a_plain_groove_comes_back_after_scenes(evening: Desk) -> None:
    """Whoever rested in a sculpt plays again in the next groove."""
    sculpt = Activity("sculpt", who=q.Selection("odd"))
    going(evening, sculpt, Activity("groove"))
    to_beat(evening, 9.0)
    assert evening.session.state.runs[0].scene_at(9.0).resting == (2,)
    evening.lead(c.Go())
    to_beat(evening, 20.0)
    assert evening.session.state.runs[0].scene_at(20.0).resting == ()


def test_calls_come_one_after_the_other(evening: Desk) -> None:
    """Each begins when the one before is over, and none sounds in another."""
    going(evening, Activity("call_response", calls=("echo",), prompts=(CALL,), rounds=2))
    to_beat(evening, 80.0)
    calls = evening.session.state.runs[0].calls
    assert len(calls) == 3
    assert all(0.0 <= b.beat0 - a.end_beat <= 4.0 for a, b in pairwise(calls))
    assert evening.session.state.evening.step == 3


def test_layers_go_out_and_come_in_from_below(evening: Desk) -> None:
    """The lowest stays; each of the others comes in so many bars after the one before."""
    going(evening, Activity("layers", groove="three", bars_each=2))
    to_beat(evening, 60.0)
    armed = [x.event for x in evening.log if isinstance(x.event, e.CueArmed)]
    assert [(x.what.layer, x.what.playing) for x in armed if isinstance(x.what, q.LayerTo)] == [
        (2, False),
        (1, False),
        (1, True),
        (2, True),
    ]
    assert [b.beat - a.beat for a, b in pairwise(armed)] == [4.0, 8.0, 8.0]
    assert evening.session.state.runs[0].scene_at(60.0).layers_out == ()


def test_a_step_nobody_can_take_is_passed_over(evening: Desk) -> None:
    """A section without people: the others go on playing, and the plan goes on."""
    going(evening, Activity("sculpt", who=q.Selection("section", section="Z")), Activity("breath"))
    to_beat(evening, 9.0)
    assert evening.session.state.evening.step == 1
    assert evening.session.state.runs[0].scene_at(9.0).resting == ()
    evening.lead(c.Go())
    to_beat(evening, 20.0)
    assert run_view(evening).breaths


def test_a_stop_ends_what_the_activity_would_have_armed(evening: Desk) -> None:
    """After a stop by hand nothing starts by itself, and a start by hand is a plain one."""
    going(evening, Activity("call_response", prompts=(CALL, CALL), rounds=1))
    to_beat(evening, 5.0)
    evening.lead(c.Stop("now"))
    for _ in range(40):
        evening.tick()
    assert evening.session.state.run is None
    evening.lead(c.Start())
    to_beat(evening, 40.0)
    assert not run_view(evening).calls


def test_music_waits_for_a_stop_that_cannot_be_taken_back(evening: Desk) -> None:
    """Next in the last moment before silence: the silence comes, then the activity's music."""
    going(evening, Activity("groove"), Activity("groove", tempo_bpm=70.0))
    to_beat(evening, 9.0)
    evening.lead(c.Stop("bar"))
    run = evening.session.state.runs[0]
    assert run.stop_beat is not None
    evening.now_s = run.timeline.time_at(run.stop_beat) - 0.1
    evening.lead(c.Go())
    assert evening.session.state.phase is Phase.STOPPING
    evening.tick()
    evening.tick()
    assert len(evening.session.state.runs) == 2
    assert run_view(evening).segments[0][2] == 70.0


def test_the_last_beat_needs_music(evening: Desk) -> None:
    """While it sounds: one last beat. In silence there is nothing to end, and that is all."""
    going(evening, Activity("groove"), Activity("last_beat"))
    to_beat(evening, 9.0)
    evening.lead(c.Go())
    assert run_view(evening).stop_how == "last"
    to_beat(evening, 99.0)
    assert evening.session.state.run is None
    evening.lead(c.Go(1))
    evening.tick()
    assert evening.session.state.run is None


# tempo


def test_a_ramp_goes_no_further_than_its_cap() -> None:
    """The facilitator's cap counts up and down."""
    ramp = Activity("ramp", to_bpm=140.0, most_change_bpm=20.0, over_bars=8)
    assert ramp_of(ramp, 90.0)[0].what == q.TempoTo(110.0, 8)
    down = Activity("ramp", to_bpm=40.0, most_change_bpm=20.0, over_bars=8)
    assert ramp_of(down, 90.0)[0].what == q.TempoTo(70.0, 8)
    assert ramp_of(Activity("ramp"), 90.0) == ()


def test_the_group_begins_at_its_own_pace(evening: Desk) -> None:
    """Median interval per person, median over people; a ramp goes on from there, capped."""
    going(
        evening,
        Activity("check_in"),
        Activity("ramp", from_own_tempo=True, to_bpm=60.0, most_change_bpm=10.0, over_bars=4),
    )
    paces = {"ana": 0.75, "bo": 0.8, "cy": 0.5}
    for key, pace_s in paces.items():
        rows = [(k + 1, 10.0 + k * pace_s + (3.0 if k > 6 else 0.0)) for k in range(12)]
        evening.now_s = 25.0
        evening.play(key, taps(*rows))
    evening.tick()
    plan = [x for _, x in evening.sent if isinstance(x, m.PlanMessage)][-1]
    assert plan.own_bpm == 80.0
    evening.lead(c.Go())
    assert run_view(evening).segments[0][2] == 80.0
    to_beat(evening, 40.0)
    assert evening.session.state.runs[0].timeline.tempo_at(40.0) == 70.0


def test_too_few_taps_give_no_pace(evening: Desk) -> None:
    """Four taps are three intervals; then the activity's own tempo is used."""
    slow = Activity("groove", from_own_tempo=True, tempo_bpm=66.0)
    going(evening, Activity("check_in"), slow)
    evening.now_s = 20.0
    evening.play("ana", taps(*((k + 1, 10.0 + k) for k in range(4))))
    evening.tick()
    assert [x for _, x in evening.sent if isinstance(x, m.PlanMessage)][-1].own_bpm is None
    evening.lead(c.Go())
    assert run_view(evening).segments[0][2] == 66.0


# after a restart


def test_a_restarted_server_goes_on_with_the_activity(evening: Desk) -> None:
    """How far it has come is in the log: the next call is armed as if nothing had happened."""
    going(evening, Activity("call_response", prompts=(CALL, CALL, CALL), rounds=1))
    to_beat(evening, 12.0)
    evening.session = Session.replay(evening.log, SHELF)
    evening.seats.clear()
    assert plain(evening.session.state.evening) is not None
    to_beat(evening, 60.0)
    assert len(evening.session.state.runs[0].calls) == 3
    assert plain(Session.replay(evening.log, SHELF).state) == plain(evening.session.state)


def test_every_kind_has_steps_or_none() -> None:
    """No kind is forgotten in the table of steps."""
    material = Material(GROOVE, SONG)
    armed = {
        kind: [
            type(step.what).__name__
            for step in steps_of(Activity(kind, prompts=(CALL,), song="la"), material)
        ]
        for kind in get_args(ActivityKind)
    }
    assert armed == {
        "check_in": [],
        "sound_check": [],
        "groove": [],
        "call_response": ["CallRound"],
        "dialogue": ["Dialogue"],
        "sculpt": ["Sculpt"],
        "layers": ["LayerTo"] * 4,
        "pass_pulse": ["PassPulse"],
        "ramp": [],
        "click_fade": ["ClickTo"],
        "breath": ["Breath"],
        "listen": [],
        "free": ["Free"],
        "song": ["Sing"],
        "last_beat": ["StopAt"],
        "check_out": [],
    }


@pytest.mark.parametrize("grouping", [(12, 12), (1,), (1,) * 12 + (1,)])
def test_a_meter_no_music_can_have_is_refused_before_anything_changes(
    evening: Desk, grouping: tuple[int, ...]
) -> None:
    """When the plan is set; and of a plan from an older log, when its activity would begin."""
    plan = Plan("", (Activity("groove", grouping=grouping),))
    refuses(evening, c.SetPlan(plan), LEAD, BadValue)
    evening.session.state.evening.plan = plan
    refuses(evening, c.Go(), LEAD, BadValue)
    evening.tick()
