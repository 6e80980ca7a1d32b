"""MIDI ports as the bridge sees them: names, one that is listened to, one that is written to.

:class:`MidiSystem` is what the door to the driver (:mod:`unisono_midi.rtmidi_door`) and its fake
(:mod:`unisono_midi.testing`) both are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Protocol, TypeAlias

from unisono.units import Seconds
from unisono_midi.errors import NoPort

Heard: TypeAlias = Callable[[Seconds, bytes], None]
"""Called with the onset on this device's clock and one MIDI message, **in the driver's own
thread**. It must be back within 100 µs and never block: put it in a queue and go."""

VIRTUAL: Final = "virtual"
"""A port of our own that other programs connect to, where the system has such ports."""

_NUMBERS: Final = re.compile(r"\s+\d+:\d+$")


class InputPort(Protocol):
    """A port that is listened to."""

    def close(self) -> None:
        """Stop listening; calling it twice is allowed."""


class OutputPort(Protocol):
    """A port that is written to."""

    def send(self, message: bytes) -> None:
        """Send one message at once; may be called from one thread only. Blocks for microseconds.

        Raises:
            MidiTrouble: if the port is gone.
        """

    def close(self) -> None:
        """Stop writing; calling it twice is allowed."""


class MidiSystem(Protocol):
    """The MIDI of one machine. Every method may be called from one thread only."""

    def inputs(self) -> Sequence[str]:
        """Return the names of the ports that can be listened to.

        Raises:
            NoMidi: if there is no MIDI system.
        """

    def outputs(self) -> Sequence[str]:
        """Return the names of the ports that can be written to.

        Raises:
            NoMidi: if there is no MIDI system.
        """

    def open_input(self, name: str, heard: Heard) -> InputPort:
        """Listen to a port.

        Raises:
            NoMidi: if there is no MIDI system.
            NoPort: if there is no such port.
            PortTaken: if another program has it.
        """

    def open_output(self, name: str) -> OutputPort:
        """Write to a port.

        Raises:
            NoMidi: if there is no MIDI system.
            NoPort: if there is no such port.
            PortTaken: if another program has it.
        """


def identity(name: str) -> str:
    """Return what stays of a port's name when its device is unplugged and plugged in again.

    ALSA writes its own numbers, which change, behind the name.
    """
    return _NUMBERS.sub("", name)


def choose(wanted: str, there: Sequence[str]) -> str:
    """Return the port that a name, or a part of one, means; small and large letters are alike.

    Raises:
        NoPort: if none fits, or several do and none exactly.
    """
    if wanted == VIRTUAL:
        return VIRTUAL
    plain = wanted.strip().casefold()
    exact = [name for name in there if plain in (name.casefold(), identity(name).casefold())]
    fitting = exact or [name for name in there if plain in name.casefold()]
    if not fitting or not plain:
        raise NoPort(wanted, there)
    if len({identity(name) for name in fitting}) > 1:
        raise NoPort(wanted, there, fitting)
    return fitting[0]
