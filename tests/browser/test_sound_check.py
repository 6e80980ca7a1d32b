"""The first minutes: sound heard, way of listening told, taps calibrated; or past it at once."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from circles import Circle, new_circle
from pages import DESKTOP, PHONE, new_page
from serving import fetch_json

DELAY_S = 0.11
TAP_ALONG = Path(__file__).parents[1].joinpath("support", "tapAlong.js").read_text(encoding="utf-8")


async def come_in(browser: Browser, circle: Circle, screen: dict[str, Any]) -> Page:
    """Come in by the join link as somebody who was never here."""
    page = await new_page(browser, screen, record=True, check=True)
    await page.goto(circle.join)
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("check-title").wait_for()
    return page


def reports(circle: Circle) -> list[dict[str, Any]]:
    """Return what devices said of their sound, as the server keeps it."""
    url = f"{circle.server.url}/api/review/export.json"
    log = fetch_json(url, str(circle.tokens.console))
    events = [entry["event"] for entry in log["entries"]]
    return [event for event in events if event["kind"].startswith("sound")]


async def test_the_whole_way_through_the_sound_check(browser: Browser, circle: Circle) -> None:
    """Drums, a cable, tapping along: the server knows the delay, the person sees no number."""
    page = await come_in(browser, circle, PHONE)
    began_s = time.monotonic()
    check = page.get_by_test_id("check")
    await expect(check).to_contain_text("Do you hear four drums?")
    await page.get_by_test_id("check-yes").click()
    await page.get_by_test_id("check-cable").click()
    await page.evaluate(TAP_ALONG, {"delayS": DELAY_S, "by": "touch"})
    await expect(check).to_contain_text("That’s it")
    assert " ms" not in await check.inner_text()
    await page.get_by_test_id("check-go").click()
    assert time.monotonic() - began_s < 90.0

    await expect(check).to_have_count(0)
    await page.get_by_test_id("pad").click()
    found = [r for r in reports(circle) if r.get("offset_s") is not None]
    assert found[-1]["offset_s"] == pytest.approx(DELAY_S, abs=0.02)
    assert found[-1]["scatter_s"] < 0.04


async def test_the_same_device_is_not_asked_again(browser: Browser, circle: Circle) -> None:
    """In the next circle the person is in at once, and the server hears what is known."""
    page = await come_in(browser, circle, PHONE)
    await page.get_by_test_id("check-yes").click()
    await page.get_by_test_id("check-speaker").click()
    await page.get_by_test_id("check-skip").click()
    await page.get_by_test_id("check-go").click()

    another = new_circle(circle.server)
    await page.goto(another.join)
    began_s = time.monotonic()
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("pad").click()

    assert time.monotonic() - began_s < 5.0
    await expect(page.get_by_test_id("check")).to_have_count(0)
    await page.wait_for_timeout(500)
    assert reports(another)[-1]["listening"] == "speaker"


async def test_who_hears_nothing_gets_help_and_may_go_on(browser: Browser, circle: Circle) -> None:
    """No drums: what to look at, in pictures; and nobody is kept out."""
    page = await come_in(browser, circle, PHONE)
    await page.get_by_test_id("check-no").click()
    check = page.get_by_test_id("check")
    await expect(check).to_contain_text("volume")
    await expect(check.locator("svg")).to_have_count(3)
    await page.get_by_test_id("check-watch").click()

    await page.get_by_test_id("pad").click()
    assert reports(circle)[-1]["hears"] is False


async def test_wireless_listeners_are_told_kindly(browser: Browser, circle: Circle) -> None:
    """They play along, and are not asked to tap for nothing."""
    page = await come_in(browser, circle, PHONE)
    await page.get_by_test_id("check-yes").click()
    await page.get_by_test_id("check-wireless").click()

    await expect(page.get_by_test_id("check")).to_contain_text("we just won’t count your taps")
    await page.get_by_test_id("check-go").click()
    await page.get_by_test_id("me").click()
    await expect(page.get_by_test_id("wireless")).to_be_checked()


async def test_escape_leads_past_it(browser: Browser, circle: Circle) -> None:
    """By keyboard alone, at any step."""
    page = await come_in(browser, circle, DESKTOP)
    await page.keyboard.press("Escape")

    await expect(page.get_by_test_id("check")).to_have_count(0)
    await expect(page.get_by_test_id("pad")).to_be_visible()


async def test_a_device_can_be_checked_before_any_circle(browser: Browser, circle: Circle) -> None:
    """Found from the start page; what was found there need not be asked at the door."""
    page = await new_page(browser, PHONE, check=True)
    await page.goto(circle.server.url)
    await page.get_by_test_id("ready").click()
    await expect(page.get_by_test_id("abilities")).to_contain_text("Secure connection")
    await page.get_by_test_id("ready-begin").click()
    await page.get_by_test_id("check-yes").click()
    await page.get_by_test_id("check-speaker").click()
    await page.get_by_test_id("check-skip").click()
    await page.get_by_test_id("check-go").click()
    await expect(page.get_by_test_id("abilities")).to_contain_text("it is on")

    await page.goto(circle.join)
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("pad").click()
    await expect(page.get_by_test_id("check")).to_have_count(0)


async def test_a_device_that_is_plugged_in_asks_once_how_one_listens(
    browser: Browser, circle: Circle
) -> None:
    """Whatever it reports of its delay: told of three times, asked once, and playing goes on."""
    page = await come_in(browser, circle, PHONE)
    await page.get_by_test_id("check-skip").click()
    await page.get_by_test_id("check-skip").click()
    await page.get_by_test_id("check-go").click()
    check = page.get_by_test_id("check")
    await expect(check).to_have_count(0)
    for _ in range(3):
        await page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    await expect(page.get_by_test_id("check-wireless")).to_be_visible(timeout=10_000)
    await expect(check).to_have_count(1)
    await page.get_by_test_id("check-wireless").click()
    await page.get_by_test_id("check-go").click()
    await expect(check).to_have_count(0)
    assert reports(circle)[-1]["listening"] == "wireless"


async def test_a_page_without_devices_to_watch_asks_as_it_always_did(
    browser: Browser, circle: Circle
) -> None:
    """As on plain HTTP: the way in is the same, and nothing goes amiss."""
    page = await new_page(browser, PHONE, record=True, check=True)
    problems: list[str] = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    await page.add_init_script(
        "Object.defineProperty(navigator, 'mediaDevices', {value: undefined})"
    )
    await page.goto(circle.join)
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("check-skip").click()
    await page.get_by_test_id("check-skip").click()
    await page.get_by_test_id("check-go").click()
    await page.get_by_test_id("pad").click()
    assert problems == []
