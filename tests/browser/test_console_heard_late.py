"""A phone that is away while a cue lands joins in on the next bar and is not counted before."""

from __future__ import annotations

import asyncio
import csv
import io
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from playwright.async_api import Browser

from circles import Circle
from cue_room import PLAYED, Room, armed, playing_room, until_beat
from serving import fetch_json, fetch_text

pytestmark = pytest.mark.timeout(180)

TEMPO: Final = 120
BAR: Final = 4
TAPPER: Final = (
    Path(__file__).parents[1].joinpath("support", "tapper.js").read_text(encoding="utf-8")
)
WORDS: Final = """() => {
  const word = document.getElementById("now-word"), words = (globalThis.words = []);
  new MutationObserver(() => words.push(word.textContent)).observe(word, {
    childList: true, characterData: true, subtree: true,
  });
}"""
STEADY_BEATS: Final = 8
"""Played before anything happens."""
BEATS: Final = 36


async def start_of(circle: Circle, room: Room) -> tuple[float, float]:
    """Return session time 0 in unix seconds, and beat 0 in session time."""
    export = fetch_json(f"{circle.server.url}/api/review/export.json", circle.tokens.console or "")
    run = await room.console.evaluate("() => globalThis.unisonoProbe.run")
    return float(export["entries"][0]["event"]["epoch_s"]), float(run["segments"][0][1])


def tell_apart(circle: Circle) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """Return who joined in late, as the log has it, and every tap with whether it counts."""
    url, token = circle.server.url, circle.tokens.console or ""
    entries = fetch_json(f"{url}/api/review/export.json", token)["entries"]
    late = [row["event"] for row in entries if row["event"]["kind"] == "joinedlate"]
    return late, list(csv.DictReader(io.StringIO(fetch_text(f"{url}/api/review/taps.csv", token))))


@pytest.mark.parametrize("how", ["silent", "cut"])
async def test_who_hears_of_a_cue_when_it_has_landed_joins_on_the_next_bar(
    browser: Browser, circle: Circle, how: Literal["silent", "cut"]
) -> None:
    """Told the bar in words, noted in the log, taps between landing and that bar uncounted."""
    async with playing_room(browser, circle, TEMPO) as room:
        await room.far.evaluate(WORDS)
        epoch_s, start_s = await start_of(circle, room)
        await until_beat(room.console, STEADY_BEATS - 1)
        first = STEADY_BEATS + BAR
        moments = [epoch_s + start_s + 60 / TEMPO * (first + i) for i in range(BEATS)]
        tapping = asyncio.create_task(
            room.far.evaluate(TAPPER, {"moments": moments, "pad": "[data-testid=pad]"})
        )
        await until_beat(room.console, first + BAR + 0.5)
        room.line.silent = how == "silent"
        room.line.shut = how == "cut"
        if how == "cut":
            room.line.cut()
        await room.console.keyboard.press("Shift+K")
        cue = await armed(room.console, set())
        await until_beat(room.console, cue["beat"] + BAR + 0.5)
        known = await room.far.evaluate("() => globalThis.unisonoProbe.run.scenes.length")
        room.line.silent = room.line.shut = False
        await tapping
        await room.far.wait_for_function("() => globalThis.unisonoProbe.taps === 0")
        words = await room.far.evaluate("() => globalThis.words")
        played = [await page.evaluate(PLAYED, cue["beat"]) for page in room.pages]
        late, taps = tell_apart(circle)

    assert known == 1, "nothing had been heard of it"
    assert len(set(played)) == 1
    (joined,) = late
    assert joined["cue"] == cue["cue"]
    assert joined["beat"] > cue["beat"] + BAR
    assert joined["beat"] % BAR == 0
    assert f"You come in on bar {joined['beat'] // BAR + 1:g}" in words
    assert {int(row["seat"]) for row in taps} == {joined["seat"]}
    assert len(taps) == BEATS
    for row in taps:
        between = cue["beat"] <= round(float(row["beat"])) < joined["beat"]
        assert row["measured"] == ("0" if between else "1"), row
    assert sum(row["measured"] == "0" for row in taps) == joined["beat"] - cue["beat"]
    assert taps[-1]["measured"] == "1"
