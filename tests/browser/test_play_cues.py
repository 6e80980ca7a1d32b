"""The phone leads its person: attention, what is coming, 4-3-2-1, act; said between beats."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import Browser, Page, expect

from circles import Circle
from onstage import CLAVE, GROOVE, ROUND, playing
from pages import PHONE
from unisono.session.cues import CallRound, ClickTo, Sculpt, Selection, StopAt
from unisono.session.phrases import Note, PromptSpec

WATCH = """() => {
  const words = document.getElementById("now-word"), count = document.getElementById("now-count");
  const live = document.getElementById("live"), seen = (globalThis.seen = []);
  const look = (kind) => (text) => {
    if (text) seen.push([kind, text, unisonoProbe.now().sessionS]);
  };
  const watch = (element, tell) =>
    new MutationObserver(() => tell(element.textContent)).observe(element, {
      childList: true, characterData: true, subtree: true,
    });
  watch(words, look("word")); watch(count, look("count")); watch(live, look("said"));
}"""


async def seen(page: Page, kind: str) -> list[tuple[str, float]]:
    """Return what has appeared in one place since the watch began, with its session time."""
    rows: list[tuple[str, str, float]] = await page.evaluate("globalThis.seen")
    return [(text, at_s) for what, text, at_s in rows if what == kind]


def word(page: Page) -> Any:
    """Return the page's one instruction."""
    return page.get_by_test_id("now-word")


async def test_a_cue_is_announced_counted_down_and_obeyed_on_its_beat(
    browser: Browser, circle: Circle
) -> None:
    """Whoever is meant to rest reads it before, counts 4-3-2-1, and rests from the landing on."""
    async with playing(browser, circle, 120.0, **PHONE) as it:
        await it.page.evaluate(WATCH)
        await it.until(it.next_bar() + 0.1)
        who = Selection(by="seats", seats=(it.seat + 1, it.seat + 2))
        await it.lead.cue(Sculpt(who))
        await it.lead.until(lambda: bool(it.lead.view.run and it.lead.view.run.cues))
        run = it.lead.view.run
        assert run is not None
        landing = run.cues[0].beat
        await expect(word(it.page)).to_have_text("You rest")
        await expect(it.page.locator("#now")).to_have_attribute("data-state", "coming")
        await it.until(landing + 0.5)
        await expect(word(it.page)).to_have_text("Rest")
        await expect(it.page.locator("#pad-label")).to_have_text("Rest")

        counts = await seen(it.page, "count")
        numerals = [text for text, _ in counts]
        assert numerals == ["4", "3", "2", "1"][4 - len(numerals) :]
        assert len(numerals) >= 2
        for text, at_s in counts[1:]:
            assert abs(it.timeline.beat_at(at_s) - (landing - int(text))) < 0.25
        rests = [at_s for text, at_s in await seen(it.page, "word") if text == "Rest"]
        assert 0.0 <= it.timeline.beat_at(rests[0]) - landing < 0.25


async def test_what_is_said_is_said_between_beats_and_before_it_happens(
    browser: Browser, circle: Circle
) -> None:
    """A screen reader gets its words in the middle of beats, each before the beat it is about."""
    async with playing(browser, circle, 100.0, **PHONE) as it:
        await it.until(1.2)
        await it.page.evaluate(WATCH)
        landings = []
        for cue in (ClickTo(mode="off"), Sculpt(Selection(by="seats", seats=(it.seat,)))):
            await it.lead.cue(cue)
            await asyncio.sleep(0.4)
            run = it.lead.view.run
            assert run is not None
            landings.append(run.cues[-1].beat)
        await it.until(max(landings) + 1)
        said = await seen(it.page, "said")

    places = [it.timeline.beat_at(at_s) for _, at_s in said]
    assert all(0.2 < place % 1.0 < 0.85 for place in places), places
    whole = " ".join(text for text, _ in said)
    assert "Without the click" in whole
    assert "You play" in whole
    first = next(place for (text, _), place in zip(said, places, strict=True) if "click" in text)
    assert first < landings[0]


