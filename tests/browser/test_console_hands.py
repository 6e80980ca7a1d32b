"""The console with nothing but a keyboard, and for eyes and ears of all kinds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.async_api import Browser, Page, expect

from axe import AT_REST, SCHEMES, complaints
from circles import Circle
from cue_room import STRIP, WAIT_MS
from pages import DESKTOP, PHONE
from unisono.client import Participant

pytestmark = pytest.mark.timeout(180)

TABLET: Final[dict[str, Any]] = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
SCREENS: Final = {"desktop": DESKTOP, "tablet": TABLET, "phone": PHONE}
TABS: Final = ["cues", "calls", "plan", "people", "invite"]


async def opened(browser: Browser, circle: Circle, screen: dict[str, Any]) -> Page:
    """Open the console and wait until it knows its circle."""
    context = await browser.new_context(**screen)
    page = await context.new_page()
    await page.goto(circle.console)
    await page.get_by_test_id("code").get_by_text("-").wait_for(state="attached")
    return page


async def tab_to(page: Page, testid: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(120):
        await page.keyboard.press("Tab")
        here = "() => document.activeElement?.dataset.testid ?? document.activeElement?.id"
        if await page.evaluate(here) == testid:
            return
    raise AssertionError(f"{testid} cannot be reached by Tab")


async def strip_says(page: Page, words: str) -> None:
    """Wait until the strip has shown something, however briefly, since ``STRIP`` was put in."""
    said = "words => globalThis.stripSaid.some((said) => said.includes(words))"
    await page.wait_for_function(said, arg=words, timeout=WAIT_MS)


async def test_a_whole_small_session_by_keys_alone(browser: Browser, circle: Circle) -> None:
    """A plan of two, begun; music, a cue taken back, a message, the last beat, the end."""
    async with Participant(circle.server.url, token=circle.tokens.join, name="Ann") as ann:
        await ann.seated()
        page = await opened(browser, circle, DESKTOP)
        keys = page.keyboard

        await keys.press(".")
        await keys.press(".")
        await expect(page.get_by_role("tab", name="Plan")).to_be_focused()
        await tab_to(page, "plan-kind")
        await keys.type("Groove")
        await tab_to(page, "plan-add")
        await keys.press("Enter")
        await expect(page.get_by_test_id("plan-list").get_by_role("listitem")).to_have_count(1)
        await keys.press("Enter")
        await expect(page.get_by_test_id("plan-list").get_by_role("listitem")).to_have_count(2)
        await page.evaluate("document.activeElement.blur()")
        await keys.press("n")
        await expect(page.get_by_test_id("now-line")).to_contain_text("· Groove ·")

        await keys.press("g")
        await expect(page.get_by_test_id("phase")).to_contain_text("beat")
        await page.evaluate(STRIP)
        await keys.press("o")
        await strip_says(page, "No click")
        await keys.press("u")
        await expect(page.get_by_test_id("armed")).not_to_contain_text("No click")

        await keys.press("Shift+M")
        await expect(page.get_by_test_id("say-text")).to_be_focused()
        await keys.type("You are right with us.")
        await keys.press("Enter")
        await expect(page.locator("#say-done")).to_have_text("Sent to everyone.")
        await page.evaluate("document.activeElement.blur()")

        await keys.press("l")
        await strip_says(page, "Last beat together")
        await expect(page.get_by_test_id("phase")).to_contain_text("Ready")
        await tab_to(page, "end")
        await keys.press("Enter")
        await tab_to(page, "end-yes")
        await keys.press("Enter")
        await page.wait_for_url("**/review*")


async def test_every_command_is_on_the_list_of_keys(browser: Browser, circle: Circle) -> None:
    """`?` shows each of them with its key, and Escape closes it."""
    page = await opened(browser, circle, DESKTOP)
    await page.keyboard.press("?")
    rows = page.get_by_test_id("keys").locator("dl > div")
    await expect(rows.first).to_be_visible()
    assert await rows.count() > 40
    assert await rows.filter(has=page.locator("kbd")).count() == await rows.count()
    await page.keyboard.press("Escape")
    await expect(rows.first).to_be_hidden()


async def test_the_first_panel_is_the_way_in_until_somebody_is_there(
    browser: Browser, circle: Circle
) -> None:
    """Then the cues, as when music plays; and what has been chosen is open the next time."""
    page = await opened(browser, circle, DESKTOP)
    shown = page.get_by_role("tab", selected=True)
    await expect(shown).to_have_text("Invite")
    async with Participant(circle.server.url, token=circle.tokens.join, name="Ann") as ann:
        await ann.seated()
        await expect(page.locator("#people-count")).to_have_text("1")
        await expect(shown).to_have_text("Invite")
        await page.keyboard.press("g")
        await expect(shown).to_have_text("Cues")
        await page.reload()
        await expect(shown).to_have_text("Cues")
        await page.get_by_test_id("tab-plan").click()
        await page.reload()
        await expect(page.locator("#people-count")).to_have_text("1")
        await expect(shown).to_have_text("Plan")


@pytest.mark.parametrize("screen", SCREENS)
async def test_axe_finds_nothing_on_any_panel(
    browser: Browser, axe_path: Path, circle: Circle, screen: str
) -> None:
    """Every panel, with music and armed cues, all folds open; and nothing wider than the page."""
    async with Participant(circle.server.url, token=circle.tokens.join, name="Ann") as ann:
        await ann.seated()
        page = await opened(browser, circle, {**SCREENS[screen], "bypass_csp": True})
        await page.keyboard.press("g")
        await expect(page.get_by_test_id("phase")).to_contain_text("beat")
        await page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            for key in ("+", "h", "o"):
                await page.keyboard.press(key)
            for tab in TABS:
                await page.get_by_test_id(f"tab-{tab}").click()
                await page.evaluate(AT_REST)
                assert await complaints(page, axe_path) == [], (scheme, tab)
                wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, (scheme, tab)


async def test_a_plan_is_saved_and_opened_as_a_file_people_can_read(
    browser: Browser, circle: Circle, tmp_path: Path
) -> None:
    """What was saved is opened again; a file that is none is told kindly."""
    page = await opened(browser, circle, DESKTOP)
    await page.get_by_test_id("tab-plan").click()
    await page.get_by_test_id("plan-kind").select_option("breath")
    await page.get_by_test_id("plan-add").click()
    await page.get_by_test_id("plan-edit").click()
    await page.get_by_test_id("editing").get_by_label("Notes, only for you").fill("Slowly.")
    await page.get_by_test_id("editing-keep").click()
    async with page.expect_download() as download:
        await page.get_by_test_id("plan-save").click()
    file = tmp_path / "plan.json"
    await (await download.value).save_as(file)
    assert json.loads(file.read_text())["activities"][0]["notes"] == "Slowly."

    await page.get_by_test_id("plan-remove").click()
    await expect(page.get_by_test_id("plan-list").get_by_role("listitem")).to_have_count(0)
    await page.get_by_test_id("plan-file").set_input_files(file)
    await expect(page.get_by_test_id("plan-list")).to_contain_text("Breathe together")
    other = tmp_path / "other.json"
    other.write_text("[]")
    await page.get_by_test_id("plan-file").set_input_files(other)
    await expect(page.get_by_test_id("problem")).to_contain_text("holds no plan")
