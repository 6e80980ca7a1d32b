"""A circle's own table of taps (``taps.csv``): who tapped, and the click they heard.

The table has a row where somebody tapped and nothing where nobody did: beats that nobody played
are put evenly between those that were, and who was here when cannot be told from it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from unisono.errors import BadFile
from unisono.readers.performance import Grid
from unisono.units import Beats, Seconds

COLUMNS: Final = frozenset({"label", "time_s", "seat"})
CLICK: Final = frozenset({"beat", "target_s", "beat_in_bar"})
BETWEEN: Final[Beats] = 1e-5
"""More than the rounding of column ``beat``: which side of the target a tap lies on decides."""
LONGEST_GRID: Final = 200_000


@dataclass(slots=True)
class Click:
    """The click of one run, while its taps are being read."""

    targets_s: dict[int, Seconds] = field(default_factory=dict)
    starts: set[int] = field(default_factory=set)

    def take(self, time_s: Seconds, beat: Beats, target_s: Seconds, place: float) -> None:
        """Note the beat that a tap was nearest to, and its place in the bar (from 1)."""
        nearest = round(beat - math.copysign(BETWEEN, time_s - target_s))
        self.targets_s.setdefault(nearest, target_s)
        self.starts.add(nearest - round(place) + 1)

    def grid(self, name: str) -> Grid | None:
        """Return the beats from bar 1 to the last one played, or None where there are too few.

        Raises:
            BadFile: if the beats do not follow one another.
        """
        known = sorted(self.targets_s)
        times_s = [self.targets_s[beat] for beat in known]
        if len(known) < 2 or known[-1] < 1:
            return None
        if known[-1] > LONGEST_GRID or any(np.diff(times_s) <= 0):
            raise BadFile(name, None, "beats out of order", "'target_s' growing with 'beat'")
        beats = range(known[-1] + 1)
        starts = tuple(sorted(beat for beat in self.starts if beat in beats))
        return Grid(_filled(known, times_s, beats), starts)


def _filled(known: list[int], times_s: list[Seconds], beats: range) -> tuple[Seconds, ...]:
    """Return the time of every beat; what lies before the first known one keeps its tempo."""
    period_s = (times_s[1] - times_s[0]) / (known[1] - known[0])
    early_s = [times_s[0] + (beat - known[0]) * period_s for beat in beats if beat < known[0]]
    rest = np.arange(max(0, known[0]), beats.stop)
    return (*early_s, *np.interp(rest, known, times_s).tolist())
