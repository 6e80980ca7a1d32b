"""Bars: beats counted into bars, with meters that may change at a bar line."""

from __future__ import annotations

import math
from dataclasses import dataclass

from unisono.errors import BadValue
from unisono.pulse.meter import Meter
from unisono.units import Beats


@dataclass(frozen=True, slots=True)
class MeterSpan:
    """From ``beat0``, the downbeat of bar ``bar0``, on, bars are in ``meter``."""

    beat0: int
    bar0: int
    meter: Meter


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the music: ``bar`` counts from 1, ``beat_in_bar`` from 0 (a float)."""

    bar: int
    beat_in_bar: Beats
    meter: Meter


@dataclass(frozen=True, slots=True)
class Bars:
    """The meters of a run in order; the first span also counts backwards (the count-in)."""

    spans: tuple[MeterSpan, ...]

    def __post_init__(self) -> None:
        if not self.spans:
            raise BadValue("bars", self.spans, "at least one meter")

    @classmethod
    def of(cls, meter: Meter) -> Bars:
        """Return bars of one meter, bar 1 on beat 0."""
        return cls((MeterSpan(0, 1, meter),))

    def position_at(self, beat: Beats) -> Position:
        """Return bar and beat in bar of a beat position."""
        span = self._span_at(beat)
        bars, beat_in_bar = divmod(beat - span.beat0, span.meter.beats)
        if beat_in_bar >= span.meter.beats:  # a hair before a bar line rounds onto it
            bars, beat_in_bar = bars + 1, 0.0
        return Position(span.bar0 + int(bars), beat_in_bar, span.meter)

    def next_bar_beat(self, beat: Beats) -> int:
        """Return the first downbeat at or after a beat position."""
        span = self._span_at(beat)
        bars = math.ceil((beat - span.beat0) / span.meter.beats)
        candidate = span.beat0 + bars * span.meter.beats
        later = [s.beat0 for s in self.spans if s.beat0 > span.beat0]
        return min([candidate, *later])

    def accent_at(self, beat: int) -> int:
        """Return the accent of a whole beat: 2 downbeat, 1 group start, 0 other."""
        place = self.position_at(beat)
        return place.meter.accent(int(place.beat_in_bar))

    def with_meter(self, beat: int, meter: Meter) -> Bars:
        """Return these bars with another meter from ``beat``, which must be a bar line.

        Raises:
            BadValue: if ``beat`` is not a downbeat.
        """
        if self.next_bar_beat(beat) != beat:
            raise BadValue("meter change", beat, "on the first beat of a bar")
        kept = tuple(s for s in self.spans if s.beat0 < beat)
        return Bars((*kept, MeterSpan(beat, self.position_at(beat).bar, meter)))

    def _span_at(self, beat: Beats) -> MeterSpan:
        return next((s for s in reversed(self.spans) if s.beat0 <= beat), self.spans[0])
