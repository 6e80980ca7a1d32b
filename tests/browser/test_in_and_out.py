"""Small things that hurt: a shortened link, a slip of the facilitator's hand, a touch for sound."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Browser, Page, expect

from circles import Circle
from pages import DESKTOP, PHONE, new_page
from serving import fetch_json


@pytest.mark.parametrize("page", ["console", "stage"])
@pytest.mark.parametrize("cut", [0, 3, 12])
async def test_a_link_that_lost_letters_is_told_kindly(
    browser: Browser, circle: Circle, page: str, cut: int
) -> None:
    """Whatever is left of it, the page says that it opens nothing and whom to ask."""
    link = getattr(circle, page)
    opened = await new_page(browser, DESKTOP)
    await opened.goto(link[: len(link) - 5 - cut])

    await expect(opened.get_by_text(re.compile("opens nothing")).first).to_be_visible()


@pytest.mark.parametrize("path", ["/nowhere", "/j/no_code_at_all", "/deeper/than/that"])
async def test_an_address_that_leads_nowhere_says_so_in_our_words(
    browser: Browser, circle: Circle, path: str
) -> None:
    """Not a bare number: a sentence, and a way on."""
    page = await new_page(browser, PHONE)
    answer = await page.goto(circle.server.url + path)

    assert answer is not None
    assert answer.status == 404
    await expect(page.get_by_role("heading", name="nothing at this address")).to_be_visible()


async def test_taking_somebody_out_is_asked_once_and_they_may_come_anew(
    browser: Browser, circle: Circle
) -> None:
    """A slip can be taken back; whoever was taken out comes in again on another seat."""
    phone, console = await new_page(browser, PHONE), await new_page(browser, DESKTOP)
    await phone.goto(circle.join)
    await phone.get_by_test_id("name").fill("Rita")
    await phone.get_by_test_id("enter").click()
    await console.goto(circle.console)

    await take_out(console, "stay")
    await expect(phone.get_by_test_id("pad")).to_be_visible()
    await take_out(console, "remove")
    await expect(phone.get_by_test_id("pad")).to_be_hidden()
    await phone.reload()
    await phone.get_by_test_id("enter").click()
    await expect(phone.get_by_test_id("pad")).to_be_visible()

    kinds = [e["event"]["kind"] for e in export_of(circle)["entries"]]
    assert (kinds.count("seattaken"), kinds.count("seatleft")) == (2, 1)


async def take_out(console: Page, answer: str) -> None:
    """Press *Take out of the circle* for the one person there, and answer the question."""
    await console.get_by_test_id("tab-people").click()
    await console.get_by_test_id("people").get_by_role("button").first.click()
    await console.get_by_test_id("remove").click()
    await console.locator(f"#removing button[value={answer}]").click()


def export_of(circle: Circle) -> dict[str, list[dict[str, dict[str, str]]]]:
    """Return the log."""
    assert circle.tokens.console is not None
    found: dict[str, list[dict[str, dict[str, str]]]] = fetch_json(
        f"{circle.server.url}/api/review/export.json", circle.tokens.console
    )
    return found


NO_WAKE_LOCK = "delete Navigator.prototype.wakeLock"
NOT_SO = """() => {
  const video = document.querySelector("video");
  if (!video) return ["there"];
  const { width, height, left, right, top, bottom } = video.getBoundingClientRect();
  const facts = {
    playing: !video.paused && video.currentTime > 0,
    silent: video.muted && video.srcObject.getAudioTracks().length === 0,
    tiny: width <= 2 && height <= 2,
    within: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight,
    unseen: video.getAttribute("aria-hidden") === "true",
    untouched: video.tabIndex === -1 && !video.controls
      && getComputedStyle(video).pointerEvents === "none",
    alone: document.querySelectorAll("video").length === 1,
  };
  return Object.entries(facts).flatMap(([name, so]) => (so ? [] : [name]));
}"""
NOW_S = "document.querySelector('video').currentTime"


async def comes_true(page: Page, what: str) -> None:
    """Wait until something is so on a page; its own rules forbid it to evaluate texts."""
    async with asyncio.timeout(20.0):
        while not await page.evaluate(what):
            await asyncio.sleep(0.1)


async def test_without_a_wake_lock_a_picture_plays_as_long_as_somebody_is_there(
    browser: Browser, circle: Circle
) -> None:
    """It goes on, is silent and two pixels large, in nobody's way, and gone after leaving."""
    phone = await new_page(browser, PHONE)
    await phone.add_init_script(NO_WAKE_LOCK)
    await phone.goto(circle.join)
    assert not await phone.evaluate("'wakeLock' in navigator")
    await phone.get_by_test_id("enter").click()
    await comes_true(phone, f"({NOT_SO})().length === 0")
    before_s = await phone.evaluate(NOW_S)
    await comes_true(phone, f"{NOW_S} > {before_s + 0.5}")
    await phone.get_by_test_id("leave").click()
    await phone.get_by_test_id("leave-yes").click()
    await comes_true(phone, "!document.querySelector('video')")
