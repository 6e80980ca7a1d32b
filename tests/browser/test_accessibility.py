"""Axe finds nothing to mend (WCAG 2.2 AA) on any page, in light and dark, small and large."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from axe import complaints_in_both
from circles import Circle
from pages import DESKTOP, LATER, PHONE
from unisono.client import Console, Participant


@pytest.fixture(params=["phone", "desktop"])
def screen(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Both sizes."""
    return {**(PHONE if request.param == "phone" else DESKTOP), "bypass_csp": True}


async def open_page(browser: Browser, screen: dict[str, Any], address: str) -> Page:
    """Open an address and wait until its script has drawn it."""
    context = await browser.new_context(**screen)
    page = await context.new_page()
    await page.add_init_script(LATER)
    await page.goto(address)
    return page


async def test_the_home_page(
    browser: Browser, screen: dict[str, Any], axe_path: Path, circle: Circle
) -> None:
    """The start page is clean."""
    page = await open_page(browser, screen, circle.server.url)

    assert await complaints_in_both(page, axe_path) == []


async def test_the_clock(
    browser: Browser, screen: dict[str, Any], axe_path: Path, circle: Circle
) -> None:
    """The clock in numbers is clean, with its table open, and where it has no circle."""
    page = await open_page(browser, screen, f"{circle.server.url}/clock#{circle.tokens.stage}")
    await page.get_by_test_id("summary").get_by_text("±").wait_for()
    await page.get_by_test_id("sound").click()
    await page.get_by_test_id("table").locator("summary").click()
    await page.locator("#rows tr").first.wait_for()
    assert await complaints_in_both(page, axe_path) == []

    page = await open_page(browser, screen, f"{circle.server.url}/clock")
    assert await complaints_in_both(page, axe_path) == []


async def test_is_my_device_ready(
    browser: Browser, screen: dict[str, Any], axe_path: Path, circle: Circle
) -> None:
    """Every step of the sound check, on its own page, is clean."""
    page = await open_page(browser, screen, f"{circle.server.url}/ready")
    assert await complaints_in_both(page, axe_path) == []

    await page.get_by_test_id("ready-begin").click()
    for press in ("check-no", "check-found", "check-cable", "check-skip", "check-go"):
        button = page.get_by_test_id(press)
        await button.wait_for()
        assert await complaints_in_both(page, axe_path) == [], press
        await button.click()
    assert await complaints_in_both(page, axe_path) == []


@pytest.mark.parametrize("piece", ["", "#djole", "#michael-row", "#question-answer"])
async def test_rhythms_and_songs(
    browser: Browser, screen: dict[str, Any], axe_path: Path, circle: Circle, piece: str
) -> None:
    """The shelf and pieces of every kind are clean, with everything open."""
    page = await open_page(browser, screen, f"{circle.server.url}/patterns{piece}")
    await page.locator("#pieces a").first.wait_for(state="attached")
    if piece:
        await page.get_by_test_id("own").locator("summary").click()
    assert await complaints_in_both(page, axe_path) == []


async def test_the_way_in_and_the_pad(
    browser: Browser, screen: dict[str, Any], axe_path: Path, circle: Circle
) -> None:
    """Every step from the code to the pad is clean."""
    page = await open_page(browser, screen, f"{circle.server.url}/j")
    assert await complaints_in_both(page, axe_path) == []

    page = await open_page(browser, screen, circle.join)
    await page.get_by_test_id("enter").wait_for()
    assert await complaints_in_both(page, axe_path) == []

    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("pad").wait_for()
    assert await complaints_in_both(page, axe_path) == []


async def test_the_lobby(
    browser: Browser, screen: dict[str, Any], axe_path: Path, circle: Circle
) -> None:
    """Waiting at the door is clean."""
    page = await open_page(browser, screen, f"{circle.server.url}/j/{circle.code}")
    await page.get_by_test_id("enter").click()
    await page.get_by_text("At the door").wait_for()

    assert await complaints_in_both(page, axe_path) == []


async def test_console_stage_and_review_of_a_circle_that_plays(
    browser: Browser, screen: dict[str, Any], axe_path: Path, circle: Circle
) -> None:
    """Console and stage with people on them, and the review of what they played, are clean."""
    console = await open_page(browser, screen, circle.console)
    stage = await open_page(browser, screen, circle.stage)
    assert circle.tokens.console is not None

    async with (
        Console(circle.server.url, circle.tokens.console) as lead,
        Participant(circle.server.url, token=circle.tokens.join, name="Ann") as ann,
        Participant(circle.server.url, token=circle.tokens.join) as ben,
        Participant(circle.server.url, code=circle.code, name="Cas") as _waiting,
    ):
        await lead.ready()
        await asyncio.gather(ann.seated(), ben.seated())
        await lead.arrange(tempo_bpm=240.0, count_in_bars=0)
        await lead.start()
        await play(ann, ben, beats=24)
        await console.get_by_test_id("tab-people").click()
        await console.get_by_test_id("waiting-room").get_by_text("Cas").wait_for()
        assert await complaints_in_both(console, axe_path) == []
        assert await complaints_in_both(stage, axe_path) == []
        await lead.end()

    review = await open_page(browser, screen, circle.review)
    await review.get_by_test_id("sentence").wait_for()
    assert await complaints_in_both(review, axe_path) == []


async def play(*people: Participant, beats: int) -> None:
    """Have people tap the beats of the run that has just started."""
    first = people[0]
    await first.until(lambda: first.view.timeline is not None, 5.0)
    timeline = first.view.timeline
    assert timeline is not None
    for beat in range(beats):
        due_s = timeline.time_at(beat)
        await first.sleep_until(due_s)
        for i, person in enumerate(people):
            person.tap(due_s + 0.01 * i)
    await asyncio.gather(*(person.all_saved() for person in people))