async def test_a_cue_that_is_taken_back_never_happens(browser: Browser, circle: Circle) -> None:
    """The count stops and everything stays as it was."""
    async with playing(browser, circle, 100.0, **PHONE) as it:
        await it.until(0.6)
        await it.lead.cue(Sculpt(Selection(by="seats", seats=(it.seat + 1,))))
        await expect(word(it.page)).to_have_text("You rest")
        run = it.lead.view.run
        assert run is not None
        await it.lead.cancel(run.cues[0].cue)
        await expect(word(it.page)).to_have_text("Play")
        await it.until(run.cues[0].beat + 1)
        await expect(word(it.page)).to_have_text("Play")
        await expect(it.page.get_by_test_id("live")).to_contain_text("Taken back")


async def test_a_device_that_hears_of_a_cue_when_it_has_landed_joins_on_the_next_bar(
    browser: Browser, circle: Circle
) -> None:
    """Its person is told the bar, waits for it, and the server is told, too."""
    async with playing(browser, circle, 60.0, **PHONE) as it:
        await it.page.evaluate(WATCH)
        await it.until(1.5)
        it.line.delay_s = 6.0
        await it.lead.cue(Sculpt(Selection(by="seats", seats=(it.seat + 1,))))
        await it.lead.until(lambda: bool(it.lead.view.run and it.lead.view.run.cues))
        run = it.lead.view.run
        assert run is not None
        cue = run.cues[0]
        await it.until(cue.beat + 6.5)
        words = [text for text, _ in await seen(it.page, "word")]
        assert any(text.startswith("You come in on bar") for text in words), words
        told = it.line.asked("late")
        assert [row["cue"] for row in told] == [cue.cue]
        assert told[0]["beat"] > cue.beat
        assert told[0]["beat"] % 4 == 0
        await it.until(told[0]["beat"] + 0.5)
        await expect(word(it.page)).to_have_text("Rest")


async def test_a_call_is_heard_answered_and_told_kindly(browser: Browser, circle: Circle) -> None:
    """Boxes with their mnemonic; listen, then your turn; what came back, in words only."""
    prompt = PromptSpec(
        tuple(Note(*row) for row in CLAVE["notes"]), 4.0, CLAVE["title"], CLAVE["mnemonic"], (4,), 4
    )
    async with playing(browser, circle, 100.0, **PHONE) as it:
        await it.until(0.5)
        await it.lead.cue(CallRound(prompt, rounds=2))
        boxes = it.page.get_by_test_id("strip").get_by_role("img")
        await expect(boxes).to_have_accessible_name(
            "Son clave: 1, 1 a, 2 and, 3 and, 4. Say: Shave and a hair-cut, two bits."
        )
        await expect(it.page.get_by_test_id("live")).to_contain_text("Call and answer")
        run = it.lead.view.run
        assert run is not None
        start = run.calls[0].beat0
        await it.until(start + 1)
        await expect(word(it.page)).to_have_text("Listen")
        await it.until(start + 5)
        await expect(word(it.page)).to_have_text("Your turn")
        await it.until(start + 8.5)
        body = {
            "cue": run.calls[0].cue,
            "round": 1,
            "score": 80.0,
            "reason": "",
            "word": "",
            "notes": [1, 1, 1, 0, 1],
            "extra": 0,
            "answered": 1,
            "asked": 1,
            "onsets": [0.0, 0.75, 1.5, 3.0],
        }
        it.line.say("round", body)
        words = it.page.get_by_test_id("strip-words")
        await expect(words).to_have_text("Nearly all of it came back")
        await expect(it.page.locator(".box.answer.came")).to_have_count(4)
        assert "80" not in await it.page.locator("#play").inner_text()


