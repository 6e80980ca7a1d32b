"""The whole way in, by finger on a phone or by keyboard at a desk, in two languages and schemes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, CDPSession, Page, expect

from axe import complaints
from circles import Circle, stored_taps
from pages import DESKTOP, PHONE, new_page

TAP_ALONG = Path(__file__).parents[1].joinpath("support", "tapAlong.js").read_text(encoding="utf-8")
MOST_BYTES = 90_000
"""Of the play page, with all that it loads until somebody plays."""
MOST_S = 90.0
MOST_TABS = 30
DIRECTIONS = {"en": "ltr", "ar": "rtl"}
DELAY_S = 0.09

Hand = Literal["touch", "key"]


@dataclass
class Traffic:
    """What a page has fetched: bytes as they travelled, packed, without the heads of answers."""

    addresses: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    async def count(self, session: CDPSession) -> None:
        """Count from now on."""
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.responseReceived", self._began)
        session.on("Network.loadingFinished", self._came)
        await session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = event["request"]["url"]

    def _began(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = -int(event["response"]["encodedDataLength"])

    def _came(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] += int(event["encodedDataLength"])

    def of_the_play_page(self) -> dict[str, int]:
        """Return the bytes by address; the sound check, a window of its own, is left out."""
        every = {self.addresses[one]: size for one, size in self.sizes.items()}
        return {url: size for url, size in every.items() if "ound" not in url.rsplit("/", 1)[1]}


async def press(page: Page, hand: Hand, button: str) -> None:
    """Touch a button, or go to it by the Tab key and press Enter."""
    target = page.get_by_test_id(button)
    await target.wait_for()
    if hand == "touch":
        await target.tap()
        return
    for _ in range(MOST_TABS):
        if await target.evaluate("it => it === document.activeElement"):
            await page.keyboard.press("Enter")
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{button} is not reached by the Tab key")


@pytest.mark.parametrize(
    ("hand", "language", "scheme"),
    [
        ("touch", "en", "light"),
        ("touch", "ar", "dark"),
        ("key", "en", "dark"),
        ("key", "ar", "light"),
        *(
            pytest.param(*row, marks=pytest.mark.nightly)
            for row in (
                ("touch", "en", "dark"),
                ("touch", "ar", "light"),
                ("key", "en", "light"),
                ("key", "ar", "dark"),
            )
        ),
    ],
)
async def test_from_the_link_to_the_first_tap(
    browser: Browser, circle: Circle, axe_path: Path, hand: Hand, language: str, scheme: str
) -> None:
    """Door, drums heard, a cable, tapping along, in: under 90 s, even with axe at every step."""
    screen = {**(PHONE if hand == "touch" else DESKTOP), "locale": language}
    page = await new_page(browser, {**screen, "color_scheme": scheme}, record=True, check=True)
    traffic = Traffic()
    await traffic.count(await page.context.new_cdp_session(page))
    begun_s = time.monotonic()
    await page.goto(circle.join)
    for button in ("enter", "check-yes", "check-cable"):
        await page.get_by_test_id(button).wait_for()
        assert await complaints(page, axe_path) == [], button
        await press(page, hand, button)
    await page.evaluate(TAP_ALONG, {"delayS": DELAY_S, "by": hand})
    await page.get_by_test_id("check-go").wait_for()
    assert await complaints(page, axe_path) == [], "done"
    await press(page, hand, "check-go")
    await expect(page.get_by_test_id("check")).to_have_count(0)
    await press(page, hand, "pad")
    assert await stored_taps(circle) == 1
    took_s = time.monotonic() - begun_s

    sizes = traffic.of_the_play_page()
    print(f"{took_s:.1f} s, {sum(sizes.values())} bytes in {len(sizes)} answers")
    assert took_s < MOST_S
    assert sum(sizes.values()) < MOST_BYTES, sizes
    assert await page.locator("html").get_attribute("lang") == language
    assert await page.locator("html").get_attribute("dir") == DIRECTIONS[language]
    assert await complaints(page, axe_path) == [], "pad"
