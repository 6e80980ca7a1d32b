"""The server's clock: wall time once, at the start, and a monotonic clock from there on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from unisono.units import Seconds

_READINGS: Final = 9


class ServerClock:
    """Tells Unix time and session time; never jumps while the process lives.

    After a restart session time goes on where wall time says it should be, so the music a device
    plays by itself and the server's idea of it stay together.

    Args:
        wall: Unix time; read at the start only.
        monotonic: seconds that only ever grow.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        _, self._start_monotonic_s, self._start_unix_s = min(
            _paired(wall, monotonic) for _ in range(_READINGS)
        )

    def monotonic_s(self) -> Seconds:
        """Return the monotonic clock's reading."""
        return self._monotonic()

    def unix_s(self) -> Seconds:
        """Return Unix time."""
        return self._start_unix_s + (self._monotonic() - self._start_monotonic_s)

    def session_s(self, epoch_s: Seconds, monotonic_s: Seconds | None = None) -> Seconds:
        """Return the time of a session now, or at a monotonic reading.

        The large numbers are subtracted first: the difference of two Unix times is exact to a
        quarter of a microsecond and the same for every reading, and what is added to it is small.
        """
        at_s = self._monotonic() if monotonic_s is None else monotonic_s
        return (self._start_unix_s - epoch_s) + (at_s - self._start_monotonic_s)


def _paired(
    wall: Callable[[], float], monotonic: Callable[[], float]
) -> tuple[Seconds, Seconds, Seconds]:
    """Return (how far apart, monotonic, Unix): both clocks read in one moment, or nearly.

    Were the process held up between two readings, session time would differ by that much from
    what it was before a restart; of several pairs the closest is right to a microsecond.
    """
    before_s = monotonic()
    unix_s = wall()
    after_s = monotonic()
    return after_s - before_s, (before_s + after_s) / 2.0, unix_s
