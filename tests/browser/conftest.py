"""A browser for the tests of pages in this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from pages import running_browser


@pytest_asyncio.fixture
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """Headless Chromium."""
    async with running_browser(chromium_path) as running:
        yield running
