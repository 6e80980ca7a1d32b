"""The cycle grid: so many beats in so many equal parts, how they group, and how they really fall.

Steps are counted from 0. A step's place is ``step / parts_per_beat`` beats, moved by the feel. The
JavaScript twin is ``static/js/grid.js``; both are tested on ``tests/vectors/grid.json``.
"""

from __future__ import annotations

import math
from typing import Final

import msgspec

from unisono.errors import BadValue
from unisono.pulse import MAX_BEATS, Meter
from unisono.rhythm.strokes import MOST_STEPS
from unisono.units import Beats

MOST_BEATS: Final = 64
MOST_PARTS: Final = 12
SUM_SLACK: Final = 1e-6
MOST_SWING: Final = 2.9


class Cycle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The length and the grouping of a pattern.

    Attributes:
        beats: counted beats in the cycle, 1 to 64.
        parts_per_beat: equal parts of a beat, 1 to 12; at most 128 parts in all.
        grouping: beats of each group, in order; together they are the cycle. A cycle of more than
            12 beats has groups of one size.

    Raises:
        BadValue: if the numbers are outside, or the groups do not add up.
    """

    beats: int
    parts_per_beat: int = 1
    grouping: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.beats <= MOST_BEATS:
            raise BadValue("beats in the cycle", self.beats, f"1 to {MOST_BEATS}")
        if not 1 <= self.parts_per_beat <= MOST_PARTS:
            raise BadValue("parts of a beat", self.parts_per_beat, f"1 to {MOST_PARTS}")
        if self.steps > MOST_STEPS:
            raise BadValue("boxes in the cycle", self.steps, f"at most {MOST_STEPS}")
        groups = self.grouping
        if groups and (min(groups) < 1 or sum(groups) != self.beats):
            raise BadValue("grouping", groups, f"groups that add up to {self.beats} beats")
        if self.beats > MAX_BEATS and len(set(groups)) > 1:
            raise BadValue("grouping", groups, f"of one size in cycles over {MAX_BEATS} beats")

    @property
    def steps(self) -> int:
        """Boxes in the cycle."""
        return self.beats * self.parts_per_beat

    @property
    def groups(self) -> tuple[int, ...]:
        """The grouping; one group where none was said."""
        return self.grouping or (self.beats,)

    def meter(self) -> Meter:
        """Return the meter in which a circle plays it: the cycle, or a whole part of a long one."""
        groups = self.groups if self.beats <= MAX_BEATS else self.groups[:1]
        size = sum(groups)
        if size > MAX_BEATS:
            size = next(part for part in range(MAX_BEATS, 0, -1) if size % part == 0)
            groups = (size,)
        return Meter(groups) if size > 1 else Meter((2,))

    def group_starts(self) -> tuple[int, ...]:
        """Return the steps on which groups begin."""
        starts, beat = [], 0
        for group in self.groups:
            starts.append(beat * self.parts_per_beat)
            beat += group
        return tuple(starts)


class Feel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the parts of a beat really fall.

    Attributes:
        offsets: by how much each part lies after its even place, as a share of a beat; one for each
            part of a beat, or one for each step of the cycle, or none. Together they are 0: a feel
            moves notes against each other, not all of them.
        swing: how long the first of two parts is against the second, 1 (even) to 2.9; needs an even
            number of parts.

    Raises:
        BadValue: if the offsets do not add up to 0 or the swing is outside.
    """

    offsets: tuple[float, ...] = ()
    swing: float = 1.0

    def __post_init__(self) -> None:
        if not all(math.isfinite(offset) for offset in self.offsets):
            raise BadValue("feel", self.offsets, "finite shares of a beat")
        if abs(math.fsum(self.offsets)) > SUM_SLACK * max(1, len(self.offsets)):
            raise BadValue("feel", self.offsets, "offsets that add up to 0")
        if not 1.0 <= self.swing <= MOST_SWING:
            raise BadValue("swing", self.swing, f"1 (even) to {MOST_SWING:g}")

    @property
    def is_even(self) -> bool:
        """Whether every part falls on its even place."""
        return self.swing == 1.0 and not any(self.offsets)


def step_beats(cycle: Cycle, feel: Feel) -> tuple[Beats, ...]:
    """Return where each step of the cycle falls, in beats from its start, increasing.

    Every step lies nearest to its own even place, so the boxes can be read back from the beats.

    Raises:
        BadValue: if the feel has another number of parts than the cycle, or moves a step by half a
            part or more.
    """
    parts = cycle.parts_per_beat
    if len(feel.offsets) not in (0, parts, cycle.steps):
        allowed = f"{parts} (parts of a beat) or {cycle.steps} (steps), or none"
        raise BadValue("number of offsets", len(feel.offsets), allowed)
    if feel.swing != 1.0 and parts % 2:
        raise BadValue("swing", feel.swing, "1 where a beat has an odd number of parts")
    late = (feel.swing / (1.0 + feel.swing) - 0.5) * 2.0 / parts
    moves = tuple(
        (feel.offsets[step % len(feel.offsets)] if feel.offsets else 0.0)
        + (late if step % 2 else 0.0)
        for step in range(cycle.steps)
    )
    if any(abs(move) >= 0.5 / parts for move in moves):
        raise BadValue("feel", feel, "moves of less than half a part, so that a part stays itself")
    return tuple(step / parts + move for step, move in enumerate(moves))


def guessed_cycle(steps: int) -> Cycle:
    """Return the cycle that a row of so many boxes most likely is.

    Raises:
        BadValue: if there are no boxes, or more than 128.
    """
    if not 1 <= steps <= MOST_STEPS:
        raise BadValue("number of boxes", steps, f"1 to {MOST_STEPS}")
    additive = {5: (3, 2), 7: (3, 2, 2), 9: (2, 2, 2, 3), 11: (2, 2, 3, 2, 2)}
    if steps in additive:
        return Cycle(steps, 1, additive[steps])
    if steps < 6:
        return Cycle(steps)
    parts = 3 if steps in (6, 12, 24, 48) else 2 if steps == 8 else 4 if steps % 4 == 0 else 0
    fitting = (p for p in (3, 2, 1, 5, 7, 11) if steps % p == 0 and steps // p <= MOST_BEATS)
    parts = parts or next(fitting, 0)
    if not parts:
        raise BadValue("number of boxes", steps, "a number that beats divide evenly")
    beats = steps // parts
    group = next((g for g in (4, 3, 2) if beats % g == 0), beats)
    return Cycle(beats, parts, (group,) * (beats // group))
