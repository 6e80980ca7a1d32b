"""Gestures for which something is chosen first land alike everywhere: one beat, one meaning."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from playwright.async_api import Browser, Page, expect

from circles import Circle
from cue_room import BLUR, TEMPO, Room, armed, landed_alike, playing_room

pytestmark = pytest.mark.timeout(240)

SCENE: Final = """() => {
  const { run } = globalThis.unisonoProbe;
  return run.scenes.at(-1)[1];
}"""
"""What holds in the end on a page, with all that is armed."""
TAP_S: Final = 0.27


@dataclass(slots=True)
class Hands:
    """What a facilitator does on the console, cue by cue."""

    room: Room
    known: set[int] = field(default_factory=set)

    @property
    def page(self) -> Page:
        """The console."""
        return self.room.console

    async def cue(self, *keys: str, pause_s: float = 0.0) -> dict[str, Any]:
        """Press keys; let what they arm land everywhere alike; return what it was."""
        await self.page.evaluate(BLUR)
        for key in keys:
            await self.page.keyboard.press(key)
            await asyncio.sleep(pause_s)
        return await self.landed()

    async def landed(self) -> dict[str, Any]:
        """Let what has just been armed land everywhere alike; return what it was."""
        cue = await armed(self.page, self.known)
        await expect(self.page.get_by_test_id("armed")).to_contain_text("bar ")
        await landed_alike(self.room, cue)
        what: dict[str, Any] = cue["what"]
        return what

    async def scenes(self) -> list[dict[str, Any]]:
        """Return what holds on each page."""
        return [await page.evaluate(SCENE) for page in self.room.pages]

    async def unfold(self, name: str) -> None:
        """Open a part of the panel."""
        await self.page.locator(f"#fold-{name}").evaluate("fold => { fold.open = true; }")


@pytest.mark.nightly
async def test_tempo_by_number_steps_and_taps_and_each_kind_of_meter(
    browser: Browser, circle: Circle
) -> None:
    """Typed, three steps as one cue, tapped; a meter from the list and one of our own."""
    async with playing_room(browser, circle) as room:
        hands = Hands(room)
        tempo = room.console.get_by_test_id("tempo")
        await tempo.fill("250")
        await tempo.press("Enter")
        assert (await hands.landed())["tempo_bpm"] == 250
        stepped = await hands.cue("ArrowUp", "ArrowUp", "Shift+ArrowDown")
        assert stepped["tempo_bpm"] == 247
        tapped = await hands.cue(*"ttttt", pause_s=TAP_S)
        assert tapped["tempo_bpm"] == int(await tempo.input_value())
        assert 120 < tapped["tempo_bpm"] <= 60 / TAP_S
        await tempo.fill(str(TEMPO))
        await tempo.press("Enter")
        assert (await hands.landed())["tempo_bpm"] == TEMPO

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
    """A call, a round with its voices, a song that is led: the same phrase on each page."""
    async with playing_room(browser, circle) as room:
        hands = Hands(room)
        await room.console.get_by_test_id("tab-calls").click()
        await room.console.get_by_test_id("call-rounds").select_option("1")
        await room.console.get_by_test_id("call-list").locator("label").first.click()
        called = await hands.cue("x")
        assert called["kind"] == "call"

        await hands.unfold("song")
        for song in ("frere-jacques", "who-is-here"):
            await room.console.get_by_test_id("song-choice").select_option(song)
            sung = await hands.cue("Shift+C")
            assert (sung["kind"], sung["song"]["id"]) == ("sing", song)
            for page in room.pages:
                songs = await page.evaluate("() => globalThis.unisonoProbe.run.songs")
                assert songs[-1]["song"] == sung["song"]
