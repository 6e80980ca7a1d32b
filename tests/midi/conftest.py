"""Real MIDI ports: a JACK server of this test run's own."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jack import running_jack


@pytest.fixture(scope="session")
def jack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a running JACK server with its dummy driver."""
    program = shutil.which("jackd")
    if program is None:
        pytest.skip("no JACK here: apt install jackd2")
    if not os.access("/dev/shm", os.W_OK):
        pytest.skip("JACK needs a /dev/shm that may be written to")
    with free_name() as name, running_jack(program, tmp_path_factory.mktemp("jack"), name):
        yield name


@contextmanager
def free_name() -> Iterator[str]:
    """Hold one of a few names: JACK knows eight servers at most and remembers those that died."""
    for number in range(4):
        name = f"unisono-test-{number}"
        with (Path(tempfile.gettempdir()) / f"{name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            yield name
            return
    pytest.skip("four test runs use JACK at this moment; this one would be the fifth")
