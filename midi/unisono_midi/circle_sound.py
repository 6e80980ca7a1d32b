"""The circle as drums: strokes of the others, exactly so many bars after they were played. Pure.

The twin of ``static/js/hearing.js``: mapped by beat, so that a round keeps its groove through ramps
and meters; a round lasts at least 1.5 s, for strokes need their way through the network.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable
from typing import Final

from unisono.client import View
from unisono.pulse import Bars, Timeline
from unisono.session import messages as m
from unisono.units import Beats, Seconds
from unisono_midi.mapping import PadMap
from unisono_midi.music import Music, Sounded, ToLocal, unchanged
from unisono_midi.phrasing import BACK_S, Cued, OnceTrain

LEAST_ROUND_S: Final[Seconds] = 1.5
EARLY_BEATS: Final[Beats] = 0.25
"""A stroke so little before a bar belongs to the bar it leads into."""
EDGE_BEATS: Final[Beats] = 1e-6
MOST_BARS: Final = 64
MOST_STROKES: Final = 4000
PLAIN_LEVEL: Final = 0.7


def later_beat(music: Music, beat: Beats, bars: int) -> Beats:
    """Return the beat on which a stroke is heard: ``bars`` bars later, more if they are short."""
    in_bar = music.bars.position_at(beat + EARLY_BEATS).beat_in_bar
    start = round(beat + EARLY_BEATS - in_bar)
    start_s = music.timeline.time_at(start)
    later, count = start, 0
    while count < MOST_BARS and (
        count < bars or music.timeline.time_at(later) - start_s < LEAST_ROUND_S
    ):
        later = music.bars.next_bar_beat(later + EDGE_BEATS)
        count += 1
    return later + (beat - start)


class CircleTrain(OnceTrain):
    """Strokes of the others on a sound module.

    Args:
        view: who sits where.
        mapping: which stroke is which sound.
        own: whether one's own strokes come round, too.
    """

    def __init__(self, view: View, mapping: PadMap, *, own: bool = False) -> None:
        super().__init__()
        self._view, self._mapping, self._own = view, mapping, own
        self._hearing = m.HearingView()
        self._strokes: deque[tuple[int, m.StrokeView]] = deque(maxlen=MOST_STROKES)
        self._numbers = itertools.count()
        self._beats: dict[int, Beats] = {}
        self._mapped: tuple[Timeline, Bars, int] | None = None

    def hear(self, message: m.AnyMessage) -> None:
        """Take a message of the server; strokes are remembered, the rest passes."""
        match message:
            case m.Welcome():
                self._hearing = message.hearing
            case m.HearingMessage():
                self._hearing = message.hearing
            case m.TickMessage():
                self._strokes.extend((next(self._numbers), tap) for tap in message.taps)
            case _:
                pass

    def give(
        self,
        music: Music | None,
        from_s: Seconds,
        until_s: Seconds,
        local: ToLocal = unchanged,
    ) -> list[Sounded]:
        """Return what comes round in a stretch; what came round before it is let go of."""
        sounded = super().give(music, from_s, until_s, local)
        while music is not None and self._strokes:
            number, tap = self._strokes[0]
            if music.timeline.time_at(self._beat(music, number, tap)) >= from_s - BACK_S:
                break
            self._strokes.popleft()
            self._beats.pop(number, None)
        return sounded

    def things(self, music: Music) -> Iterable[Cued]:
        """Return the strokes that come round in a run."""
        for number, tap in self._strokes:
            if self._is_heard(tap.seat):
                yield Cued(number, self._beat(music, number, tap), self._note(tap))

    def _beat(self, music: Music, number: int, tap: m.StrokeView) -> Beats:
        """Return the beat a stroke comes round on; found once, as long as the music is the same."""
        mapped = music.timeline, music.bars, max(1, self._hearing.bars)
        if self._mapped is None or any(
            a is not b for a, b in zip(mapped, self._mapped, strict=True)
        ):
            self._mapped = mapped
            self._beats.clear()
        beat = self._beats.get(number)
        if beat is None:
            if len(self._beats) > 2 * MOST_STROKES:  # of strokes that were too many to keep
                self._beats.clear()
            beat = later_beat(music, music.timeline.beat_at(tap.time_s), mapped[2])
            self._beats[number] = beat
        return beat

    def _note(self, tap: m.StrokeView) -> bytes:
        velocity = min(127, max(1, round((tap.level or PLAIN_LEVEL) * 127)))
        status = 0x90 | self._mapping.channel
        return bytes((status, self._mapping.sound(tap.stroke or "tone"), velocity))

    def _is_heard(self, seat: int) -> bool:
        view, who = self._view, self._hearing.who
        if who == "nobody" or (seat == view.seat and not self._own):
            return False
        if who == "facilitator":
            return seat in {0, view.caller}
        if who == "all" or view.seat is None or seat == view.seat:
            return True
        ring = sorted(view.circle)
        if seat not in view.circle or view.seat not in view.circle:
            return False
        if who == "section":
            return view.circle[seat].section == view.circle[view.seat].section
        apart = abs(ring.index(seat) - ring.index(view.seat))
        return min(apart, len(ring) - apart) == 1
