"""A circle in which anybody does anything, in any order: the rules of the stateful laws."""

from __future__ import annotations

import math
from collections import Counter
from typing import Literal

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from circle_inputs import (
    LEAST_LEAD_S,
    LEAST_WAY_S,
    TOKENS,
    conducting,
    cue_bodies,
    grooves,
    hosting,
    names,
    persons,
    seat_numbers,
    someone,
    tap_rows,
)
from plain_state import plain
from session_desk import Desk
from unisono.errors import PeerError
from unisono.session import Caller, Role, Session
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import events as e
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.caller import SHELL
from unisono.session.machine import AnyInput


class CirclePeople(RuleBasedStateMachine):
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
