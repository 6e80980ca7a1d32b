"""Session time on the grid of a MIDI file: a tempo map that gives every instant back. Pure.

Beats of a run are quarter notes, a click's bars are the file's bars. A tempo in a MIDI file is a
whole number of microseconds a quarter note, so a beat of 500 000.4 µs would drift; here each beat
is written to end where it really ends, to the tenth of a millisecond, and ramps become one step a
beat. Between runs and before the first there are bars of four quarters that fill the time. What is
looked up is what was *written*, so an instant comes back within half a tick, however long the file.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from unisono.rhythm.smf import SmfMeter, SmfTempo
from unisono.session.runs import RunState
from unisono.units import Beats, Seconds

TICKS_PER_BEAT: Final = 480
FREE_QUARTER_US: Final = 500_000
FREE_BAR_QUARTERS: Final = 4
FREE_BAR_S: Final[Seconds] = FREE_BAR_QUARTERS * FREE_QUARTER_US * 1e-6
SHORT_GAP_S: Final[Seconds] = FREE_BAR_S / 2.0
LARGEST_US: Final = 2**24 - 1
TOLERANCE_US: Final = 100
"""A tempo is kept as long as its beats end where they should, within so much."""


@dataclass(slots=True)
class MidiGrid:
    """The tempo map being written, and where instants lie on it.

    Args:
        start_s: session time of tick 0.
    """

    start_s: Seconds
    tempi: list[SmfTempo] = field(default_factory=list)
    meters: list[SmfMeter] = field(default_factory=list)
    _starts_us: list[int] = field(default_factory=list)
    _pieces: list[tuple[int, int]] = field(default_factory=list)
    _tick: int = 0
    _us: int = 0

    def tick(self, time_s: Seconds) -> int:
        """Return the tick of an instant; 0 for what was before the start."""
        us = (time_s - self.start_s) * 1e6
        i = max(0, bisect_right(self._starts_us, us) - 1)
        tick, per_quarter = self._pieces[i]
        return max(0, tick + round((us - self._starts_us[i]) * TICKS_PER_BEAT / per_quarter))

    def beats(self, ends_s: Sequence[Seconds]) -> None:
        """Go on by quarter notes that end at these instants."""
        for end_s in ends_s:
            wanted_us = round((end_s - self.start_s) * 1e6) - self._us
            now_us = self.tempi[-1].us_per_quarter if self.tempi else 0
            if abs(wanted_us - now_us) > TOLERANCE_US:
                now_us = min(max(1, wanted_us), LARGEST_US)
                self._tempo(now_us)
            self._tick += TICKS_PER_BEAT
            self._us += now_us

    def fill(self, until_s: Seconds) -> None:
        """Go on by whole bars that end at an instant, so that what comes begins a bar."""
        gap_s = until_s - self.start_s - self._us * 1e-6
        if gap_s * 1e6 < 1.0:
            return
        short = gap_s < SHORT_GAP_S
        bars = 1 if short else max(1, round(gap_s / FREE_BAR_S))
        quarters = 1 if short else bars * FREE_BAR_QUARTERS
        self.meter(1 if short else FREE_BAR_QUARTERS)
        step_s = gap_s / quarters
        self.beats([until_s - step_s * left for left in range(quarters - 1, -1, -1)])

    def meter(self, beats: int) -> None:
        """Have bars of so many beats from here on."""
        if not self.meters or self.meters[-1].beats != beats:
            self.meters.append(SmfMeter(self._tick, beats))

    def end(self) -> None:
        """Have what is still to come in bars of four at 120."""
        self.meter(FREE_BAR_QUARTERS)
        self._tempo(FREE_QUARTER_US)

    def _tempo(self, us_per_quarter: int) -> None:
        self.tempi.append(SmfTempo(self._tick, us_per_quarter))
        self._starts_us.append(self._us)
        self._pieces.append((self._tick, us_per_quarter))


def grid_of(runs: Sequence[RunState], first_s: Seconds, last_s: Seconds) -> MidiGrid:
    """Return the grid of a session.

    Args:
        runs: in order.
        first_s: the first thing that is to be on it.
        last_s: the last; a run that nobody stopped is written until then.
    """
    grid = MidiGrid(_start(runs, first_s))
    for number, run in enumerate(runs):
        grid.fill(_time(run, -run.count_in_beats))
        following = runs[number + 1] if number + 1 < len(runs) else None
        _write_run(grid, run, following, last_s)
    grid.end()
    return grid


def _start(runs: Sequence[RunState], first_s: Seconds) -> Seconds:
    """Return where the file begins: whole bars of free time before the first count-in."""
    if not runs:
        return first_s
    begins_s = _time(runs[0], -runs[0].count_in_beats)
    return begins_s - FREE_BAR_S * math.ceil(max(0.0, begins_s - first_s) / FREE_BAR_S)


def _write_run(grid: MidiGrid, run: RunState, following: RunState | None, last_s: Seconds) -> None:
    """Write the beats of a run; a stop within a beat leaves that beat to the time after it."""
    first = -run.count_in_beats
    stop = run.timeline.beat_at(last_s) if run.stop_beat is None else run.stop_beat
    last = max(first, math.floor(stop))
    if following is not None:
        begins_s = _time(following, -following.count_in_beats)
        while last > first and _time(run, last) > begins_s:
            last -= 1
    edges = [first, *(s.beat0 for s in run.bars.spans if first < s.beat0 < last), last]
    for begin, end in pairwise(edges):
        grid.meter(run.bars.position_at(begin).meter.beats)
        grid.beats([_time(run, beat) for beat in range(begin + 1, end + 1)])


def _time(run: RunState, beat: Beats) -> Seconds:
    return run.timeline.time_at(beat)
