"""The click and its accents as notes of a sound module. Pure."""

from __future__ import annotations

import math
from collections import deque
from typing import Final

from unisono.units import Seconds
from unisono_midi.mapping import PadMap
from unisono_midi.music import Music, Sounded, ToLocal, unchanged
from unisono_midi.phrasing import Uncounted
from unisono_midi.scenes import click_sounds

VELOCITIES: Final = (72, 92, 112)
"""Of a plain beat, of the first beat of a group, of the first beat of a bar."""
MOST_GIVEN: Final = 256


class ClickTrain(Uncounted):
    """Gives the click stretch by stretch, each beat once; see :class:`ClockTrain`."""

    def __init__(self, mapping: PadMap) -> None:
        self._mapping = mapping
        self._run: int | None = None
        self._beat = 0
        self._given: deque[tuple[Seconds, int | None, int]] = deque(maxlen=MOST_GIVEN)

    def give(
        self,
        music: Music | None,
        from_s: Seconds,
        until_s: Seconds,
        local: ToLocal = unchanged,
    ) -> list[Sounded]:
        """Return the beats that sound in ``[from_s, until_s)``; see :class:`ClockTrain`."""
        out: list[Sounded] = []
        if music is None:
            self._run = None
            return out
        if music.run != self._run:
            here = max(music.first_beat, music.timeline.beat_at(from_s))
            self._run, self._beat = music.run, math.ceil(here - 1e-6)
        while self._beat < music.stop_beat:
            time_s = music.timeline.time_at(self._beat)
            if time_s >= until_s:
                break
            due_s = local(time_s)
            if click_sounds(music.scenes, music.bars, self._beat):
                out.append((due_s, self._note(music.bars.accent_at(self._beat))))
            self._given.append((due_s, self._run, self._beat))
            self._beat += 1
        return out

    def take_back(self, after_s: Seconds) -> None:
        """Forget what was given for local times after ``after_s``."""
        while self._given and self._given[-1][0] > after_s:
            _, self._run, self._beat = self._given.pop()

    def _note(self, accent: int) -> bytes:
        name = "accent" if accent else "click"
        return bytes((0x90 | self._mapping.channel, self._mapping.sound(name), VELOCITIES[accent]))
