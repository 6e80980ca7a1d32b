"""One server and one browser for all tests of pages in this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from circles import Circle, new_circle
from pages import running_browser
from serving import Server, running_server

expect.set_options(timeout=20_000)  # what a page shows may wait for a bar line, or for the machine


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server."""
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def circle(server: Server) -> Circle:
    """A circle that nobody has entered yet."""
    return new_circle(server)


@pytest_asyncio.fixture
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """Headless Chromium."""
    async with running_browser(chromium_path) as running:
        yield running
