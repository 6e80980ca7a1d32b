"""How much a group is together: one metric a file, each with its published source."""

from unisono.synchrony.live import LiveCohesion, LiveScore, LiveSettings
from unisono.synchrony.outcome import Reason, TooLittle

__all__ = ["LiveCohesion", "LiveScore", "LiveSettings", "Reason", "TooLittle"]
