"""The clock in numbers: what it shows is true, moves, and can be read without eyes."""

from __future__ import annotations

import re

from playwright.async_api import Browser, Page, expect

from circles import Circle
from pages import DESKTOP


async def open_clock(browser: Browser, circle: Circle, fragment: str | None = None) -> Page:
    """Open the clock page of a circle, by its stage token unless told otherwise."""
    page = await browser.new_page(**DESKTOP)
    token = circle.tokens.stage if fragment is None else fragment
    await page.goto(f"{circle.server.url}/clock#{token}")
    return page


async def number_in(page: Page, test_id: str) -> float:
    """Return the number that a field shows."""
    text = await page.get_by_test_id(test_id).inner_text()
    found = re.search(r"[-−]?\d+(?:\.\d+)?", text)
    assert found, f"{test_id} shows {text!r}"
    return float(found[0].replace("−", "-"))


async def test_its_numbers_agree_with_each_other_and_with_the_page_s_clock(
    browser: Browser, circle: Circle
) -> None:
    """Bounds are positive, likely within certain, half a round trip covers what is certain."""
    page = await open_clock(browser, circle)
    await expect(page.get_by_test_id("samples")).to_have_text(re.compile(r"^[2-9]\d|^\d{3}"))

    likely, hard = await number_in(page, "likely"), await number_in(page, "hard")
    assert 0.0 < likely <= hard + 0.06
    assert hard < 1.5 * await number_in(page, "shortest") + 5.0
    assert abs(await number_in(page, "skew")) < 500.0
    assert await number_in(page, "offset") < 0.0, "a fresh circle is younger than the day"
    await expect(page.get_by_test_id("quality")).to_have_text(re.compile("good|fair|still"))


async def test_it_draws_what_happened_and_tells_it_in_a_table(
    browser: Browser, circle: Circle
) -> None:
    """Every exchange is a dot in two pictures; the table grows with time."""
    page = await open_clock(browser, circle)
    await expect(page.get_by_test_id("samples")).to_have_text(re.compile(r"^[2-9]\d"))

    assert await page.get_by_test_id("aside").locator(".dot").count() >= 20
    assert await page.get_by_test_id("trips").locator(".dot").count() >= 20
    await page.get_by_test_id("table").locator("summary").click()
    await expect(page.locator("#rows tr").nth(2)).to_be_visible(timeout=15_000)
    assert await page.locator("#rows tr").first.locator("th, td").count() == 7


async def test_sound_is_shown_once_it_may_start(browser: Browser, circle: Circle) -> None:
    """After a touch the delay of the sound is told in numbers and in words."""
    page = await open_clock(browser, circle)
    await page.get_by_test_id("sound").click()

    await expect(page.get_by_test_id("sound-on")).to_contain_text("as this browser tells it")


async def test_without_a_circle_it_says_where_it_opens(browser: Browser, circle: Circle) -> None:
    """No link or one that opens nothing is answered with the way in, not with empty numbers."""
    for fragment in ("", "x" * 22):
        page = await open_clock(browser, circle, fragment)
        await expect(page.get_by_test_id("closed")).to_contain_text("On the console")
        await expect(page.get_by_test_id("likely")).to_be_hidden()


async def test_the_console_leads_there(browser: Browser, circle: Circle) -> None:
    """The help of the console holds the link, and the link works."""
    console = await browser.new_page(**DESKTOP)
    await console.goto(circle.console)
    await console.get_by_test_id("help").click()
    link = console.get_by_test_id("clock-link")
    await expect(link).to_have_attribute("href", re.compile(r"/clock#.{22}$"))

    async with console.context.expect_page() as opened:
        await link.click()
    await expect((await opened.value).get_by_test_id("summary")).to_contain_text("±")
