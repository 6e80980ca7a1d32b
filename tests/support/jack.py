"""A real JACK server with its dummy driver, on a name of its own: MIDI ports without devices."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from unisono_midi.process import come_first

SAMPLE_RATE = 48_000
PERIOD = 64
"""Frames in a cycle: JACK delivers MIDI once a cycle, here every 1.33 ms."""
START_LIMIT_S = 30
PATIENCE_MS = 1500
"""How long a patient server waits for one of its clients; ten times that when one is leaving."""
END_WITHIN_S = 3.0
BEHIND = re.compile(rb"JackTimedDriver::Process XRun = (\d+) usec")


@dataclass(frozen=True, slots=True)
class Jack:
    """A running server of this name, and what it writes down of itself."""

    name: str
    log: Path
    pid: int

    def size(self) -> int:
        """Return how much it has written so far."""
        return self.log.stat().st_size

    def behind_s(self, since: int) -> float:
        """Return how long it was behind its own time in all, by what it wrote ``since`` then."""
        return sum(map(int, BEHIND.findall(self.log.read_bytes()[since:]))) / 1e6


@contextmanager
def running_jack(program: str, folder: Path, name: str, *, patient: bool = False) -> Iterator[Jack]:
    """Start ``jackd -d dummy`` and make it this process's JACK; stop it afterwards.

    JACK goes on without a client that has not done its part of a cycle in time, and what it was to
    play or hear then is lost: at 64 frames a machine that stands still for 2 ms is enough. A
    ``patient`` server waits instead (``--sync``): nothing gets lost between programs, but later.

    Raises:
        RuntimeError: if it does not come up.
    """
    with_us = shutil.which("setpriv")  # a test run that is killed must not leave it behind
    command = [with_us, "--pdeathsig", "TERM"] if with_us else []
    command += [program, "--no-realtime", "--name", name]
    command += ["--sync", "--timeout", str(PATIENCE_MS)] if patient else []
    command += ["-d", "dummy"]
    command += ["-r", str(SAMPLE_RATE), "-p", str(PERIOD)]
    before = os.environ.get("JACK_DEFAULT_SERVER")
    with (folder / "jack.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    os.environ["JACK_DEFAULT_SERVER"] = name
    try:
        _wait(process, name, folder / "jack.log")
        come_first(process.pid)  # a sound server is not held up by whatever else a machine does
        yield Jack(name, folder / "jack.log", process.pid)
    finally:
        process.terminate()
        try:
            process.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:  # it still waits for a client that has left
            process.kill()
            process.wait()
        if before is None:
            del os.environ["JACK_DEFAULT_SERVER"]
        else:
            os.environ["JACK_DEFAULT_SERVER"] = before


def _wait(process: subprocess.Popen[bytes], name: str, log: Path) -> None:
    """Wait until a client can connect; in another program, so that this one stays out of JACK."""
    wait = ["jack_wait", "--server", name, "--wait", "--timeout", str(START_LIMIT_S)]
    done = subprocess.run(wait, capture_output=True, check=False)
    if done.returncode != 0 or process.poll() is not None:
        raise RuntimeError(f"jackd did not come up: {log.read_text(errors='replace')[-600:]}")
