"""The live side of a session: togetherness now, who has just played.

It follows the same entries as the state, so that a restarted server, which replays the log, shows
the same number as one that never stopped.
"""

from __future__ import annotations

from typing import Final

from unisono.prompts import Answer, ResponseWindow, answer_of
from unisono.session import events as e
from unisono.session.answers import Answers
from unisono.session.counting import casts, counts
from unisono.session.facts import SeatState
from unisono.session.messages import ScoreView, StrokeView
from unisono.session.own_timing import OwnTimings
from unisono.session.roundbook import Rounds, Telling, begun, is_excused
from unisono.session.staging import changes_tempo
from unisono.session.state import RunState, State
from unisono.synchrony.live import LiveCohesion, LiveScore
from unisono.units import Beats, Seconds, to_ms

MAX_TAPS_SHOWN: Final = 200
"""Most taps in one tick: more would not be seen and bytes grow with the square of the people."""

USUAL_LEVEL: Final = 0.7
"""How strong a stroke sounds whose device cannot tell."""

BACK_WITHIN_S: Final[Seconds] = 4.0
"""After a restart nearly everybody is connected again by then, with the taps they still held."""

STALE_S: Final[Seconds] = 15.0
"""Nobody is told after a restart of an answer that was over so long before."""

PLAYED_LATELY_S: Final = 4.0
KEPT_S: Final = 240.0
"""The longest answer: 64 beats at the slowest tempo, and then some."""


