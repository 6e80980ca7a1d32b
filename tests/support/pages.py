"""Real pages in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
)
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
LATER = "try { localStorage.setItem('unisono.checkLater', String(Date.now())) } catch {}"
"""Put into a page: whoever comes in has been through the sound check's questions already."""
CLICK_ONLY = """try {
  localStorage.setItem("unisono.volume", '{"volume":80,"muted":false,"circle":0,"own":80}');
} catch {}"""
"""Put into a page: the others' strokes are silent, so that only the click is heard."""
PATIENCE_MS = 20_000
"""What a page shows may wait for a bar line, or for a busy machine."""
RECORDER = Path(__file__).with_name("recorder.js")

expect.set_options(timeout=PATIENCE_MS)


@asynccontextmanager
async def running_browser(chromium_path: str) -> AsyncIterator[Browser]:
    """Start headless Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path, args=list(ARGUMENTS)
        )
        try:
            yield browser
        finally:
            await browser.close()


async def new_page(
    browser: Browser, screen: dict[str, Any], *, record: bool = False, check: bool = False
) -> Page:
    """Open a page in a profile of its own.

    Args:
        browser: a running one.
        screen: its size and kind.
        record: with the sound recorder in it.
        check: with the sound check for whoever comes in.
    """
    context: BrowserContext = await browser.new_context(**screen, bypass_csp=record)
    page = await context.new_page()
    if not check:
        await page.add_init_script(LATER)
    if record:
        await page.add_init_script(path=RECORDER)
    return page
