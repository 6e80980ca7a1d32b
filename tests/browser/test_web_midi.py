"""Drum pads by Web MIDI on the real page, with a MIDI that the test owns."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from circles import Circle
from pages import DESKTOP, PHONE, new_page
from serving import fetch_json

FAKE = """
class FakeInput {
  constructor(id, name) {
    Object.assign(this, { id, name, state: "connected", onmidimessage: null });
  }
}
const access = { inputs: new Map(), onstatechange: null };
window.midi = {
  plug(id, name) { access.inputs.set(id, new FakeInput(id, name)); access.onstatechange?.(); },
  pull(id) {
    access.inputs.get(id).state = "disconnected";
    access.inputs.delete(id);
    access.onstatechange?.();
  },
  send(id, rows) {
    const now = performance.now();
    for (const [ago, ...data] of rows) {
      access.inputs.get(id).onmidimessage?.({ data: new Uint8Array(data), timeStamp: now - ago });
    }
  },
};
navigator.requestMIDIAccess = async () => access;
"""
PLAYING = """() => {
  const { run } = unisonoProbe;
  return run && unisonoProbe.now().sessionS > run.segments[0][1] + 1.5;
}"""
"""So long after beat 0 that strikes of a moment ago lie in the music."""
SEATED = "() => document.body.dataset.standing === 'here'"
NO_MIDI = "Object.defineProperty(Navigator.prototype, 'requestMIDIAccess', { value: undefined });"


async def seated(browser: Browser, circle: Circle, script: str) -> Page:
    """Open the page with a MIDI of ours, join, and open *This is you*."""
    page = await new_page(browser, PHONE)
    await page.add_init_script(script)
    await page.goto(circle.join)
    await page.get_by_test_id("enter").click()
    await page.wait_for_function(SEATED)
    await page.get_by_test_id("me").click()
    await expect(page.get_by_test_id("midi-open")).to_be_visible()
    return page


async def taps_of(circle: Circle, count: int) -> list[tuple[float, str, float, str, float]]:
    """Wait for so many taps in the log: session time, source, velocity, stroke, local time."""
    assert circle.tokens.console is not None
    url = f"{circle.server.url}/api/review/export.json"
    rows: list[tuple[float, str, float, str, float]] = []
    for _ in range(100):
        export: dict[str, Any] = await asyncio.to_thread(fetch_json, url, circle.tokens.console)
        events = [e["event"] for e in export["entries"] if e["event"]["kind"] == "taps"]
        rows = [
            (row[1], row[3], row[4], stroke, local_s)
            for event in events
            for row, stroke, local_s in zip(
                event["taps"], event["strokes"], event["locals_s"], strict=True
            )
        ]
        if len(rows) >= count:
            break
        await asyncio.sleep(0.1)
    return rows


EVEN = """() => {
  const { localS, sessionS } = unisonoProbe.now();
  const last = globalThis.lastLook ?? { localS: NaN };
  if (localS - last.localS < 0.5) return false;
  globalThis.lastLook = { localS, sessionS };
  return Math.abs((sessionS - last.sessionS) / (localS - last.localS) - 1) < 5e-4;
}"""
"""The page's clock goes as fast as the server's: while it learns, it may gain or lose 1 in 100."""


async def test_messages_are_taps_at_their_own_moments(browser: Browser, circle: Circle) -> None:
    """A burst, out of order, with a bounce and noise in it: each strike once, where it was."""
    page = await seated(browser, circle, FAKE)
    await page.evaluate("midi.plug('1', 'Test Pad')")
    await page.get_by_test_id("midi-open").click()
    await expect(page.get_by_test_id("midi-device")).to_have_value("Test Pad")
    await page.evaluate("midi.send('1', [[0, 0x99, 36, 127]])")  # spent on unlocking the sound
    await page.wait_for_function("() => unisonoProbe.taps === 0")
    await page.wait_for_function(EVEN)
    before = len(await taps_of(circle, 0))
    await page.evaluate(
        """midi.send('1', [
            [300, 0x99, 36, 127], [290, 0x99, 36, 90], [280, 0x99, 36, 0], [250, 0xFE],
            [100, 0x99, 38, 64], [200, 0x99, 63, 64], [40, 0x90, 37, 32], [150, 0xB0, 64, 127]])"""
    )
    rows = (await taps_of(circle, before + 4))[before:]

    assert [row[1] for row in rows] == ["midi"] * 4
    assert [row[3] for row in rows] == ["bass", "slap", "tone", "rim"]
    assert [row[2] for row in rows] == [1.0, 0.504, 0.504, 0.252]
    for times in ([row[0] for row in rows], [row[4] for row in rows]):
        gaps = [1000 * (time_s - times[0]) for time_s in times]
        assert gaps == pytest.approx([0.0, 200.0, 100.0, 260.0], abs=0.5)


async def test_a_pad_is_taught_and_a_plug_may_be_pulled(browser: Browser, circle: Circle) -> None:
    """What was learned stays through the plug and a reload; words say how it is."""
    page = await seated(browser, circle, FAKE + "midi.plug('1', 'Test Pad');")
    await page.get_by_test_id("midi-open").click()
    words = page.get_by_test_id("midi-words")
    await page.get_by_test_id("midi-learn-rim").click()
    await expect(words).to_contain_text("Rim")
    await page.evaluate("midi.send('1', [[0, 0x99, 99, 100]])")
    await expect(words).to_have_text("Pad 99: Rim")
    await page.evaluate("midi.pull('1')")
    await expect(words).to_contain_text("not plugged in")
    await page.evaluate("midi.plug('7', 'Test Pad'); midi.send('7', [[0, 0x99, 99, 100]])")
    await expect(words).to_have_text("Pad 99: Rim")

    await page.reload()  # whoever comes back is in at once
    await page.wait_for_function(SEATED)
    await page.get_by_test_id("me").click()
    await expect(page.get_by_test_id("midi-device")).to_have_value("Test Pad")
    await page.evaluate("midi.send('1', [[0, 0x99, 99, 100]])")
    await expect(page.get_by_test_id("midi-words")).to_have_text("Pad 99: Rim")


async def calling(browser: Browser, circle: Circle, script: str) -> Page:
    """Open the console with a MIDI of ours, and the panel where a call is tapped."""
    page = await new_page(browser, DESKTOP)
    await page.add_init_script(script)
    await page.goto(circle.console)
    await page.get_by_test_id("code").get_by_text("-").wait_for(state="attached")
    await page.get_by_test_id("tab-calls").click()
    await page.get_by_test_id("live-midi-open").click()
    return page


async def test_a_live_call_is_struck_on_a_pad_at_the_console(
    browser: Browser, circle: Circle
) -> None:
    """Each stroke with its name, its strength and its own moment; before Record nothing counts."""
    page = await calling(browser, circle, FAKE + "midi.plug('1', 'Test Pad');")
    await expect(page.get_by_test_id("midi-device")).to_have_value("Test Pad")
    await expect(page.get_by_test_id("live-record")).to_be_focused()
    await page.keyboard.press("g")
    await page.get_by_test_id("live-quantise").select_option("off")
    await page.wait_for_function(PLAYING)
    await page.evaluate("midi.send('1', [[900, 0x99, 36, 127]])")
    await expect(page.get_by_test_id("midi-words")).to_have_text("Pad 36: Bass")
    await page.get_by_test_id("live-record").click()
    await page.evaluate(
        "midi.send('1', [[600, 0x99, 36, 127], [590, 0x99, 36, 9], [200, 0x99, 38, 64], "
        "[400, 0x99, 63, 64]])"
    )
    await expect(page.get_by_test_id("live-pad")).to_contain_text("3 taps")
    await page.get_by_test_id("live-send").click()
    calls = await (await page.wait_for_function("() => unisonoProbe.run.calls?.[0]")).json_value()
    bpm = await page.evaluate("() => unisonoProbe.run.segments[0][2]")
    notes = calls["prompt"]["notes"]
    assert [note[1] for note in notes] == ["bass", "tone", "slap"]
    assert [note[5] for note in notes] == [1.0, 0.504, 0.504]
    gaps = [1000 * (note[0] - notes[0][0]) * 60 / bpm for note in notes]
    assert gaps == pytest.approx([0.0, 200.0, 400.0], abs=0.5)


@pytest.mark.parametrize("where", ["pad", "console"])
async def test_without_web_midi_the_page_names_the_bridge(
    browser: Browser, circle: Circle, where: str
) -> None:
    """A plain sentence, and nothing to choose from."""
    if where == "pad":
        page = await seated(browser, circle, NO_MIDI)
        await page.get_by_test_id("midi-open").click()
    else:
        page = await calling(browser, circle, NO_MIDI)
    await expect(page.get_by_test_id("midi-words")).to_contain_text("unisono-midi")
    await expect(page.get_by_test_id("midi-device")).to_be_hidden()
