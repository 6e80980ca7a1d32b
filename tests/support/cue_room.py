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
from serving import fetch_json
from unisono.testing.link import Line
from unisono.testing.network import FaultyLine, faulty_line

SLOW: Final = Line(0.2)
"""There and back: 400 ms."""
LEAD_S: Final = 0.8
"""What a cue is announced ahead on such a line: one and a half times there and back, and 200 ms."""
TEMPO: Final = 240
WAIT_MS: Final = 20_000
SCHEDULE: Final = Path(__file__).with_name("schedules.js").read_text(encoding="utf-8")
BLUR: Final = "document.activeElement.blur()"
ARMED: Final = """async ({ known, waitMs }) => {
  const untilMs = performance.now() + waitMs;
  for (;;) {
    const rows = globalThis.unisonoProbe.runs.flatMap(({ run }) => run.cues ?? []);
    const fresh = rows.find(({ cue }) => cue > known);
    if (fresh || performance.now() > untilMs) return fresh ?? null;
    await new Promise((go) => setTimeout(go, 25));
  }
}"""
"""The next cue after one, as the page was told of it, also when it has landed since."""
STRIP: Final = """() => {
  const strip = document.getElementById("armed"), said = (globalThis.stripSaid = []);
  new MutationObserver(() => said.push(strip.textContent)).observe(strip, {
    childList: true, characterData: true, subtree: true,
  });
}"""
"""Keeps whatever the strip says from now on in ``stripSaid``."""
KEYS: Final = """(presses) => {
  const nowMs = performance.now();
  for (const [key, agoMs] of presses) {
    const shiftKey = key.startsWith("Shift+");
    const told = { key: key.replace("Shift+", ""), shiftKey, bubbles: true, cancelable: true };
    const event = new KeyboardEvent("keydown", told);
    Object.defineProperty(event, "timeStamp", { value: nowMs - agoMs });
    document.body.dispatchEvent(event);
  }
}"""
"""Presses keys in one breath, each at its own moment before now, as quick fingers do."""
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
    circle: Circle

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
        await console.get_by_test_id("tab-cues").click()
        await console.get_by_test_id("tempo").fill(str(bpm))
        await console.get_by_test_id("tempo").press("Enter")
        await console.locator("#count-in").evaluate(
            "field => { field.value = '0'; field.dispatchEvent(new Event('change')); }"
        )
        await console.evaluate(BLUR)
        await console.keyboard.press("g")
        await expect(console.get_by_test_id("phase")).to_contain_text("beat", timeout=WAIT_MS)
        await console.evaluate(STRIP)
        yield Room(console, list(players), line, circle)


async def joined(browser: Browser, circle: Circle, url: str) -> Page:
    """Open a player's page and press the one button."""
    page = await new_page(browser, PHONE)
    page.set_default_timeout(60_000)
    await page.goto(f"{url}/j#{circle.tokens.join}")
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("pad").wait_for()
    return page


async def armed(page: Page, known: set[int]) -> dict[str, Any]:
    """Return the next cue after those that are known."""
    question = {"known": max(known, default=0), "waitMs": WAIT_MS}
    found: dict[str, Any] | None = await page.evaluate(ARMED, question)
    assert found is not None, "nothing was armed"
    known.add(found["cue"])
    return found


async def lands_on(page: Page, cue: dict[str, Any]) -> tuple[int, float] | None:
    """Return on which beat a cue changes the page's own schedule, and how early it knew."""
    question = {"cue": cue["cue"], "kind": cue["what"]["kind"], "beat": cue["beat"]}
    found = await page.evaluate(SCHEDULE, {**question, "waitMs": WAIT_MS})
    return None if found is None else (int(found[0]), float(found[1]))


async def strip_said(room: Room, cue: dict[str, Any]) -> None:
    """Wait until the strip has shown a cue with its bar, however briefly."""
    said = "() => globalThis.stripSaid.some((words) => /bar \\d/u.test(words))"
    await room.console.wait_for_function(said, timeout=WAIT_MS)
    await room.console.evaluate("() => { globalThis.stripSaid.length = 0; }")


async def until_beat(page: Page, beat: float) -> None:
    """Wait until a page is past a beat."""
    while await page.evaluate(BEAT) < beat:
        await asyncio.sleep(0.05)


async def landed_alike(room: Room, cue: dict[str, Any]) -> None:
    """Let a cue land: known to the far page in time, on one beat, and with one meaning."""
    await known_in_time(room, cue)
    played: set[str] = set()
    for _ in range(WAIT_MS // 50):
        played = {await page.evaluate(PLAYED, cue["beat"]) for page in room.pages}
        if len(played) == 1:
            break
        await asyncio.sleep(0.05)
    assert len(played) == 1, (cue, played)
    await until_beat(room.console, cue["beat"])


async def known_in_time(room: Room, cue: dict[str, Any]) -> None:
    """Check that a cue lands on one beat on each page, and that each knew before.

    A page of a machine that stood still knows when it goes on again. What is ours then is that the
    cue was armed far enough ahead for the slow line, which the log tells.
    """
    found = await asyncio.gather(*(lands_on(page, cue) for page in room.pages))
    assert [row and row[0] for row in found] == [cue["beat"]] * 4, (cue, found)
    early_s = min(row[1] for row in found if row is not None)
    assert early_s > 0 or await _ahead_s(room, cue) >= LEAD_S, (cue, found)


async def _ahead_s(room: Room, cue: dict[str, Any]) -> float:
    """Return how far ahead the server armed a cue, in seconds."""
    url, token = room.circle.server.url, room.circle.tokens.console or ""
    export = await asyncio.to_thread(fetch_json, f"{url}/api/review/export.json", token)
    (armed_s,) = [
        row["time_s"]
        for row in export["entries"]
        if row["event"]["kind"] == "cuearmed" and row["event"]["cue"] == cue["cue"]
    ]
    segments = (await room.console.evaluate("() => globalThis.unisonoProbe.run"))["segments"]
    beat0, time0_s, bpm, _ = [row for row in segments if row[0] < cue["beat"]][-1]
    return float(time0_s + (cue["beat"] - beat0) * 60 / bpm - armed_s)
