"""Laws of the session under any order of commands from anybody, with drops and restarts.

Hypothesis plays several people, consoles and a crashing server against one session. After each
step: the log alone gives the same state; its numbers have no gaps; the phase is what the table
says; every tap that was taken is in it exactly once; one token has one seat; whoever was refused
has changed nothing; cues lie ahead; nothing sounds after a stop.
"""

from __future__ import annotations

import math
from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from plain_state import plain
from session_desk import Desk
from unisono.errors import PeerError
from unisono.session import Caller, Role, Session
from unisono.session import commands as c
from unisono.session import events as e
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.caller import SHELL
from unisono.session.machine import AnyInput
from unisono.session.state import TRANSITIONS, Phase

TOKENS = 5
CUES = (e.TempoSet, e.MeterSet, e.StopSet)
LEAST_LEAD_S = 0.4

someone = st.integers(0, 9)
names = st.sampled_from(["", "Ana", "  Bo ", "C\u202ey", "x" * 21, "ﷺ" * 2])
tap_rows = st.lists(
    st.tuples(st.integers(-4, 6), st.sampled_from([-2000.0, -3.0, -0.3, 0.0, 0.3, 2.0])),
    min_size=1,
    max_size=6,
)
tempos = st.none() | st.sampled_from([20.0, 90.0, 300.0, 19.0])
meters = st.none() | st.sampled_from([[4], [3], [2, 2, 3], [12], [1], [6, 7]])
persons = st.one_of(
    st.builds(c.Profile, st.none() | names, st.none() | st.integers(0, 23)),
    st.builds(
        c.ClockReport, st.sampled_from([0.01, 0.5, 50.0]), st.just(0.01), wireless=st.booleans()
    ),
    st.just(c.Leave()),
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
    st.just(c.Stop("bar")),
    st.just(c.Stop("now")),
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
            if isinstance(entry.event, CUES):
                lands_s = run[0].timeline.time_at(entry.event.beat)
                assert lands_s >= entry.at_s + LEAST_LEAD_S - 1e-9

    # what people do

    @initialize(tempo=st.sampled_from([30.0, 90.0, 240.0]), people=st.integers(0, 4))
    def begin(self, tempo: float, people: int) -> None:
        """Some people are there; the tempo is slow, ordinary or fast."""
        self.lead(c.Arrange(tempo_bpm=tempo))
        for token in range(people):
            self.enter(token, True, "")

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

    @precondition(lambda self: len(self.desk.log) > 20)
    @rule()
    def end(self) -> None:
        """End the session."""
        self.lead(c.End())

    # what time and misfortune do

    @rule(seconds=st.sampled_from([0.0, 0.1, 0.7, 3.0, 20.0, -1.0]))
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
            elif isinstance(event, e.TempoSet | e.MeterSet) and event.run in stops:
                assert event.beat < stops[event.run]

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
