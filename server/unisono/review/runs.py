"""What a log tells: runs, who was here when, which device was how, who tapped what.

One pass over the entries. Nothing in a :class:`Story` depends on how taps were cut into batches
or when a batch was written: taps are known by their own times only.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from unisono.review.evening import EveningStory
from unisono.session import events as e
from unisono.session.counting import counts
from unisono.session.facts import WIRELESS
from unisono.session.state import RunState, State
from unisono.units import Beats, Seconds

HALF_BEAT: Final[Beats] = 0.5
SILENCE_S: Final[Seconds] = 20.0
FREE_TAPS: Final = 16


class Tap(NamedTuple):
    """One onset of a seat; sorts by time, then by number.

    ``local_s`` is the same instant on the device's own clock, if it told it. ``live`` is the tap as
    it was recorded, where its time and bound are refined ones. ``stroke`` is how it was played.
    """

    time_s: Seconds
    seq: int
    bound_s: Seconds
    source: str
    velocity: float | None
    local_s: Seconds | None = None
    live: Tap | None = None
    stroke: str = ""


@dataclass(slots=True)
class SeatStory:
    """What happened on one seat.

    Attributes:
        number: of the seat.
        here: times at which the person came and went in turn, beginning with a coming.
        clocks: what the device said of itself, with the time of each report.
        exchanges: clock exchanges of its device, as they were stored.
        taps: in order of time.
        left_s: when the seat was given up, None while it is not.
        heard: whether they said that they listen over wireless sound, with the time of saying so.
        aside: whether they took part unmeasured or were left out, with the time of each change.
    """

    number: int
    here: list[Seconds] = field(default_factory=list)
    clocks: list[tuple[Seconds, e.ClockNoted]] = field(default_factory=list)
    exchanges: list[tuple[Seconds, Seconds, Seconds, Seconds]] = field(default_factory=list)
    taps: list[Tap] = field(default_factory=list)
    left_s: Seconds | None = None
    took_taps: bool = False
    heard: list[tuple[Seconds, bool]] = field(default_factory=list)
    aside: list[tuple[Seconds, bool]] = field(default_factory=list)

    def come(self, at_s: Seconds) -> None:
        """Note that the person is connected."""
        self.left_s, self.took_taps = None, False
        if len(self.here) % 2 == 0:
            self.here.append(at_s)

    def go(self, at_s: Seconds) -> None:
        """Note that the person is not connected any more."""
        if len(self.here) % 2 == 1:
            self.here.append(at_s)

    def was_here(self, time_s: Seconds) -> bool:
        """Return whether the person was connected at a time."""
        return bisect_right(self.here, time_s) % 2 == 1

    def here_s(self, end_s: Seconds) -> Seconds:
        """Return for how long the person was connected until ``end_s``."""
        changes = [*self.here, end_s] if len(self.here) % 2 else self.here
        return sum(max(0.0, b - a) for a, b in zip(changes[::2], changes[1::2], strict=True))

    def wireless_at(self, time_s: Seconds) -> bool:
        """Return whether the device played over wireless sound, whose delay wanders.

        What a device says first also holds for the moments before it said so.
        """
        if _last(self.heard, time_s):
            return True
        if not self.clocks:
            return False
        told = bisect_right(self.clocks, time_s, key=lambda clock: clock[0])
        return self.clocks[max(0, told - 1)][1].wireless

    def counts_at(self, time_s: Seconds) -> bool:
        """Return whether what the person played then is in the group's numbers."""
        return not self.wireless_at(time_s) and not _last(self.aside, time_s)


