"""Laws of the session under any order of commands from anybody, with drops and restarts.

Hypothesis plays several people, consoles and a crashing server against one session. After each
step: the log alone gives the same state; its numbers have no gaps; the phase is what the table
says; every tap that was taken is in it exactly once; one token has one seat; whoever was refused
has changed nothing; cues lie ahead, each on a boundary of its own; a cancelled one never sounds;
nothing sounds after a stop.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Literal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from plain_state import plain
from session_desk import Desk
from unisono.errors import PeerError
from unisono.pulse import Bars, Meter, Timeline
from unisono.session import Caller, Role, Session
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import events as e
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.caller import SHELL
from unisono.session.forgetting import blanked, still_there
from unisono.session.machine import AnyInput
from unisono.session.phrases import (
    GrooveSpec,
    LayerSpec,
    Note,
    PromptSpec,
    SongSpec,
    VoiceEntry,
)
from unisono.session.runs import Armed, RunState
from unisono.session.runview import run_view
from unisono.session.staging import staged_all
from unisono.session.state import TRANSITIONS, Phase
from unisono.session.undoing import MOST

TOKENS = 5
LEAST_LEAD_S = 0.4
LEAST_WAY_S = 0.2

someone = st.integers(0, 9)
seat_numbers = st.integers(1, 4)
names = st.sampled_from(["", "Ana", "  Bo ", "C\u202ey", "x" * 21, "ﷺ" * 2])
tap_rows = st.lists(
    st.tuples(st.integers(-4, 6), st.sampled_from([-2000.0, -3.0, -0.3, 0.0, 0.3, 2.0])),
    min_size=1,
    max_size=6,
)
tempos = st.none() | st.sampled_from([20.0, 90.0, 300.0, 19.0])
meters = st.none() | st.sampled_from([[4], [3], [2, 2, 3], [12], [1], [6, 7]])
persons = st.one_of(
    st.builds(
        c.Profile,
        st.none() | names,
        st.none() | st.integers(0, 23),
        section=st.sampled_from([None, "alto"]),
        tags=st.sampled_from([None, ["alto", "glasses"]]),
    ),
    st.builds(
        c.ClockReport, st.sampled_from([0.01, 0.5, 50.0]), st.just(0.01), wireless=st.booleans()
    ),
    st.builds(c.Leave, st.booleans()),
)
conducting = st.one_of(
    st.builds(
        c.Arrange,
        tempos,
        meters,
        st.none() | st.integers(0, 4),
        over_bars=st.sampled_from([0, 0, 3]),
    ),
    st.just(c.Start()),
    st.builds(
        c.Stop,
        st.sampled_from(["bar", "cycle", "now"]),
        st.sampled_from(["cut", "last"]),
    ),
)
some = st.builds(
    q.Selection,
    st.sampled_from(["all", "odd", "even", "half", "seats", "part", "section", "tag"]),
    st.sampled_from(["", "alto"]),
    st.sampled_from([0, 1]),
    st.sampled_from([(), (1,), (2, 3, 9)]),
)
prompts = st.sampled_from(
    [
        PromptSpec(tuple(Note(beat) for beat in beats), cycle)
        for beats, cycle in [((0.0, 1.0, 1.5, 3.0), 4.0), ((-0.25, 0.5), 3.0), ((1.0, 0.5), 2.0)]
    ]
)
songs = st.sampled_from(
    [SongSpec((Note(0.0),), 6.0), SongSpec((Note(0.0),), 8.0, entries=(VoiceEntry("B", 4.0),))]
)
rounds = st.integers(1, 3)
cue_bodies: st.SearchStrategy[q.AnyCue] = st.one_of(
    st.builds(q.Groove, some),
    st.builds(q.TempoTo, st.sampled_from([20.0, 90.0, 300.0]), st.sampled_from([0, 2])),
    st.builds(
        q.MeterTo, st.sampled_from([(4,), (3,), (2, 2, 3), (6, 7)]), st.none() | st.just(110.0)
    ),
    st.builds(q.ClickTo, st.sampled_from(["all", "off"]), st.just(2), st.sampled_from([0, 2])),
    st.builds(q.LevelTo, st.sampled_from(["even", "up", "rumble"])),
    st.builds(q.LayerTo, st.integers(0, 2), st.booleans()),
    st.builds(q.Sculpt, some, st.sampled_from(["rest", "soft"])),
    st.builds(q.Spotlight, st.none() | st.integers(1, 4), st.sampled_from(["play", "rest"])),
    st.builds(q.PassPulse, st.integers(1, 2)),
    st.builds(q.CallRound, prompts, rounds, some, st.none() | st.integers(1, 3)),
    st.builds(q.Dialogue, some, some, st.sampled_from([4.0, 3.0]), rounds),
    st.builds(q.Sing, songs, rounds),
    st.builds(q.Breath, st.integers(1, 2), st.integers(1, 2), rounds),
    st.just(q.Free()),
    st.builds(q.StopAt, st.sampled_from(["cut", "last"])),
)
grooves = st.none() | st.sampled_from(
    [GrooveSpec(cycle, (LayerSpec("low", (Note(0.0),)),)) for cycle in (8.0, 6.0, 5.5)]
)
hosting = st.one_of(
    st.builds(c.Door, st.booleans()),
    st.builds(c.Rename, st.integers(1, 6), names),
    st.builds(c.Remove, st.integers(1, 6)),
)


class CircleMachine(RuleBasedStateMachine):
    """Everything people, consoles and the shell can do to one session, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.keys = 0
        self.open: dict[str, int] = {}  # token number of each open connection
        self.seat_of: dict[int, int] = {}  # seat of each token that ever had one
        self.offered: dict[int, set[int]] = {}  # numbers of taps each seat has sent

    # how commands reach the session

    def attempt(self, command: AnyInput, caller: Caller = SHELL) -> list[m.AnyMessage] | None:
        """Feed a command; a refusal must come with a sentence and without any change."""
        before, entries = plain(self.desk.session), len(self.desk.log)
        try:
            said = self.desk.feed(command, caller)
        except PeerError as error:
            refusal = error
        else:
            self._cues_lie_ahead(entries)
            self._close_what_was_let_go()
            return said
        assert plain(self.desk.session) == before, "a refused command changed something"
        assert len(self.desk.log) == entries
        assert refusal.message.endswith(".")
        return None

    def lead(self, command: AnyInput) -> None:
        """Any of two consoles."""
        self.attempt(command, Caller(Role.LEAD, f"console {self.keys % 2}"))

    def play(self, which: int, command: AnyInput) -> list[m.AnyMessage] | None:
        """A command from an open connection, seated or not."""
        if not self.open:
            return None
        key = list(self.open)[which % len(self.open)]
        return self.attempt(command, Caller(Role.PLAY, key, self.desk.seats.get(key)))

    def _close_what_was_let_go(self) -> None:
        """Close connections as the shell does, once they are neither seated nor waiting."""
        here = self.desk.seats.keys() | self.desk.lobby
        self.open = {key: token for key, token in self.open.items() if key in here}

    def _cues_lie_ahead(self, entries: int) -> None:
        """Check that every device can hear of a change before it lands."""
        fresh, run = self.desk.log[entries:], self.desk.session.state.runs[-1:]
        if any(isinstance(entry.event, e.RunEnded) for entry in fresh):
            return
        for entry in fresh:
            event = entry.event
            if isinstance(event, e.CueArmed | e.StopSet):
                last = isinstance(event, e.StopSet) and event.how == "last"
                lands_s = run[0].timeline.time_at(event.beat - 1 if last else event.beat)
                assert lands_s >= entry.at_s + LEAST_LEAD_S - 1e-9

    def has_music(self) -> bool:
        """Whether anything sounds: most rules for cues are for then."""
        return self.desk.session.state.run is not None

    # what people do

    @initialize(
        tempo=st.sampled_from([30.0, 90.0, 240.0]), people=st.integers(0, 4), plays=st.booleans()
    )
    def begin(self, tempo: float, people: int, plays: bool) -> None:
        """Some people are there; the tempo is slow, ordinary or fast; there may be music."""
        self.lead(c.Arrange(tempo_bpm=tempo))
        for token in range(people):
            self.enter(token, True, "")
        if plays:
            self.lead(c.Start())

    @rule(token=st.integers(0, TOKENS - 1), invited=st.booleans(), name=names)
    def enter(self, token: int, invited: bool, name: str) -> None:
        """A new connection of somebody, known or not."""
        self.keys += 1
        key = f"key {self.keys}"
        self.open[key] = token
        if self.attempt(i.Enter(key, f"token {token}", invited, name)) is None:
            del self.open[key]

    @rule(which=someone)
    def drop(self, which: int) -> None:
        """A connection is lost."""
        if self.open:
            key = list(self.open)[which % len(self.open)]
            del self.open[key]
            self.desk.seats.pop(key, None)
            self.desk.lobby.discard(key)
            self.attempt(i.Dropped(key))

    @rule(which=someone, rows=tap_rows)
    def tap(self, which: int, rows: list[tuple[int, float]]) -> None:
        """A batch of taps: new, repeated, out of order, with holes, too old, too early."""
        if not self.open:
            return
        key = list(self.open)[which % len(self.open)]
        seat = self.desk.seats.get(key, 0)
        newest = max(self.offered.get(seat, {0}))
        batch = [
            c.Tap(max(1, newest + step), self.desk.now_s + ago_s, 0.003, "touch")
            for step, ago_s in rows
        ]
        said = self.attempt(c.Taps(batch), Caller(Role.PLAY, key, self.desk.seats.get(key)))
        if said is None:
            return
        offered = self.offered.setdefault(seat, set())
        offered |= {tap.seq for tap in batch}
        handled = self._handled(seat)
        assert offered - {0} == set(handled), "every number offered is dealt with"
        (saved,) = [message for message in said if isinstance(message, m.Saved)]
        assert all(seq in handled for seq in range(1, saved.upto + 1))
        assert saved.upto + 1 not in handled

    @rule(beats=st.integers(8, 24), spread_ms=st.integers(0, 80))
    def play_along(self, beats: int, spread_ms: int) -> None:
        """Everybody who has a seat plays the next beats, if the click runs that long."""
        for _ in range(beats):
            run = self.desk.session.state.run
            if run is None:
                return
            beat = math.floor(run.timeline.beat_at(self.desk.now_s)) + 1
            self.desk.now_s = run.timeline.time_at(beat) + 0.2
            for at, (key, seat) in enumerate(sorted(self.desk.seats.items())):
                seq = max(self.offered.setdefault(seat, {0})) + 1
                self.offered[seat].add(seq)
                late_s = at * spread_ms / 1000.0 * (-1) ** beat
                tap = c.Tap(seq, run.timeline.time_at(beat) + late_s, 0.003, "key")
                self.desk.play(key, c.Taps([tap]))
            self.desk.feed(i.Tick())

    @rule(which=someone, command=persons)
    def do_something_else(self, which: int, command: AnyInput) -> None:
        """A profile, a word on the clock, a farewell."""
        self.play(which, command)
        self.play(which, i.ClockSamples(((0.0, 0.1, 0.1, 0.2),)))

    # what consoles do

    @rule(command=conducting)
    def conduct(self, command: AnyInput) -> None:
        """Tempo, meter, count-in, start, stop."""
        self.lead(command)

    @precondition(lambda self: self.has_music())
    @rule(what=cue_bodies, when=st.sampled_from(["bar", "bar", "cycle"]))
    def arm(self, what: q.AnyCue, when: Literal["bar", "cycle"]) -> None:
        """A cue of any kind."""
        self.lead(c.Cue(what, when))

    @precondition(lambda self: self.has_music())
    @rule(back=st.integers(0, 2))
    def cancel(self, back: int) -> None:
        """Take back one of the newest cues, in time or not; in time it is gone at once."""
        state = self.desk.session.state
        cue = len(state.lives) - back
        if cue < 1:
            return
        lands = {x.cue: x.beat for x in state.armed}
        run, log = state.run, len(self.desk.log)
        self.lead(c.Cancel(cue))
        for entry in self.desk.log[log:]:
            if isinstance(entry.event, e.CueCancelled) and entry.event.why == "asked":
                assert run is not None
                beat = lands[entry.event.cue]
                assert run.timeline.beat_at(entry.at_s) <= beat - 1.0 + 1e-9
                assert run.timeline.time_at(beat) >= entry.at_s + LEAST_WAY_S - 1e-9

    @precondition(lambda self: self.has_music())
    @rule()
    def undo(self) -> None:
        """Take back whatever was newest."""
        self.lead(c.Undo())

    @precondition(lambda self: self.has_music() or len(self.desk.log) % 8 == 0)
    @rule(
        which=st.none() | someone,
        beats=st.lists(st.sampled_from([-0.3, 0.0, 0.5, 1.4, 3.0]), min_size=1, max_size=4),
        quantise=st.sampled_from(["off", "soft", "hard"]),
        bars=st.integers(1, 2),
    )
    def live_call(
        self,
        which: int | None,
        beats: list[float],
        quantise: Literal["off", "soft", "hard"],
        bars: int,
    ) -> None:
        """A call just played, from a console or from somebody who may have it or not."""
        run = self.desk.session.state.run
        now = 0.0 if run is None else math.floor(run.timeline.beat_at(self.desk.now_s)) - 4.0
        at_s = (lambda beat: beat) if run is None else run.timeline.time_at
        onsets = [c.CallOnset(at_s(now + beat)) for beat in beats]
        command = c.LiveCall(onsets, bars, quantise)
        if which is None:
            self.lead(command)
        else:
            self.play(which, command)

    @precondition(lambda self: self.has_music())
    @rule(which=someone, back=st.integers(0, 3), beats=st.sampled_from([-1.0, 3.0, 8.0, 500.0]))
    def join_late(self, which: int, back: int, beats: float) -> None:
        """A device says that it heard of a cue too late."""
        landings = self.desk.session.state.landings
        cue = max(1, len(self.desk.session.state.lives) - back)
        self.play(which, c.Late(cue, landings.get(cue, 0.0) + beats))

    @rule(command=st.builds(c.SetGroove, grooves) | st.builds(c.Hand, st.none() | seat_numbers))
    def share(self, command: AnyInput) -> None:
        """Another groove; the call goes to somebody."""
        self.lead(command)

    @rule(command=hosting)
    def host(self, command: AnyInput) -> None:
        """The door, names, seats."""
        self.lead(command)

    @rule(which=st.none() | someone)
    def admit(self, which: int | None) -> None:
        """Let one in, or all."""
        waiting = sorted(self.desk.lobby) or ["nobody"]
        self.lead(c.Admit(None if which is None else waiting[which % len(waiting)]))

    @rule(lead=st.booleans())
    def watch(self, lead: bool) -> None:
        """A console or a stage comes back."""
        self.attempt(i.Watch(), Caller(Role.LEAD if lead else Role.STAGE, "watcher"))

    @precondition(lambda self: len(self.desk.log) > 40)
    @rule()
    def end(self) -> None:
        """End the session."""
        self.lead(c.End())

    # what time and misfortune do

    @rule(seconds=st.sampled_from([0.0, 0.1, 0.7, 1.5, 3.0, 20.0, -1.0]))
    def time_passes(self, seconds: float) -> None:
        """Time goes on; a server's clock may step back a little."""
        self.desk.wait(seconds)

    @rule()
    def tick(self) -> None:
        """Half a second passes, and the shell says so; a run that is due is over then."""
        self.desk.wait(0.5)
        self.attempt(i.Tick())
        state = self.desk.session.state
        if state.run is not None and state.run.stop_beat is not None:
            assert self.desk.session._latest_s < state.run.timeline.time_at(state.run.stop_beat)

    @rule()
    def replay_gives_the_same_live_score(self) -> None:
        """At the same moment a replayed log shows the same togetherness, to the last digit."""
        self.tick()
        again = Session.replay(self.desk.log)
        again.receive(i.Tick(), SHELL, self.desk.session._latest_s)
        assert plain(again._live.score()) == plain(self.desk.session._live.score())
        assert plain(again._live.cohesion) == plain(self.desk.session._live.cohesion)

    @rule()
    def restart(self) -> None:
        """The server is killed and comes back with nothing but the log."""
        self.desk.restart()
        self.open.clear()

    def teardown(self) -> None:
        """A log without what people have taken along gives the same state, and so does its own."""
        log = blanked(self.desk.log)
        assert plain(Session.replay(log).state) == plain(self.desk.session.state)
        assert not still_there(log)
        assert len(self.desk.session.state.before) <= MOST

    # what always holds

    @invariant()
    def the_log_alone_gives_the_same_state(self) -> None:
        """State is a fold over the log."""
        assert plain(Session.replay(self.desk.log).state) == plain(self.desk.session.state)

    @invariant()
    def the_phase_follows_the_table(self) -> None:
        """Walking the table along the log ends in the phase the session says."""
        phase = Phase.LOBBY
        for entry in self.desk.log:
            phase = TRANSITIONS.get((phase, type(entry.event)), phase)
        assert self.desk.session.state.phase is phase
        assert (self.desk.session.state.run is None) == (phase in (Phase.LOBBY, Phase.ENDED))

    @invariant()
    def each_tap_is_in_the_log_once(self) -> None:
        """No number of a seat twice, whether played or refused."""
        for seat in self.offered:
            assert max(self._handled(seat).values(), default=1) == 1

    @invariant()
    def one_token_has_one_seat(self) -> None:
        """A connection of a token sits where that token always sat, alone."""
        for key, seat in self.desk.seats.items():
            assert self.seat_of.setdefault(self.open[key], seat) == seat
        assert len(set(self.desk.seats.values())) == len(self.desk.seats)
        taken = [x.event.token_hash for x in self.desk.log if isinstance(x.event, e.SeatTaken)]
        assert len(set(taken)) == len(taken)

    @invariant()
    def who_is_here_has_a_connection(self) -> None:
        """A seat is occupied exactly while a connection speaks for it."""
        here = {s.seat for s in self.desk.session.state.seats.values() if s.here}
        assert here == set(self.desk.seats.values())

    @invariant()
    def nobody_looks_like_somebody_else(self) -> None:
        """Animal and colour tell people apart, and names are clean and short."""
        seats = [s for s in self.desk.session.state.seats.values() if not s.left]
        assert len({(s.animal, s.colour) for s in seats}) == len(seats)
        assert all(len(s.name) <= c.MAX_NAME and s.name.isprintable() for s in seats)

    @invariant()
    def a_stop_is_never_put_off(self) -> None:
        """Within a run stops only come nearer, and no change lands on or after one."""
        stops: dict[int, float] = {}
        for entry in self.desk.log:
            event = entry.event
            if isinstance(event, e.StopSet):
                assert event.beat <= stops.get(event.run, event.beat)
                stops[event.run] = event.beat
            elif isinstance(event, e.StopLifted):
                del stops[event.run]
            elif isinstance(event, e.CueArmed) and event.run in stops:
                assert event.beat < stops[event.run]

    @invariant()
    def no_two_cues_own_one_boundary(self) -> None:
        """Armed cues lie on bar lines of their own, before an agreed stop."""
        run, armed = self.desk.session.state.run, self.desk.session.state.armed
        if run is None:
            assert armed == ()
            return
        lands = [cue.beat for cue in armed]
        if run.stop_lands is not None and run.stop_cue:
            lands.append(run.stop_lands)
        assert len(set(lands)) == len(lands)
        assert lands == sorted(lands)
        for cue in armed:
            assert run.bars.next_bar_beat(cue.beat) == cue.beat

    @invariant()
    def a_cancelled_cue_never_sounds(self) -> None:
        """The newest run is what its start and the cues that were not taken back make of it."""
        state, log = self.desk.session.state, [entry.event for entry in self.desk.log]
        if not state.runs:
            return
        gone = {event.cue for event in log if isinstance(event, e.CueCancelled)}
        (begun,) = [x for x in log if isinstance(x, e.Started) and x.run == state.runs[-1].number]
        cues = sorted(
            (x for x in log if isinstance(x, e.CueArmed) and x.run == begun.run),
            key=lambda x: x.beat,
        )
        bare = RunState(
            begun.run,
            Timeline.constant(begun.tempo_bpm, begun.time0_s),
            Bars.of(Meter(begun.grouping)),
            begun.count_in_beats,
        )
        kept = [x for x in cues if x.cue not in gone]
        made = staged_all(bare, [Armed(x.cue, x.beat, x.what, x.who, x.others) for x in kept])
        for name in ("timeline", "bars", "scenes", "calls", "songs", "breaths"):
            assert plain(getattr(state.runs[-1], name)) == plain(getattr(made, name))
        sounding = [x.cue for x in made.calls] + [x.cue for x in made.songs]
        assert not {*sounding, *(x.cue for x in made.breaths)} & gone

    @invariant()
    def what_is_sent_is_what_will_be(self) -> None:
        """The run that everybody gets has each armed cue once, and can be taken back in order."""
        state = self.desk.session.state
        said = run_view(state, self.desk.session._latest_s)
        if said is None or state.run is None:
            return
        waiting = {x.cue for x in state.armed}
        assert {x.cue for x in said.cues} - {said.stop_cue} <= waiting
        assert all(x.until_beat < x.beat for x in said.cues)
        beats = [beat0 for beat0, _ in said.scenes]
        assert beats == sorted(set(beats))

    @invariant()
    def nothing_sounds_after_a_stop(self) -> None:
        """A run that is over has a stop, and it was closed when that had been reached."""
        ended_s = {x.event.run: x.at_s for x in self.desk.log if isinstance(x.event, e.RunEnded)}
        for run in self.desk.session.state.runs:
            if run.over:
                assert run.stop_beat is not None
                assert run.timeline.time_at(run.stop_beat) <= ended_s[run.number] + 1e-9
                assert not run.sounds_at(run.timeline.beat_at(ended_s[run.number] + 1e-6))

    @invariant()
    def bars_begin_on_beat_0(self) -> None:
        """Whatever was changed, bar 1 is on beat 0 and the stop of a bar is a bar line."""
        for run in self.desk.session.state.runs:
            assert run.bars.position_at(0.0).bar == 1
            assert run.bars.position_at(0.0).beat_in_bar == 0.0

    def _handled(self, seat: int) -> Counter[int]:
        """Return how often each number of a seat is in the log."""
        found: Counter[int] = Counter()
        for entry in self.desk.log:
            event = entry.event
            if isinstance(event, e.TapsPlayed) and event.seat == seat:
                found.update(row[0] for row in event.taps)
            elif isinstance(event, e.TapsRefused) and event.seat == seat:
                found.update(event.seqs)
        return found


TestCircle = CircleMachine.TestCase
TestCircle.settings = settings(max_examples=100, stateful_step_count=60, deadline=None)
