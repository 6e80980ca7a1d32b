"""The driver's side in a process of its own, and the handle the event loop has on it.

The handle's reader is a thread that waits for reports and hands each to the loop; orders are
pickled and written by whoever gives them, in tens of microseconds. If the process ends without
being asked to, it is started again and given the standing orders anew; music that was waiting in it
is scheduled again by whoever watches :class:`orders.Broken`.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Final, Protocol

from unisono.units import Seconds
from unisono_midi import orders as o
from unisono_midi.driver import Driver
from unisono_midi.ports import MidiSystem
from unisono_midi.rtmidi_door import RtMidiSystem

END_WITHIN_S: Final[Seconds] = 3.0
RESTART_AFTER_S: Final[Seconds] = 0.5
PRIORITY: Final = 10
"""Low among the real-time priorities: below the sound system's own."""
BROKEN: Final = "The MIDI driver ended; it is started again."


class Engine(Protocol):
    """What the event loop needs of the driver's side. All of it is called in the loop."""

    def start(self, on_report: Callable[[o.Report], None]) -> None:
        """Begin; reports come as calls in the running event loop."""

    def order(self, order: o.Order) -> None:
        """Give an order; returns in well under a millisecond."""

    async def stop(self) -> None:
        """End notes, close ports, end."""


class LocalEngine:
    """The driver's side in this process: for tests with a fake system.

    Args:
        system: the MIDI to use.
        clock: this device's clock.
    """

    def __init__(
        self, system: MidiSystem, clock: Callable[[], Seconds] = time.perf_counter
    ) -> None:
        self._system, self._clock = system, clock
        self._driver: Driver | None = None

    def start(self, on_report: Callable[[o.Report], None]) -> None:
        """Begin; see :class:`Engine`."""
        loop = asyncio.get_running_loop()

        def tell(report: o.Report) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody listens any more
                loop.call_soon_threadsafe(on_report, report)

        self._driver = Driver(self._system, tell, self._clock)
        self._driver.start()

    def order(self, order: o.Order) -> None:
        """Give an order; see :class:`Engine`."""
        if self._driver is not None:
            self._driver.do(order)

    async def stop(self) -> None:
        """End; see :class:`Engine`."""
        if self._driver is not None:
            await asyncio.to_thread(self._driver.do, o.Finish())


class ProcessEngine:
    """The driver's side in a process of its own, started again if it ends.

    Args:
        api: the MIDI system, see :class:`RtMidiSystem`.
    """

    def __init__(self, api: str | None = None) -> None:
        self._api = api
        self._standing: list[o.Order] = []
        self._pipe: Connection | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._on_report: Callable[[o.Report], None] = lambda _: None
        self._over = False

    def start(self, on_report: Callable[[o.Report], None]) -> None:
        """Begin; see :class:`Engine`."""
        self._loop, self._on_report = asyncio.get_running_loop(), on_report
        self._launch()

    def order(self, order: o.Order) -> None:
        """Give an order; see :class:`Engine`."""
        if isinstance(order, o.Listen | o.Play | o.Thru):
            self._standing.append(order)
        self._write(order)

    async def stop(self) -> None:
        """End; see :class:`Engine`."""
        self._over = True
        self._write(o.Finish())
        process = self._process
        if process is not None:
            await asyncio.to_thread(process.join, END_WITHIN_S)
            if process.is_alive():
                process.kill()

    def _write(self, order: o.Order) -> None:
        if self._pipe is not None:
            with suppress(OSError):  # it ended just now: the reader finds out
                self._pipe.send(order)

    def _launch(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=run_driver, args=(theirs, self._api), name="unisono-midi driver", daemon=True
        )
        with _deaf_to_ctrl_c():
            self._process.start()
        theirs.close()
        threading.Thread(target=self._read, args=(self._pipe,), daemon=True).start()
        for order in self._standing:
            self._write(order)

    def _read(self, pipe: Connection) -> None:
        """Hand reports to the loop until the process ends; a thread of its own."""
        with suppress(EOFError, OSError):
            while True:
                self._hand_over(pipe.recv())
        if not self._over:
            self._hand_over(o.Broken(BROKEN))

    def _hand_over(self, report: o.Report) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: nobody listens any more
                self._loop.call_soon_threadsafe(self._take, report)

    def _take(self, report: o.Report) -> None:
        if isinstance(report, o.Broken) and self._loop is not None and not self._over:
            self._loop.call_later(RESTART_AFTER_S, self._launch)
        self._on_report(report)


def run_driver(pipe: Connection, api: str | None = None) -> None:
    """Be the driver's process until told to finish, or until the other side is gone.

    Args:
        pipe: orders come in, reports go out.
        api: the MIDI system, see :class:`RtMidiSystem`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bridge, which then tells us
    come_first()
    gc.disable()  # nothing here makes cycles, and a pause would be heard
    reports: queue.SimpleQueue[o.Report | None] = queue.SimpleQueue()
    writer = threading.Thread(target=_write_for_ever, args=(pipe, reports), daemon=True)
    writer.start()

    def tell(report: o.Report) -> None:
        if isinstance(report, o.PortNews):
            come_first()
        reports.put(report)

    driver = Driver(RtMidiSystem(api), tell)
    driver.start()
    order: o.Order = o.ListPorts()
    with suppress(EOFError, OSError):
        while not isinstance(order := pipe.recv(), o.Finish):
            driver.do(order)
    driver.do(o.Finish())
    reports.put(None)
    writer.join(1.0)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Have a process that is started here not hear Ctrl-C: the bridge tells it when to end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def come_first(process: int | str = "self") -> None:
    """Ask that all threads of a process be scheduled before others; where refused, nothing changes.

    Threads that the sound system has put in front already, with real-time priority, stay there.
    Called again when a port has opened: its driver brings threads of its own.

    Args:
        process: its number; this one if left out.
    """
    with suppress(OSError, AttributeError):  # a kindness of Linux, not a need
        for thread in map(int, os.listdir(f"/proc/{process}/task")):
            if os.sched_getscheduler(thread) == os.SCHED_OTHER:
                os.sched_setscheduler(thread, os.SCHED_RR, os.sched_param(PRIORITY))


def _write_for_ever(pipe: Connection, reports: queue.SimpleQueue[o.Report | None]) -> None:
    with suppress(OSError):
        while (report := reports.get()) is not None:
            pipe.send(report)
