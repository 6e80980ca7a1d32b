"""A click that follows a recording: its bars begin where the recording's bars begin.

The tempo of each bar is announced during the bar before, so that the next downbeat falls on the
recording's own. Deviations do not add up: every tempo is reckoned from where the click really is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from unisono.client.connection import Link
from unisono.client.console import Console
from unisono.errors import BadValue, PeerError
from unisono.pulse import MAX_BPM, MIN_BPM, Meter, check_bpm
from unisono.readers import Performance
from unisono.units import Bpm, Seconds, tempo_bpm

ANNOUNCE_AFTER_S: Final[Seconds] = 0.1
"""So long into a bar the next bar's tempo is announced: early, but surely inside the bar."""


@dataclass(frozen=True, slots=True)
class BarLines:
    """Where the bars of a recording begin, in seconds since its first onset.

    Raises:
        BadValue: if there are fewer than two, or they ask for a tempo outside 20..300.
    """

    starts_s: tuple[Seconds, ...]
    meter: Meter

    def __post_init__(self) -> None:
        if len(self.starts_s) < 2:
            raise BadValue("bars of the recording", len(self.starts_s), "two or more", _HINT)
        for bar in range(len(self.starts_s) - 1):
            check_bpm(self.tempo(bar))

    @classmethod
    def of(cls, performance: Performance, meter: Meter, bpm: Bpm | None = None) -> BarLines:
        """Return the bars a performance's grid gives, or bars of a steady tempo."""
        length_s = performance.last_s - performance.first_s
        if bpm is not None:
            bar_s = meter.beats * tempo_bpm(check_bpm(bpm))
            return cls(tuple(i * bar_s for i in range(2 + int(length_s / bar_s))), meter)
        grid = performance.grid
        starts_s = grid.bar_starts_s if grid is not None else ()
        return cls(tuple(t - performance.first_s for t in starts_s), meter)

    def tempo(self, bar: int) -> Bpm:
        """Return the tempo of a bar, counted from 0."""
        return self.meter.beats * tempo_bpm(self.starts_s[bar + 1] - self.starts_s[bar])

    def typical(self) -> Bpm:
        """Return the middle tempo."""
        tempi = sorted(self.tempo(bar) for bar in range(len(self.starts_s) - 1))
        return tempi[len(tempi) // 2]


_HINT: Final = "Give the tempo with --bpm, or choose a recording that marks its bars."


class Follower:
    """Leads a circle along a recording.

    Args:
        console: the facilitator's connection, ready.
        bars: where the recording's bars begin.
        speed: how fast it is played.
    """

    def __init__(self, console: Console, bars: BarLines, speed: float = 1.0) -> None:
        self.console = console
        self.bars = bars
        self.speed = speed
        self._start_s: Seconds = 0.0

    async def begin(self) -> Seconds:
        """Start the click; return the session time at which the first onset belongs.

        Raises:
            PeerError: if the server does not start it.
        """
        await self.console.arrange(
            tempo_bpm=self._clip(self.bars.tempo(0) * self.speed),
            grouping=self.bars.meter.grouping,
            count_in_bars=1,
        )
        await self.console.start()
        await self.console.until(lambda: self.console.view.playing)
        self._start_s = self._beat_s(0) - self.bars.starts_s[0] / self.speed
        return self._start_s

    async def keep_up(self) -> None:
        """Announce the tempo of each bar during the bar before, to the end."""
        for bar, (start_s, end_s) in enumerate(pairwise(self.bars.starts_s)):
            if bar == 0:
                continue
            beats = self.bars.meter.beats
            await self.console.sleep_until(self._beat_s((bar - 1) * beats) + ANNOUNCE_AFTER_S)
            wanted_s = self._start_s + end_s / self.speed - self._beat_s(bar * beats)
            steady_s = (end_s - start_s) / self.speed
            tempo = beats * tempo_bpm(max(wanted_s, steady_s / 2.0))
            await self._announce(self._clip(tempo))

    async def stop(self) -> None:
        """Stop at the end of the bar."""
        if self.console.link is Link.IN and self.console.view.playing:
            await self.console.stop("bar")

    async def _announce(self, tempo: Bpm) -> None:
        try:
            await self.console.arrange(tempo_bpm=tempo)
        except PeerError:
            return  # the line is away for a moment: the bar after next makes up for it

    def _beat_s(self, beat: int) -> Seconds:
        timeline = self.console.view.timeline
        return timeline.time_at(beat) if timeline is not None else self.console.now_s()

    @staticmethod
    def _clip(tempo: Bpm) -> Bpm:
        return min(max(tempo, MIN_BPM), MAX_BPM)
