"""What the clock costs, what a person can say of their sound, and a tempo that moves over bars."""

from __future__ import annotations

import asyncio
import random
import re
import time
from statistics import median
from typing import Final

import pytest
from playwright.async_api import Browser, Page, WebSocket, expect

from circles import Circle
from pages import DESKTOP, LATER, PHONE
from serving import fetch_json
from unisono.testing.link import Line
from unisono.testing.network import faulty_line

BUDGET_BYTES_PER_S: Final = 60.0
SENT_HEADER: Final = 6
HEARD_HEADER: Final = 2
PACES: Final = "async () => (await import('/static/js/clocksync.js')).DEFAULTS.paces"


class Traffic:
    """Bytes of the clock's on a page's connection, with the headers of their frames.

    Attributes:
        exchanges: of each question and its answer, by number.
        total: of these, of reports on the clock, and of what rides along with taps.
    """

    def __init__(self, page: Page) -> None:
        self.exchanges: dict[str, int] = {}
        self.total = 0
        self._asked: dict[str, str] = {}
        page.on("websocket", self._watch)

    def _watch(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._heard)

    def _sent(self, frame: str | bytes) -> None:
        found = re.match(r'42(\d+)\["(sync|clock|taps)"', text := str(frame))
        if found is None:
            return
        number, name = found.groups()
        self._asked[number] = name
        self._count(number, name, len(_rider(text)) if name == "taps" else len(text) + SENT_HEADER)

    def _heard(self, frame: str | bytes) -> None:
        found = re.match(r"43(\d+)\[", text := str(frame))
        if found is None or (name := self._asked.pop(found[1], None)) is None:
            return
        own = len("43[{}]") + len(found[1])  # what answers taps in any case
        self._count(found[1], name, len(text) - own if name == "taps" else len(text) + HEARD_HEADER)

    def _count(self, number: str, name: str, size: int) -> None:
        self.total += size
        if name == "sync":
            self.exchanges[number] = self.exchanges.get(number, 0) + size


def _rider(text: str) -> str:
    """Return what rides along with taps."""
    found = re.search(r',"t0":.*(?=}\]$)', text)
    return found[0] if found else ""


async def join(browser: Browser, circle: Circle, base: str = "") -> tuple[Page, Traffic]:
    """Come in by the join link, perhaps by another way to the server."""
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    await page.add_init_script(LATER)
    traffic = Traffic(page)
    await page.goto(circle.join.replace(circle.server.url, base) if base else circle.join)
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("pad").wait_for()
    return page, traffic


async def test_the_clock_costs_little(browser: Browser, circle: Circle) -> None:
    """After the first minute exchanges take at most 60 bytes a second, both ways together."""
    page, traffic = await join(browser, circle)
    await asyncio.sleep(8.0)
    first, *rest = traffic.exchanges.values()
    whole = sorted(rest[:-1])
    _until, calm_s, eager_s = (await page.evaluate(PACES))[-1]

    assert len(whole) > 40
    assert first < whole[0], "the first has no exchange before it to complete"
    room_for_longer_numbers = 12  # hours later the session's seconds have three digits more
    usual = median(whole)  # on a busy machine one question may tell of several answers
    assert (usual + room_for_longer_numbers) / min(calm_s, eager_s) <= BUDGET_BYTES_PER_S


@pytest.mark.nightly
@pytest.mark.timeout(240)
async def test_the_clock_costs_little_on_a_noisy_line_too(browser: Browser, circle: Circle) -> None:
    """Behind a mobile network, playing all the while: everything of the clock's is counted."""
    port = int(circle.server.url.rsplit(":", 1)[1])
    line = faulty_line("127.0.0.1", port, random.Random(4), Line(0.040, 0.040))
    async with line as proxy:
        page, traffic = await join(browser, circle, proxy.url)
        await asyncio.sleep(60.0)
        before, began_s = traffic.total, time.monotonic()
        while time.monotonic() - began_s < 60.0:
            await page.keyboard.press("Space")
            await asyncio.sleep(0.5)
        spent = traffic.total - before
        bound_s = await page.evaluate("globalThis.unisonoProbe.now().boundS")

        print(f"{spent / 60.0:.1f} bytes/s, likely bound {bound_s * 1e3:.1f} ms")
        assert bound_s > 0.0015, "quiet after all: nothing is shown"
        assert 10.0 < spent / 60.0 <= BUDGET_BYTES_PER_S


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
    """What the console chose is in the log as a ramp."""
    console = await browser.new_page(**DESKTOP)
    await console.goto(circle.console)
    await console.get_by_test_id("start").click()
    await expect(console.get_by_test_id("phase")).to_contain_text("beat", timeout=15_000)
    await console.get_by_test_id("ramp-to").fill("132")
    await console.get_by_test_id("ramp-bars").select_option("8")
    await console.get_by_test_id("ramp").click()

    async with asyncio.timeout(20.0):
        while not (ramps := await asyncio.to_thread(_ramps, circle)):
            await asyncio.sleep(0.25)
    assert ramps == [(132.0, 8)]


def _ramps(circle: Circle) -> list[tuple[float, int]]:
    """Return the ramps that were armed by now: to which tempo, over how many bars."""
    export = fetch_json(f"{circle.server.url}/api/review/export.json", str(circle.tokens.console))
    events = [entry["event"] for entry in export["entries"]]
    armed = [event["what"] for event in events if event["kind"] == "cuearmed"]
    return [(what["tempo_bpm"], what["over_bars"]) for what in armed if "over_bars" in what]
