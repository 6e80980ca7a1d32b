"""Nothing on the pad flashes: measured from the frames that the browser has rendered."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from circles import Circle
from onstage import CLAVE, Playing, playing

METER = (Path(__file__).parents[1] / "support" / "flashmeter.js").read_text(encoding="utf-8")
SCREEN: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
MOST_PER_S = 3
SMALL_PX2 = 21_824
"""A quarter of 341 x 256 px, the area WCAG 2.3.1 lets flash as it likes."""
SCALE = 0.5
LOOK_S = 1.2
SLOWER = 4
"""The page's own time runs so much slower, that a busy machine renders enough of it."""
FEWEST_FRAMES_PER_S = 24.0
FINEST_S = 1 / 120
"""What is nearer to the frame before is not looked at: no screen in the page's time shows it."""


async def measured(
    page: Page, meter: Page, seconds: float, slower: float = 1.0
) -> tuple[float, float]:
    """Return how many px² flash more than three times a second, and the frames seen a second.

    Seconds are the page's own, which may run ``slower``.
    """
    session = await page.context.new_cdp_session(page)
    frames: list[tuple[str, float]] = []

    def take(frame: dict[str, Any]) -> None:
        frames.append((frame["data"], float(frame["metadata"]["timestamp"]) / slower))
        task = asyncio.ensure_future(
            session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})
        )
        task.add_done_callback(lambda done: done.exception())

    session.on("Page.screencastFrame", take)
    begun = time.monotonic()
    await session.send("Page.startScreencast", {"format": "jpeg", "quality": 85})
    await asyncio.sleep(seconds * slower)
    await session.send("Page.stopScreencast")
    took = (time.monotonic() - begun) / slower
    await meter.evaluate("scale => { globalThis.meter = new FlashMeter(scale); }", SCALE)
    for data, at_s in thinned(frames):
        await meter.evaluate("([data, at]) => meter.add(data, at)", [data, at_s])
    found = await meter.evaluate("most => meter.flashing(most)", MOST_PER_S)
    return float(found["area"]), len(frames) / took


def thinned(frames: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return frames that are apart, as a quick screen would show them."""
    kept: list[tuple[str, float]] = []
    for data, at_s in frames:
        if not kept or at_s - kept[-1][1] >= FINEST_S:
            kept.append((data, at_s))
    return kept


async def new_meter(browser: Browser) -> Page:
    """Open an empty page that reads frames."""
    meter = await (await browser.new_context()).new_page()
    await meter.evaluate(METER)
    return meter


async def run_slower(it: Playing) -> None:
    """Have the page's clock and its animations run slower, with nobody to set it right."""
    it.line.unanswered = True
    session = await it.page.context.new_cdp_session(it.page)
    await session.send("Animation.enable")
    await session.send("Animation.setPlaybackRate", {"playbackRate": 1 / SLOWER})
    await it.page.evaluate("rate => runAt(rate)", 1 / SLOWER)


@pytest.mark.parametrize("bpm", [40.0, 120.0, 190.0, 240.0])
async def test_at_no_tempo_and_no_subdivision_anything_large_flashes(
    browser: Browser, circle: Circle, bpm: float
) -> None:
    """Calls of 1 to 4 boxes to a beat, answered by tapping every box."""
    meter = await new_meter(browser)
    async with playing(browser, circle, bpm, count_in_bars=0, **SCREEN) as it:
        await it.until(0.0)
        await run_slower(it)
        for parts in (1, 2, 3, 4):
            notes = [[i / parts, "tone"] for i in range(2 * parts)]
            prompt = {**CLAVE, "notes": notes, "cycle_beats": 2, "parts_per_beat": parts}
            call = {"cue": parts, "beat0": 0, "rounds": 32, "cycle_beats": 2, "prompt": prompt}
            it.run(calls=[{**call, "first": None, "asked": None, "scored": True}])
            tapping = asyncio.create_task(tap(it.page, min(12.0, parts * bpm / 60.0) / SLOWER))
            area, rate = await measured(it.page, meter, LOOK_S, SLOWER)
            tapping.cancel()
            assert rate >= FEWEST_FRAMES_PER_S, "this machine is too busy to look"
            assert area < SMALL_PX2, f"{area:.0f} px² at {parts} parts"


async def tap(page: Page, per_s: float) -> None:
    """Tap the pad at a pace."""
    while True:
        await page.evaluate(
            "document.getElementById('pad').dispatchEvent(new PointerEvent('pointerdown', "
            "{bubbles: true, clientX: 190, clientY: 640, pointerType: 'touch', isPrimary: true}))"
        )
        await asyncio.sleep(1.0 / per_s)


async def test_the_meter_sees_what_does_flash(browser: Browser) -> None:
    """A page that turns dark and light five times a second is found out; a steady one is not."""
    meter = await new_meter(browser)
    page = await (await browser.new_context(viewport={"width": 390, "height": 844})).new_page()
    await page.set_content("<body style='margin:0;background:#fff'>")
    await page.evaluate(
        "setInterval(() => document.body.style.background = "
        "document.body.style.background.includes('0, 0') ? 'rgb(255,255,255)' : 'rgb(0,0,0)', 100)"
    )
    area, _ = await measured(page, meter, 2.5)
    assert area > 0.9 * 390 * 844
