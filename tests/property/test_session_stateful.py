"""Laws of the session under any order of commands from anybody, with drops and restarts.

Hypothesis plays several people, consoles and a crashing server against one session. After each
step: the log alone gives the same state; its numbers have no gaps; the phase is what the table
says; every tap that was taken is in it exactly once; one token has one seat; whoever was refused
has changed nothing; cues lie ahead, each on a boundary of its own; a cancelled one never sounds;
nothing sounds after a stop.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import invariant

from circle_people import CirclePeople
from plain_state import plain
from unisono.pulse import Bars, Meter, Timeline
from unisono.session import Session
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session.forgetting import blanked, still_there
from unisono.session.runs import Armed, RunState
from unisono.session.runview import run_view
from unisono.session.staging import staged_all
from unisono.session.state import TRANSITIONS, Phase
from unisono.session.undoing import MOST


class CircleMachine(CirclePeople):
    """The laws, held after each step of everything people, consoles and the shell can do."""

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


TestCircle = CircleMachine.TestCase
TestCircle.settings = settings(max_examples=100, stateful_step_count=60, deadline=None)
