"""A circle that plays, with one page in it whose line is in the test's hands."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, Page

from circles import Circle
from interposed import Line, interpose
from pages import LATER
from unisono.client import Console, Participant
from unisono.pulse import Timeline
from unisono.session.messages import SeatView

CLAVE: dict[str, Any] = {
    "notes": [[0, "tone"], [0.75, "tone"], [1.5, "tone"], [2.5, "slap"], [3, "bass"]],
    "cycle_beats": 4,
    "title": "Son clave",
    "mnemonic": "Shave and a hair-cut, two bits",
    "grouping": [4],
    "parts_per_beat": 4,
}
ROUND: dict[str, Any] = {
    "notes": [
        [0, "", "row", 60, 1],
        [1, "", "row", 60, 1],
        [2, "", "row", 60, 0.75],
        [2.75, "", "your", 62, 0.25],
        [3, "", "boat", 64, 1],
        [4, "", "gent-", 64, 0.75],
        [4.75, "", "ly", 62, 0.25],
        [5, "", "down", 64, 0.75],
        [5.75, "", "the", 65, 0.25],
        [6, "", "stream", 67, 2],
    ],
    "length_beats": 8,
    "title": "Row your boat",
    "grouping": [4],
    "entries": [{"section": "A", "after_beats": 0}, {"section": "B", "after_beats": 8}],
}
GROOVE: dict[str, Any] = {
    "cycle_beats": 4,
    "title": "Two hearts",
    "id": "",
    "grouping": [4],
    "parts_per_beat": 4,
    "layers": [
        {"name": "Heartbeat", "notes": [[0, "bass"], [2, "bass"]], "mnemonic": "boom boom"},
        {
            "name": "Ripple",
            "notes": [[0, "tone"], [0.5, "tone"], [1.5, "slap"], [2.5, "tone"]],
            "mnemonic": "take your time",
            "difficulty": 3,
        },
    ],
}


TIME_OF_ITS_OWN = """(() => {
  const real = performance.now.bind(performance);
  let [from, at, rate] = [real(), real(), 1];
  performance.now = () => at + (real() - from) * rate;
  globalThis.runAt = (wanted) => {
    [at, from, rate] = [performance.now(), real(), wanted];
  };
})()"""
"""Put into a page: ``runAt(0.25)`` lets its clock, and all it draws, run four times slower."""


@dataclass
class Playing:
    """A run that goes on, the page in it, and who else is there."""

    page: Page
    line: Line
    lead: Console
    ann: Participant
    ben: Participant

    @property
    def seat(self) -> int:
        """The page's own seat."""
        return int(self.line.heard["welcome"]["seat"])

    @property
    def timeline(self) -> Timeline:
        """Beats to session time."""
        timeline = self.lead.view.timeline
        assert timeline is not None
        return timeline

    def beat(self) -> float:
        """Return where the music is."""
        return self.timeline.beat_at(self.lead.now_s())

    def next_bar(self, bars: int = 1) -> int:
        """Return the first beat of a bar that comes: 1, the very next."""
        return 4 * (int(self.beat() // 4) + bars)

    async def until(self, beat: float) -> None:
        """Wait for a moment of the music."""
        await self.lead.sleep_until(self.timeline.time_at(beat))

    def run(self, **more: object) -> None:
        """Have the page hear of its run again, with more in it."""
        message = copy.deepcopy(self.line.heard["beat"])
        caller = more.pop("caller", None)
        self.line.say("beat", {**message, "caller": caller, "run": {**message["run"], **more}})

    def scene(self, beat: float = 0.0, **what: object) -> None:
        """Have the page believe that a scene holds from a beat on."""
        self.run(scenes=[[0.0, {}], [beat, what]] if beat else [[0.0, what]])

    async def sit_as(self, **what: object) -> None:
        """Give the page's own person a part or a section, as whoever leads may."""
        await self.lead.ask("assign", {"seat": self.seat, **what})
        await self.lead.until(
            lambda: all(getattr(self.me(), name) == value for name, value in what.items())
        )

    def me(self) -> SeatView:
        """Return the page's own seat as everybody sees it."""
        return self.lead.view.circle[self.seat]


async def enter(browser: Browser, circle: Circle, **screen: Any) -> tuple[Page, Line]:
    """Open the pad of a person who comes in by the link."""
    context = await browser.new_context(**screen, bypass_csp=True)
    page = await context.new_page()
    await page.add_init_script(LATER)
    await page.add_init_script(TIME_OF_ITS_OWN)
    line = await interpose(page)
    await page.goto(circle.join)
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("pads").wait_for()
    await page.wait_for_function("document.body.dataset.standing === 'here'")
    return page, line


@asynccontextmanager
async def playing(
    browser: Browser,
    circle: Circle,
    bpm: float = 120.0,
    *,
    count_in_bars: int | None = None,
    **screen: Any,
) -> AsyncIterator[Playing]:
    """Have three people play at a tempo, the first of them on a page.

    Args:
        browser: a running one.
        circle: it is empty so far.
        bpm: the tempo.
        count_in_bars: how long it is counted in, unless as circles usually are.
        screen: the page's size and kind.
    """
    page, line = await enter(browser, circle, **screen)
    url, tokens = circle.server.url, circle.tokens
    assert tokens.console is not None
    async with (
        Console(url, tokens.console) as lead,
        Participant(url, token=tokens.join, name="Ann") as ann,
        Participant(url, token=tokens.join, name="Ben") as ben,
    ):
        await asyncio.gather(lead.ready(), ann.seated(), ben.seated())
        await lead.arrange(tempo_bpm=bpm, count_in_bars=count_in_bars)
        await lead.start()
        await lead.until(lambda: lead.view.timeline is not None and len(lead.view.circle) == 3)
        await page.wait_for_function("unisonoProbe.now().quality !== 'none'")
        while "beat" not in line.heard:
            await asyncio.sleep(0.02)
        yield Playing(page, line, lead, ann, ben)
        await page.context.close()
