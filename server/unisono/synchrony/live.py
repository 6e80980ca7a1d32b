"""The live score: taps in, togetherness out, a fixed amount of work and memory.

:class:`LiveCohesion` is S of :mod:`unisono.synchrony.headline` as a stream. A tap costs O(1); a
closing beat costs O(people); nothing grows with the length of the session. A beat k closes when
``b_k + T/2 + largest offset + grace`` has passed, so that taps may arrive late, twice or out of
order; what arrives after that is counted in ``late_taps`` and belongs to the review only.

Each person's constant offset comes from their beats strictly before k (forgetting 2 % a beat);
numerator and denominator fade with a half-life of 16 beats, 8 from ten people on. On the same
cells the value equals ``headline.cohesion_so_far`` to 1e-9.

::

    live = LiveCohesion()
    live.begin(Timeline.constant(120.0))
    live.tap(person=0, onset_s=0.012)
    live.close_until(now_s=20.0)
    print(live.snapshot().value)
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from unisono.errors import BadValue
from unisono.pulse import Timeline
from unisono.synchrony.limits import (
    CEILING_MIN,
    GRACE_S,
    HALF_LIFE_BEATS,
    HALF_LIFE_LARGE_BEATS,
    LARGE_PEOPLE,
    MIN_BEATS,
    MIN_BEATS_OF_TWO,
    MIN_PAIR_BEATS,
    MIN_PEOPLE,
    offset_max_s,
)
from unisono.synchrony.live_beat import close_beat
from unisono.synchrony.live_cast import Cast, cast_at
from unisono.synchrony.live_person import MAX_WAITING, LivePerson, OpenBeat
from unisono.synchrony.live_window import BeatSums, LiveWindow
from unisono.synchrony.outcome import Reason
from unisono.synchrony.words import word_for
from unisono.units import Beats, Seconds

REST_BEATS: Final = 8
PURGE_BEATS: Final = 64


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """How fast the live score forgets and how long a beat waits.

    Raises:
        BadValue: if a half-life is shorter than one beat or the grace is negative.
    """

    half_life_beats: Beats = HALF_LIFE_BEATS
    half_life_large_beats: Beats = HALF_LIFE_LARGE_BEATS
    large_people: int = LARGE_PEOPLE
    grace_s: Seconds = GRACE_S

    def __post_init__(self) -> None:
        for half_life in (self.half_life_beats, self.half_life_large_beats):
            if not 1.0 <= half_life <= 256.0:
                raise BadValue("half-life", half_life, "1 to 256 beats")
        if not 0.0 <= self.grace_s <= 60.0:
            raise BadValue("grace", self.grace_s, "0 to 60 seconds")


@dataclass(frozen=True, slots=True)
class LiveScore:
    """One snapshot; every optional value is None when there is too little to say.

    Args:
        state: ``"ok"`` or ``"too_few"``.
        reason: ``""``, or what there is too little of: ``people``, ``beats``, ``pairs``,
            ``coarse`` (the clocks are too coarse for this tempo).
        value: S, signed, at most 100; clip to 0..100 for display only.
        low: low end of the 90 % interval.
        high: high end of the 90 % interval.
        word: the word to show, ``""`` when the number is too unsure for one.
        people: measured people behind the number.
        taps: taps behind it.
        pair_beats: beats shared by two people behind it.
        spread_s: spread of the group in seconds.
        coverage: share of expected beats that were played, 0..1.
        ceiling: what identical timing would reach through these clocks, 0..100.
    """

    state: str
    reason: str
    value: float | None
    low: float | None
    high: float | None
    word: str
    people: int
    taps: int
    pair_beats: float
    spread_s: float | None
    coverage: float | None
    ceiling: float | None


class LiveCohesion:
    """Streaming headline for one group; not thread-safe, never blocks, never reads a clock.

    Attributes:
        late_taps: taps that arrived after their beat had closed.
        dropped_taps: taps beyond what one person may have waiting.
    """

    def __init__(self, settings: LiveSettings | None = None) -> None:
        self._settings = settings or LiveSettings()
        self._timeline: Timeline | None = None
        self._people: dict[int, LivePerson] = {}
        self._resets: set[Beats] = set()
        self._casts: tuple[Cast, ...] = ()
        self._next = self._measured = 0
        self._open: OpenBeat | None = None
        self.late_taps = self.dropped_taps = 0
        self._window = self._fresh_window()

    def begin(self, timeline: Timeline, first_beat: Beats = 0.0) -> None:
        """Start a new run: everything heard before is forgotten, who is here stays.

        Args:
            timeline: beats <-> session seconds of the run.
            first_beat: the first beat that counts; the count-in before it never does.
        """
        self._timeline = timeline
        self._next, self._open, self._measured = math.ceil(first_beat), None, 0
        self._window = self._fresh_window()
        self._resets, self._casts = set(), ()
        self.late_taps = self.dropped_taps = 0
        here = [name for name, one in self._people.items() if one.gone_at is None]
        self._people = {name: self._newcomer(self._next) for name in here}

    def retime(self, timeline: Timeline, from_beat: Beats) -> None:
        """Take a timeline whose tempo changes at ``from_beat``; the sums start anew there.

        Offsets are kept, in seconds. The four beats after it should not count for coupling
        (``cells.settled`` does that in the review).
        """
        self._timeline, self._open = timeline, None
        self._resets.add(from_beat)
        if self._next > from_beat:
            self._window = self._fresh_window()

    def withdraw(self, timeline: Timeline, from_beat: Beats) -> None:
        """Take a timeline whose change of tempo at ``from_beat`` was taken back in time."""
        self._timeline, self._open = timeline, None
        self._resets.discard(from_beat)

    def recast(self, casts: Iterable[Cast]) -> None:
        """Take who is asked to play from which beat on, in the order of beats.

        Beats that are not measured add nothing to the score and do not let it fade.
        """
        self._casts = tuple(casts)

    def offset_s(self, person: int) -> Seconds | None:
        """Return somebody's constant offset in seconds, None while it is not known."""
        one = self._people.get(person)
        return one.off_s if one is not None and one.measured else None

    @property
    def next_beat(self) -> int:
        """The next beat to close."""
        return self._next

    def join(self, person: int, now_s: Seconds) -> None:
        """Expect somebody from now on; coming back keeps what was known of them."""
        one = self._people.get(person)
        first = max(self._next, self._beat_after(now_s))
        if one is None:
            self._people[person] = self._newcomer(first)
        elif one.gone_at is not None:
            one.gone_at, one.expected_from = None, first

    def leave(self, person: int) -> None:
        """Expect somebody no longer; the sums so far are undisturbed."""
        one = self._people.get(person)
        if one is not None and one.gone_at is None:
            one.gone_at = self._next

    def tap(self, person: int, onset_s: Seconds, bound_s: Seconds = 0.0) -> None:
        """Take one tap, in O(1); order of arrival and repeats do not matter.

        Args:
            person: any whole number; somebody unknown has joined with this tap.
            onset_s: session time of the tap.
            bound_s: the true instant lies within this much of ``onset_s``.
        """
        one = self._people.get(person)
        if one is None:
            self.join(person, onset_s)
            one = self._people[person]
        if not onset_s >= one.end_s:
            self.late_taps += 1
        elif len(one.waiting) < MAX_WAITING:
            one.waiting.append((onset_s, bound_s))
            if onset_s >= one.newest_s:
                one.newest_s = onset_s
            else:
                one.unsorted = True
        else:
            self.dropped_taps += 1

    def tap_many(self, persons: Iterable[int], onsets_s: Iterable[Seconds]) -> None:
        """Take many taps at once: :meth:`tap` for each pair."""
        for person, onset_s in zip(persons, onsets_s, strict=True):
            self.tap(person, onset_s)

    def close_until(self, now_s: Seconds) -> int:
        """Close every beat whose end, largest offset and grace have passed; return how many."""
        closed = 0
        while self._timeline is not None:
            beat = self._open_beat(self._timeline)
            if beat.end_s + offset_max_s(beat.period_s) + self._settings.grace_s > now_s:
                break
            self._close(beat)
            closed += 1
        return closed

    def person_state(self, person: int, now_s: Seconds) -> str:
        """Return ``"playing"``, ``"resting"`` (no tap for 8 beats) or ``"settling"``.

        Settling: fewer than 8 beats of their own so far, so the offset is not known yet.
        """
        one = self._people.get(person)
        if one is None or one.gone_at is not None or self._timeline is None:
            return "resting"
        beat_now = self._timeline.beat_at(now_s)
        heard = self._timeline.beat_at(one.newest_s) if one.newest_s > -math.inf else -math.inf
        if beat_now - max(heard, one.expected_from) > REST_BEATS:
            return "resting"
        return "playing" if one.measured else "settling"

    def snapshot(self) -> LiveScore:
        """Return the score as of the beats closed so far."""
        people, window = self._measured, self._window
        beats, pair_beats, ceiling = window.beats, window.pair_beats, window.ceiling()
        reason = _reason(people, beats, pair_beats, ceiling)
        band = None if reason else window.band()
        value = None if reason else window.value()
        return LiveScore(
            state="too_few" if reason else "ok",
            reason=reason,
            value=value,
            low=band[0] if band else None,
            high=band[1] if band else None,
            word=word_for(value, *band, people, beats) if band and value is not None else "",
            people=people,
            taps=window.taps,
            pair_beats=pair_beats,
            spread_s=None if reason else window.spread_s(),
            coverage=window.coverage(),
            ceiling=ceiling,
        )

    def _close(self, beat: OpenBeat) -> None:
        if due := {reset for reset in self._resets if reset <= beat.beat}:
            self._resets -= due
            self._window = self._fresh_window()
        cast = cast_at(self._casts, beat.beat)
        if cast.measured:
            self._add(close_beat(self._asked(cast), beat))
        self._next, self._open = self._next + 1, None
        if beat.beat % PURGE_BEATS == 0:
            self._purge()

    def _add(self, sums: BeatSums) -> None:
        self._measured = sums.measured
        kept = self._settings
        large = sums.measured >= kept.large_people
        self._window.add(sums, kept.half_life_large_beats if large else kept.half_life_beats)

    def _asked(self, cast: Cast) -> Iterable[LivePerson]:
        if not cast.out:
            return self._people.values()
        return [one for name, one in self._people.items() if name not in cast.out]

    def _purge(self) -> None:
        """Forget people who left more than 64 beats ago."""
        before = self._next - PURGE_BEATS
        gone = [n for n, one in self._people.items() if one.gone_at is not None]
        for name in gone:
            if (self._people[name].gone_at or 0) < before:
                del self._people[name]

    def _open_beat(self, timeline: Timeline) -> OpenBeat:
        if self._open is None:
            beat = self._next
            time_s, next_s = timeline.time_at(beat), timeline.time_at(beat + 1)
            period_s = timeline.period_at(beat)
            self._open = OpenBeat(beat, time_s, period_s, (time_s + next_s) / 2.0)
        return self._open

    def _beat_after(self, now_s: Seconds) -> int:
        return math.ceil(self._timeline.beat_at(now_s)) if self._timeline else self._next

    def _newcomer(self, first: int) -> LivePerson:
        """Return somebody whose first cell begins half a beat before the next beat to close."""
        if self._timeline is None:
            return LivePerson(first, -math.inf)
        middle_s = self._timeline.time_at(self._next - 0.5)
        return LivePerson(first, middle_s)

    def _fresh_window(self) -> LiveWindow:
        kept = self._settings
        return LiveWindow(max(kept.half_life_beats, kept.half_life_large_beats))


def _reason(people: int, beats: int, pair_beats: float, ceiling: float | None) -> str:
    if people < MIN_PEOPLE:
        return Reason.PEOPLE.value
    if beats < (MIN_BEATS_OF_TWO if people == MIN_PEOPLE else MIN_BEATS):
        return Reason.BEATS.value
    if pair_beats < MIN_PAIR_BEATS:
        return Reason.PAIRS.value
    return Reason.COARSE.value if ceiling is None or ceiling < CEILING_MIN else ""
