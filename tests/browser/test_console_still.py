"""Nothing on the console moves when what it shows changes: numbers, names, cues, time."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from playwright.async_api import Browser, Page, expect

from circles import Circle
from interposed import Line, interpose
from onstage import CLAVE, GROOVE, ROUND
from pages import DESKTOP
from unisono.app.languages import COOKIE, LANGUAGES

pytestmark = pytest.mark.timeout(120)

Boxes: TypeAlias = dict[str, list[float]]
TABS: Final = ("cues", "calls", "plan", "people", "invite")
BOXES: Final = (Path(__file__).parents[1] / "support" / "boxes.js").read_text(encoding="utf-8")
HELD_S: Final = 3600.0
"""What the server says after the console has come in is held back: the test speaks instead."""
PEOPLE: Final = 500
NAME: Final = "Wilhelmina Wolkenbru"
SIGNALS: Final = ("slower", "softer", "cant_hear", "again", "ready", "heart")
TAKE_BACK: Final = """() => [...document.querySelectorAll(".armed-slot .button")].map((button) =>
  button.checkVisibility({ visibilityProperty: true }) ? button.getAttribute("aria-label") : "")"""
"""What the button of each place would take back."""
OTHERS: Final = f"before => JSON.stringify(({TAKE_BACK})()) !== JSON.stringify(before)"
COMES_AND_GOES: Final = {"admit-quick/0"}
"""Lies above everything else while somebody knocks."""
WHO: Final = {"by": "tag", "tag": "wears glasses today"}
CUES: Final[list[dict[str, Any]]] = [
    {"kind": "groove", "who": WHO},
    {"kind": "tempo", "tempo_bpm": 240},
    {"kind": "tempo", "tempo_bpm": 239.5, "over_bars": 64},
    {"kind": "meter", "grouping": [2, 2, 3, 2, 3]},
    {"kind": "click", "mode": "visual"},
    {"kind": "click", "mode": "all", "fade_on_bars": 8, "fade_off_bars": 16},
    {"kind": "level", "level": "rumble"},
    {"kind": "layer", "layer": 1, "playing": False},
    {"kind": "sculpt", "who": WHO, "others": "soft"},
    {"kind": "spotlight", "seat": 1},
    {"kind": "pass", "bars_each": 8},
    {"kind": "call", "prompt": CLAVE},
    {"kind": "dialogue", "first": WHO, "second": WHO, "cycle_beats": 4},
    {"kind": "sing", "song": ROUND},
    {"kind": "breath"},
    {"kind": "free"},
    {"kind": "stop", "how": "last"},
    {"kind": "stop"},
]
"""A cue of every kind."""


async def opened(browser: Browser, circle: Circle, tag: str) -> tuple[Page, Line]:
    """Open the console in a language, with everything in it unfolded; hold its line."""
    context = await browser.new_context(**DESKTOP, reduced_motion="reduce", bypass_csp=True)
    await context.add_cookies([{"name": COOKIE, "value": tag, "url": circle.server.url}])
    page = await context.new_page()
    line = await interpose(page)
    await page.goto(circle.console)
    await page.get_by_test_id("code").get_by_text("-").wait_for(state="attached")
    await page.wait_for_function("unisonoProbe.now().quality !== 'none'")
    await page.locator("#call-list input").first.wait_for(state="attached")
    await page.evaluate("document.querySelectorAll('.fold').forEach(fold => { fold.open = true; })")
    line.delay_s = HELD_S
    return page, line


async def everywhere(page: Page) -> dict[str, Boxes]:
    """Return where everything is, panel by panel."""
    found = {}
    for tab in TABS:
        await page.get_by_test_id(f"tab-{tab}").click()
        found[tab] = await page.evaluate(BOXES)
    return found


def seat(number: int, part: int) -> dict[str, Any]:
    """Return a person with a long name."""
    look = {"animal": number % 24, "colour": number % 12, "device": "browser"}
    place = {"section": "soprano", "part": part, "mode": "play", "state": "playing"}
    return {"seat": number, "name": NAME, **look, **place}


def device(number: int) -> dict[str, Any]:
    """Return a device that needs a hand in everything."""
    lights = ["help", "help", "look", "help", "look"]
    words = {"quality": "poor", "wireless": True, "why": "wireless", "lights": lights}
    return {"seat": number, "round_trip_ms": 9999.0, "bound_ms": 999.0, "muted": True, **words}


def say_numbers(line: Line, now_s: float) -> None:
    """Have the console hear of five hundred people, of large numbers and long texts."""
    line.say("circle", {"seats": [seat(i, i % 2) for i in range(1, PEOPLE + 1)]})
    knocks = [{"key": f"k{i}", "name": NAME} for i in range(40)]
    signals = [[kind, 300] for kind in SIGNALS]
    devices = [device(i) for i in range(1, PEOPLE + 1)]
    desk = {"door_open": True, "waiting": knocks, "devices": devices, "signals": signals}
    line.say("desk", {**desk, "consoles": 12, "can_hear_now": True})
    score = {"state": "ok", "reason": "", "value": 100.0, "low": 12.5, "high": 100.0}
    behind = {"people": PEOPLE, "taps": 99_999, "spread_ms": 9999.0, "coverage": 1.0}
    score |= {**behind, "ceiling": 100.0, "word": "as together as people can be, and a little more"}
    line.say("tick", {"n": 1, "time_s": now_s, "score": score, "taps": []})
    say_plan(line, {"index": 0, "began_s": now_s, "own_bpm": 123.4})
    line.say("hearing", {"hearing": {"who": "neighbours", "bars": 8}})
    sections = [["soprano", 99.0, 99], ["tenor", None, 2], ["bass", 100.0, 300]]
    answers = {"notes": [300] * 5, "extra": 999, "answered": 300, "asked": PEOPLE}
    result = {"cue": 12, "round": 32, "score": 100.0, "reason": "", "word": "together"}
    line.say("round", {**result, **answers, "sections": sections})


def say_plan(line: Line, where: dict[str, Any]) -> None:
    """Have the console hear of a plan with long titles and notes, each nearly four hours long."""
    title = "An evening that goes on and on until everybody has sung it"
    activity = {"kind": "check_in", "title": title, "minutes": 239, "notes": "Notes.\n" * 9}
    plan = {"title": title, "activities": [activity, {**activity, "kind": "click_fade"}]}
    line.say("plan", {"plan": plan, **where})


def say_music(
    line: Line, now_s: float, bpm: float, cues: list[dict[str, Any]], landed: int = 0
) -> None:
    """Have the console hear of music in bar 9 999 with cues, but for some, that land much later."""
    beat = 39_996
    rows = [
        {"cue": i + 1, "beat": beat + 40, "until_beat": beat + 40, "what": what}
        for i, what in enumerate(cues)
        if i >= landed
    ]
    run = {
        "run": 1,
        "segments": [[0, now_s - 60.0 * (beat + 0.5) / bpm, bpm, bpm]],
        "meters": [[0, 1, [4]]],
        "count_in_beats": 4,
        "stop_beat": None,
        "scenes": [[0, {}]],
        "cues": rows,
    }
    arrangement = {"tempo_bpm": bpm, "grouping": [2, 2, 3], "count_in_bars": 4}
    line.say("beat", {"phase": "playing", "arrangement": arrangement, "run": run, "caller": 1})


def moved(before: Boxes, after: Boxes) -> dict[str, tuple[list[float], list[float] | None]]:
    """Return what is elsewhere than it was, or new, or gone."""
    gone = {name: (box, after.get(name)) for name, box in before.items() if after.get(name) != box}
    fresh = after.keys() - before.keys() - COMES_AND_GOES
    return gone | {name: ([], after[name]) for name in fresh}


@pytest.mark.parametrize(
    "tag",
    [
        pytest.param(one.tag, marks=[] if one.tag == "en" else pytest.mark.nightly)
        for one in LANGUAGES
    ],
)
async def test_nothing_moves_when_numbers_change(
    browser: Browser, circle: Circle, tag: str
) -> None:
    """From an empty circle at rest to a huge one that plays, with every cue there is."""
    page, line = await opened(browser, circle, tag)
    line.say("groove", {"groove": GROOVE})
    say_plan(line, {"index": None, "began_s": None, "own_bpm": None})
    await expect(page.locator("#layers button")).to_have_count(2)
    await expect(page.locator("#plan-list > li")).to_have_count(2)
    rest = await everywhere(page)
    now_s = await page.evaluate("unisonoProbe.now().sessionS")

    say_numbers(line, now_s)
    say_music(line, now_s, 240.0, CUES[:1])
    await expect(page.locator("#score-value")).to_have_text("100")
    await expect(page.locator("#score-behind")).to_contain_text("99")
    await expect(page.locator("#phase")).to_contain_text("10")
    huge = await everywhere(page)
    assert {tab: moved(rest[tab], huge[tab]) for tab in TABS} == {tab: {} for tab in TABS}

    for at in range(0, len(CUES), 3):
        now_s = await page.evaluate("unisonoProbe.now().sessionS")
        shown = await page.evaluate(TAKE_BACK)
        say_music(line, now_s, 20.0, CUES[at : at + 3])
        await page.wait_for_function(OTHERS, arg=shown)
        await expect(page.locator(".armed-slot:not(.empty)")).to_have_count(3)
        assert moved(rest["invite"], await page.evaluate(BOXES)) == {}, CUES[at : at + 3]

    _, second, third = await page.evaluate(TAKE_BACK)
    say_music(line, now_s, 20.0, CUES[-3:], landed=1)
    await expect(page.locator(".armed-slot:not(.empty)")).to_have_count(2)
    assert await page.evaluate(TAKE_BACK) == ["", second, third]
    await page.context.close()
