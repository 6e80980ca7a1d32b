"""Gestures for which something is chosen first land alike everywhere: one beat, one meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from playwright.async_api import Browser, Page, expect

from circles import Circle
from cue_room import (
    BLUR,
    KEYS,
    TEMPO,
    Room,
    armed,
    landed_alike,
    playing_room,
    strip_said,
    until_beat,
)

pytestmark = pytest.mark.timeout(240)

SCENE: Final = """() => {
  const { run } = globalThis.unisonoProbe;
  return run.scenes.at(-1)[1];
}"""
"""What holds in the end on a page, with all that is armed."""
TAP_MS: Final = 270
WORDS: Final = """() => {
  const word = document.getElementById("now-word"), words = (globalThis.words = []);
  new MutationObserver(() => words.push(word.textContent)).observe(word, {
    childList: true, characterData: true, subtree: true,
  });
}"""
"""Keeps every instruction that a player's page gives from now on."""


@dataclass(slots=True)
class Hands:
    """What a facilitator does on the console, cue by cue."""

    room: Room
    known: set[int] = field(default_factory=set)

    @property
    def page(self) -> Page:
        """The console."""
        return self.room.console

    async def cue(self, *keys: str, apart_ms: float = 0.0) -> dict[str, Any]:
        """Press keys; let what they arm land everywhere alike; return what it was."""
        await self.page.evaluate(BLUR)
        if len(keys) == 1:
            await self.page.keyboard.press(keys[0])
        else:
            presses = [[key, apart_ms * (len(keys) - i)] for i, key in enumerate(keys)]
            await self.page.evaluate(KEYS, presses)
        return await self.landed()

    async def typed(self, tempo_bpm: int, meanwhile: str = "") -> dict[str, Any]:
        """Type a tempo; let it land everywhere alike; return what it was.

        After its first digit a command may be pressed, whose cue lands before the next one.
        """
        digits = str(tempo_bpm)
        field = self.page.get_by_test_id("tempo")
        await field.fill(digits[:1])
        if meanwhile:
            await self.page.evaluate(
                f"document.querySelector('[data-command={meanwhile}]').click()"
            )
            await self.landed()
        await field.press_sequentially(digits[1:])
        await field.press("Enter")
        return await self.landed()

    async def landed(self) -> dict[str, Any]:
        """Let what has just been armed land everywhere alike; return what it was."""
        cue = await armed(self.page, self.known)
        await strip_said(self.room, cue)
        await landed_alike(self.room, cue)
        what: dict[str, Any] = cue["what"]
        return what

    async def scenes(self) -> list[dict[str, Any]]:
        """Return what holds on each page."""
        return [await page.evaluate(SCENE) for page in self.room.pages]

    async def unfold(self, name: str) -> None:
        """Open a part of the panel."""
        await self.page.locator(f"#fold-{name}").evaluate("fold => { fold.open = true; }")


async def test_tempo_by_number_steps_and_taps_and_each_kind_of_meter(
    browser: Browser, circle: Circle
) -> None:
    """Typed, three steps as one cue, tapped, typed around news; a meter, and one of our own."""
    async with playing_room(browser, circle) as room:
        hands = Hands(room)
        tempo = room.console.get_by_test_id("tempo")
        assert (await hands.typed(246))["tempo_bpm"] == 246
        stepped = await hands.cue("ArrowUp", "ArrowUp", "Shift+ArrowDown")
        assert stepped["tempo_bpm"] == 243
        tapped = await hands.cue(*"ttttt", apart_ms=TAP_MS)
        assert tapped["tempo_bpm"] == round(60_000 / TAP_MS)
        await expect(tempo).to_have_value(str(tapped["tempo_bpm"]))
        assert (await hands.typed(TEMPO, meanwhile="up"))["tempo_bpm"] == TEMPO

        await hands.unfold("meter")
        await room.console.get_by_test_id("meter").select_option("3")
        assert (await hands.cue("Shift+E"))["grouping"] == [3]
        await room.console.get_by_test_id("meter").select_option("own")
        await room.console.get_by_test_id("grouping").fill("3+1+2")
        await room.console.get_by_test_id("change-meter").click()
        assert (await hands.landed())["grouping"] == [3, 1, 2]
        for page in room.pages:
            meters = await page.evaluate("() => globalThis.unisonoProbe.run.meters")
            assert [grouping for _, _, grouping in meters][-2:] == [[3], [3, 1, 2]]


