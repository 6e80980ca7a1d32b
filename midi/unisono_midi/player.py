"""A device's strokes as a participant's taps. One event loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final, TypeAlias

from unisono.client import Participant
from unisono.errors import PeerError
from unisono.units import Seconds
from unisono_midi import orders as o
from unisono_midi.mapping import PadMap
from unisono_midi.pads import CueGiven, Hit, Pads
from unisono_midi.process import Engine

SOURCE: Final = "bridge"
MOST_EARLY: Final = 10_000
"""Strokes kept until session time is known; after that many the oldest are let go."""

OnHit: TypeAlias = Callable[[Hit], None]
OnCue: TypeAlias = Callable[[CueGiven], None]


class Ears:
    """Listens to one port and says what is played on it.

    Args:
        engine: the driver's side.
        wanted: the port, as people name it.
        mapping: which pad is what.
        latency_s: how long a strike takes to be stamped; taken off every onset.
        on_hit: called with each strike, its onset corrected.
        on_cue: called with each cue.
    """

    def __init__(
        self,
        engine: Engine,
        wanted: str,
        mapping: PadMap,
        *,
        latency_s: Seconds = 0.0,
        on_hit: OnHit,
        on_cue: OnCue = lambda _: None,
    ) -> None:
        self._wanted, self._latency_s = wanted, latency_s
        self._on_hit, self._on_cue = on_hit, on_cue
        self.pads = Pads(mapping)
        engine.order(o.Listen(wanted))

    def take(self, report: o.Report) -> None:
        """Take a report of the driver's side; most are not for us."""
        if not isinstance(report, o.Heard) or report.wanted != self._wanted:
            return
        for happening in self.pads.take(report.onset_s - self._latency_s, report.message):
            if isinstance(happening, Hit):
                self._on_hit(happening)
            else:
                self._on_cue(happening)


class Player:
    """Plays strikes into a circle; those before session time is known wait for it.

    Args:
        participant: who plays.
    """

    def __init__(self, participant: Participant) -> None:
        self.participant = participant
        self.played = 0
        self._early: deque[Hit] = deque(maxlen=MOST_EARLY)

    def play(self, hit: Hit) -> None:
        """Play one strike."""
        self._early.append(hit)
        self.tend()

    def tend(self) -> None:
        """Play what waited; call it now and then."""
        if not self.participant.clock.ready:
            return
        while self._early:
            hit = self._early.popleft()
            try:
                self.participant.tap_at(hit.onset_s, round(hit.velocity, 3), SOURCE, hit.stroke)
            except PeerError:
                return  # more than can be kept: nothing of what is kept is lost
            self.played += 1
