"""The driver's side of the bridge: ports that come and go, messages that go out on time.

It runs in a process of its own (:mod:`unisono_midi.process`), so that nothing the event loop does
can hold up a stamp or a message: in one process even the driver's own thread would wait for
Python's lock, and JACK drops the messages of a cycle that its client slept through.

Threads and their deadlines:

==============  =====================================================  =========================
thread          what it does                                           has to be done within
==============  =====================================================  =========================
driver's        stamps an onset, passes it on (thru), queues it        100 µs; never blocks
sender          hands each message to the driver when it is due        0.5 ms of its time
watch           looks for ports every 0.5 s, opens and closes them     no deadline
whoever orders  queues orders                                          50 µs
==============  =====================================================  =========================
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias, TypeVar

from unisono.units import Seconds
from unisono_midi import orders as o
from unisono_midi.errors import MidiTrouble, NoMidi, NoPort, PortTaken
from unisono_midi.ports import InputPort, MidiSystem, OutputPort, choose, identity
from unisono_midi.timetable import Timetable

WATCH_EVERY_S: Final[Seconds] = 0.5
COARSE_S: Final[Seconds] = 0.015
"""Nearer than this the sender sleeps by itself; farther it waits to be woken by new orders."""
FINE_S: Final[Seconds] = 0.0002
"""Nearer than this it does not sleep at all."""

Tell: TypeAlias = Callable[[o.Report], None]
"""Takes reports **in any thread**, the driver's own included; must not block."""


_P = TypeVar("_P", bound=InputPort | OutputPort)


@dataclass(slots=True)
class _Wanted(Generic[_P]):
    """A port that somebody wants: the open port and its name, if it is there."""

    port: _P | None = None
    name: str = ""
    state: o.PortState | None = None


_AnyWanted: TypeAlias = _Wanted[InputPort] | _Wanted[OutputPort]


