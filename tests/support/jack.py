"""A real JACK server with its dummy driver, on a name of its own: MIDI ports without devices."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unisono_midi.process import come_first

SAMPLE_RATE = 48_000
PERIOD = 64
"""Frames in a cycle: JACK delivers MIDI once a cycle, here every 1.33 ms."""
START_LIMIT_S = 10


@contextmanager
def running_jack(program: str, folder: Path, name: str) -> Iterator[str]:
    """Start ``jackd -d dummy`` and make it this process's JACK; stop it afterwards.

    Raises:
        RuntimeError: if it does not come up.
    """
    with_us = shutil.which("setpriv")  # a test run that is killed must not leave it behind
    command = [with_us, "--pdeathsig", "TERM"] if with_us else []
    command += [program, "--no-realtime", "--name", name, "-d", "dummy"]
    command += ["-r", str(SAMPLE_RATE), "-p", str(PERIOD)]
    before = os.environ.get("JACK_DEFAULT_SERVER")
    with (folder / "jack.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    os.environ["JACK_DEFAULT_SERVER"] = name
    try:
        _wait(process, name, folder / "jack.log")
        come_first(process.pid)  # a sound server is not held up by whatever else a machine does
        yield name
    finally:
        process.terminate()
        process.wait(10)
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