class Live:
    """Streams taps into the synchrony engine and keeps those not yet shown."""

    def __init__(self) -> None:
        self.cohesion = LiveCohesion()
        self.own = OwnTimings()
        self.answers = Answers()
        self.rounds = Rounds()
        self._recent: list[StrokeView] = []
        self._last_tap_s: dict[int, Seconds] = {}
        self._tempi: dict[int, Beats] = {}

    def precede(self, entry: e.Entry, state: State) -> None:
        """Look at the state an entry is about to change: who was asked until now."""
        if not isinstance(entry.event, e.TapsPlayed | e.TapsRefused | e.ClockSampled):
            self.see_rounds(state, entry.at_s)

    def see_rounds(self, state: State, now_s: Seconds) -> None:
        """See who was asked in the rounds that have ended."""
        ended = self.answers.ended(state.runs, now_s)
        self.rounds.telling += [begun(due, state) for due in ended]
        self.answers.seen(now_s)

    def come_back(self, now_s: Seconds) -> None:
        """After a restart: what was not told yet is told when people are there to hear it."""
        self.answers.come_back(now_s - STALE_S, now_s + BACK_WITHIN_S)
        self.rounds.come_back(now_s - STALE_S, now_s + BACK_WITHIN_S)

    def onsets_in(self, window: ResponseWindow, seat: SeatState) -> list[Seconds]:
        """Return what somebody played in an answer, half a beat around it included."""
        reach_s = window.period_s / 2.0
        return self.answers.of(seat.seat, window.start_s - reach_s, window.end_s + reach_s)

    def follow(self, entry: e.Entry, state: State) -> None:
        """Take in an entry that the state has just folded."""
        event = entry.event
        if isinstance(event, e.Started):  # the beats between two runs are nobody's
            self._begin(state)
        elif state.run is not None or isinstance(event, e.RunEnded):
            self.cohesion.close_until(entry.at_s)
        if isinstance(event, e.TapsPlayed):
            self._take_taps(event, state)
            self.answers.take(event, state.runs[-1] if state.runs else None)
        elif isinstance(event, e.TempoSet):
            self.cohesion.retime(state.runs[-1].timeline, event.beat)
        elif isinstance(event, e.CueArmed | e.CueCancelled | e.JoinedLate):
            self._restage(event, state)
        elif isinstance(event, e.Here | e.ClockNoted | e.ModeSet | e.SeatMuted | e.SoundNoted):
            self._expect(state.seats[event.seat], entry.at_s)
        elif isinstance(event, e.SeatLeft) and event.took_taps:
            self._forget(event.seat, entry.at_s, state)
        elif isinstance(event, e.Away | e.SeatLeft):
            self.cohesion.leave(event.seat)

    def close(self, now_s: Seconds, state: State) -> None:
        """Close the beats that nothing can reach any more."""
        if state.run is not None:
            self.cohesion.close_until(now_s)

    def forget_shown(self, until_s: Seconds, state: State) -> None:
        """Let what a replayed log holds count as shown and told: it was, before the restart."""
        self._recent.clear()
        self.answers.told(until_s)
        self.rounds.begin_anew(until_s, lambda telling, seat: self._part(telling, state, seat))
        self.answers.forget_before(until_s - KEPT_S)

    def _part(self, telling: Telling, state: State, number: int) -> Answer | None:
        """Return somebody's part in the group's answer, None if they are not in it."""
        seat = state.seats[number]
        if seat.muted or is_excused(state, telling.turn, number):
            return None
        onsets_s = self.onsets_in(telling.window, seat)
        return answer_of(telling.window, onsets_s, self.cohesion.offset_s(number))

    def drain(self) -> tuple[StrokeView, ...]:
        """Return the taps not yet shown, thinned if there are too many."""
        step = -(-len(self._recent) // MAX_TAPS_SHOWN) or 1
        shown = tuple(self._recent[::step])
        self._recent.clear()
        return shown

    def person_state(self, seat: SeatState, now_s: Seconds, run: RunState | None) -> str:
        """Return ``playing``, ``resting`` or ``settling`` for somebody who is here."""
        if run is not None and seat.is_measured:
            return self.cohesion.person_state(seat.seat, now_s)
        played = now_s - self._last_tap_s.get(seat.seat, float("-inf")) < PLAYED_LATELY_S
        return "playing" if played else "resting"

    def score(self) -> ScoreView:
        """Return togetherness as it stands."""
        return score_view(self.cohesion.snapshot())

    def _restage(self, event: e.CueArmed | e.CueCancelled | e.JoinedLate, state: State) -> None:
        """Follow the run as it will be, with what is armed and without what was taken back."""
        run = state.runs[-1]
        if isinstance(event, e.CueArmed) and changes_tempo(event.what):
            self._tempi[event.cue] = event.beat
            self.cohesion.retime(run.timeline, event.beat)
        elif isinstance(event, e.CueCancelled) and event.cue in self._tempi:
            self.cohesion.withdraw(run.timeline, self._tempi.pop(event.cue))
        self.cohesion.recast(casts(run, self.cohesion.next_beat))

    def _begin(self, state: State) -> None:
        self._tempi.clear()
        self.cohesion.begin(state.runs[-1].timeline)
        self.own.begin()
        for seat in state.seats.values():
            if seat.here:
                self._expect(seat, state.runs[-1].timeline.time_at(0.0))

    def _forget(self, seat: int, at_s: Seconds, state: State) -> None:
        """Let nothing be left of somebody's taps: the live number begins anew for everybody.

        Their beats cannot be told apart in it any more, and a log without them must give the same.
        """
        self.own.forget(seat)
        self.answers.forget(seat)
        self.rounds.forget(seat)
        self._last_tap_s.pop(seat, None)
        self._recent = [stroke for stroke in self._recent if stroke.seat != seat]
        self.cohesion = LiveCohesion()
        if state.run is not None:
            timeline = state.run.timeline
            self.cohesion.begin(timeline, max(0.0, timeline.beat_at(at_s)))
            for beat in self._tempi.values():
                if beat >= self.cohesion.next_beat:
                    self.cohesion.retime(timeline, beat)
            self.cohesion.recast(casts(state.run, self.cohesion.next_beat))
        for other in state.seats.values():
            if other.here:
                self._expect(other, at_s)

    def _expect(self, seat: SeatState, from_s: Seconds) -> None:
        """Count somebody in, or out while their taps are not measured."""
        if seat.here and seat.is_measured:
            self.cohesion.join(seat.seat, from_s)
        elif not seat.is_measured:
            self.cohesion.leave(seat.seat)

    def _take_taps(self, event: e.TapsPlayed, state: State) -> None:
        run, measured = state.run, state.seats[event.seat].is_measured
        for at, (_, time_s, bound_s, _, velocity) in enumerate(event.taps):
            stroke = event.strokes[at] if event.strokes else ""
            self._recent.append(stroke_view(event.seat, time_s, stroke, velocity))
            beat = None if run is None else run.timeline.beat_at(time_s)
            if run is None or beat is None or not run.sounds_at(beat):
                continue
            if counts(run, event.seat, beat):
                self.own.tap(event.seat, time_s, run.timeline)
                if measured:
                    self.cohesion.tap(event.seat, time_s, bound_s)
        latest = max(tap[1] for tap in event.taps)
        self._last_tap_s[event.seat] = max(latest, self._last_tap_s.get(event.seat, latest))


def stroke_view(seat: int, time_s: Seconds, stroke: str, velocity: float | None) -> StrokeView:
    """Return a tap as others may hear it."""
    level = USUAL_LEVEL if velocity is None else round(velocity, 2)
    return StrokeView(seat, round(time_s, 3), stroke, level)


def score_view(score: LiveScore) -> ScoreView:
    """Return a live score as it goes over the wire (spread in milliseconds, for display)."""
    spread_s = score.spread_s
    return ScoreView(
        state=score.state,
        reason=score.reason,
        value=_rounded(score.value),
        low=_rounded(score.low),
        high=_rounded(score.high),
        word=score.word,
        people=score.people,
        taps=score.taps,
        spread_ms=None if spread_s is None else _rounded(to_ms(spread_s)),
        coverage=_rounded(score.coverage, 3),
        ceiling=_rounded(score.ceiling),
    )


def _rounded(value: float | None, digits: int = 1) -> float | None:
    return None if value is None else round(value, digits)
