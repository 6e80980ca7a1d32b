"""Which pad is which stroke, which pad gives which cue, which sound is which stroke. Pure.

A mapping is a readable text. What it does not say stays as General MIDI percussion has it::

    # my pads
    36       = bass
    38-40    = slap
    37       = rim
    other    = tone        # or: nothing

    [cues]
    49         = stop
    control 64 = start     # a foot switch

    [out]
    bass = 64
    click = 76
    accent = 77
    prompt = 61
    channel = 10

Notes are numbers, 0 to 127. Words after a ``#`` are for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from unisono_midi.parser import Control, Message, NoteOn, Program

Stroke: TypeAlias = Literal["bass", "tone", "slap", "rim"]
Trigger: TypeAlias = tuple[Literal["note", "control", "program"], int]
STROKES: Final[tuple[Stroke, ...]] = ("bass", "tone", "slap", "rim")
SOUNDS: Final = (*STROKES, "click", "accent", "prompt")
PEDAL_DOWN: Final = 64
DRUM_CHANNEL: Final = 9

_GM_BASS: Final = (35, 36, 41, 43, 61, 64, 66, 87)
_GM_SLAP: Final = (38, 39, 40, 60, 62, 65)
_GM_RIM: Final = (31, 37, 42, 44, 46, 75, 76, 77)
GM_STROKES: Final[Mapping[int, Stroke]] = {
    **dict.fromkeys(_GM_BASS, "bass"),
    **dict.fromkeys(_GM_SLAP, "slap"),
    **dict.fromkeys(_GM_RIM, "rim"),
}
"""General MIDI percussion as hand drums: low drums are bass, snares and muted or high hand drums
slap, side stick, hi-hat, claves and wood blocks rim; everything else is tone."""

GM_SOUNDS: Final[Mapping[str, int]] = {
    "bass": 64,  # low conga
    "tone": 63,  # open high conga
    "slap": 62,  # muted high conga
    "rim": 37,  # side stick
    "click": 77,  # low wood block
    "accent": 76,  # high wood block
    "prompt": 67,  # high agogo
}


@dataclass(frozen=True, slots=True)
class PadMap:
    """A mapping as it stands in a file.

    Attributes:
        strokes: note to stroke; None is a pad that stays silent.
        other: what every other note is.
        cues: pads and foot switches to cues.
        sounds: stroke, click, accent or prompt to note.
        channel: of the sounds, from 0.
    """

    strokes: Mapping[int, Stroke | None] = field(default_factory=lambda: dict(GM_STROKES))
    other: Stroke | None = "tone"
    cues: Mapping[Trigger, str] = field(default_factory=dict)
    sounds: Mapping[str, int] = field(default_factory=lambda: dict(GM_SOUNDS))
    channel: int = DRUM_CHANNEL

    def stroke(self, note: int) -> Stroke | None:
        """Return the stroke of a note; None if that pad is to stay silent or gives a cue."""
        if ("note", note) in self.cues:
            return None
        return self.strokes.get(note, self.other)

    def cue(self, message: Message) -> str | None:
        """Return the cue that a message gives; a pedal gives its cue on the way down only."""
        match message:
            case NoteOn(_, note, _):
                return self.cues.get(("note", note))
            case Control(_, number, value) if value >= PEDAL_DOWN:
                return self.cues.get(("control", number))
            case Program(_, number):
                return self.cues.get(("program", number))
            case _:
                return None

    def sound(self, name: str) -> int:
        """Return the note of a stroke, the click, its accent or the prompt."""
        return self.sounds.get(name, self.sounds["tone"])


GENERAL_MIDI: Final = PadMap()
