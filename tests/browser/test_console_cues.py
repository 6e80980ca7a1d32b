"""Each cue of the console lands on one beat on every page, also behind a slow network."""

from __future__ import annotations

import asyncio
from typing import Final

import pytest
from playwright.async_api import Browser

from circles import Circle
from cue_room import (
    BLUR,
    CLICKS,
    TEMPO,
    armed,
    known_in_time,
    playing_room,
    strip_said,
    until_beat,
)

pytestmark = pytest.mark.timeout(240)

KEYS: Final = [
    ("+", "level"),
    ("Shift+K", "click"),
    ("v", "click"),
    ("f", "click"),
    ("k", "click"),
    ("r", "level"),
    ("0", "level"),
    ("d", "sculpt"),
    ("h", "sculpt"),
    ("e", "sculpt"),
    ("p", "pass"),
    ("g", "groove"),
    ("b", "breath"),
    ("j", "free"),
    ("q", "dialogue"),
    ("Shift+T", "tempo"),
]

FIRST_BAR: Final = 4
SLOWER: Final = 120
TRIES: Final = 4
MARGIN_S: Final = 0.15
"""Whoever hears of a change so long before its beat has time to book or to take back sounds."""
STOPPING: Final = """async () => {
  for (;;) {
    const told = globalThis.unisonoProbe.runs.find(({ run }) => run.stop_beat != null);
    if (told) return told.run;
    await new Promise((go) => setTimeout(go, 25));
  }
}"""
"""The music with a stop in it, as soon as the page has heard of it."""
STOP_KNOWN: Final = """(beat) => {
  const { heardS, run } = globalThis.unisonoProbe.runs.find(({ run }) => run.stop_beat != null);
  const [beat0, time0, bpm] = run.segments.at(-1);
  return time0 + ((beat - beat0) * 60) / bpm - heardS;
}"""
"""How many seconds before a beat a page heard of the stop."""
TAKE_BACK: Final = """async ({ until_beat: untilBeat, beat }) => {
  const probe = globalThis.unisonoProbe;
  const place = () => {
    const [beat0, time0, bpm] = probe.run.segments.at(-1);
    return beat0 + ((probe.now().sessionS - time0) * bpm) / 60;
  };
  const turn = () => new Promise((go) => setTimeout(go, 10));
  const open = () => [...document.querySelectorAll("#armed button")].find((button) => {
    const named = button.getAttribute("aria-label") === "Take back: No click";
    return named && button.getAttribute("aria-disabled") === "false";
  });
  while (!open() && place() < untilBeat) await turn();
  if (!open()) return { said: "closed" };
  const known = probe.runs.length;
  open().click();
  const armed = ({ run }) => run.scenes.some(([beat0]) => beat0 === beat);
  for (;;) {
    if (probe.runs.slice(known).some((row) => !armed(row))) return { taken: true };
    const said = document.getElementById("problem").textContent;
    if (said) return { said };
    await turn();
  }
}"""
"""Presses *Take back* as soon as it can be pressed, and waits for what the console says to it."""
GIVEN_UP: Final = """async (beat) => {
  const armed = ({ run }) => run.scenes.some(([beat0]) => beat0 === beat);
  for (;;) {
    const { runs } = globalThis.unisonoProbe;
    const { heardS, run } = runs[runs.findLastIndex(armed) + 1] ?? {};
    if (run) {
      const [beat0, time0, bpm] = run.segments.at(-1);
      return time0 + ((beat - beat0) * 60) / bpm - heardS;
    }
    await new Promise((go) => setTimeout(go, 25));
  }
}"""
"""How many seconds before a beat a page heard that nothing lands there after all."""


async def test_every_cue_lands_on_the_same_beat_everywhere(
    browser: Browser, circle: Circle
) -> None:
    """Sixteen gestures by key: armed, on the strip, and on one beat in each page's own schedule."""
    async with playing_room(browser, circle) as room:
        known: set[int] = set()
        for key, kind in KEYS:
            await room.console.keyboard.press(key)
            cue = await armed(room.console, known)
            assert cue["what"]["kind"] == kind, key
            await strip_said(room, cue)
            await known_in_time(room, cue)


