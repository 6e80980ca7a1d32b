"""A response window: when the answer to a prompt is due, in session seconds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from unisono.errors import BadValue
from unisono.prompts.prompt import Prompt
from unisono.pulse import Timeline
from unisono.units import Beats, Seconds

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ResponseWindow:
    """The time for one answer.

    Args:
        expected_s: when each note of the answer is due, increasing, all inside the window.
        start_s: where the window begins.
        end_s: where it ends.
        period_s: length of one beat, by which differences become phases.

    Raises:
        BadValue: if nothing is expected, times are out of order or outside, or the beat has no
            length.
    """

    expected_s: tuple[Seconds, ...]
    start_s: Seconds
    end_s: Seconds
    period_s: Seconds

    def __post_init__(self) -> None:
        expected = self.expected_s
        if not all(math.isfinite(t) for t in (*expected, self.start_s, self.end_s)):
            raise BadValue("response window", self, "finite numbers of seconds")
        if not expected or any(after <= before for before, after in pairwise(expected)):
            raise BadValue("expected onsets", expected, "at least one, increasing")
        if not self.start_s <= expected[0] <= expected[-1] < self.end_s:
            raise BadValue("expected onsets", expected, "inside the window")
        if not 0.0 < self.period_s < math.inf:
            raise BadValue("beat period", self.period_s, "longer than 0 seconds")

    @classmethod
    def of(cls, prompt: Prompt, timeline: Timeline, start_beat: Beats) -> ResponseWindow:
        """Return the window for one cycle of answer that begins on ``start_beat``."""
        first = start_beat + min(0.0, prompt.onsets_beats[0])
        last = start_beat + prompt.cycle_beats
        expected_s = tuple(timeline.time_at(start_beat + beat) for beat in prompt.onsets_beats)
        after_s = math.nextafter(expected_s[-1], math.inf)  # rounding may put a note on the end
        start_s, end_s = timeline.time_at(first), max(timeline.time_at(last), after_s)
        return cls(expected_s, start_s, end_s, (end_s - start_s) / (last - first))

    @classmethod
    def after_call(cls, prompt: Prompt, timeline: Timeline, call_beat: Beats) -> ResponseWindow:
        """Return the window that follows a call which began on ``call_beat``."""
        return cls.of(prompt, timeline, call_beat + prompt.cycle_beats)

    @classmethod
    def of_seconds(
        cls,
        prompt_s: Sequence[Seconds],
        first_s: Seconds,
        period_s: Seconds,
        length_s: Seconds | None = None,
    ) -> ResponseWindow:
        """Return the window for a call given in seconds: ``x_j = first + (p_j - p_0)``.

        Args:
            prompt_s: when the call sounded, increasing.
            first_s: when the answer's first note is due; the window begins there.
            period_s: length of one beat.
            length_s: how long the window lasts; up to one beat after the last note unless said.
        """
        if not prompt_s:
            raise BadValue("expected onsets", prompt_s, "at least one, increasing")
        expected_s = tuple(first_s + (p - prompt_s[0]) for p in prompt_s)
        end_s = expected_s[-1] + period_s if length_s is None else first_s + length_s
        return cls(expected_s, first_s, end_s, period_s)

    @property
    def length_s(self) -> Seconds:
        """How long the window lasts, in seconds."""
        return self.end_s - self.start_s

    def expected(self) -> FloatArray:
        """Return ``expected_s`` as an array."""
        return np.array(self.expected_s, dtype=np.float64)

    def local_ioi_s(self) -> FloatArray:
        """Return for each expected onset the smaller of the intervals to its neighbours, seconds.

        A single onset has the whole window.
        """
        return local_ioi_s(self.expected(), self.length_s)


def local_ioi_s(times_s: FloatArray, alone_s: Seconds) -> FloatArray:
    """Return for each of increasing times the smaller interval to a neighbour.

    Args:
        times_s: increasing times in seconds.
        alone_s: what a time without neighbours gets.
    """
    if times_s.size < 2:
        return np.full(times_s.size, alone_s)
    ioi = np.diff(times_s)
    smaller: FloatArray = np.minimum(np.append(ioi, ioi[-1]), np.insert(ioi, 0, ioi[0]))
    return smaller
