"""A real JACK server with its dummy driver, on a name of its own: MIDI ports without devices."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unisono_midi.errors import NoMidi
from unisono_midi.rtmidi_door import RtMidiSystem

SAMPLE_RATE = 48_000
PERIOD = 64
"""Frames in a cycle: JACK delivers MIDI once a cycle, here every 1.33 ms."""
START_LIMIT_S = 10.0


@contextmanager
def running_jack(program: str, folder: Path, name: str) -> Iterator[str]:
    """Start ``jackd -d dummy`` and make it this process's JACK; stop it afterwards.

    Raises:
        RuntimeError: if it does not come up.
    """
    command = [program, "--no-realtime", "--name", name, "-d", "dummy"]
    command += ["-r", str(SAMPLE_RATE), "-p", str(PERIOD)]
    before = os.environ.get("JACK_DEFAULT_SERVER")
    with (folder / "jack.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    os.environ["JACK_DEFAULT_SERVER"] = name
    try:
        _wait(process, folder / "jack.log")
        yield name
    finally:
        process.terminate()
        process.wait(10)
        if before is None:
            del os.environ["JACK_DEFAULT_SERVER"]
        else:
            os.environ["JACK_DEFAULT_SERVER"] = before


def _wait(process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a client can connect."""
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            RtMidiSystem("jack").inputs()
        except NoMidi:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"jackd did not come up: {log.read_text(errors='replace')[-600:]}")
