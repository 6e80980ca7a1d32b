"""Clocks that a test owns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from unisono.errors import BadValue
from unisono.units import PPM, Seconds


@dataclass(slots=True)
class FakeClock:
    """A clock that stands still until it is told to go on; call it to read it."""

    now_s: Seconds = 0.0

    def __call__(self) -> Seconds:
        """Return the time."""
        return self.now_s

    def advance(self, seconds: Seconds) -> Seconds:
        """Go on by ``seconds`` and return the new time.

        Raises:
            BadValue: if it would run backwards.
        """
        if not seconds >= 0.0:
            raise BadValue("step of the clock", seconds, "0 s or more")
        self.now_s += seconds
        return self.now_s


@dataclass(frozen=True, slots=True)
class DeviceClock:
    """A device's clock as seen from a true one: set differently, and a little fast or slow.

    Args:
        true: the clock it is derived from.
        offset_s: what it shows when the true clock shows zero.
        drift_ppm: how much faster it runs.
    """

    true: Callable[[], Seconds]
    offset_s: Seconds = 0.0
    drift_ppm: float = 0.0

    def __call__(self) -> Seconds:
        """Return what the device shows."""
        return self.at(self.true())

    def at(self, true_s: Seconds) -> Seconds:
        """Return what the device shows at a true time."""
        return self.offset_s + true_s * (1.0 + self.drift_ppm * PPM)

    def true_at(self, local_s: Seconds) -> Seconds:
        """Return the true time at which the device shows ``local_s``."""
        return (local_s - self.offset_s) / (1.0 + self.drift_ppm * PPM)
