"""How far strokes are from the click, said while they are played. One event loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from statistics import mean, stdev
from typing import Final

from unisono.client import Client
from unisono.units import Seconds, to_ms
from unisono_midi.music import Music
from unisono_midi.pads import Hit

KEPT: Final = 16
PARTS: Final = 4
"""Strokes are compared with the nearest quarter of a beat."""


class Offsets:
    """Says for each stroke how early or late it was, and how much the last ones scattered.

    Args:
        client: whose session it is.
        say: takes lines for the terminal.
    """

    def __init__(self, client: Client, say: Callable[[str], None]) -> None:
        self._client, self._say = client, say
        self._recent: deque[Seconds] = deque(maxlen=KEPT)

    def also(self, then: Callable[[Hit], None]) -> Callable[[Hit], None]:
        """Return a function that says it, and then does what is to be done with a stroke."""

        def both(hit: Hit) -> None:
            then(hit)
            self.take(hit)

        return both

    def take(self, hit: Hit) -> None:
        """Say where a stroke was."""
        clock, music = self._client.clock, Music.of(self._client.view)
        if not clock.ready:
            return
        words = f"{hit.stroke:5} pad {hit.note:3d}  {round(hit.velocity * 127):3d}"
        bound = f"clock ±{to_ms(clock.bound_s()):.1f} ms"
        if music is None:
            self._say(f"{words}  no click   {bound}")
            return
        time_s = clock.session.now(hit.onset_s)
        beat = round(music.timeline.beat_at(time_s) * PARTS) / PARTS
        offset_s = time_s - music.timeline.time_at(beat)
        self._recent.append(offset_s)
        self._say(f"{words}  {to_ms(offset_s):+6.1f} ms{self._of_late()}   {bound}")

    def _of_late(self) -> str:
        if len(self._recent) < 4:
            return ""
        return f"  of late {to_ms(mean(self._recent)):+6.1f} ± {to_ms(stdev(self._recent)):.1f} ms"
