"""A browser for the tests of pages in this folder: one for a file, handed out empty to each test.

To start one takes longer than many a test. What tests could carry over to each other ends with
each: its contexts (cookies, storage, cache, pages and their sessions) and its tasks. After a test
that did not pass, the next one, and the same one tried again, gets a browser of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Generator
from contextlib import AsyncExitStack, suppress

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Error

from pages import running_browser

CLOSING_LIMIT_S = 20.0
PASSED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makemodule() -> Generator[None, pytest.Module, pytest.Module]:
    """Have the tests of a file share an event loop: whoever talks to a browser is bound to one."""
    module = yield
    module.add_marker(pytest.mark.asyncio(loop_scope="module"))
    return module


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note for the fixture below how a test went."""
    report = yield
    item.stash[PASSED] = report.when == "call" and report.passed
    return report


class OneBrowser:
    """A browser that is started when it is asked for and not there."""

    def __init__(self, chromium_path: str) -> None:
        self._chromium_path = chromium_path
        self._running = AsyncExitStack()
        self._browser: Browser | None = None

    async def open(self) -> Browser:
        """Return the running browser, or a new one where it has died."""
        if self._browser is None or not self._browser.is_connected():
            await self.close()
            running = running_browser(self._chromium_path)
            self._browser = await self._running.enter_async_context(running)
        return self._browser

    async def empty(self) -> None:
        """Close whatever is open in it; end it where that cannot be done."""
        try:
            async with asyncio.timeout(CLOSING_LIMIT_S):
                for context in self._browser.contexts if self._browser else []:
                    await context.close()
        except (Error, TimeoutError):
            await self.close()

    async def close(self) -> None:
        """End it, if there is one; what has died needs no ending."""
        self._browser = None
        running, self._running = self._running, AsyncExitStack()
        with suppress(Error, TimeoutError):
            async with asyncio.timeout(CLOSING_LIMIT_S):
                await running.aclose()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def one_browser(chromium_path: str) -> AsyncIterator[OneBrowser]:
    """The browser of a file of tests."""
    one = OneBrowser(chromium_path)
    yield one
    await one.close()


@pytest_asyncio.fixture(loop_scope="module")
async def browser(
    one_browser: OneBrowser, request: pytest.FixtureRequest
) -> AsyncIterator[Browser]:
    """Headless Chromium with nothing open in it."""
    running = await one_browser.open()
    known = asyncio.all_tasks()
    yield running
    await end_tasks(asyncio.all_tasks() - known)
    if request.node.stash[PASSED]:
        await one_browser.empty()
    else:
        await one_browser.close()


async def end_tasks(tasks: set[asyncio.Task[object]]) -> None:
    """End what a test has left running, as its own loop would: one that ran out of time, too."""
    left = [task for task in tasks if task is not asyncio.current_task()]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
