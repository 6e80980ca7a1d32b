"""A prompt: the phrase that is called and answered."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from unisono.errors import BadValue
from unisono.pulse import Meter, Timeline
from unisono.units import Beats, Seconds

MAX_ONSETS: Final = 128
MAX_CYCLE_BEATS: Final[Beats] = 64.0
EARLIEST_BEATS: Final[Beats] = -0.5
"""A phrase played live may start a little before its downbeat."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Onsets on a cycle, in beats from the cycle's start.

    Args:
        onsets_beats: where the phrase sounds, increasing, from -0.5 up to the cycle's end.
        cycle_beats: the cycle's length; the answer has as much time as the call.
        meter: the meter it is felt in.
        strokes: how each onset is played (``"tone"``, ``"bass"``, a syllable), one per onset; or
            empty.

    Raises:
        BadValue: if there is no onset, or onsets are out of order or outside the cycle, or strokes
            and onsets differ in number.
    """

    onsets_beats: tuple[Beats, ...]
    cycle_beats: Beats
    meter: Meter = field(default_factory=Meter)
    strokes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        onsets, cycle = self.onsets_beats, self.cycle_beats
        if not 0.0 < cycle <= MAX_CYCLE_BEATS:
            raise BadValue("cycle", cycle, f"longer than 0, up to {MAX_CYCLE_BEATS:g} beats")
        if not 1 <= len(onsets) <= MAX_ONSETS:
            raise BadValue("number of onsets", len(onsets), f"1 to {MAX_ONSETS}")
        if not all(math.isfinite(beat) for beat in onsets):
            raise BadValue("onsets", onsets, "finite numbers of beats")
        if any(after <= before for before, after in pairwise(onsets)):
            raise BadValue("onsets", onsets, "increasing")
        if not (onsets[0] >= EARLIEST_BEATS and onsets[-1] < min(cycle, onsets[0] + cycle)):
            raise BadValue("onsets", onsets, f"inside one cycle of {cycle:g} beats")
        if self.strokes and len(self.strokes) != len(onsets):
            raise BadValue("number of strokes", len(self.strokes), f"{len(onsets)}, or none")

    @classmethod
    def on_grid(
        cls,
        steps: Sequence[int],
        slots: int,
        parts_per_beat: int,
        meter: Meter | None = None,
        strokes: tuple[str, ...] = (),
    ) -> Prompt:
        """Return the prompt that sounds on these slots of an even grid, counted from 0.

        Args:
            steps: the slots that sound, increasing.
            slots: slots in the cycle.
            parts_per_beat: slots in a beat.
            meter: the meter; four beats a bar unless said.
            strokes: one per step, or empty.
        """
        if parts_per_beat < 1:
            raise BadValue("parts of a beat", parts_per_beat, "1 or more")
        onsets = tuple(step / parts_per_beat for step in steps)
        return cls(onsets, slots / parts_per_beat, meter or Meter(), strokes)

    @classmethod
    def played(
        cls,
        onsets_s: Sequence[Seconds],
        timeline: Timeline,
        start_beat: Beats,
        cycle_beats: Beats,
        meter: Meter | None = None,
    ) -> Prompt:
        """Return the prompt of a call that somebody has just played.

        Args:
            onsets_s: when it sounded, session seconds, in any order; what lies outside the call
                (half a beat before it counts as inside) is left out.
            timeline: beats <-> session seconds.
            start_beat: where the call began.
            cycle_beats: how long it was.
            meter: the meter it is felt in.
        """
        beats = sorted({timeline.beat_at(onset_s) - start_beat for onset_s in onsets_s})
        inside = [beat for beat in beats if EARLIEST_BEATS <= beat < cycle_beats]
        once_round = tuple(beat for beat in inside if beat < inside[0] + cycle_beats)
        return cls(once_round, cycle_beats, meter or Meter())

    def __len__(self) -> int:
        """Return how many onsets it has."""
        return len(self.onsets_beats)
