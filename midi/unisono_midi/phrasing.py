"""Things to sound at beats, each once: what trains of notes have in common. Pure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Final

from unisono.units import Beats, Seconds
from unisono_midi.music import Music, Sounded, ToLocal, unchanged

MOST_GIVEN: Final = 4096
BACK_S: Final[Seconds] = 1.0


@dataclass(frozen=True, slots=True)
class Cued:
    """Something that is to sound on a beat; ``key`` tells it from everything else of the run."""

    key: Hashable
    beat: Beats
    message: bytes


class Uncounted:
    """What trains of notes have in common."""

    def begin_anew(self) -> None:
        """Do nothing: a note is heard or not, nobody counts on from it."""


class OnceTrain(Uncounted, ABC):
    """Gives what lies in a stretch of time, each thing once; see :class:`ClockTrain`.

    What is heard of late, when its stretch was given already, comes with the next one, as long as
    it is not further back than :data:`BACK_S`; whoever sends drops what lies in the past.
    """

    def __init__(self) -> None:
        self._given: deque[tuple[Seconds, Hashable]] = deque(maxlen=MOST_GIVEN)
        self._keys: set[Hashable] = set()

    @abstractmethod
    def things(self, music: Music) -> Iterable[Cued]:
        """Return everything there is to sound in a run, in any order; more than once is allowed."""

    def give(
        self,
        music: Music | None,
        from_s: Seconds,
        until_s: Seconds,
        local: ToLocal = unchanged,
    ) -> list[Sounded]:
        """Return what sounds in ``[from_s, until_s)``, and what was heard of too late for that."""
        out: list[Sounded] = []
        if music is None:
            return out
        for thing in self.things(music):
            key = (music.run, thing.key)
            if key in self._keys or thing.beat >= music.stop_beat:
                continue
            time_s = music.timeline.time_at(thing.beat)
            if from_s - BACK_S <= time_s < until_s:
                due_s = local(time_s)
                out.append((due_s, thing.message))
                self._remember(due_s, key)
        return sorted(out, key=lambda row: row[0])

    def take_back(self, after_s: Seconds) -> None:
        """Forget what was given for local times after ``after_s``."""
        kept = [row for row in self._given if row[0] <= after_s]
        self._given = deque(kept, maxlen=MOST_GIVEN)
        self._keys = {key for _, key in kept}

    def _remember(self, due_s: Seconds, key: Hashable) -> None:
        if len(self._given) == MOST_GIVEN:
            self._keys.discard(self._given[0][1])
        self._given.append((due_s, key))
        self._keys.add(key)
