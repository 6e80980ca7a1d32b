"""Who is asked to play the beat, beat by beat: the rest do not count and are not waited for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple


class Cast(NamedTuple):
    """From a beat on: whether the beat is played at all, and who is not asked to play it."""

    beat: int
    measured: bool = True
    out: frozenset[int] = frozenset()

    def asks(self, person: int) -> bool:
        """Return whether somebody is asked to play the beat."""
        return self.measured and person not in self.out


EVERYBODY: Final = Cast(0)


def cast_at(casts: Sequence[Cast], beat: int) -> Cast:
    """Return what holds at a beat; casts are in the order of their beats."""
    at = bisect_right(casts, beat, key=_beat)
    return casts[at - 1] if at else EVERYBODY


def _beat(cast: Cast) -> int:
    return cast.beat
