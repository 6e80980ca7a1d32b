"""One stretch of music from a start to its stop."""

from __future__ import annotations

from dataclasses import dataclass

from unisono.pulse import Bars, Timeline
from unisono.units import Beats


@dataclass(frozen=True, slots=True)
class RunState:
    """One stretch of music from a start to its stop."""

    number: int
    timeline: Timeline
    bars: Bars
    count_in_beats: int
    stop_beat: Beats | None = None
    over: bool = False

    def sounds_at(self, beat: Beats) -> bool:
        """Return whether a beat position lies between the first count-in beat and the stop."""
        return -self.count_in_beats <= beat and (self.stop_beat is None or beat < self.stop_beat)
