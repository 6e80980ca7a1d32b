"""Laws of people's places, of the plan and of taps taken along, under any order of commands.

After each step the log alone gives the same state, and so does the log in which nothing is left of
what people took along; whoever was refused has changed nothing; whoever does not play measured is
not counted; an activity's cues never land after a stop.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from plain_state import plain
from session_desk import Desk
from unisono.errors import PeerError
from unisono.session import Caller, Role, Session
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import events as e
from unisono.session import inner as i
from unisono.session.caller import SHELL
from unisono.session.forgetting import blanked, still_there
from unisono.session.machine import AnyInput
from unisono.session.phrases import Note, PromptSpec
from unisono.session.plans import Activity, Plan

PEOPLE = ("ana", "bo", "cy")
CALL = PromptSpec((Note(0.0), Note(1.0)), 2.0)

activities = st.sampled_from(
    [
        Activity("check_in"),
        Activity("groove", tempo_bpm=140.0),
        Activity("groove", tempo_bpm=100.0, grouping=(3,)),
        Activity("call_response", prompts=(CALL, CALL), rounds=1),
        Activity("sculpt", who=q.Selection("odd")),
        Activity("sculpt", who=q.Selection("section", section="B"), others="soft"),
        Activity("pass_pulse", bars_each=1),
        Activity("ramp", to_bpm=170.0, over_bars=3, from_own_tempo=True),
        Activity("breath", rounds=1),
        Activity("free"),
        Activity("last_beat"),
        Activity("check_out"),
        Activity("song", song="unknown"),
    ]
)
plans = st.lists(activities, min_size=0, max_size=5).map(lambda found: Plan("", tuple(found)))
persons = st.one_of(
    st.builds(c.Mode, st.sampled_from(["play", "sit", "listen", "unmeasured"])),
    st.builds(c.SoundReport, listening=st.sampled_from(["cable", "wireless"])),
    st.builds(c.Profile, section=st.sampled_from(["A", "B"]), part=st.integers(-1, 2)),
    st.builds(c.Signal, st.sampled_from(["heart", "slower"])),
    st.just(c.Mine()),
    st.builds(c.Leave, st.booleans()),
)
leading = st.one_of(
    st.builds(c.SetPlan, st.none() | plans),
    st.builds(c.Go, st.none() | st.integers(0, 5)),
    st.builds(c.Go, st.none()),
    st.builds(c.Mute, st.integers(1, 4), st.booleans()),
    st.builds(c.Assign, st.integers(1, 4), st.sampled_from(["A", "B"])),
    st.builds(c.Hearing, st.sampled_from(["all", "nobody"]), st.integers(0, 2)),
    st.just(c.Start()),
    st.builds(c.Stop, st.sampled_from(["bar", "now"])),
    st.builds(c.Arrange, st.sampled_from([90.0, 150.0])),
    st.just(c.Undo()),
)


class EveningMachine(RuleBasedStateMachine):
    """Three people, a facilitator with a plan, time, and a server that is killed now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.newest: dict[str, int] = {}

    def attempt(self, command: AnyInput, caller: Caller = SHELL) -> None:
        """Feed a command; a refusal comes with a sentence and without any change."""
        before, entries = plain(self.desk.session), len(self.desk.log)
        try:
            self.desk.feed(command, caller)
        except PeerError as error:
            refusal = error
        else:
            return
        assert refusal.message.endswith(".")
        assert plain(self.desk.session) == before, "a refused command changed something"
        assert len(self.desk.log) == entries

    @initialize()
    def begin(self) -> None:
        """Everybody is there."""
        for key in PEOPLE:
            self.enter(key)

    @rule(key=st.sampled_from(PEOPLE))
    def enter(self, key: str) -> None:
        """Somebody comes (back)."""
        if key not in self.desk.seats:
            self.attempt(i.Enter(key, f"token of {key}", True))

    @rule(key=st.sampled_from(PEOPLE), command=persons)
    def take_part(self, key: str, command: AnyInput) -> None:
        """Somebody takes their place, signals, leaves with or without their taps."""
        self.attempt(command, Caller(Role.PLAY, key, self.desk.seats.get(key)))

    @rule(command=leading)
    def lead(self, command: AnyInput) -> None:
        """The facilitator leads."""
        self.attempt(command, Caller(Role.LEAD, "console"))

    @rule(seconds=st.sampled_from([0.4, 2.0, 7.0]))
    def play(self, seconds: float) -> None:
        """Time goes on, everybody taps twice a second, the shell ticks."""
        for step in range(round(2 * seconds)):
            for at, key in enumerate(PEOPLE):
                if key in self.desk.seats:
                    self.newest[key] = self.newest.get(key, 0) + 1
                    time_s = self.desk.now_s + 0.01 * at + 0.003 * (step % 3)
                    tap = c.Tap(self.newest[key], time_s, 0.004, "touch")
                    self.attempt(c.Taps([tap]), Caller(Role.PLAY, key, self.desk.seats.get(key)))
            self.desk.wait(0.5)
            self.attempt(i.Tick())

    @rule()
    def restart(self) -> None:
        """The server is killed and comes back with nothing but the log."""
        self.desk.restart()

    @rule()
    def a_blanked_log_gives_the_same_live_score(self) -> None:
        """At the same moment, to the last digit."""
        self.attempt(i.Tick())
        for log in (self.desk.log, blanked(self.desk.log)):
            again = Session.replay(log)
            again.receive(i.Tick(), SHELL, self.desk.session._latest_s)
            now = self.desk.session._live
            known = again.state.evening, again._live.score(), again._live.cohesion
            expected = self.desk.session.state.evening, now.score(), now.cohesion
            assert plain(known) == plain(expected)

    @invariant()
    def the_log_alone_gives_the_same_state(self) -> None:
        """Also the one in which nothing is left of what was taken along."""
        state = plain(self.desk.session.state)
        assert plain(Session.replay(self.desk.log).state) == state
        clean = blanked(self.desk.log)
        assert not still_there(clean)
        assert plain(Session.replay(clean).state) == state

    @invariant()
    def the_evening_is_where_the_log_says(self) -> None:
        """The activity that is on is the last one that began, at its place in the plan."""
        now = self.desk.session.state.evening
        begun = [x.event for x in self.desk.log if isinstance(x.event, e.ActivityBegan)]
        assert now.activity == (begun[-1].activity if begun else None)
        if now.index is not None:
            assert now.plan is not None
            assert now.plan.activities[now.index].kind == begun[-1].activity.kind

    @invariant()
    def nothing_lands_after_a_stop(self) -> None:
        """An activity's cues end with its music."""
        state = self.desk.session.state
        run = state.run
        if run is not None and run.stop_lands is not None:
            assert all(cue.beat < run.stop_lands for cue in state.armed)


TestEvening = EveningMachine.TestCase
TestEvening.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
