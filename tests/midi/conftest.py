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

from jack import Jack, running_jack


@pytest.fixture(scope="module")
def jack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jack]:
    """A running JACK server with its dummy driver."""
    with one_jack(tmp_path_factory.mktemp("jack"), patient=False) as running:
        yield running


@pytest.fixture
def patient_jack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jack]:
    """A running JACK server that loses nothing when a program is held up."""
    with one_jack(tmp_path_factory.mktemp("jack"), patient=True) as running:
        yield running


@contextmanager
def one_jack(folder: Path, *, patient: bool) -> Iterator[Jack]:
    """Run a server under a name that is free."""
    program = shutil.which("jackd")
    if program is None:
        pytest.skip("no JACK here: apt install jackd2")
    if not os.access("/dev/shm", os.W_OK):
        pytest.skip("JACK needs a /dev/shm that may be written to")
    with free_name() as name, running_jack(program, folder, name, patient=patient) as running:
        yield running


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
