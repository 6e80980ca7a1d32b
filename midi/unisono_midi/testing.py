"""A MIDI system without devices: cables between ports, plugs that are pulled, ports that are taken.

Shipped, so that everybody's tests share it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from unisono.units import Seconds
from unisono_midi.errors import MidiTrouble, NoMidi, NoPort, PortTaken
from unisono_midi.ports import Heard, InputPort, OutputPort


@dataclass(slots=True)
class _OpenInput:
    system: FakeMidi
    name: str
    heard: Heard

    def close(self) -> None:
        if self in self.system.listeners:
            self.system.listeners.remove(self)


@dataclass(slots=True)
class _OpenOutput:
    system: FakeMidi
    name: str

    def send(self, message: bytes) -> None:
        self.system.carry(self.name, message)

    def close(self) -> None:
        """Nothing is kept open."""


@dataclass(slots=True)
class FakeMidi:
    """A machine's MIDI that a test owns; see :class:`unisono_midi.ports.MidiSystem`.

    What is sent to an output called ``X`` is heard on the input called ``X``, at once: every port
    is a cable. :meth:`strike` is a device of its own.

    Attributes:
        ins: inputs that are plugged in.
        outs: outputs that are plugged in.
        taken: ports that another program has.
        there: whether there is a MIDI system at all.
        sent: everything that was sent: port, time, bytes.
    """

    ins: list[str] = field(default_factory=list)
    outs: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    there: bool = True
    clock: Callable[[], Seconds] = time.perf_counter
    sent: list[tuple[str, Seconds, bytes]] = field(default_factory=list)
    listeners: list[_OpenInput] = field(default_factory=list)

    def inputs(self) -> Sequence[str]:
        """Return the inputs that are plugged in."""
        self._need_system()
        return tuple(self.ins)

    def outputs(self) -> Sequence[str]:
        """Return the outputs that are plugged in."""
        self._need_system()
        return tuple(self.outs)

    def open_input(self, name: str, heard: Heard) -> InputPort:
        """Listen to a port."""
        self._need(name, self.ins)
        port = _OpenInput(self, name, heard)
        self.listeners.append(port)
        return port

    def open_output(self, name: str) -> OutputPort:
        """Write to a port."""
        self._need(name, self.outs)
        return _OpenOutput(self, name)

    def strike(self, name: str, message: bytes, at_s: Seconds | None = None) -> None:
        """Have a device send something, now or as if at a time."""
        for port in list(self.listeners):
            if port.name == name and name in self.ins:
                port.heard(self.clock() if at_s is None else at_s, message)

    def carry(self, name: str, message: bytes) -> None:
        """Take what was sent to an output; it is heard where its cable ends."""
        if name not in self.outs or not self.there:
            raise MidiTrouble(f"'{name}' is not plugged in.")
        self.sent.append((name, self.clock(), message))
        self.strike(name, message)

    def unplug(self, name: str) -> None:
        """Pull a device's plug."""
        self.ins = [one for one in self.ins if one != name]
        self.outs = [one for one in self.outs if one != name]

    def _need_system(self) -> None:
        if not self.there:
            raise NoMidi("This machine has no MIDI system that answers.")

    def _need(self, name: str, there: list[str]) -> None:
        self._need_system()
        if name not in there:
            raise NoPort(name, there)
        if name in self.taken:
            raise PortTaken(name)