async def test_the_last_beat_is_counted_to_and_celebrated(browser: Browser, circle: Circle) -> None:
    """Everybody is told of one beat for all; afterwards how many were in it."""
    async with playing(browser, circle, 120.0, **PHONE) as it:
        await it.until(1.2)
        await it.lead.cue(StopAt("last"))
        await expect(word(it.page)).to_have_text("Last beat together")
        it.line.say("finish", {"people": 3, "spread_ms": 21.0})
        await expect(it.page.get_by_test_id("live")).to_contain_text("3 people together")
        assert "21" not in await it.page.locator("#play").inner_text()


async def test_the_light_the_pulse_and_the_part_are_told_to_whom_they_belong(
    browser: Browser, circle: Circle
) -> None:
    """Mine, somebody else's, mine next; my part as boxes, an easier one as a choice."""
    async with playing(browser, circle, 120.0, **PHONE) as it:
        await it.until(0.2)
        it.scene(spotlight=it.seat)
        await expect(word(it.page)).to_have_text("The light is on you")
        it.scene(spotlight=it.seat + 1)
        await expect(word(it.page)).to_have_text("Hold the beat")
        name = it.lead.view.circle[it.seat + 1].name
        await expect(it.page.get_by_test_id("phase")).to_contain_text(name)
        lit = it.page.locator(".seat.is-lit")
        await expect(lit).to_have_count(1)
        passing = {"beat0": 0, "bars_each": 16, "order": [it.seat, it.seat + 1]}
        it.scene(passing=passing)
        await expect(word(it.page)).to_have_text("The light is on you")

        it.line.say("groove", {"groove": GROOVE})
        await it.sit_as(part=1)
        it.scene()
        boxes = it.page.get_by_test_id("strip").get_by_role("img")
        await expect(boxes).to_have_accessible_name(
            "Ripple: 1, 1 and, 2 and, 3 and. Say: take your time."
        )
        await it.page.get_by_test_id("letter").get_by_text("Take it").click()
        await asyncio.sleep(0.3)
        assert it.line.asked("profile")[-1] == {"part": 0}


async def test_singers_read_their_line_and_are_told_when_they_enter(
    browser: Browser, circle: Circle
) -> None:
    """The second voice waits two bars, then its syllables light as they are sung."""
    async with playing(browser, circle, 120.0, **PHONE) as it:
        await it.until(0.2)
        await it.sit_as(section="B")
        start = it.next_bar(1)
        it.run(songs=[{"cue": 4, "beat0": start, "rounds": 1, "guide": True, "song": ROUND}])
        await it.until(start + 0.6)
        await expect(word(it.page)).to_have_text("You enter in 2 bars")
        lyric = it.page.get_by_test_id("lyric")
        await expect(lyric).to_have_text("row row row your boat")
        assert await lyric.locator(".sung").count() == 0
        await it.until(start + 8 + 2.2)
        await expect(word(it.page)).to_have_text("Sing")
        assert await lyric.locator(".sung").count() == 3
        await expect(lyric.locator(".sounds")).to_have_text("row")


async def test_breath_free_play_rumble_and_a_fade_have_words(
    browser: Browser, circle: Circle
) -> None:
    """Nothing is asked by colour or picture alone."""
    async with playing(browser, circle, 120.0, **PHONE) as it:
        await it.until(0.2)
        start = it.next_bar()
        it.run(breaths=[{"cue": 5, "beat0": start, "in_bars": 8, "out_bars": 1, "rounds": 2}])
        await it.until(start + 0.5)
        await expect(word(it.page)).to_have_text("Breathe in")
        await expect(it.page.locator("circle.breath")).to_be_visible()
        it.scene(task="free")
        await expect(word(it.page)).to_have_text("Play freely")
        it.scene(level="rumble")
        await expect(word(it.page)).to_have_text("Rumble")
        it.scene(click="off")
        await expect(it.page.get_by_test_id("phase")).to_have_text("without the click")
        await expect(it.page.locator(".beat-ball")).to_be_visible()
