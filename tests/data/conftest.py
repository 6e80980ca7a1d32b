"""Real recordings, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from real_groups import Strangers


@pytest.fixture(scope="session")
def strangers(shared_data: Path) -> Strangers:
    """People who tapped alone to the same click."""
    return Strangers.read(shared_data)
