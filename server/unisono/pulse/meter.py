"""Meter: how many beats a bar has and how they are grouped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from unisono.errors import BadValue

MIN_BEATS: Final = 2
MAX_BEATS: Final = 12


@dataclass(frozen=True, slots=True)
class Meter:
    """Beats of one bar as groups, for example ``Meter((2, 2, 3))`` for a seven.

    The first beat of each group is accented, the first beat of the bar most of all.

    Raises:
        BadValue: if a group is smaller than one beat or the bar has fewer than 2 or more than 12.
    """

    grouping: tuple[int, ...] = (4,)

    def __post_init__(self) -> None:
        if not self.grouping or min(self.grouping) < 1:
            raise BadValue("meter grouping", self.grouping, "groups of one beat or more")
        if not MIN_BEATS <= self.beats <= MAX_BEATS:
            raise BadValue("meter", self.beats, f"{MIN_BEATS} to {MAX_BEATS} beats a bar")

    @property
    def beats(self) -> int:
        """Beats in one bar."""
        return sum(self.grouping)

    def accent(self, beat_in_bar: int) -> int:
        """Return 2 on the downbeat, 1 on the first beat of another group, 0 elsewhere.

        Args:
            beat_in_bar: whole beat counted from 0.
        """
        if beat_in_bar == 0:
            return 2
        starts = {sum(self.grouping[:i]) for i in range(len(self.grouping))}
        return 1 if beat_in_bar in starts else 0
