"""The page of rhythms and songs in a real browser: hear, change, paste, share, by keyboard too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from pages import DESKTOP, PHONE
from serving import Server
from unisono.library import load_library
from unisono.rhythm.midi import write_midi

PEAKS = """async () => {
  const { playStroke } = await import("/static/js/patternSounds.js");
  const peaks = {};
  for (const drum of [36, 37, 39, 41, 45, 51, 54, 56, 63, 64, 66, 67, 70, 75, 76]) {
    const context = new OfflineAudioContext(1, 24000, 48000);
    const stroke = { drum, stroke: "x", level: 1, pitch: null, lengthS: 0 };
    playStroke(context, context.destination, stroke, 0.1);
    const samples = (await context.startRendering()).getChannelData(0);
    const loud = samples.map(Math.abs);
    const peak = loud.reduce((a, b) => Math.max(a, b));
    peaks[drum] = [peak, loud.findIndex((x) => x > peak / 4) / 48000 - 0.1];
  }
  return peaks;
}"""


async def opened(browser: Browser, server: Server, hash_: str, screen: dict[str, Any]) -> Page:
    """Open the page; it must load without an error."""
    context = await browser.new_context(**screen)
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(f"{server.url}/patterns{hash_}")
    await page.locator("#pieces a").first.wait_for(state="attached")
    assert errors == []
    return page


async def test_a_rhythm_is_found_and_heard(browser: Browser, server: Server) -> None:
    """Words narrow the list; a press plays, the playhead moves, a press stops."""
    page = await opened(browser, server, "", DESKTOP)
    await page.get_by_test_id("words").fill("son clave")
    await page.locator("#pieces a").first.click()
    await page.get_by_test_id("play").click()
    await page.locator(".edit-box.now").first.wait_for()
    at = await page.locator(".edit-box.now").first.get_attribute("aria-label")
    await page.wait_for_function(
        "at => document.querySelector('.edit-box.now')?.ariaLabel !== at", arg=at
    )
    await page.get_by_test_id("play").click()
    await page.locator(".edit-box.now").first.wait_for(state="detached")

    assert await page.get_by_test_id("title").text_content() == "Son clave 3-2"


async def test_it_works_where_words_come_along_as_data(browser: Browser, server: Server) -> None:
    """In a language that is not English, and mirrored: found, shown, its boxes from the left."""
    page = await opened(browser, server, "", {**PHONE, "locale": "ar"})
    await page.get_by_test_id("words").fill("son clave")
    await page.locator("#pieces a").first.click()
    boxes = page.locator(".edit-box")
    await boxes.first.wait_for()
    first, last = await boxes.first.bounding_box(), await boxes.nth(3).bounding_box()

    assert first is not None
    assert last is not None
    assert first["x"] < last["x"]


async def test_every_drum_sounds_at_its_moment(browser: Browser, server: Server) -> None:
    """Each drum of the library is loud enough, does not clip, and begins within 5 ms."""
    page = await opened(browser, server, "", DESKTOP)
    peaks: dict[str, list[float]] = await page.evaluate(PEAKS)

    for drum, (peak, late_s) in peaks.items():
        assert 0.03 < peak <= 1.0, (drum, peak)
        assert 0.0 <= late_s < 0.005, (drum, late_s)


async def test_boxes_are_changed_by_keyboard_and_shared(browser: Browser, server: Server) -> None:
    """Arrows, letters and Delete change a row; the link opens the same rhythm elsewhere."""
    page = await opened(browser, server, "#maqsum", DESKTOP)
    boxes = page.locator(".edit-box")
    await boxes.first.focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("k")
    assert await boxes.nth(1).get_attribute("aria-label") == "darbuka, 1 e: ka"
    await page.keyboard.press("End")
    await page.keyboard.press("T")
    await page.keyboard.press("Home")
    await page.keyboard.press("Delete")
    await page.get_by_test_id("link").click()
    link = await page.get_by_test_id("link-text").input_value()
    shared = await opened(browser, server, link[link.index("#") :], PHONE)
    labels = await shared.locator(".edit-box").evaluate_all("b => b.map((x) => x.ariaLabel)")

    assert "=.kT3T.D3T2T" in link
    assert labels[:2] == ["darbuka, 1: rest", "darbuka, 1 e: ka"]
    assert "Maqsum, changed" in (await shared.get_by_test_id("title").text_content() or "")


async def test_text_and_files_are_read(browser: Browser, server: Server, tmp_path: Path) -> None:
    """Mini-notation, ABC and a MIDI file open on the page; what is not understood is said."""
    page = await opened(browser, server, "", DESKTOP)
    await page.get_by_test_id("own").locator("summary").click()
    for text, seen in (("x(3,8)", ".edit-box.on"), ("T:La\nK:C\nC4 E4|\nw:la la\n", ".lyrics li")):
        await page.get_by_test_id("text").fill(text)
        await page.get_by_test_id("read").click()
        await page.locator(seen).first.wait_for()
    await page.get_by_test_id("text").fill("x?")
    await page.get_by_test_id("read").click()
    await page.locator("#notice", has_text="chance").wait_for()
    file = tmp_path / "tumbao.mid"
    file.write_bytes(write_midi(load_library().pattern("tresillo").sketch()))
    await page.get_by_test_id("grid").select_option("2")
    await page.get_by_test_id("file").set_input_files(file)
    await page.locator(".edit-box").first.wait_for()

    assert await page.locator(".edit-box.on").count() == 3
    assert await page.locator(".edit-box").count() == 8


async def test_files_are_handed_out(browser: Browser, server: Server) -> None:
    """MIDI, boxes and ABC come as files named after the piece."""
    page = await opened(browser, server, "#row-your-boat", DESKTOP)
    names = []
    for button in ("get-midi", "get-abc"):
        async with page.expect_download() as download:
            await page.get_by_test_id(button).click()
        names.append((await download.value).suggested_filename)
    await page.goto(f"{server.url}/patterns#djole")
    async with page.expect_download() as download:
        await page.get_by_test_id("get-text").click()
    text = (await (await download.value).path()).read_text(encoding="utf-8")

    assert names == ["Row-row-row-your-boat.mid", "Row-row-row-your-boat.abc"]
    assert text.startswith("# Djole\n@ 4x4 4 110\nkenkeni: ..KK ..KK")


async def test_nothing_is_wider_than_a_small_phone(browser: Browser, server: Server) -> None:
    """At 320 px there is nothing to scroll sideways, whatever is open."""
    small: dict[str, Any] = {"viewport": {"width": 320, "height": 640}}
    for piece in ("", "#teental", "#frere-jacques", "#standard-bell", "#question-answer"):
        page = await opened(browser, server, piece, small)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320, piece
