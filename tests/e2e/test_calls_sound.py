"""A call sounds on every device on its own cycle; what is taken back is never heard."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from playwright.async_api import Browser, Page

from circles import Circle, new_circle
from hearing import Floats, Heard, hear
from pages import PHONE, new_page, running_browser
from serving import fetch_json, running_server
from unisono.client import Console
from unisono.session.cues import CallRound
from unisono.session.phrases import Note, PromptSpec

TEMPO_BPM: Final = 96.0
NOTES: Final = (0.0, 0.75, 1.5, 2.25, 3.0)
PROMPT: Final = PromptSpec(tuple(Note(beat, "rim") for beat in NOTES), 4.0)
PUNCTUAL_S: Final = 5e-3
APART_S: Final = 5e-3
FOUND_S: Final = 0.05
LEAST_CALM: Final = 5
SETTLE_S: Final = 4.0
CALLS_ONLY: Final = """
localStorage.setItem("unisono.volume", '{"volume":80,"muted":true,"circle":100,"own":0}');
localStorage.setItem("unisono.taste", '{"bed":"click","counted":false}');
"""


async def come_in(browser: Browser, circle: Circle) -> Page:
    """Join with the click muted: what is heard are calls."""
    page = await new_page(browser, PHONE, record=True)
    await page.add_init_script(CALLS_ONLY)
    await page.goto(circle.join)
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("pad").wait_for()
    return page


async def led(browser: Browser, circle: Circle) -> tuple[list[Heard], Floats, Floats]:
    """Call twice, take the second call back; return what three pages heard and what was due."""
    assert circle.tokens.console is not None
    pages = [await come_in(browser, circle) for _ in range(3)]
    async with Console(circle.server.url, circle.tokens.console) as lead:
        await lead.ready()
        await asyncio.sleep(SETTLE_S)
        await lead.arrange(tempo_bpm=TEMPO_BPM, grouping=[4], count_in_bars=1)
        await lead.start()
        await asyncio.sleep(4.0)
        await lead.cue(CallRound(PROMPT, rounds=2))
        await lead.until(lambda: bool(lead.view.run and lead.view.run.calls))
        assert lead.view.run is not None
        assert lead.view.timeline is not None
        call, timeline = lead.view.run.calls[-1], lead.view.timeline
        await lead.sleep_until(timeline.time_at(call.beat0 + 14.0))
        await lead.cue(CallRound(PROMPT))
        await lead.until(lambda: bool(lead.view.run and lead.view.run.cues))
        armed = lead.view.run.cues[-1]
        await lead.cancel(armed.cue)
        await lead.sleep_until(timeline.time_at(armed.beat + 5.0))
        heard = [await hear(page) for page in pages]
    log = fetch_json(f"{circle.server.url}/api/review/export.json", circle.tokens.console)
    epoch_s = log["entries"][0]["event"]["epoch_s"]
    first = [call.beat0 + start + beat for start in (0.0, 8.0) for beat in NOTES]
    back = [armed.beat + beat for beat in NOTES]
    due_s = np.array([epoch_s + timeline.time_at(beat) for beat in first])
    return heard, due_s, np.array([epoch_s + timeline.time_at(beat) for beat in back])


@pytest.mark.timeout(240)
def test_a_call_sounds_on_every_device_and_one_taken_back_on_none(
    chromium_path: str, tmp_path: Path
) -> None:
    """Every note of the call within 5 ms on all pages at once; nothing in the answer's time."""

    async def whole() -> tuple[list[Heard], Floats, Floats]:
        with running_server(tmp_path) as server:
            async with running_browser(chromium_path) as browser:
                return await led(browser, new_circle(server))

    heard, due_s, never_s = asyncio.run(whole())
    calm = np.all([one.calm(due_s) for one in heard], axis=0)
    found = np.array([[one.unix_s[one.nearest(due)] for due in due_s] for one in heard])
    print("calm", int(calm.sum()), "of", len(due_s))
    print("aside ms", np.round((found - due_s)[:, calm] * 1e3, 2).tolist())
    assert calm.sum() >= LEAST_CALM, "this machine is too busy to listen on"
    assert np.ptp(found[:, calm], axis=0).max() < APART_S
    assert np.abs(np.median(found[:, calm] - due_s[calm], axis=0)).max() < PUNCTUAL_S
    for one in heard:
        inside = (one.unix_s > due_s[0] - FOUND_S) & (one.unix_s < due_s[-1] + FOUND_S)
        assert np.count_nonzero(inside) <= len(due_s)
        assert not np.any(np.abs(one.unix_s[:, None] - never_s[None, :]) < FOUND_S)
