"""From fingers to words: what comes back of a call that was really answered on the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Browser

from circles import Circle
from onstage import playing
from pages import PHONE
from unisono.app.shelf import library_shelf
from unisono.session.cues import CallRound

TAPPER = (Path(__file__).parents[1] / "support" / "tapper.js").read_text(encoding="utf-8")
CALL = library_shelf().calls("echo-starters")[2]
LEFT_OUT = 2
"""The note of the call that the finger leaves out in the answer."""

WATCH = """() => {
  const strip = document.getElementById("strip"), seen = (globalThis.seen = []);
  const look = () => {
    const boxes = [...strip.querySelectorAll(".box.answer")];
    const came = boxes.flatMap((box, at) => (box.classList.contains("came") ? [at] : []));
    const words = strip.querySelector(".strip-words").textContent;
    seen.push({ words, came, name: strip.querySelector(".tubs").getAttribute("aria-label") });
  };
  const what = { childList: true, characterData: true, subtree: true, attributes: true };
  new MutationObserver(look).observe(strip, what);
}"""
UNIX_OF = """sessionS => {
  const nowS = (performance.timeOrigin + performance.now()) / 1000;
  return sessionS.map((s) => nowS + s - unisonoProbe.now().sessionS);
}"""


async def test_what_was_tapped_is_what_is_shown_against_the_call(
    browser: Browser, circle: Circle
) -> None:
    """A call from the library, all but one note of it tapped back: the boxes and words say so."""
    async with playing(browser, circle, 96.0, **PHONE) as it:
        await it.page.evaluate(WATCH)
        await it.lead.cue(CallRound(CALL, rounds=2))
        await it.lead.until(lambda: bool(it.lead.view.run and it.lead.view.run.calls))
        assert it.lead.view.run is not None
        answer = it.lead.view.run.calls[0].beat0 + CALL.cycle_beats
        beats = [note.beat for note in CALL.notes]
        played = [beat for at, beat in enumerate(beats) if at != LEFT_OUT]
        times_s = [it.timeline.time_at(answer + beat) for beat in played]
        await it.until(answer - 1.0)
        moments = await it.page.evaluate(UNIX_OF, times_s)
        await it.page.evaluate(TAPPER, {"moments": moments, "pad": "[data-testid=pad]"})
        shown = "seen.find(({ words }) => words.includes('of it came back'))"
        found: Any = await (await it.page.wait_for_function(shown)).json_value()
        assert found["words"] == "Nearly all of it came back"
        assert found["came"] == [round(beat * CALL.parts_per_beat) for beat in played]
        assert "came back" not in await it.page.locator("#pads").inner_text()
