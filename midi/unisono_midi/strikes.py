"""One strike, one onset: what a pad reports twice is dropped, and so is what it overhears. Pure.

Two rules, both per port. A pad's own second report within :data:`RETRIGGER_S` of the first is the
stick bouncing. A much softer onset of *another* pad within :data:`CROSSTALK_S` is the frame
shaking: electronic drum makers call it crosstalk. A flam between two hands is neither, and the
fastest rolls of one hand (about 16 strokes a second) stay well clear of both.
"""

from __future__ import annotations

from typing import Final

from unisono.units import Seconds

RETRIGGER_S: Final[Seconds] = 0.030
CROSSTALK_S: Final[Seconds] = 0.008
CROSSTALK_SHARE: Final = 0.3
"""Another pad counts as shaken if it is softer than this share of the strike before it."""


class Strikes:
    """Decides which note-ons of one port are strikes.

    Args:
        retrigger_s: how long a pad is deaf after a strike.
    """

    def __init__(self, retrigger_s: Seconds = RETRIGGER_S) -> None:
        self._retrigger_s = retrigger_s
        self._by_note: dict[tuple[int, int], Seconds] = {}
        self._last: tuple[Seconds, int] | None = None
        self.dropped = 0

    def take(self, onset_s: Seconds, channel: int, note: int, velocity: int) -> bool:
        """Return whether a note-on is a strike of its own.

        Args:
            onset_s: when, on the clock of this device; earlier than the one before is allowed.
            channel: 0..15.
            note: 0..127.
            velocity: 1..127.
        """
        before_s = self._by_note.get((channel, note))
        bounced = before_s is not None and 0.0 <= onset_s - before_s < self._retrigger_s
        if bounced or self._shaken(onset_s, velocity):
            self.dropped += 1
            return False
        self._by_note[channel, note] = onset_s
        self._last = (onset_s, velocity)
        return True

    def _shaken(self, onset_s: Seconds, velocity: int) -> bool:
        if self._last is None:
            return False
        last_s, last_velocity = self._last
        near = 0.0 <= onset_s - last_s < CROSSTALK_S
        return near and velocity < CROSSTALK_SHARE * last_velocity
