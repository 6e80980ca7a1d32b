"""Silent words to whoever leads: shown as counts for a while, kept nowhere."""

from __future__ import annotations

from typing import Final, get_args

from unisono.session.commands import SignalKind
from unisono.units import Seconds

DECAY_S: Final = 20.0
KINDS: Final[tuple[str, ...]] = get_args(SignalKind)


class Signals:
    """Who gave which signal when; one of a kind a person."""

    __slots__ = ("_given",)

    def __init__(self) -> None:
        self._given: dict[tuple[str, int], Seconds] = {}

    def give(self, seat: int, kind: str, now_s: Seconds) -> None:
        """Note a signal; the same one again lasts anew."""
        self._given = {key: at_s for key, at_s in self._given.items() if now_s - at_s < DECAY_S}
        self._given[kind, seat] = now_s

    def given(self, seat: int, kind: str, now_s: Seconds) -> bool:
        """Return whether somebody has given a signal that still counts."""
        at_s = self._given.get((kind, seat))
        return at_s is not None and now_s - at_s < DECAY_S

    def counts(self, now_s: Seconds) -> tuple[tuple[str, int], ...]:
        """Return how many people each signal comes from, those of nobody left out."""
        lasting = [kind for (kind, _), at_s in self._given.items() if now_s - at_s < DECAY_S]
        return tuple((kind, lasting.count(kind)) for kind in KINDS if kind in lasting)