class Driver:
    """Carries out orders on a MIDI system.

    Args:
        system: the MIDI of this machine; used by the watch thread, output ports by the sender.
        tell: where reports go.
        clock: this device's clock.
    """

    def __init__(
        self, system: MidiSystem, tell: Tell, clock: Callable[[], Seconds] = time.perf_counter
    ) -> None:
        self._system, self._tell, self._clock = system, tell, clock
        self._lock = threading.Condition()
        self._inputs: dict[str, _Wanted[InputPort]] = {}
        self._outputs: dict[str, _Wanted[OutputPort]] = {}
        self._tables: dict[str, Timetable] = {}
        self._thru: dict[str, tuple[str, ...]] = {}
        self._look = threading.Event()
        self._list = False
        self._over = False
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the sender and the watch."""
        for work, name in ((self._send_for_ever, "midi sender"), (self._watch, "midi watch")):
            thread = threading.Thread(target=work, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def do(self, order: o.Order) -> None:
        """Take an order; any thread, returns at once (but for :class:`orders.Finish`)."""
        match order:
            case o.Listen(wanted):
                self._inputs.setdefault(wanted, _Wanted())
                self._look.set()
            case o.Play(wanted):
                self._want_output(wanted)
            case o.Thru(source, target):
                self._want_output(target)
                self._thru[source] = (*self._thru.get(source, ()), target)
                self._inputs.setdefault(source, _Wanted())
                self._look.set()
            case o.Send(wanted, messages, mark):
                with self._lock:
                    for due_s, message in messages:
                        self._tables.setdefault(wanted, Timetable()).add(due_s, message, mark=mark)
                    self._lock.notify()
            case o.TakeBack(wanted, after_s):
                with self._lock:
                    self._tables.setdefault(wanted, Timetable()).take_back(after_s)
            case o.ListPorts():
                self._list = True
                self._look.set()
            case o.ReadClock():
                self._tell(o.ClockRead(self._clock()))
            case o.Finish():
                self._finish()

    def look(self) -> None:
        """Compare the ports that are there with those that are wanted; the watch does this."""
        try:
            inputs, outputs = tuple(self._system.inputs()), tuple(self._system.outputs())
        except NoMidi as trouble:
            self._no_midi(trouble)
            return
        if self._list:
            self._list = False
            self._tell(o.Ports(inputs, outputs))
        for wanted, port in list(self._inputs.items()):
            self._settle(wanted, port, inputs, incoming=True)
        for wanted, out in list(self._outputs.items()):
            self._settle(wanted, out, outputs, incoming=False)

    def send_due(self) -> Seconds | None:
        """Send what is due; return how long nothing will be. The sender does this."""
        with self._lock:
            now_s = self._clock()
            waits: list[Seconds] = []
            for wanted, table in self._tables.items():
                while (row := table.due(now_s)) is not None:
                    self._send(wanted, *row)
                    now_s = self._clock()
                due_s = table.next_due_s()
                if due_s is not None:
                    waits.append(due_s - now_s)
            return min(waits, default=None)

    def _want_output(self, wanted: str) -> None:
        self._outputs.setdefault(wanted, _Wanted())
        self._look.set()

    def _send(self, wanted: str, due_s: Seconds, message: bytes, mark: bool) -> None:
        want = self._outputs.get(wanted)
        port = want.port if want is not None else None
        if port is None:
            return
        with suppress(MidiTrouble):  # the watch finds out and says so
            sent_s = self._clock()
            for part in split(message):
                port.send(part)
            if mark:
                self._tell(o.Sent(wanted, due_s, sent_s, message))

    def _hear(self, wanted: str, onset_s: Seconds, message: bytes) -> None:
        """Take a message in the driver's own thread."""
        for target in self._thru.get(wanted, ()):
            want = self._outputs.get(target)
            with self._lock, suppress(MidiTrouble):  # the sender may be writing to it, too
                if want is not None and want.port is not None:
                    want.port.send(message)
        self._tell(o.Heard(wanted, onset_s, message))

    def _settle(
        self,
        wanted: str,
        want: _AnyWanted,
        there: tuple[str, ...],
        *,
        incoming: bool,
    ) -> None:
        """Open a wanted port that has come, close one that is gone."""
        try:
            name = choose(wanted, there)
            if want.port is not None and want.name == name:
                return
            if want.port is not None:  # another of that name, between two looks: that is news
                want.state = None
            self._close(wanted, want)
            if incoming:
                want.port = self._system.open_input(
                    name, lambda at_s, message: self._hear(wanted, at_s, message)
                )
            else:
                want.port = self._system.open_output(name)
        except PortTaken as trouble:
            self._news(wanted, want, o.PortState.TAKEN, trouble.message, incoming)
        except NoPort as trouble:
            was_open = want.port is not None
            self._close(wanted, want)
            sentence = f"'{wanted}' is gone; it comes back by itself." if was_open else ""
            self._news(wanted, want, o.PortState.AWAY, sentence or trouble.message, incoming)
        except NoMidi as trouble:
            self._close(wanted, want)
            self._news(wanted, want, o.PortState.NO_MIDI, trouble.message, incoming)
        else:
            want.name = name
            verb = "Listening to" if incoming else "Playing on"
            sentence = f"{verb} '{identity(name)}'."
            self._news(wanted, want, o.PortState.OPEN, sentence, incoming)

    def _close(self, wanted: str, want: _AnyWanted) -> None:
        with self._lock:  # the sender must not be in the middle of it
            port, want.port = want.port, None
        if port is not None:  # closing waits for the driver's thread, which may wait for the lock
            with suppress(MidiTrouble, OSError):
                port.close()

    def _no_midi(self, trouble: NoMidi) -> None:
        if self._list:
            self._list = False
            self._tell(o.Ports((), (), trouble.message))
        sentence = f"{trouble.message} It is tried again by itself."
        for incoming, wanted, want in self._all_wanted():
            self._close(wanted, want)
            self._news(wanted, want, o.PortState.NO_MIDI, sentence, incoming)

    def _all_wanted(self) -> list[tuple[bool, str, _AnyWanted]]:
        ins: list[tuple[bool, str, _AnyWanted]] = [(True, *item) for item in self._inputs.items()]
        return ins + [(False, *item) for item in self._outputs.items()]

    def _news(
        self,
        wanted: str,
        want: _AnyWanted,
        state: o.PortState,
        sentence: str,
        incoming: bool,
    ) -> None:
        """Tell how a port is, when that has changed."""
        if want.state is not state:
            want.state = state
            self._tell(o.PortNews(wanted, incoming, state, sentence))

    def _finish(self) -> None:
        self._over = True
        self._look.set()
        with self._lock:
            self._lock.notify()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(2.0)
        for wanted, want in self._outputs.items():
            for end in self._tables.get(wanted, Timetable()).ends():
                if want.port is not None:
                    with suppress(MidiTrouble):
                        want.port.send(end)
            self._close(wanted, want)
        for wanted, port in self._inputs.items():
            self._close(wanted, port)

    def _watch(self) -> None:
        while not self._over:
            self._look.clear()
            self.look()
            self._look.wait(WATCH_EVERY_S)

    def _send_for_ever(self) -> None:
        while not self._over:
            with self._lock:  # held from looking to waiting, so that no order slips in between
                wait_s = self.send_due()
                if wait_s is None or wait_s > COARSE_S:
                    longest_s = WATCH_EVERY_S if wait_s is None else wait_s - COARSE_S
                    self._lock.wait(min(longest_s, WATCH_EVERY_S))
                    continue
            if wait_s > FINE_S:
                time.sleep(wait_s - FINE_S)


def split(message: bytes) -> list[bytes]:
    """Return the messages that stand one after the other in ``message``: each begins with a status.

    Sysex is left whole: its last byte, F7, begins nothing.
    """
    starts = [i for i, byte in enumerate(message) if byte >= 0x80 and byte != 0xF7] or [0]
    ends = [*starts[1:], len(message)]
    return [message[start:end] for start, end in zip(starts, ends, strict=True)]
