"""Onsets that may be answers to a call, or the last beat: kept until what they are has been told.

It follows the log as the live score does. Constant work for a tap; memory for the newest calls.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from unisono.session import events as e
from unisono.session.runs import RunState
from unisono.session.scenes import CallView
from unisono.units import Beats, Seconds

GRACE_S: Final = 1.5
"""So long after an answer its taps may still be on their way."""

EDGE_BEATS: Final[Beats] = 1.0
NEWEST: Final = 3
"""Calls that may have a round to tell at any moment: the one going on and those just cut short."""


@dataclass(frozen=True, slots=True)
class CallTurn:
    """One round of a call: the answer lies in [``from_beat``, ``from_beat`` + cycle)."""

    run: RunState
    call: CallView
    round: int

    @property
    def from_beat(self) -> Beats:
        """Where the answer begins; rounds count from 1."""
        return self.call.beat0 + (2 * self.round - 1) * self.call.cycle_beats

    @property
    def end_s(self) -> Seconds:
        """When the answer is over; whoever is there and plays by then was asked."""
        return self.run.timeline.time_at(self.from_beat + self.call.cycle_beats)

    @property
    def due_s(self) -> Seconds:
        """When everything that belongs to it has come."""
        return self.end_s + GRACE_S


class Answers:
    """Onsets by seat, and up to when rounds have been told."""

    def __init__(self) -> None:
        self._onsets_s: dict[int, list[Seconds]] = {}
        self._told_s = self._ended_s = self._wait_s = -math.inf

    def take(self, event: e.TapsPlayed, run: RunState | None) -> None:
        """Keep the taps that may belong to a call or a last beat of the newest run."""
        spans = [] if run is None else list(_spans(run))
        if not spans:
            return
        kept = self._onsets_s.setdefault(event.seat, [])
        for tap in event.taps:
            if any(from_s <= tap[1] < to_s for from_s, to_s in spans):
                kept.append(tap[1])

    def of(self, seat: int, from_s: Seconds, to_s: Seconds) -> list[Seconds]:
        """Return somebody's onsets in [from_s, to_s), in order."""
        return sorted(t for t in self._onsets_s.get(seat, ()) if from_s <= t < to_s)

    def ended(self, runs: Sequence[RunState], now_s: Seconds) -> list[CallTurn]:
        """Return the rounds that have ended since what was :meth:`seen`, in order of time."""
        turns = (turn for run in runs[-2:] for turn in _turns(run))
        found = [turn for turn in turns if self._ended_s < turn.end_s <= now_s]
        return sorted(found, key=lambda turn: turn.end_s)

    def seen(self, now_s: Seconds) -> None:
        """Note that the rounds that have ended until now have been seen."""
        self._ended_s = max(self._ended_s, now_s)

    def is_due(self, at_s: Seconds, now_s: Seconds) -> bool:
        """Return whether something that can be told from ``at_s`` on is to be told now."""
        return self._told_s < at_s and max(at_s, self._wait_s) <= now_s

    def told(self, now_s: Seconds) -> None:
        """Note that everything due until now has been told."""
        if now_s >= self._wait_s:
            self._told_s = max(self._told_s, now_s)

    def come_back(self, from_s: Seconds, wait_s: Seconds) -> None:
        """After a restart: tell nothing before ``wait_s``, nothing that was due by ``from_s``."""
        self._told_s, self._wait_s = max(self._told_s, from_s), wait_s

    def forget(self, seat: int) -> None:
        """Let go of everything somebody played."""
        self._onsets_s.pop(seat, None)

    def forget_before(self, time_s: Seconds) -> None:
        """Let go of onsets that nothing will ask for any more."""
        for seat, onsets_s in list(self._onsets_s.items()):
            kept = [t for t in onsets_s if t >= time_s]
            if kept:
                self._onsets_s[seat] = kept
            else:
                del self._onsets_s[seat]


def _turns(run: RunState) -> Iterator[CallTurn]:
    for call in run.calls[-NEWEST:]:
        if call.prompt is not None and call.scored:
            yield from turns_of(run, call)


def turns_of(run: RunState, call: CallView) -> Iterator[CallTurn]:
    """Yield the rounds of a call that are heard to the end."""
    stop = math.inf if run.stop_beat is None else run.stop_beat
    for number in range(1, call.rounds + 1):
        turn = CallTurn(run, call, number)
        if turn.from_beat + call.cycle_beats > min(stop, call.end_beat) + 1e-6:
            return
        yield turn


def _spans(run: RunState) -> Iterator[tuple[Seconds, Seconds]]:
    """Yield when taps may be answers, or the last beat."""
    line = run.timeline
    for call in run.calls[-NEWEST:]:
        if call.scored:
            yield line.time_at(call.beat0 - EDGE_BEATS), line.time_at(call.end_beat + EDGE_BEATS)
    if run.stop_how == "last" and run.stop_lands is not None:
        yield line.time_at(run.stop_lands - EDGE_BEATS), line.time_at(run.stop_lands + EDGE_BEATS)
