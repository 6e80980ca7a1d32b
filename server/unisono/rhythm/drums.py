"""The drums of General MIDI (percussion key map, notes 35 to 81), by the names used here. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GM_DRUMS: Final[Mapping[int, str]] = {
    35: "deep kick", 36: "kick", 37: "rim", 38: "snare", 39: "clap", 40: "snare 2",
    41: "low floor tom", 42: "closed hi-hat", 43: "floor tom", 44: "pedal hi-hat", 45: "low tom",
    46: "open hi-hat", 47: "mid tom", 48: "high-mid tom", 49: "crash", 50: "high tom", 51: "ride",
    52: "china", 53: "ride bell", 54: "tambourine", 55: "splash", 56: "cowbell", 57: "crash 2",
    58: "vibraslap", 59: "ride 2", 60: "high bongo", 61: "low bongo", 62: "muted high conga",
    63: "high conga", 64: "low conga", 65: "high timbale", 66: "low timbale", 67: "high agogo",
    68: "low agogo", 69: "cabasa", 70: "maracas", 71: "short whistle", 72: "long whistle",
    73: "short guiro", 74: "long guiro", 75: "claves", 76: "high woodblock", 77: "low woodblock",
    78: "muted cuica", 79: "open cuica", 80: "muted triangle", 81: "open triangle",
}  # fmt: skip
ROW_DRUMS: Final = (75, 63, 64, 56, 70, 54, 76, 36)
"""What the rows of a pattern without instruments sound like, in order."""


def drum_name(note: int) -> str:
    """Return what a note of the drum channel is called."""
    return GM_DRUMS.get(note, f"note {note}")
