"""Real MIDI ports: a JACK server of this test run's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

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
    with running_jack(program, tmp_path_factory.mktemp("jack"), f"unisono-{os.getpid()}") as name:
        yield name
