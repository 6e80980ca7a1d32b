"""What the clock costs, what a person can say of their sound, and a tempo that moves over bars."""

from __future__ import annotations

import asyncio
import re
from typing import Final

from playwright.async_api import Browser, Page, WebSocket, expect

from circles import Circle
from pages import DESKTOP, PHONE
from serving import fetch_json

BUDGET_BYTES_PER_S: Final = 60.0
SENT_HEADER: Final = 6
HEARD_HEADER: Final = 2
PACES: Final = "async () => (await import('/static/js/clocksync.js')).DEFAULTS.paces"


class Traffic:
    """Bytes of clock exchanges on a page's connection, with the headers of their frames."""

    def __init__(self, page: Page) -> None:
        self.exchanges: dict[str, int] = {}
        page.on("websocket", self._watch)

    def _watch(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._heard)

    def _sent(self, frame: str | bytes) -> None:
        if isinstance(frame, str) and (found := re.match(r'42(\d+)\["sync"', frame)):
            self.exchanges[found[1]] = len(frame.encode()) + SENT_HEADER

    def _heard(self, frame: str | bytes) -> None:
        found = re.match(r"43(\d+)\[", frame) if isinstance(frame, str) else None
        if found and found[1] in self.exchanges:
            self.exchanges[found[1]] += len(frame) + HEARD_HEADER


async def join(browser: Browser, circle: Circle) -> tuple[Page, Traffic]:
    """Come in by the join link."""
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    traffic = Traffic(page)
    await page.goto(circle.join)
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("pad").wait_for()
    return page, traffic


async def test_the_clock_costs_little(browser: Browser, circle: Circle) -> None:
    """After the first minute exchanges take at most 60 bytes a second, both ways together."""
    page, traffic = await join(browser, circle)
    await asyncio.sleep(8.0)
    first, *rest = traffic.exchanges.values()
    whole = sorted(rest[:-1])
    _until, calm_s, _eager_s = (await page.evaluate(PACES))[-1]

    assert len(whole) > 40
    assert first < whole[0], "the first has no exchange before it to complete"
    room_for_longer_numbers = 12  # hours later the session's seconds have three digits more
    assert (whole[-1] + room_for_longer_numbers) / calm_s <= BUDGET_BYTES_PER_S


async def test_who_listens_wirelessly_can_say_so(browser: Browser, circle: Circle) -> None:
    """The console hears of it at once, and the device remembers."""
    console = await browser.new_page(**DESKTOP)
    await console.goto(circle.console)
    page, _ = await join(browser, circle)
    await page.get_by_test_id("me").click()
    await page.get_by_test_id("wireless").check()

    await expect(console.get_by_test_id("people")).to_contain_text("wireless", timeout=15_000)
    await page.reload()
    await expect(page.get_by_test_id("wireless")).to_be_checked()


async def test_the_click_can_be_moved_by_ear(browser: Browser, circle: Circle) -> None:
    """Two steps sooner and one later are one step sooner, also on the next visit."""
    page, _ = await join(browser, circle)
    await page.get_by_test_id("me").click()
    for button in ("nudge-sooner", "nudge-sooner", "nudge-later"):
        await page.get_by_test_id(button).click()
    await expect(page.get_by_test_id("nudge")).to_have_text("5 ms sooner")

    await page.reload()
    await expect(page.get_by_test_id("nudge")).to_have_text("5 ms sooner")


async def test_a_tempo_can_move_over_bars(browser: Browser, circle: Circle) -> None:
    """What the console chose lands in the log as a ramp, and the screen says where it arrives."""
    console = await browser.new_page(**DESKTOP)
    await console.goto(circle.console)
    await console.get_by_test_id("code").get_by_text("-").wait_for()
    await console.get_by_test_id("start").click()
    await expect(console.get_by_test_id("phase")).to_contain_text("beat", timeout=15_000)
    await console.get_by_test_id("over-bars").select_option("8")
    await console.get_by_test_id("tempo").fill("132")
    await console.get_by_test_id("tempo").press("Tab")
    await console.get_by_test_id("change").click()

    await expect(console.locator("#change-words")).to_have_text(
        re.compile(r"^132 bpm by bar \d+, from bar \d+ on$")
    )
    export = fetch_json(f"{circle.server.url}/api/review/export.json", str(circle.tokens.console))
    ramp = next(e["event"] for e in export["entries"] if e["event"]["kind"] == "temposet")
    assert (ramp["tempo_bpm"], ramp["over_beats"]) == (132.0, 32.0)