@pytest.mark.parametrize(("key", "last"), [("s", -1), ("l", 0)])
async def test_a_stop_ends_every_click_on_the_same_beat(
    browser: Browser, circle: Circle, key: str, last: int
) -> None:
    """The last click of each page is the one before the cut, or the last beat together itself."""
    async with playing_room(browser, circle) as room:
        await until_beat(room.console, FIRST_BAR)
        await room.console.keyboard.press(key)
        run = await room.console.evaluate(STOPPING)
        lands = run["stop_beat"] - (1 if run["stop_how"] == "last" else 0)
        for page in room.pages:
            await page.wait_for_function("() => globalThis.unisonoProbe.run === null")
        ends = [max(row[0] for row in await page.evaluate(CLICKS)) for page in room.pages]
        early_s = [await page.evaluate(STOP_KNOWN, lands) for page in room.pages]
        in_time = [end for end, s in zip(ends, early_s, strict=True) if s > MARGIN_S]
        assert in_time == [lands + last] * len(in_time), (ends, lands, early_s)
        assert len(in_time) >= 3, (early_s, "pages of a machine that stood still may run over")


async def test_a_cue_that_was_taken_back_sounds_nowhere(browser: Browser, circle: Circle) -> None:
    """The click goes on over the bar on which it was to end, on every page at the same instants.

    A machine that stands still may press too late: then the console has to say so, and it is tried
    again with another cue.
    """
    async with playing_room(browser, circle, SLOWER) as room:
        known: set[int] = set()
        for _ in range(TRIES):
            await room.console.keyboard.press("o")
            cue = await armed(room.console, known)
            answer = await room.console.evaluate(TAKE_BACK, cue)
            assert answer.get("taken") or answer["said"], "a press is answered"
            if "taken" in answer:
                early_s = [await page.evaluate(GIVEN_UP, cue["beat"]) for page in room.pages]
                if min(early_s) > MARGIN_S:
                    break
            await room.console.keyboard.press("k")
            back = await armed(room.console, known)
            await until_beat(room.console, back["beat"])
        else:
            raise AssertionError(f"not taken back in time in {TRIES} tries")
        await until_beat(room.console, cue["beat"] + 4)

        heard = [dict(await page.evaluate(CLICKS)) for page in room.pages]
        for clicks in heard:
            assert all(cue["beat"] + i in clicks for i in range(4))
        for beat in range(int(cue["beat"]), int(cue["beat"]) + 4):
            assert {round(clicks[beat], 9) for clicks in heard} == {round(heard[0][beat], 9)}
        for page in room.pages:
            scenes = await page.evaluate("() => globalThis.unisonoProbe.run.scenes")
            assert all(beat != cue["beat"] for beat, _ in scenes)


async def test_a_call_tapped_on_the_console_comes_to_everybody_as_it_was_tapped(
    browser: Browser, circle: Circle
) -> None:
    """Held with C, tapped with the space bar, sent by letting go: the same notes to 1 ms."""
    async with playing_room(browser, circle) as room:
        await room.console.get_by_test_id("tab-calls").click()
        await room.console.get_by_test_id("live-quantise").select_option("off")
        await room.console.get_by_test_id("live-bars").select_option("4")
        await room.console.evaluate(BLUR)
        await room.console.evaluate(
            """() => { globalThis.tapped = []; addEventListener("keydown", (event) => {
              const { localS, sessionS } = globalThis.unisonoProbe.now();
              const agoS = (performance.now() - event.timeStamp) / 1000;
              if (event.key === " ") globalThis.tapped.push(sessionS - agoS);
            }, true); }"""
        )
        await room.console.keyboard.down("c")
        for wait_s in (0.3, 0.25, 0.4):
            await asyncio.sleep(wait_s)
            await room.console.keyboard.press(" ")
        await room.console.keyboard.up("c")

        times = await room.console.evaluate("() => globalThis.tapped")
        cue = await armed(room.console, set())
        await known_in_time(room, cue)
        calls = [
            await page.evaluate("() => globalThis.unisonoProbe.run.calls[0]") for page in room.pages
        ]
        assert len(times) == 3
        for call in calls:
            notes = [note[0] * 60 / TEMPO for note in call["prompt"]["notes"]]
            gaps = [notes[i] - notes[0] for i in range(3)]
            assert gaps == pytest.approx([time_s - times[0] for time_s in times], abs=1e-3)
