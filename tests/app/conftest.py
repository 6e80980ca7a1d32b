"""A real server on a real port with a real database, and circles on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from rawclient import Circle, open_circle
from unisono.app.serve import RunningServer, start_server
from unisono.app.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a server that nobody else is on."""
    return load_settings(host="127.0.0.1", port=0, database_url=f"sqlite:///{tmp_path}/log.db")


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[RunningServer]:
    """A server in this process."""
    running = await start_server(settings)
    yield running
    await running.stop()


@pytest.fixture
async def circle(server: RunningServer) -> Circle:
    """A circle on that server."""
    return await open_circle(server.url)


@pytest.fixture
def no_trouble() -> Iterator[None]:
    """Check that the server had nothing to say about trouble: no error, nothing held back."""
    with capture_logs() as lines:
        yield
    assert not [line for line in lines if line["log_level"] in ("error", "critical")]
