"""From what a port says to strokes and cues. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from unisono.units import Seconds
from unisono_midi.mapping import PadMap, Stroke
from unisono_midi.parser import NoteOn, Parser
from unisono_midi.strikes import Strikes

MAX_DATA = 127


@dataclass(frozen=True, slots=True)
class Hit:
    """One strike: when on this device's clock, which stroke, how hard (0..1), on which pad."""

    onset_s: Seconds
    stroke: Stroke
    velocity: float
    note: int


@dataclass(frozen=True, slots=True)
class CueGiven:
    """A pad or foot switch gave a cue."""

    onset_s: Seconds
    cue: str


Happening: TypeAlias = Hit | CueGiven


class Pads:
    """One port's pads; keeps its running status and which strikes were bounces.

    Args:
        mapping: which pad is what.
    """

    def __init__(self, mapping: PadMap) -> None:
        self.mapping = mapping
        self._parser = Parser()
        self._strikes = Strikes()

    @property
    def dropped(self) -> int:
        """How many bounces and echoes were dropped."""
        return self._strikes.dropped

    def take(self, onset_s: Seconds, message: bytes) -> list[Happening]:
        """Return what a message of the port means; nothing, for most kinds."""
        found: list[Happening] = []
        for one in self._parser.feed(message):
            if isinstance(one, NoteOn) and not self._strikes.take(
                onset_s, one.channel, one.note, one.velocity
            ):
                continue
            cue = self.mapping.cue(one)
            if cue is not None:
                found.append(CueGiven(onset_s, cue))
            elif isinstance(one, NoteOn):
                stroke = self.mapping.stroke(one.note)
                if stroke is not None:
                    found.append(Hit(onset_s, stroke, one.velocity / MAX_DATA, one.note))
        return found
