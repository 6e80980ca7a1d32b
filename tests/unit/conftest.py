"""A session to try commands on, for the tests of its machine."""

from __future__ import annotations

import pytest

from session_desk import Desk


@pytest.fixture
def desk() -> Desk:
    """A fresh session."""
    return Desk()


@pytest.fixture
def trio(desk: Desk) -> Desk:
    """A session with three people on seats 1 to 3."""
    for name in ("ana", "bo", "cy"):
        desk.enter(name)
    desk.tick()
    return desk
