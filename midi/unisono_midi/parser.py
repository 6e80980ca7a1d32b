"""MIDI bytes as messages: the door through which everything a device sends comes in. Pure.

Bytes may come in any portions. What a rhythm does not need is passed over without a word: sysex,
active sensing, clock, aftertouch. A note-on with velocity 0 is the note's end (MIDI 1.0, running
status), and so no onset. No sequence of bytes is refused; nonsense gives no messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

_DATA_BYTES: Final = {0x8: 2, 0x9: 2, 0xA: 2, 0xB: 2, 0xC: 1, 0xD: 1, 0xE: 2}
_SYSTEM_DATA_BYTES: Final = {0xF1: 1, 0xF2: 2, 0xF3: 1}
_SYSEX, _REALTIME = 0xF0, 0xF8


@dataclass(frozen=True, slots=True)
class NoteOn:
    """A note begins; ``channel`` counts from 0, ``velocity`` is 1..127."""

    channel: int
    note: int
    velocity: int


@dataclass(frozen=True, slots=True)
class NoteOff:
    """A note ends."""

    channel: int
    note: int


@dataclass(frozen=True, slots=True)
class Control:
    """A knob or pedal moved to ``value``, 0..127."""

    channel: int
    number: int
    value: int


@dataclass(frozen=True, slots=True)
class Program:
    """A sound was chosen; some foot switches send nothing else."""

    channel: int
    number: int


Message: TypeAlias = NoteOn | NoteOff | Control | Program


class Parser:
    """Keeps the running status of one port; feed it bytes, get messages.

    Thread: any one, always the same. Nothing blocks; memory does not grow.
    """

    def __init__(self) -> None:
        self._status = 0
        self._needed = 0
        self._data: list[int] = []

    def feed(self, data: bytes) -> list[Message]:
        """Return the messages that these bytes complete, in order."""
        messages: list[Message] = []
        for byte in data:
            if byte >= _REALTIME:  # may stand anywhere, even inside another message
                continue
            if byte >= 0x80:
                self._begin(byte)
            elif self._needed:
                self._data.append(byte)
                if len(self._data) == self._needed:
                    messages += self._complete()
        return messages

    def _begin(self, status: int) -> None:
        """Take a status byte; it ends whatever was unfinished, sysex included."""
        self._data.clear()
        self._status = status
        if status < _SYSEX:
            self._needed = _DATA_BYTES[status >> 4]
        else:  # system messages end the running status; a sysex's bytes are passed over
            self._needed = _SYSTEM_DATA_BYTES.get(status, 0)

    def _complete(self) -> list[Message]:
        """Return the finished message, if a rhythm needs it; the status goes on running."""
        status, data = self._status, tuple(self._data)
        self._data.clear()
        if status >= _SYSEX:
            self._needed = 0
            return []
        channel = status & 0x0F
        match status >> 4:
            case 0x9 if data[1] > 0:
                return [NoteOn(channel, *data)]
            case 0x8 | 0x9:
                return [NoteOff(channel, data[0])]
            case 0xB:
                return [Control(channel, *data)]
            case 0xC:
                return [Program(channel, data[0])]
            case _:
                return []