@dataclass(frozen=True, slots=True)
class Story:
    """A session as told by its log.

    Attributes:
        state: the state after the last entry.
        seats: by seat number, in order.
        end_s: time of the last thing that happened, taps included.
        evening: activities and cues.
    """

    state: State
    seats: dict[int, SeatStory]
    end_s: Seconds
    evening: EveningStory = field(default_factory=EveningStory)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of the click, or (``run`` is None) a time of free play: [start_s, end_s)."""

    run: RunState | None
    start_s: Seconds
    end_s: Seconds

    def taps_of(self, seat: SeatStory) -> list[Tap]:
        """Return the taps of a seat within this span."""
        first = bisect_left(seat.taps, self.start_s, key=_time_s)
        return seat.taps[first : bisect_left(seat.taps, self.end_s, key=_time_s)]

    def measured_of(self, seat: SeatStory) -> list[Tap]:
        """Return those of them that count.

        In a run: taps of whoever was asked to keep the beat there; and never taps to a click that
        was heard over wireless sound, nor those of somebody who played unmeasured.
        """
        return [tap for tap in self.taps_of(seat) if self.measures(seat, tap)]

    def measures(self, seat: SeatStory, tap: Tap) -> bool:
        """Return whether a tap of a seat counts."""
        run = self.run
        if not seat.counts_at(tap.time_s):
            return False
        return run is None or counts(run, seat.number, run.timeline.beat_at(tap.time_s))


def story_of(entries: Iterable[e.Entry]) -> Story:
    """Return what a whole log tells.

    Raises:
        OurError: if entries are missing or do not fit one another.
    """
    state, seats, end_s = State(), dict[int, SeatStory](), 0.0
    evening = EveningStory()
    for entry in entries:
        state.apply(entry)
        _follow(seats, entry)
        _follow_mode(state, seats, entry)
        evening.follow(entry)
        if not isinstance(entry.event, e.TapsPlayed):
            end_s = max(end_s, entry.at_s)
    for seat in seats.values():
        seat.taps.sort(key=lambda tap: (tap.time_s, tap.seq))
        end_s = max([end_s, *(tap.time_s for tap in seat.taps[-1:])])
    return Story(state, dict(sorted(seats.items())), end_s, evening)


def spans_of(runs: Sequence[RunState]) -> list[Span]:
    """Return runs and the free play before, between and after them, without gaps.

    A run's span reaches from half a beat before its first count-in beat to half a beat after its
    stop: whoever taps once too often still did so in that run.
    """
    spans: list[Span] = []
    free_s = -math.inf
    for run in runs:
        start_s = max(free_s, run.timeline.time_at(-run.count_in_beats - HALF_BEAT))
        stop = math.inf if run.stop_beat is None else run.stop_beat + HALF_BEAT
        end_s = math.inf if math.isinf(stop) else max(start_s, run.timeline.time_at(stop))
        spans += [Span(None, free_s, start_s), Span(run, start_s, end_s)]
        free_s = end_s
    return [*spans, Span(None, free_s, math.inf)]


def episodes(story: Story, span: Span) -> list[Span]:
    """Return the times of free play worth a place: two people or more, 16 taps or more.

    A silence of 20 seconds ends an episode. What is left out is in the files all the same.
    """
    taps = sorted((tap.time_s, n) for n, seat in story.seats.items() for tap in span.taps_of(seat))
    found: list[list[tuple[Seconds, int]]] = []
    for time_s, number in taps:
        if not found or time_s - found[-1][-1][0] >= SILENCE_S:
            found.append([])
        found[-1].append((time_s, number))
    return [
        Span(None, played[0][0], math.nextafter(played[-1][0], math.inf))
        for played in found
        if len(played) >= FREE_TAPS and len({number for _, number in played}) >= 2
    ]


def beats_played(run: RunState, last_tap_s: Seconds) -> int:
    """Return how many beats count, from bar 1 on: up to the last one anybody played.

    A click left running in an empty room is not a group that was silent.
    """
    last = math.floor(run.timeline.beat_at(last_tap_s) + HALF_BEAT) + 1
    stop = last if run.stop_beat is None else math.ceil(run.stop_beat)
    return max(0, min(last, stop))


def _follow(seats: dict[int, SeatStory], entry: e.Entry) -> None:
    match entry.event:
        case e.SeatTaken(seat=number):
            seats[number] = SeatStory(number)
        case e.Here(seat=number):
            seats[number].come(entry.at_s)
        case e.Away(seat=number):
            seats[number].go(entry.at_s)
        case e.SeatLeft(seat=number, took_taps=took):
            seats[number].go(entry.at_s)
            seats[number].left_s, seats[number].took_taps = entry.at_s, took
            if took:
                seats[number].taps.clear()
        case e.ClockNoted(seat=number) as note:
            seats[number].clocks.append((entry.at_s, note))
        case e.ClockSampled(seat=number, samples=exchanges):
            seats[number].exchanges += exchanges
        case e.TapsPlayed(seat=number) as played:
            seats[number].taps += _taps(played)
        case _:
            pass


def _follow_mode(state: State, seats: dict[int, SeatStory], entry: e.Entry) -> None:
    """Note from when on somebody is counted, as the state after the entry says."""
    event = entry.event
    if isinstance(event, e.ModeSet | e.SeatMuted):
        now = state.seats[event.seat]
        seats[event.seat].aside.append((entry.at_s, now.mode != "play" or now.muted))
    elif isinstance(event, e.SoundNoted):
        seats[event.seat].heard.append((entry.at_s, event.listening == WIRELESS))


def _last(changes: Sequence[tuple[Seconds, bool]], time_s: Seconds) -> bool:
    """Return what held at a time; before the first change, nothing."""
    told = bisect_right(changes, time_s, key=lambda change: change[0])
    return told > 0 and changes[told - 1][1]


def _taps(played: e.TapsPlayed) -> list[Tap]:
    """Return a batch of taps; a batch without local times or strokes has none for any."""
    locals_s = played.locals_s or (None,) * len(played.taps)
    strokes = played.strokes or ("",) * len(played.taps)
    return [
        Tap(r[1], r[0], r[2], r[3], r[4], local_s, None, stroke)
        for r, local_s, stroke in zip(played.taps, locals_s, strokes, strict=True)
    ]


def _time_s(tap: Tap) -> Seconds:
    return tap.time_s
