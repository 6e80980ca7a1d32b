"""Each cue of the console lands on one beat on every page, also behind a slow network."""

from __future__ import annotations

import asyncio
from typing import Final

import pytest
from playwright.async_api import Browser, expect

from circles import Circle
from cue_room import (
    BEAT,
    BLUR,
    CLICKS,
    TEMPO,
    WAIT_MS,
    armed,
    lands_on,
    playing_room,
)

pytestmark = pytest.mark.timeout(240)

KEYS: Final = [
    ("+", "level"),
    ("Shift+K", "click"),
    ("v", "click"),
    ("f", "click"),
    ("k", "click"),
    ("r", "level"),
    ("0", "level"),
    ("d", "sculpt"),
    ("h", "sculpt"),
    ("e", "sculpt"),
    ("p", "pass"),
    ("g", "groove"),
    ("b", "breath"),
    ("j", "free"),
    ("q", "dialogue"),
    ("Shift+T", "tempo"),
]


async def test_every_cue_lands_on_the_same_beat_everywhere(
    browser: Browser, circle: Circle
) -> None:
    """Sixteen gestures by key: armed, on the strip, and on one beat in each page's own schedule."""
    async with playing_room(browser, circle) as room:
        known: set[int] = set()
        strip = room.console.get_by_test_id("armed")
        for key, kind in KEYS:
            await room.console.keyboard.press(key)
            cue = await armed(room.console, known)
            assert cue["what"]["kind"] == kind, key
            await expect(strip).to_contain_text("bar ")
            beats = await asyncio.gather(*(lands_on(page, cue) for page in room.pages))
            assert beats == [cue["beat"]] * 4, (key, beats)
            assert await room.players[2].evaluate(BEAT) < cue["beat"], "the far one knew in time"


@pytest.mark.parametrize(("key", "last"), [("s", -1), ("l", 0)])
async def test_a_stop_ends_every_click_on_the_same_beat(
    browser: Browser, circle: Circle, key: str, last: int
) -> None:
    """The last click of each page is the one before the cut, or the last beat together itself."""
    async with playing_room(browser, circle) as room:
        await asyncio.sleep(2.0)
        await room.console.keyboard.press(key)
        for _ in range(100):
            run = await room.console.evaluate("() => globalThis.unisonoProbe.run")
            if run and run["stop_beat"] is not None:
                break
            await asyncio.sleep(0.05)
        lands = run["stop_beat"] - (1 if run["stop_how"] == "last" else 0)
        await expect(room.console.get_by_test_id("phase")).to_contain_text("Ready", timeout=WAIT_MS)
        ends = [max(row[0] for row in await page.evaluate(CLICKS)) for page in room.pages]
        assert ends == [lands + last] * 4


async def test_a_cue_that_was_taken_back_sounds_nowhere(browser: Browser, circle: Circle) -> None:
    """The click goes on over the bar on which it was to end, on every page at the same instants."""
    async with playing_room(browser, circle) as room:
        await asyncio.sleep(2.0)
        await room.console.keyboard.press("o")
        cue = await armed(room.console, set())
        await room.console.get_by_role("button", name="Take back: No click").click()
        await asyncio.sleep((cue["beat"] - await room.console.evaluate(BEAT) + 8) * 60 / TEMPO)

        heard = [dict(await page.evaluate(CLICKS)) for page in room.pages]
        for clicks in heard:
            assert all(cue["beat"] + i in clicks for i in range(4))
        for beat in range(int(cue["beat"]), int(cue["beat"]) + 4):
            assert {round(clicks[beat], 9) for clicks in heard} == {round(heard[0][beat], 9)}
        scenes = await room.players[2].evaluate("() => globalThis.unisonoProbe.run.scenes")
        assert all(scene["click"] != "off" for _, scene in scenes)


async def test_a_call_tapped_on_the_console_comes_to_everybody_as_it_was_tapped(
    browser: Browser, circle: Circle
) -> None:
    """Held with C, tapped with the space bar, sent by letting go: the same notes to 1 ms."""
    async with playing_room(browser, circle) as room:
        await room.console.get_by_test_id("tab-calls").click()
        await room.console.get_by_test_id("live-quantise").select_option("off")
        await room.console.get_by_test_id("live-bars").select_option("2")
        await room.console.evaluate(BLUR)
        await room.console.evaluate(
            """() => { globalThis.tapped = []; addEventListener("keydown", (event) => {
              const { localS, sessionS } = globalThis.unisonoProbe.now();
              const agoS = (performance.now() - event.timeStamp) / 1000;
              if (event.key === " ") globalThis.tapped.push(sessionS - agoS);
            }, true); }"""
        )
        await room.console.keyboard.down("c")
        for wait_s in (0.3, 0.25, 0.4):
            await asyncio.sleep(wait_s)
            await room.console.keyboard.press(" ")
        await room.console.keyboard.up("c")

        times = await room.console.evaluate("() => globalThis.tapped")
        cue = await armed(room.console, set())
        beats = await asyncio.gather(*(lands_on(page, cue) for page in room.pages))
        assert beats == [cue["beat"]] * 4
        calls = [
            await page.evaluate("() => globalThis.unisonoProbe.run.calls[0]") for page in room.pages
        ]
        assert len(times) == 3
        for call in calls:
            notes = [note[0] * 60 / TEMPO for note in call["prompt"]["notes"]]
            gaps = [notes[i] - notes[0] for i in range(3)]
            assert gaps == pytest.approx([time_s - times[0] for time_s in times], abs=1e-3)
