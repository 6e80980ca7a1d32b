"""Nothing is cut off where there is little room, or where readers set letters large or wide apart.

WCAG 2.2: 1.4.4 (letters twice as large), 1.4.10 (320 px wide, no scrolling sideways) and 1.4.12
(spacing of text). German stands for the languages with long words; all the others run at night.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from playwright.async_api import Browser, Page

from circles import Circle
from onstage import CLAVE, GROOVE, ROUND, Playing, playing
from pages import LATER
from unisono.app.languages import LANGUAGES
from unisono.client import Console, Participant

pytestmark = pytest.mark.timeout(180)

Room: TypeAlias = tuple[int, int, str]
CUTS: Final = (Path(__file__).parents[1] / "support" / "cuts.js").read_text(encoding="utf-8")
LARGE: Final = "html { font-size: 32px !important; }"
SPACED: Final = """
* { line-height: 1.5 !important; }
* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""
NARROW: Final[Room] = (320, 640, "")
ROOMS: Final[list[Room]] = [NARROW, (390, 844, SPACED), (1280, 800, SPACED)]
PAD_ROOMS: Final[list[Room]] = [*ROOMS, (390, 844, LARGE), (640, 400, ""), (195, 422, "")]
"""Also twice as large: by its reader's letters, and by zooming a small desk or a phone in."""
SET: Final = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}"""
REACHED: Final = """() => {
  const { scrollHeight } = document.documentElement;
  const buttons = [...document.querySelectorAll(".top button, #play button")];
  return buttons
    .filter((button) => button.checkVisibility({ visibilityProperty: true }))
    .filter((button) => {
      const { top, bottom } = button.getBoundingClientRect();
      return top + scrollY < -1 || bottom + scrollY > scrollHeight + 1;
    })
    .map((button) => `${button.id || button.textContent} cannot be reached`);
}"""
MAY_END_IN_DOTS: Final = ", #now-line, .armed-what, .evening-band"
LOOKS: Final = 8
TAGS: Final = [
    pytest.param(one.tag, marks=[] if one.tag == "de" else pytest.mark.nightly) for one in LANGUAGES
]


async def cuts(page: Page, rooms: list[Room], where: str) -> list[str]:
    """Return what is cut off in a page, in each of some rooms."""
    found = []
    for width, height, rules in rooms:
        await page.set_viewport_size({"width": width, "height": height})
        await page.evaluate(SET, rules)
        lines = await _settled(page, width)
        kind = {SPACED: " spaced", LARGE: " large"}.get(rules, "")
        found += [f"{where}, {width} px{kind}: {line}" for line in lines]
    return found


async def _settled(page: Page, width: int) -> list[str]:
    """Return what is cut off once the page has come to rest."""
    look = f"width => ({CUTS})(width, {MAY_END_IN_DOTS!r})"
    for _ in range(LOOKS):
        lines: list[str] = await page.evaluate(look, width)
        lines += await page.evaluate(REACHED)
        if not lines:
            break
        await asyncio.sleep(0.25)
    return lines


def pad_states(it: Playing) -> list[tuple[str, Any, str]]:
    """Return ways to bring the pad into each state, and what it shows there."""
    call = {"cue": 9, "beat0": 0, "rounds": 32, "cycle_beats": 4, "prompt": CLAVE, "scored": True}
    song = {"cue": 8, "beat0": 0, "rounds": 30, "guide": True, "song": ROUND}
    far = it.next_bar(60)
    fade = {"kind": "click", "fade_on_bars": 8, "fade_off_bars": 16}
    cue = {"cue": 7, "beat": far, "until_beat": far - 1, "what": fade}
    note = {"text": "Lovely, keep it going. Listen to the low drum and let it carry you."}
    return [
        ("armed", lambda: it.run(cues=[cue]), "#now[data-state=coming]"),
        ("light", lambda: it.scene(spotlight=it.seat), "[data-tone=light]"),
        ("call", lambda: it.run(calls=[{**call, "first": None, "asked": None}]), "#strip .tubs"),
        ("song", lambda: it.run(songs=[song]), "[data-testid=lyric]"),
        ("handed", lambda: it.run(caller=it.seat), "[data-testid=call-desk]"),
        ("letter", lambda: it.line.say("note", note), "[data-testid=letter]"),
    ]


@pytest.mark.parametrize("tag", TAGS)
async def test_the_pad_is_whole_and_all_of_it_can_be_reached(
    browser: Browser, circle: Circle, tag: str
) -> None:
    """In every state and window: downwards it may scroll, sideways never."""
    size = {"width": 390, "height": 844}
    phone: dict[str, Any] = {"viewport": size, "locale": tag, "reduced_motion": "reduce"}
    async with playing(browser, circle, 60.0, **phone) as it:
        await it.until(0.2)
        it.line.say("groove", {"groove": GROOVE})
        found = []
        for name, bring, shown in pad_states(it):
            bring()
            await it.page.locator(shown).first.wait_for()
            found += await cuts(it.page, PAD_ROOMS, name)
        await it.page.set_viewport_size({"width": 390, "height": 844})
        await it.page.evaluate(SET, "")
        await it.page.get_by_test_id("letter").locator("button").first.click()
        for button, shown in (
            ("more", "[data-testid=sheet]"),
            ("me", "[data-testid=my-section]"),
            ("leave", "#leaving"),
        ):
            await it.page.get_by_test_id(button).click()
            await it.page.locator(shown).wait_for()
            found += await cuts(it.page, ROOMS, button)
            await it.page.keyboard.press("Escape")
        assert found == []


@pytest.mark.parametrize("tag", TAGS)
async def test_the_console_is_whole(browser: Browser, circle: Circle, tag: str) -> None:
    """All five panels with everything in them unfolded, people in the ring, one at the door."""
    page = await opened(browser, circle.console, tag)
    await page.locator("#call-list input").first.wait_for(state="attached")
    url, tokens = circle.server.url, circle.tokens
    assert tokens.console is not None
    async with (
        Console(url, tokens.console) as lead,
        Participant(url, token=tokens.join, name="Wilhelmina W.") as ann,
        Participant(url, token=tokens.join) as ben,
        Participant(url, code=circle.code, name="Cas"),
    ):
        await asyncio.gather(lead.ready(), ann.seated(), ben.seated())
        await lead.arrange(tempo_bpm=92.5, count_in_bars=0)
        await lead.start()
        await page.evaluate("document.querySelector('#call-list input').click()")
        await page.wait_for_function("unisonoProbe.now().quality !== 'none' && unisonoProbe.run")
        await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = []
        for tab in ("cues", "calls", "plan", "people", "invite"):
            await page.get_by_test_id(f"tab-{tab}").click()
            found += await cuts(page, ROOMS, tab)
            await page.set_viewport_size({"width": 1280, "height": 800})
        assert found == []
    await page.context.close()


async def opened(browser: Browser, address: str, tag: str) -> Page:
    """Open an address in a language."""
    context = await browser.new_context(
        viewport={"width": 1280, "height": 800}, locale=tag, reduced_motion="reduce"
    )
    page = await context.new_page()
    await page.add_init_script(LATER)
    await page.goto(address)
    return page


@pytest.mark.parametrize("tag", TAGS)
async def test_every_other_page_is_whole(browser: Browser, circle: Circle, tag: str) -> None:
    """From the start page to the review; the way in, the sound check, a rhythm, a song."""
    url = circle.server.url
    pages = {
        "home": (url, "#start"),
        "door": (f"{url}/j", "#code"),
        "enter": (circle.join, "#name"),
        "ready": (f"{url}/ready", "#abilities td"),
        "rhythm": (f"{url}/patterns#djole", "#parts .part"),
        "song": (f"{url}/patterns#michael-row", ".lyrics"),
        "stage": (circle.stage, "#now"),
    }
    page = await opened(browser, url, tag)
    found = []
    for name, (address, shown) in pages.items():
        await page.goto("about:blank")
        await page.goto(address)
        await page.locator(shown).first.wait_for()
        rooms = ROOMS if name == "stage" else [*ROOMS, (390, 844, LARGE)]
        found += await cuts(page, rooms, name)
    assert found == []
    await page.context.close()
