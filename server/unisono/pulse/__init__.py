"""Beats and session seconds: tempo, meter, timeline, bars, phase.

Nothing here knows what time it is: a :class:`Timeline` is a bijection between beats and session
seconds, :class:`Bars` counts the beats into bars. ``static/js/timeline.js`` is its twin; both are
tested on ``tests/vectors/timeline.json``.
"""

from unisono.pulse.bars import Bars, MeterSpan, Position
from unisono.pulse.meter import MAX_BEATS, MIN_BEATS, Meter
from unisono.pulse.phase import phase_rad, wrap_rad
from unisono.pulse.tempo import MAX_BPM, MIN_BPM, check_bpm
from unisono.pulse.timeline import Segment, Timeline

__all__ = [
    "MAX_BEATS",
    "MAX_BPM",
    "MIN_BEATS",
    "MIN_BPM",
    "Bars",
    "Meter",
    "MeterSpan",
    "Position",
    "Segment",
    "Timeline",
    "check_bpm",
    "phase_rad",
    "wrap_rad",
]
