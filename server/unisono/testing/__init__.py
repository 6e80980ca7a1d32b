"""Fakes and simulated people for tests, demos and load: shipped, so that everybody shares them.

- :class:`FakeClock` and :class:`DeviceClock`: time that the test owns.
- :class:`LinkedPair`: two ends joined by a line with delay, loss, reordering and duplicates.
- :mod:`unisono.testing.people`: players who tap as the literature says people do.
- :mod:`unisono.testing.network`: a real TCP line that can be slowed, cut and reset.

Everything but ``network`` is pure and seeded by the caller.
"""

from unisono.testing.clock import DeviceClock, FakeClock
from unisono.testing.link import Line, LinkedPair
from unisono.testing.people import Habit, Latency, RandomLike, SimulatedPlayer, crowd

__all__ = [
    "DeviceClock",
    "FakeClock",
    "Habit",
    "Latency",
    "Line",
    "LinkedPair",
    "RandomLike",
    "SimulatedPlayer",
    "crowd",
]
