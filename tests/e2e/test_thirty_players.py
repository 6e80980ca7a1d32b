"""A pad with thirty people playing: what it costs the page, and that its memory stays as it was."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import CDPSession, Page

from circles import Circle, new_circle
from pages import PHONE, new_page, running_browser
from serving import running_server
from unisono.client import Console, Participant

PEOPLE: Final = 29
STROKES_PER_BEAT: Final = 2
TEMPO_BPM: Final = 120.0
WARM_UP_S: Final = 20.0
MOST_CPU_SHARE: Final = 0.5
"""Of one core of the machine that runs the test, drawing included."""
MOST_GROWTH_BYTES: Final = 2_000_000
LEAST_HEARD_SHARE: Final = 0.97
COUNT: Final = """() => {
  const probe = globalThis.unisonoProbe;
  const record = probe.record.bind(probe);
  probe.sounding = probe.again = 0;
  probe.record = (row, what) => {
    if (row.sounding.voice.bus === "circle") probe.sounding += what === "booked" ? 1 : -1;
    if (what === "cancelled") probe.again += 1;
    record(row, what);
  };
}"""
COUNTED: Final = "() => [globalThis.unisonoProbe.sounding, globalThis.unisonoProbe.again]"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page has used so far."""

    busy_s: float
    heap_bytes: float
    at_s: float


async def cost_of(session: CDPSession) -> Cost:
    """Collect what nobody needs any more, then look."""
    await session.send("HeapProfiler.collectGarbage")
    rows = (await session.send("Performance.getMetrics"))["metrics"]
    found = {row["name"]: row["value"] for row in rows}
    return Cost(found["TaskDuration"], found["JSHeapUsedSize"], found["Timestamp"])


async def keep_playing(player: Participant, share: float) -> None:
    """Play every half beat, a little beside it."""
    await player.until(lambda: player.view.timeline is not None, 10.0)
    assert player.view.timeline is not None
    timeline = player.view.timeline
    step = int(timeline.beat_at(player.now_s()) * STROKES_PER_BEAT) + 2
    while True:
        due_s = timeline.time_at(step / STROKES_PER_BEAT) + 0.03 * (share - 0.5)
        await player.sleep_until(due_s)
        player.tap(due_s)
        step += 1


async def measure(page: Page, circle: Circle, for_s: float) -> tuple[Cost, Cost, tuple[int, int]]:
    """Have them play; return what the page had used before and after, and what it sounds."""
    assert circle.tokens.console is not None
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable")
    async with AsyncExitStack() as stack:
        lead = await stack.enter_async_context(Console(circle.server.url, circle.tokens.console))
        await lead.ready()
        people = [
            await stack.enter_async_context(
                Participant(circle.server.url, token=circle.tokens.join)
            )
            for _ in range(PEOPLE)
        ]
        await asyncio.gather(*(one.seated() for one in people))
        await lead.arrange(tempo_bpm=TEMPO_BPM)
        await lead.start()
        playing = [
            asyncio.create_task(keep_playing(one, at / PEOPLE)) for at, one in enumerate(people)
        ]
        await asyncio.sleep(WARM_UP_S)
        before = await cost_of(session)
        await page.evaluate(COUNT)
        await asyncio.sleep(for_s)
        after = await cost_of(session)
        sounding, again = await page.evaluate(COUNTED)
        for task in playing:
            task.cancel()
        await asyncio.gather(*playing, return_exceptions=True)
    return before, after, (sounding, again)


async def play(chromium_path: str, folder: Path, for_s: float) -> None:
    """Measure one page among thirty and judge it."""
    with running_server(folder) as server:
        circle = new_circle(server)
        async with running_browser(chromium_path) as browser:
            page = await new_page(browser, PHONE)
            await page.goto(circle.join)
            await page.get_by_test_id("enter").click()
            await page.get_by_test_id("pad").wait_for()
            before, after, (sounding, again) = await measure(page, circle, for_s)
    share = (after.busy_s - before.busy_s) / (after.at_s - before.at_s)
    growth = after.heap_bytes - before.heap_bytes
    strokes = for_s * PEOPLE * STROKES_PER_BEAT * TEMPO_BPM / 60.0
    print(
        f"{for_s:g} s: {share:.1%} of a core, heap {before.heap_bytes / 1e6:.2f} MB, "
        f"grown by {growth / 1e6:+.2f} MB, {sounding} of {strokes:g} strokes sound, {again} moved"
    )
    assert share < MOST_CPU_SHARE
    assert growth < MOST_GROWTH_BYTES
    assert sounding > LEAST_HEARD_SHARE * strokes


@pytest.mark.nightly
@pytest.mark.timeout(300)
async def test_a_page_among_thirty_for_a_minute(chromium_path: str, tmp_path: Path) -> None:
    """Less than half a core, no memory that is kept, every stroke sounding."""
    await play(chromium_path, tmp_path, 60.0)


@pytest.mark.nightly
@pytest.mark.timeout(600)
async def test_a_page_among_thirty_for_five_minutes(chromium_path: str, tmp_path: Path) -> None:
    """The same for five minutes."""
    await play(chromium_path, tmp_path, 300.0)
