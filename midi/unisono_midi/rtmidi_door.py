"""The one door to python-rtmidi, opened late: importing this file loads no driver.

Threads: RtMidi calls ``heard`` from a thread of the driver's own (ALSA, CoreMIDI, WinMM, or JACK's
process callback). The stamp is read there, as the first thing that happens.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from unisono.units import Seconds
from unisono_midi.errors import MidiTrouble, NoMidi, NoPort, PortTaken
from unisono_midi.ports import VIRTUAL, Heard, InputPort, OutputPort, choose

CLIENT: Final = "Unisono"
APIS: Final = {
    "alsa": "API_LINUX_ALSA",
    "jack": "API_UNIX_JACK",
    "coremidi": "API_MACOSX_CORE",
    "winmm": "API_WINDOWS_MM",
}
"""Our names for RtMidi's."""

NO_LIBRARY: Final = (
    "MIDI needs python-rtmidi: pip install 'unisono[midi]'. If there is no ready-made build of it "
    "for your Python, install Python 3.12, or a compiler with the headers of ALSA and JACK "
    "(Debian: g++ libasound2-dev libjack-dev)."
)
NO_SYSTEM: Final = (
    "This machine has no MIDI system that answers (tried: {tried}). On Linux, load the module "
    "snd-seq or start JACK or PipeWire."
)


class RtMidiSystem:
    """This machine's MIDI, by RtMidi.

    Args:
        api: ``alsa``, ``jack``, ``coremidi`` or ``winmm``; None for the first that answers.
        clock: what onsets are stamped with; read in the driver's thread.
    """

    def __init__(
        self, api: str | None = None, clock: Callable[[], Seconds] = time.perf_counter
    ) -> None:
        self._wanted, self._clock = api, clock
        self._lookers: tuple[Any, Any] | None = None
        self._api = 0

    def inputs(self) -> Sequence[str]:
        """Return the ports that can be listened to; see :class:`MidiSystem`."""
        return tuple(self._looker(0).get_ports())

    def outputs(self) -> Sequence[str]:
        """Return the ports that can be written to; see :class:`MidiSystem`."""
        return tuple(self._looker(1).get_ports())

    def open_input(self, name: str, heard: Heard) -> InputPort:
        """Listen to a port; see :class:`MidiSystem`."""
        clock = self._clock

        def called(event: tuple[Sequence[int], float], _data: object = None) -> None:
            heard(clock(), bytes(event[0]))

        self._looker(0)
        port = _client("MidiIn", self._api)
        port.ignore_types(sysex=True, timing=True, active_sense=True)
        port.set_callback(called)
        _open(port, name)
        return _Port(port)

    def open_output(self, name: str) -> OutputPort:
        """Write to a port; see :class:`MidiSystem`."""
        self._looker(1)
        port = _client("MidiOut", self._api)
        _open(port, name)
        return _Port(port)

    def _looker(self, which: int) -> Any:
        """Return the client that looks for ports, made anew while it sees nothing at all."""
        if self._lookers is not None and not any(one.get_ports() for one in self._lookers):
            for one in self._lookers:  # the system may have been restarted under us
                one.delete()
            self._lookers = None
        if self._lookers is None:
            self._lookers = self._look()
        return self._lookers[which]

    def _look(self) -> tuple[Any, Any]:
        tried = []
        for name, api in self._candidates():
            tried.append(name)
            with suppress(NoMidi):
                found = _client("MidiIn", api, " looks"), _client("MidiOut", api, " looks")
                self._api = api
                return found
        raise NoMidi(NO_SYSTEM.format(tried=", ".join(tried) or "none is built in"))

    def _candidates(self) -> list[tuple[str, int]]:
        rtmidi = _library()
        compiled = rtmidi.get_compiled_api()
        known = {name: getattr(rtmidi, constant) for name, constant in APIS.items()}
        if self._wanted is not None:
            return [(self._wanted, known[self._wanted])] if self._wanted in known else []
        return [(name, api) for name, api in known.items() if api in compiled]


class _Port:
    """An open port of either direction."""

    def __init__(self, port: Any) -> None:
        self._port: Any | None = port

    def send(self, message: bytes) -> None:
        if self._port is None:
            raise MidiTrouble("The port is closed.")
        try:
            self._port.send_message(message)
        except (OSError, RuntimeError, ValueError) as problem:
            raise MidiTrouble(f"The port does not take it: {problem}") from problem

    def close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close_port()
            port.delete()


def _library() -> Any:
    os.environ.setdefault("JACK_NO_START_SERVER", "1")  # a look must not start a sound server
    try:
        import rtmidi  # noqa: PLC0415 - opened late
    except ImportError as problem:
        raise NoMidi(NO_LIBRARY) from problem
    return rtmidi


def _client(kind: str, api: int, tail: str = "") -> Any:
    rtmidi = _library()
    try:
        with _quiet():
            return getattr(rtmidi, kind)(api, name=f"{CLIENT}{tail}")
    except (OSError, RuntimeError) as problem:
        raise NoMidi(NO_SYSTEM.format(tried=str(problem))) from problem


def _open(port: Any, name: str) -> None:
    """Open a client on a port of this name, or as a port of its own."""
    try:
        if name == VIRTUAL:
            port.open_virtual_port(CLIENT)
            return
        there = port.get_ports()
        port.open_port(there.index(choose(name, there)))
    except NoPort:
        port.delete()
        raise
    except (OSError, RuntimeError, ValueError) as problem:
        port.delete()
        raise PortTaken(name) from problem


class _quiet:  # noqa: N801 - reads as a word
    """Keeps the sound system's own complaints, which the driver prints, off the terminal."""

    def __enter__(self) -> None:
        sys.stderr.flush()
        self._kept = os.dup(2)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)

    def __exit__(self, *_: object) -> None:
        os.dup2(self._kept, 2)
        os.close(self._kept)