async def test_layers_spotlight_chosen_people_and_what_is_undone(
    browser: Browser, circle: Circle
) -> None:
    """One layer out and in again, the light on somebody and off, two who play, a step back."""
    async with playing_room(browser, circle) as room:
        hands = Hands(room)
        await hands.unfold("layers")
        await room.console.get_by_test_id("groove-choice").select_option("djole")
        await expect(room.console.get_by_test_id("layers").get_by_role("button")).to_have_count(3)
        for key, layer, out in (("1", 0, [0]), ("3", 2, [0, 2]), ("1", 0, [2])):
            what = await hands.cue(key)
            assert (what["kind"], what["layer"]) == ("layer", layer)
            assert [scene["layers_out"] for scene in await hands.scenes()] == [out] * 4

        await room.console.locator("#who-picker select").first.select_option("seats")
        chips = room.console.locator("#who-picker [data-seat]")
        first, second = [int(await chips.nth(i).get_attribute("data-seat") or 0) for i in (0, 1)]
        await chips.nth(0).click()
        assert (await hands.cue("y"))["seat"] == first
        assert [scene["spotlight"] for scene in await hands.scenes()] == [first] * 4
        await chips.nth(0).click()
        assert (await hands.cue("y")).get("seat") is None
        assert all(scene.get("spotlight") is None for scene in await hands.scenes())
        await chips.nth(0).click()
        await chips.nth(1).click()
        assert (await hands.cue("w"))["who"]["seats"] == [first, second]
        rested = {tuple(scene["resting"]) for scene in await hands.scenes()}
        assert len(rested) == 1
        assert not {first, second} & set(rested.pop())
        assert (await hands.cue("Shift+D"))["who"]["by"] == "even"

        assert (await hands.cue("-"))["level"] == "down"
        assert (await hands.cue("u"))["level"] == "even"


async def test_calls_of_the_library_songs_and_rounds(browser: Browser, circle: Circle) -> None:
    """The same phrase on each page; a round tells each section on which bar it enters."""
    async with playing_room(browser, circle) as room:
        hands = Hands(room)
        await room.console.get_by_test_id("tab-calls").click()
        await room.console.get_by_test_id("call-rounds").select_option("1")
        await room.console.get_by_test_id("call-list").locator("label").first.click()
        called = await hands.cue("x")
        assert called["kind"] == "call"

        sections = dict(zip("ABC", room.players, strict=True))
        for section, page in sections.items():
            await page.evaluate(WORDS)
            await in_section(room, page, section)
        await room.console.get_by_test_id("tab-calls").click()
        song = (await sung(hands, "frere-jacques"))["song"]
        entries = {row["section"]: row["after_beats"] for row in song["entries"]}
        assert [entries[section] for section in sections] == [0, 8, 16]
        begun = (await room.console.evaluate("() => globalThis.unisonoProbe.run.songs"))[-1]
        await until_beat(room.console, begun["beat0"] + entries["C"] + 1)
        for section, page in sections.items():
            await expect(page.locator("#now-word")).to_have_text("Sing")
            words = await page.evaluate("() => globalThis.words")
            told = [word for word in words[: words.index("Sing")] if word.startswith("You enter")]
            wanted = [entry_words(bars) for bars in range(entries[section] // 4, 0, -1)]
            assert told == [word for word in wanted if word in told], (section, words)
            assert bool(told) == bool(wanted), (section, words)

        await sung(hands, "who-is-here")


def entry_words(bars: int) -> str:
    """Return how a page says that its voice enters."""
    return "You enter in 1 bar" if bars == 1 else f"You enter in {bars} bars"


async def in_section(room: Room, page: Page, section: str) -> None:
    """Give a player a section, on the console."""
    seat = await page.locator("#ring .seat.own").get_attribute("data-seat")
    await room.console.get_by_test_id("tab-people").click()
    row = room.console.locator(f"#people-list [data-seat='{seat}']")
    await row.locator("button").click()
    await room.console.get_by_test_id("person-section").fill(section)
    await room.console.get_by_test_id("assign").click()
    await expect(row).to_contain_text(f"section {section}")


async def sung(hands: Hands, song: str) -> dict[str, Any]:
    """Begin a song of the library; let it land everywhere alike; return what it was."""
    await hands.unfold("song")
    await hands.page.get_by_test_id("song-choice").select_option(song)
    what = await hands.cue("Shift+C")
    assert (what["kind"], what["song"]["id"]) == ("sing", song)
    for page in hands.room.pages:
        songs = await page.evaluate("() => globalThis.unisonoProbe.run.songs")
        assert songs[-1]["song"] == what["song"]
    return what
