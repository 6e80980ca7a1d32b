"""Real browser windows that can really be hidden: the browser slows them as it does at home.

A browser that the test library starts itself keeps every page awake and in front. This one is
started as people start theirs, and only then looked into.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from pages import LATER, RECORDER

START_LIMIT_S: Final = 30.0
SIZE: Final = {"width": 390, "height": 640}
"""Small, for the machine draws every frame of every window by hand."""
ARGUMENTS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--remote-debugging-port=0",
)


@dataclass(frozen=True, slots=True)
class Windows:
    """A running browser; every page has a window of its own."""

    browser: Browser
    door: CDPSession

    async def open(self, address: str) -> Page:
        """Open an address in a new window, with the sound recorder in it."""
        context = self.browser.contexts[0]
        async with context.expect_page() as opened:
            await self.door.send(
                "Target.createTarget", {"url": "about:blank", "newWindow": True, **SIZE}
            )
        page = await opened.value
        session = await context.new_cdp_session(page)
        await session.send("Page.setBypassCSP", {"enabled": True})
        await page.add_init_script(LATER)
        await page.add_init_script(path=RECORDER)
        await page.goto(address)
        return page

    async def hide(self, page: Page) -> None:
        """Minimise a page's window; return when the page knows."""
        await self._set(page, "minimized", "hidden")

    async def show(self, page: Page) -> None:
        """Bring a page's window back."""
        await self._set(page, "normal", "visible")

    async def _set(self, page: Page, state: Literal["minimized", "normal"], visible: str) -> None:
        session = await page.context.new_cdp_session(page)
        window = await session.send("Browser.getWindowForTarget")
        bounds = {"windowId": window["windowId"], "bounds": {"windowState": state}}
        await session.send("Browser.setWindowBounds", bounds)
        await page.wait_for_function("state => document.visibilityState === state", arg=visible)
        await session.detach()


@asynccontextmanager
async def running_windows(chromium_path: str, folder: Path) -> AsyncIterator[Windows]:
    """Start a browser with a profile in ``folder``; end it afterwards."""
    command = [chromium_path, *ARGUMENTS, f"--user-data-dir={folder}", "about:blank"]
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdout=quiet, stderr=quiet)
    try:
        port = await asyncio.wait_for(_port(folder / "DevToolsActivePort"), START_LIMIT_S)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.connect_over_cdp(
                f"http://127.0.0.1:{port}", no_defaults=True
            )
            yield Windows(browser, await browser.new_browser_cdp_session())
            await browser.close()
    finally:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 10.0)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _port(file: Path) -> int:
    """Wait for the file in which the browser says where it listens."""
    while True:
        text = file.read_text() if file.exists() else ""
        if "\n" in text:
            return int(text.split("\n", maxsplit=1)[0])
        await asyncio.sleep(0.05)
