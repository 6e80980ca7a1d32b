"""The console in other languages: the field for it, the keys, a dialog; mirrored, too."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from circles import Circle
from pages import DESKTOP
from unisono.app.languages import Reader

pytestmark = pytest.mark.timeout(120)


@pytest.mark.parametrize(("tag", "direction"), [("de", "ltr"), ("ar", "rtl")])
async def test_another_language_changes_words_and_nothing_else(
    browser: Browser, circle: Circle, tag: str, direction: str
) -> None:
    """Chosen in the help, it speaks at once; keys stay where they are, and asking still asks."""
    say = Reader(tag).sentence
    context = await browser.new_context(**DESKTOP)
    page = await context.new_page()
    await page.goto(circle.console)
    keys, help_, ending = page.keyboard, page.locator("#help"), page.locator("#ending")
    code = page.get_by_test_id("code")
    await code.get_by_text("-").wait_for(state="attached")

    await keys.press("?")
    await expect(help_).to_be_visible()
    await help_.get_by_test_id("language").select_option(tag)
    await expect(page.locator("html")).to_have_attribute("lang", tag)
    await expect(page.locator("html")).to_have_attribute("dir", direction)
    await code.get_by_text("-").wait_for(state="attached")

    await keys.press("?")
    await expect(page.locator("#help-title")).to_have_text(say("Keys"))
    await expect(help_.get_by_test_id("language")).to_have_value(tag)
    await keys.press("Escape")
    await expect(help_).to_be_hidden()

    await keys.press("g")
    bar = say("bar {bar} · beat {count}").split(" ")[0]
    await expect(page.get_by_test_id("phase")).to_contain_text(bar, timeout=20_000)
    await keys.press("o")
    await expect(page.get_by_test_id("armed")).to_contain_text(say("No click"))
    await keys.press("u")
    await expect(page.get_by_test_id("armed")).not_to_contain_text(say("No click"))

    await page.get_by_test_id("end").click()
    await expect(page.locator("#ending-title")).to_have_text(say("End the session for everybody?"))
    await keys.press("Escape")
    await expect(ending).to_be_hidden()
    await expect(page.get_by_test_id("phase")).to_contain_text(bar)
