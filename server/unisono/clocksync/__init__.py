"""Four timestamps -> session time: offset, skew, round trip and how far to trust them.

Pure: no transport, no clock. ``static/js/clocksync.js`` is the browser's twin; both are tested on
``tests/vectors/clocksync.json``. The model and its limits are told in ``docs/clock.md``; network
paths to try a clock on are in :mod:`unisono.clocksync.emulation`.
"""

from unisono.clocksync.clock import SessionClock
from unisono.clocksync.estimate import ClockEstimate, Quality, quality_of
from unisono.clocksync.refine import RefinedClock, refine
from unisono.clocksync.samples import Sample
from unisono.clocksync.settings import ClockSettings, Pace

__all__ = [
    "ClockEstimate",
    "ClockSettings",
    "Pace",
    "Quality",
    "RefinedClock",
    "Sample",
    "SessionClock",
    "quality_of",
    "refine",
]
