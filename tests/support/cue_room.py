"""A console and three players in real browsers, one of them far away, with music on."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Page, expect

from circles import Circle
from pages import DESKTOP, PHONE, new_page
from unisono.testing.link import Line
from unisono.testing.network import FaultyLine, faulty_line

SLOW: Final = Line(0.2)
"""There and back: 400 ms."""
TEMPO: Final = 240
WAIT_MS: Final = 20_000
SCHEDULE: Final = Path(__file__).with_name("schedules.js").read_text(encoding="utf-8")
BLUR: Final = "document.activeElement.blur()"
ARMED: Final = "() => globalThis.unisonoProbe.run?.cues ?? []"
BEAT: Final = """() => {
  const { run } = globalThis.unisonoProbe;
  const nowS = globalThis.unisonoProbe.now().sessionS;
  const begun = run.segments.filter((row) => row[1] <= nowS);
  const [beat0, time0, bpm] = begun.at(-1) ?? run.segments[0];
  return beat0 + (nowS - time0) * bpm / 60;
}"""
"""Where a page is; the tempo never moves evenly in these tests."""
CLICKS: Final = """() => globalThis.unisonoProbe.clicks
  .filter(({ cancelled }) => !cancelled).map(({ beat, sessionS }) => [beat, sessionS])"""
PLAYED: Final = """(beat) => {
  const { run } = globalThis.unisonoProbe;
  const from = (rows) => rows.filter(([beat0]) => beat0 >= beat);
  const { calls, songs, breaths, stop_beat } = run;
  const later = (rows = []) => rows.filter(({ end_beat }) => end_beat > beat);
  const kept = [calls, songs, breaths].map(later);
  return JSON.stringify([from(run.segments), from(run.meters), from(run.scenes), kept, stop_beat]);
}"""
"""All that a page plays by from a beat on, as one text."""


@dataclass(frozen=True, slots=True)
class Room:
    """A console and three players, the last of them far away; music is on."""

    console: Page
    players: list[Page]
    line: FaultyLine

    @property
    def far(self) -> Page:
        """The page behind the slow line."""
        return self.players[-1]

    @property
    def pages(self) -> list[Page]:
        """Return all of them."""
        return [self.console, *self.players]


@asynccontextmanager
async def playing_room(browser: Browser, circle: Circle, bpm: int = TEMPO) -> AsyncIterator[Room]:
    """Open the pages and start the music."""
    port = int(circle.server.url.rsplit(":", 1)[1])
    async with faulty_line("127.0.0.1", port, random.Random(1), SLOW) as line:
        console = await new_page(browser, DESKTOP)
        await console.goto(circle.console)
        addresses = [circle.server.url, circle.server.url, line.url]
        players = await asyncio.gather(*(joined(browser, circle, url) for url in addresses))
        await console.get_by_test_id("tempo").fill(str(bpm))
        await console.get_by_test_id("tempo").press("Enter")
        await console.locator("#count-in").evaluate(
            "field => { field.value = '0'; field.dispatchEvent(new Event('change')); }"
        )
        await console.evaluate(BLUR)
        await console.keyboard.press("g")
        await expect(console.get_by_test_id("phase")).to_contain_text("beat", timeout=WAIT_MS)
        yield Room(console, list(players), line)


async def joined(browser: Browser, circle: Circle, url: str) -> Page:
    """Open a player's page and press the one button."""
    page = await new_page(browser, PHONE)
    page.set_default_timeout(60_000)
    await page.goto(f"{url}/j#{circle.tokens.join}")
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("pad").wait_for()
    return page


async def armed(page: Page, known: set[int]) -> dict[str, Any]:
    """Return the cue that is armed and was not known before."""
    for _ in range(200):
        fresh = [row for row in await page.evaluate(ARMED) if row["cue"] not in known]
        if fresh:
            known.update(row["cue"] for row in fresh)
            found: dict[str, Any] = fresh[0]
            return found
        await asyncio.sleep(0.05)
    raise AssertionError("nothing was armed")


async def lands_on(page: Page, cue: dict[str, Any]) -> int | None:
    """Return the beat on which a cue changes the page's own schedule."""
    question = {"kind": cue["what"]["kind"], "beat": cue["beat"]}
    for _ in range(100):
        beat = await page.evaluate(SCHEDULE, question)
        if beat is not None:
            return int(beat)
        await asyncio.sleep(0.05)
    return None


async def until_beat(page: Page, beat: float) -> None:
    """Wait until a page is past a beat."""
    while await page.evaluate(BEAT) < beat:
        await asyncio.sleep(0.05)


async def landed_alike(room: Room, cue: dict[str, Any]) -> None:
    """Let a cue land: known to the far page in time, on one beat, and with one meaning."""
    beats = await asyncio.gather(*(lands_on(page, cue) for page in room.pages))
    assert beats == [cue["beat"]] * 4, (cue, beats)
    assert await room.far.evaluate(BEAT) < cue["beat"], "the far one knew in time"
    played = [await page.evaluate(PLAYED, cue["beat"]) for page in room.pages]
    assert len(set(played)) == 1, (cue, played)
    await until_beat(room.console, cue["beat"])
