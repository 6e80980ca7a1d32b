"""Phase: where in a beat something happened."""

from __future__ import annotations

import math

from unisono.units import TAU, Beats, Radians


def wrap_rad(angle: Radians) -> Radians:
    """Return ``angle`` wrapped into (-pi, pi]."""
    wrapped = math.remainder(angle, TAU)
    return math.pi if wrapped == -math.pi else wrapped


def phase_rad(beat: Beats) -> Radians:
    """Return the phase of a beat position relative to its nearest whole beat.

    Negative is early, positive is late; exactly halfway counts as +pi.
    """
    return wrap_rad(TAU * math.remainder(beat, 1.0))
