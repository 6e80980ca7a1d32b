"""Where a cue lands, and until when it can be taken back.

A cue lands on a bar line (or on a line of the groove's cycle that is one) which every device can
still hear of in time: at least :func:`lead_s` ahead, which grows with the slowest connection. No
two cues own one line: the next of the same kind takes the place of one that has not landed, one
of another kind the next free line. Everything here is about beats; nothing changes anything.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import Final

from unisono.session import cues as q
from unisono.session.facts import Facts
from unisono.session.runs import Armed, RunState
from unisono.session.staging import staged_all
from unisono.units import Beats, Seconds

MIN_LEAD_S: Final = 0.4
MAX_LEAD_S: Final = 3.0
ONE_WAY: Final = 0.5
"""The share of the lead that a message needs to reach everybody; the rest is for hearing of it."""

MAX_CYCLE_BARS: Final = 32
"""A cycle that meets no bar line within so many bars is given up for the next bar line."""


def lead_s(facts: Facts) -> Seconds:
    """Return how far ahead a change must be announced: max(0.4 s, 1.5 x worst round trip + 0.2 s).

    Capped at 3 s, so that one very slow device cannot hold up the whole circle.
    """
    trips = [s.clock.round_trip_s for s in facts.seats.values() if s.here and s.clock is not None]
    return min(MAX_LEAD_S, max(MIN_LEAD_S, 1.5 * max(trips, default=0.0) + 0.2))


def soonest_beat(facts: Facts, run: RunState, now_s: Seconds) -> Beats:
    """Return the first beat position a change can reach; never before beat 0."""
    return max(0.0, run.timeline.beat_at(now_s + lead_s(facts)))


def waiting(facts: Facts, now_s: Seconds) -> tuple[Armed, ...]:
    """Return the armed cues whose beat has not come yet."""
    if facts.run is None:
        return ()
    line = facts.run.timeline
    return tuple(cue for cue in facts.armed if line.time_at(cue.beat) > now_s)


def same_kind(facts: Facts, now_s: Seconds, what: q.AnyCue) -> Armed | None:
    """Return the waiting cue whose place another one of its kind takes."""
    kind = kind_of(what)
    return next((cue for cue in waiting(facts, now_s) if kind_of(cue.what) == kind), None)


def kind_of(what: q.AnyCue) -> tuple[object, ...]:
    """Return what tells kinds apart: the class; of layers, which one."""
    return (type(what), what.layer) if isinstance(what, q.LayerTo) else (type(what),)


def place_for(
    facts: Facts, now_s: Seconds, what: q.AnyCue, when: str
) -> tuple[Beats, Armed | None]:
    """Return the line on which a cue lands, and the cue whose place it takes, if it does."""
    old = same_kind(facts, now_s, what)
    if old is not None:
        run = without(facts, old)
        if old.beat >= soonest_beat(facts, run, now_s):
            return old.beat, old
    run = without(facts, None)
    taken = {cue.beat for cue in facts.armed}
    soonest = soonest_beat(facts, run, now_s)
    return next(beat for beat in lines(facts, run, soonest, when) if beat not in taken), None


def without(facts: Facts, gone: Armed | None) -> RunState:
    """Return the run as it would be without one of the armed cues."""
    run = facts.runs[-1]
    if gone is None or facts.base is None:
        return run
    return staged_all(facts.base, [cue for cue in facts.armed if cue is not gone])


def lines(facts: Facts, run: RunState, beat: Beats, when: str) -> Iterator[int]:
    """Yield the lines at or after a beat position: of bars, or of the cycle."""
    bars = _bar_lines(run, beat)
    if when != "cycle":
        yield from bars
        return
    found = [line for line in islice(bars, MAX_CYCLE_BARS) if _on_cycle(facts, run, line)]
    yield from found or _bar_lines(run, beat)


def _bar_lines(run: RunState, beat: Beats) -> Iterator[int]:
    line = run.bars.next_bar_beat(beat)
    while True:
        yield line
        line = run.bars.next_bar_beat(line + 1)


def _on_cycle(facts: Facts, run: RunState, line: int) -> bool:
    """Return whether a bar line begins a cycle: of the call that goes on there, or of the groove.

    The cycle of a groove is counted from where its meter began.
    """
    for call in run.calls:
        if call.beat0 <= line < call.end_beat:
            return _divides(2.0 * call.cycle_beats, line - call.beat0)
    if facts.groove is None:
        return True
    begun = max(span.beat0 for span in run.bars.spans if span.beat0 <= max(0, line))
    return _divides(facts.groove.cycle_beats, line - begun)


def _divides(cycle: Beats, beats: Beats) -> bool:
    return abs(math.remainder(beats, cycle)) < 1e-6


def until_beat(facts: Facts, run: RunState, lands: Beats) -> Beats:
    """Return the beat until which what lands there can be taken back.

    Its last beat must not have begun, and everybody must still be able to hear of it.
    """
    heard = run.timeline.beat_at(run.timeline.time_at(lands) - ONE_WAY * lead_s(facts))
    return min(lands - 1.0, heard)


def can_be_taken_back(facts: Facts, run: RunState, lands: Beats, now_s: Seconds) -> bool:
    """Return whether it is still early enough to take back what lands on a beat."""
    return run.timeline.beat_at(now_s) <= until_beat(facts, run, lands)


def soonest_stop(run: RunState) -> int:
    """Return the end of bar 1: stopping in the count-in would stop before anybody played."""
    return run.bars.next_bar_beat(1.0)
