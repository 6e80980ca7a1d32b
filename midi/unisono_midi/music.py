"""What is to be heard of a session's run, as the bridge needs it. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from unisono.pulse import Bars, Timeline
from unisono.units import Beats


@dataclass(frozen=True, slots=True)
class Music:
    """One run: beats to session time, bars, and from which beat to which it sounds.

    Attributes:
        run: the run's number; another number is other music.
        timeline: beats and session seconds.
        bars: where bars begin.
        first_beat: the first beat of the count-in, 0 or less.
        stop_beat: the first beat that does not sound; infinite while nobody has stopped.
    """

    run: int
    timeline: Timeline
    bars: Bars
    first_beat: Beats = 0.0
    stop_beat: Beats = math.inf
