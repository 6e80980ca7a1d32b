"""Every state of the pad on every screen: axe finds nothing, nothing is cut off, the pad stays."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from axe import AT_REST, violations
from circles import Circle
from onstage import CLAVE, GROOVE, ROUND, Playing, playing

TOUCH: dict[str, Any] = {"has_touch": True, "is_mobile": True}
SCREENS: dict[str, dict[str, Any]] = {
    "phone-light": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", **TOUCH},
    "phone-dark-ar": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "dark",
        "locale": "ar",
        **TOUCH,
    },
    "small": {"viewport": {"width": 320, "height": 568}, **TOUCH},
    "on-its-side": {"viewport": {"width": 740, "height": 360}, **TOUCH},
    "desktop": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}
LEAST_PAD_PX = 160
LEAST_TARGET_PX = 44
SHOWN_MS = 30_000
DESK = "[data-testid=call-desk]"
LOOK = """() => {
  const out = [];
  // A phone zooms out to show what is too wide, and calls that its width: the screen does not.
  const [screenWidth, screenHeight] = [SCREEN_WIDTH, SCREEN_HEIGHT];
  const wide = document.documentElement.scrollWidth - screenWidth;
  if (wide > 0) out.push(`the page is ${wide} px too wide`);
  const pad = document.getElementById("pads").getBoundingClientRect();
  if (pad.bottom > screenHeight + 1) out.push("the pad leaves the screen");
  if (pad.height < LEAST_PAD) out.push(`the pad is ${pad.height} px high`);
  for (const element of document.querySelectorAll("#play *, .top *, .letter *")) {
    const box = element.getBoundingClientRect();
    if (!box.width || element.closest(".unseen, svg, .ripples, .wake")) continue;
    const name = element.id || element.textContent;
    if (box.left < -1 || box.right > screenWidth + 1) out.push(`${name} is cut off`);
    if (element.matches("button") && Math.min(box.width, box.height) < LEAST_TARGET) {
      out.push(`${name} is small: ${box.width} x ${box.height}`);
    }
  }
  const word = document.getElementById("now-word");
  if (word.scrollWidth > word.clientWidth + 1) out.push(`${word.textContent} is cut off`);
  return out;
}""".replace("LEAST_PAD", str(LEAST_PAD_PX)).replace("LEAST_TARGET", str(LEAST_TARGET_PX))


def look_on(screen: str) -> str:
    """Return the look at a page on a screen."""
    size = SCREENS[screen]["viewport"]
    sized = LOOK.replace("SCREEN_WIDTH", str(size["width"]))
    return sized.replace("SCREEN_HEIGHT", str(size["height"]))


async def states(it: Playing) -> list[tuple[str, Any, str]]:
    """Return ways to bring the page into each state, and what it shows there, one after another."""
    call = {"cue": 9, "beat0": 0, "rounds": 32, "cycle_beats": 4, "prompt": CLAVE, "scored": True}
    who = {"first": None, "asked": None}
    song = {"cue": 8, "beat0": 0, "rounds": 30, "guide": True, "song": ROUND}
    far = it.next_bar(6)
    cue = {"cue": 7, "beat": far, "until_beat": far - 1, "what": {"kind": "click", "mode": "off"}}
    note = {"text": "Lovely, keep it going. Listen to the low drum and let it carry you."}
    return [
        ("play", it.scene, "#now[data-state=now]"),
        ("armed", lambda: it.run(cues=[cue]), "#now[data-state=coming]"),
        ("rest", lambda: it.scene(resting=[it.seat]), "[data-tone=rest]"),
        ("light", lambda: it.scene(spotlight=it.seat), "[data-tone=light]"),
        ("call", lambda: it.run(calls=[{**call, **who}]), "#strip .tubs"),
        ("song", lambda: it.run(calls=[], songs=[song]), "[data-testid=lyric]"),
        ("part", lambda: it.line.say("groove", {"groove": GROOVE}), "#now"),
        ("handed", lambda: it.run(caller=it.seat), DESK),
        ("letter", lambda: it.line.say("note", note), "[data-testid=letter]"),
    ]


@pytest.mark.parametrize("screen", list(SCREENS))
async def test_every_state_is_clean_and_whole(
    browser: Browser, circle: Circle, axe_path: Path, screen: str
) -> None:
    """From lobby to letter, on phones small and large, on their side, on a desk; ar mirrored."""
    async with playing(browser, circle, 60.0, count_in_bars=0, **SCREENS[screen]) as it:
        await it.until(0.2)
        await it.page.add_script_tag(path=axe_path)
        found = []
        for name, bring, shown in await states(it):
            bring()
            await it.page.locator(shown).first.wait_for(timeout=SHOWN_MS)
            await it.page.evaluate(AT_REST)
            found += [f"{name}: {line}" for line in await it.page.evaluate(look_on(screen))]
            found += [f"{name}: {line}" for line in await violations(it.page)]
        await it.page.get_by_test_id("more").click()
        await it.page.locator("dialog[open]").wait_for()
        await it.page.evaluate(AT_REST)
        found += [f"more: {line}" for line in await violations(it.page)]
        await it.page.keyboard.press("Escape")
        await it.page.get_by_test_id("me").click()
        await it.page.get_by_test_id("my-section").wait_for()
        found += [f"me: {line}" for line in await violations(it.page)]
        assert found == []


LAID_OUT = """([width, height, share]) => {
  const out = [];
  const box = (element) => element.getBoundingClientRect();
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((x) => box(x).height);
  const { scrollHeight, scrollWidth } = document.documentElement;
  if (scrollHeight > height || scrollWidth > width) out.push("the page scrolls");
  for (const pad of shown("#pads .pad")) {
    const { top, bottom } = box(pad);
    if (top < 0 || bottom > height) out.push(`${pad.textContent} from ${top} to ${bottom}`);
  }
  const pads = box(document.getElementById("pads")).height;
  if (pads < share * height) out.push(`the pad is ${pads} px of ${height}`);
  const rows = shown("#now, .lyric, .call-desk, #strip, .controls, #pads");
  rows.forEach((row, at) => rows.slice(at + 1).forEach((other) => {
    const [a, b] = [box(row), box(other)];
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && high > 1) out.push(`${row.className} lies ${high} px over ${other.className}`);
  }));
  for (const letter of shown(".letter")) {
    const over = box(letter).bottom - box(document.getElementById("now")).top;
    if (over > 1) out.push(`a letter covers ${over} px of what is asked`);
  }
  for (const now of shown("#strip .tubs-step.now .box")) {
    const [a, b] = [box(now), box(now.closest(".tubs"))];
    if (b.height > a.height && (a.top < b.top || a.bottom > b.bottom)) out.push("now is not seen");
  }
  return out;
}"""
LARGE: dict[str, Any] = {
    **GROOVE,
    "cycle_beats": 16,
    "layers": [
        {"name": "Long", "notes": [[k / 2, "tone"] for k in range(32)], "mnemonic": "on and on"},
    ],
}
SIZES = {(390, 844): 0.4, (360, 740): 0.4, (320, 568): 0.28, (844, 390): 0.6}
"""Screens in pixels and the least share of their height that the pad has."""


async def settled(page: Page, width: int, height: int, share: float) -> list[str]:
    """Return what is not as it should be, also after the music has moved on by some boxes."""
    for _ in range(8):
        found: list[str] = await page.evaluate(LAID_OUT, [width, height, share])
        if not found:
            break
        await asyncio.sleep(0.25)
    return found


async def test_the_pad_is_whole_whatever_stands_above_it(browser: Browser, circle: Circle) -> None:
    """Nothing scrolls, nothing lies over anything else, and what is asked is never covered."""
    phone = {"viewport": {"width": 390, "height": 844}, **TOUCH}
    async with playing(browser, circle, 60.0, count_in_bars=0, **phone) as it:
        await it.sit_as(part=0)
        call = {"cue": 9, "beat0": 0, "rounds": 32, "cycle_beats": 4, "prompt": CLAVE}
        song = {"cue": 8, "beat0": 0, "rounds": 30, "guide": True, "song": ROUND}
        who = {"first": None, "asked": None, "scored": True}
        note = {"text": "Lovely, keep it going. Listen to the low drum and let it carry you."}
        await it.until(0.2)
        found = []
        steps: list[tuple[str, Any, str]] = [
            ("groove", it.scene, "#now[data-state=now]"),
            ("long part", lambda: it.line.say("groove", {"groove": LARGE}), "#strip .tubs"),
            ("rest", lambda: it.scene(resting=[it.seat]), "[data-tone=rest]"),
            ("light", lambda: it.scene(spotlight=it.seat), "[data-tone=light]"),
            ("call", lambda: it.run(calls=[{**call, **who}], caller=it.seat), DESK),
            ("song", lambda: it.run(songs=[song]), "[data-testid=lyric]"),
            ("song and call", lambda: it.run(songs=[song], caller=it.seat), DESK),
            ("letter", lambda: it.line.say("note", note), "[data-testid=letter]"),
        ]
        for name, bring, shown in steps:
            bring()
            await it.page.locator(shown).first.wait_for(timeout=SHOWN_MS)
            await it.page.evaluate(AT_REST)
            for (width, height), share in SIZES.items():
                await it.page.set_viewport_size({"width": width, "height": height})
                at = f"{name} on {width}x{height}"
                found += [f"{at}: {row}" for row in await settled(it.page, width, height, share)]
        assert found == []


WHERE = """async () => {
  const ball = document.querySelector(".beat-ball"), seen = new Set();
  const endMs = performance.now() + 3500;
  while (performance.now() < endMs) {
    seen.add(ball.getAttribute("transform"));
    await new Promise(requestAnimationFrame);
  }
  return [...seen];
}"""


async def test_with_less_motion_the_ball_steps(browser: Browser, circle: Circle) -> None:
    """It is on one of the four beats, whenever one looks; else it is anywhere between."""
    calm = {**SCREENS["phone-light"], "reduced_motion": "reduce"}
    async with playing(browser, circle, 80.0, count_in_bars=0, **calm) as it:
        await it.until(0.5)
        places = await it.page.evaluate(WHERE)
        assert 2 <= len(places) <= 4, places
