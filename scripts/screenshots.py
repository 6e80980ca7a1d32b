"""Make the pictures in docs/images from a demo circle that really plays (make screenshots)."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser, Page, async_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PUBLIC = "https://circle.example"
SIZES = {"390x844": (390, 844), "1280x800": (1280, 800)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WARM_UP_S = 45.0
REVIEW_AFTER_S = 110.0
LOOK_S = 4.0
LATER = "try { localStorage.setItem('unisono.checkLater', String(Date.now())) } catch {}"
"""Whoever comes in has been through the questions about sound already, and is at the pad."""
PANELS = ("calls", "plan", "people", "invite")
"""Of the console, besides its first."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_demo(folder: str, port: int) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """Start the demo; return it and its links, by page."""
    env = {**os.environ, "UNISONO_DATA_DIR": folder, "UNISONO_PUBLIC_URL": PUBLIC}
    env.pop("UNISONO_DATABASE_URL", None)
    command = [sys.executable, "-m", "unisono.cli", "demo", "--port", str(port)]
    demo = subprocess.Popen(  # noqa: S603 - our own program
        command, env=env, stdout=subprocess.PIPE, text=True, cwd=folder
    )
    links: dict[str, str] = {}
    assert demo.stdout is not None
    for line in demo.stdout:
        found = re.search(r"https?://[^/]+/(console|j|stage|review)#(\S+)", line)
        if found:
            links[found[1]] = f"http://localhost:{port}/{found[1]}#{found[2]}"
        if len(links) == 4:
            break
    return demo, links


async def page_of(browser: Browser, size: str, scheme: Literal["light", "dark"]) -> Page:
    """Open an empty page of a size in a colour scheme."""
    width, height = SIZES[size]
    extra: dict[str, Any] = {"has_touch": True, "is_mobile": True} if width < 600 else {}
    context = await browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, **extra
    )
    await context.add_init_script(LATER)
    return await context.new_page()


async def picture(browser: Browser, name: str, address: str) -> None:
    """Take one page in both sizes and both schemes."""
    for scheme in SCHEMES:
        for size in SIZES:
            page = await page_of(browser, size, scheme)
            await page.goto(address)
            if name == "pad":
                await page.get_by_test_id("enter").click()
                await page.get_by_test_id("pad").wait_for()
            panel = name.partition("-")[2]
            if panel in PANELS:
                await page.get_by_test_id(f"tab-{panel}").click()
            if name == "review":
                await page.locator(".facts-line").wait_for()
            await asyncio.sleep(LOOK_S)
            await page.screenshot(
                path=IMAGES / f"{name}-{scheme}-{size}.png", full_page=name == "review"
            )
            await page.context.close()


async def take(links: dict[str, str], begun_s: float) -> None:
    """Take all pages: those of a circle that plays first, the review when there is more of it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        await picture(browser, "home", links["console"].split("/console")[0])
        await asyncio.sleep(max(0.0, begun_s + WARM_UP_S - time.monotonic()))
        for name in ("console", *(f"console-{panel}" for panel in PANELS)):
            await picture(browser, name, links["console"])
        await picture(browser, "stage", links["stage"])
        await picture(browser, "pad", links["j"])
        await asyncio.sleep(max(0.0, begun_s + REVIEW_AFTER_S - time.monotonic()))
        await picture(browser, "review", links["review"])
        await browser.close()


def main() -> None:
    """Make all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demo, links = start_demo(folder, free_port())
        try:
            asyncio.run(take(links, time.monotonic()))
        finally:
            demo.terminate()
            demo.wait(10)


if __name__ == "__main__":
    main()
