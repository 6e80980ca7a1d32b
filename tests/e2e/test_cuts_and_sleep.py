"""The network goes, the tab is hidden, the page is frozen: the click stays on the shared beat."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from playwright.async_api import Page

from circles import Circle, new_circle
from hearing import Heard, hear
from serving import fetch_json, running_server
from unisono.client import Console
from unisono.pulse import Timeline
from unisono.testing.link import Line
from unisono.testing.network import FaultyLine, faulty_line
from windows import Windows, running_windows

TEMPO_BPM: Final = 120.0
COUNT_IN: Final = 4
SETTLE_S: Final = 4.0
PUNCTUAL_S: Final = 10e-3
BETWEEN_S: Final = 3.0
AWAKE_S: Final = 1.5
"""So long a page that was frozen may take to find the beat again."""
FROZEN_S: Final = 4.0
CALM_SHARE: Final = 0.6
TAPS: Final = 5
TAP: Final = """() => document.querySelector('[data-testid="pad"]').dispatchEvent(
  new PointerEvent("pointerdown", { bubbles: true, clientX: 100, clientY: 500 }))"""


@dataclass(slots=True)
class Story:
    """What became of a page.

    Attributes:
        frozen_s: from when until when it did not run or was waking up, on the machine's clock.
        due_s: when its clicks were due.
        taps: how many were made while nothing passed.
        stored: numbers of the taps that the server has.
    """

    heard: Heard | None = None
    frozen_s: tuple[float, float] = (0.0, 0.0)
    due_s: list[float] = field(default_factory=list)
    taps: int = 0
    stored: list[int] = field(default_factory=list)


async def live_through(
    windows: Windows, circle: Circle, lasts_s: tuple[float, ...], hidden_s: float
) -> Story:
    """Lead one page through cuts, a hidden tab and a frozen page."""
    assert circle.tokens.console is not None
    story, port = Story(), int(circle.server.url.rsplit(":", 1)[1])
    line = faulty_line("127.0.0.1", port, random.Random(5), Line(0.015, 0.004))
    async with line as proxy, Console(circle.server.url, circle.tokens.console) as lead:
        await lead.ready()
        page = await windows.open(f"{proxy.url}/j#{circle.tokens.join}")
        await page.locator("#own-first").set_checked(False)
        await page.get_by_test_id("enter").click()
        await page.get_by_test_id("pad").wait_for()
        await asyncio.sleep(SETTLE_S)
        await lead.arrange(tempo_bpm=TEMPO_BPM, count_in_bars=1)
        await lead.start()
        await asyncio.sleep(BETWEEN_S)
        for for_s in lasts_s:
            await cut(story, proxy, page, for_s)
        await windows.hide(page)
        await asyncio.sleep(hidden_s)
        await windows.show(page)
        await asyncio.sleep(BETWEEN_S)
        await freeze(story, page)
        await page.wait_for_function("() => globalThis.unisonoProbe.taps === 0")
        timeline, until_s = lead.view.timeline, lead.now_s() - 1.0
        assert timeline is not None
        story.heard = await hear(page)
        await lead.stop("now")
    note_log(story, circle, timeline, until_s)
    return story


async def cut(story: Story, proxy: FaultyLine, page: Page, for_s: float) -> None:
    """Let nothing pass for a while; the person plays on meanwhile."""
    proxy.silent = True
    for _ in range(TAPS):
        await page.evaluate(TAP)
        await asyncio.sleep(for_s / TAPS)
    proxy.silent = False
    story.taps += TAPS
    await asyncio.sleep(BETWEEN_S)


async def freeze(story: Story, page: Page) -> None:
    """Stop the page as a phone does that puts it away, and wake it."""
    session = await page.context.new_cdp_session(page)
    await session.send("Page.setWebLifecycleState", {"state": "frozen"})
    from_s = time.time()
    await asyncio.sleep(FROZEN_S)
    await session.send("Page.setWebLifecycleState", {"state": "active"})
    story.frozen_s = (from_s - 0.1, time.time() + AWAKE_S)
    await session.detach()
    await asyncio.sleep(2 * BETWEEN_S)


def note_log(story: Story, circle: Circle, timeline: Timeline, until_s: float) -> None:
    """Take from the server's own log what was due and which taps it has."""
    log = fetch_json(f"{circle.server.url}/api/review/export.json", str(circle.tokens.console))
    events = [entry["event"] for entry in log["entries"]]
    epoch_s = events[0]["epoch_s"]
    last = int(timeline.beat_at(until_s))
    story.due_s = [epoch_s + timeline.time_at(beat) for beat in range(-COUNT_IN, last + 1)]
    story.stored = [tap[0] for event in events if "taps" in event for tap in event["taps"]]


@pytest.fixture
def living(chromium_path: str, tmp_path: Path) -> Callable[[tuple[float, ...], float], Story]:
    """Live through it on a server and a browser of its own."""

    async def whole(lasts_s: tuple[float, ...], hidden_s: float) -> Story:
        with running_server(tmp_path) as server:
            async with running_windows(chromium_path, tmp_path / "browser") as windows:
                return await live_through(windows, new_circle(server), lasts_s, hidden_s)

    return lambda lasts_s, hidden_s: asyncio.run(whole(lasts_s, hidden_s))


def assert_on_the_beat(story: Story) -> None:
    """Every beat has its click within 10 ms wherever the page ran; every tap arrived once."""
    assert story.heard is not None
    due_s = np.array(story.due_s)
    from_s, until_s = story.frozen_s
    calm = story.heard.calm(due_s)
    runs = (due_s < from_s) | (due_s > until_s)
    aside_s = np.array([story.heard.unix_s[story.heard.nearest(due)] - due for due in due_s])
    judged_s = aside_s[calm & runs]
    after_s = aside_s[calm & (due_s > until_s)]
    print(
        f"{len(due_s)} clicks, {len(judged_s)} judged, {len(after_s)} after the sleep; largest "
        f"{np.abs(judged_s).max() * 1e3:.2f} ms, after the sleep {np.abs(after_s).max() * 1e3:.2f}"
    )
    assert len(judged_s) > CALM_SHARE * np.count_nonzero(runs), "this machine is too busy"
    assert len(after_s) >= 2
    assert np.abs(judged_s).max() < PUNCTUAL_S
    assert story.stored == list(range(1, story.taps + 1))


@pytest.mark.timeout(240)
def test_the_click_stays_on_the_beat_through_cuts_and_sleep(
    living: Callable[[tuple[float, ...], float], Story],
) -> None:
    """The network is gone for 1 and for 10 s, the tab hidden for 10 s, the page frozen for 4 s."""
    assert_on_the_beat(living((1.0, 10.0), 10.0))


@pytest.mark.nightly
@pytest.mark.timeout(400)
def test_the_same_for_a_minute_each(living: Callable[[tuple[float, ...], float], Story]) -> None:
    """The network is gone for 1, 10 and 60 s, the tab hidden for 60 s."""
    assert_on_the_beat(living((1.0, 10.0, 60.0), 60.0))
