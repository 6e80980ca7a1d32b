"""The server dies, pages are reloaded: the click goes on, people come back, nothing is lost."""

from __future__ import annotations

import asyncio
import csv
import io
import random
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Page, expect

from circles import Circle, new_circle
from hearing import hear
from pages import PHONE, new_page, running_browser
from serving import Server, fetch_json, fetch_text, free_port, running_server
from unisono.client import Console
from unisono.pulse import Timeline
from unisono.testing.network import faulty_line

TAPPER = (Path(__file__).parents[1] / "support" / "tapper.js").read_text(encoding="utf-8")
TEMPO_BPM = 120.0
PERIOD_S = 0.5
FROM_BEAT, TO_BEAT = 0, 40
NOBODY_LISTENS = 9


async def start(server: Server, circle: Circle) -> tuple[float, Timeline]:
    """Start the click from a console; return the session's epoch and the timeline."""
    assert circle.tokens.console is not None
    async with Console(server.url, circle.tokens.console) as console:
        await console.ready()
        await console.arrange(tempo_bpm=TEMPO_BPM, count_in_bars=0)
        await console.start()
        await console.until(lambda: console.view.timeline is not None)
        timeline = console.view.timeline
    assert timeline is not None
    export = fetch_json(f"{server.url}/api/review/export.json", circle.tokens.console)
    return export["entries"][0]["event"]["epoch_s"], timeline


async def seat_of(page: Page) -> str:
    """Return who the page says it is."""
    return await page.get_by_test_id("me").inner_text()


async def unlock_sound(page: Page) -> None:
    """Touch the pad for the sound, if it asks for that; such a touch is no tap."""
    pad = page.get_by_test_id("pad")
    await asyncio.sleep(0.5)
    if "Touch to hear" in await pad.inner_text():
        await pad.tap()
        await expect(pad).not_to_contain_text("Touch to hear")


@pytest.mark.timeout(180)
async def test_a_phone_plays_through_the_death_of_the_server(
    chromium_path: str, tmp_path: Path
) -> None:
    """SIGKILL in mid-music: no click is missing or moved, offline taps arrive exactly once."""
    port = free_port()
    async with running_browser(chromium_path) as browser:
        with ExitStack() as first:
            server = first.enter_context(running_server(tmp_path, port))
            circle = new_circle(server)
            page = await new_page(browser, PHONE, record=True)
            await page.goto(circle.join)
            await page.locator("#own-first").set_checked(False)
            await page.get_by_test_id("enter").click()
            await page.get_by_test_id("pad").wait_for()
            await asyncio.sleep(3.0)
            epoch_s, timeline = await start(server, circle)
            moments = [epoch_s + timeline.time_at(k) + 0.1 for k in range(FROM_BEAT, TO_BEAT)]
            tapping = asyncio.create_task(
                page.evaluate(TAPPER, {"moments": moments, "pad": "[data-testid=pad]"})
            )
            await asyncio.sleep(6.0)
            server.process.kill()
        await asyncio.sleep(4.0)
        with running_server(tmp_path, port) as server:
            await tapping
            await page.wait_for_function("() => globalThis.unisonoProbe.taps === 0")
            heard = await hear(page)
            assert circle.tokens.review is not None
            taps = fetch_text(f"{server.url}/api/review/taps.csv", circle.tokens.review)

    begin_s, end_s = (epoch_s + timeline.time_at(beat) for beat in (FROM_BEAT, TO_BEAT))
    clicks = heard.unix_s[(heard.unix_s > begin_s - 0.1) & (heard.unix_s < end_s - 0.1)]
    assert len(clicks) == TO_BEAT - FROM_BEAT
    calm = heard.calm(clicks)
    uneven_s = np.abs(np.diff(clicks) - PERIOD_S)[calm[1:] & calm[:-1]]
    assert len(uneven_s) >= (TO_BEAT - FROM_BEAT) / 2, "this machine is too busy to listen on"
    assert uneven_s.max() < 0.002
    rows = list(csv.DictReader(io.StringIO(taps)))
    assert [int(row["seq"]) for row in rows] == list(range(1, len(moments) + 1))
    for row, moment in zip(rows, moments, strict=True):
        assert abs(float(row["time_s"]) - (moment - epoch_s)) < 0.002


async def test_a_reload_gives_back_the_seat_and_loses_no_tap(
    chromium_path: str, tmp_path: Path
) -> None:
    """Taps not yet sent survive the reload; the person is who they were, on one seat."""
    with running_server(tmp_path) as server:
        circle = new_circle(server)
        async with running_browser(chromium_path) as browser:
            page = await new_page(browser, PHONE)
            await page.goto(circle.join)
            await page.get_by_test_id("name").fill("Ann")
            await page.get_by_test_id("enter").click()
            await page.get_by_test_id("pad").wait_for()
            before = await seat_of(page)
            for _ in range(5):
                await page.get_by_test_id("pad").tap()
            await page.reload()
            await page.get_by_test_id("pad").wait_for()
            await unlock_sound(page)
            for _ in range(3):
                await page.get_by_test_id("pad").tap()
            await page.wait_for_function("() => globalThis.unisonoProbe.taps === 0")
            after = await seat_of(page)

        assert circle.tokens.console is not None
        export = fetch_json(f"{server.url}/api/review/export.json", circle.tokens.console)
    events = [entry["event"] for entry in export["entries"]]
    sequence = [tap[0] for e in events if e["kind"] == "taps" for tap in e["taps"]]
    assert (before, sum(e["kind"] == "seattaken" for e in events)) == (after, 1)
    assert sequence == list(range(1, 9))


@pytest.mark.timeout(120)
async def test_taps_of_a_phone_that_was_away_at_the_end_still_arrive(
    chromium_path: str, tmp_path: Path
) -> None:
    """The session ends while a phone has no network; its taps come in when it has one again."""
    with running_server(tmp_path) as server:
        circle = new_circle(server)
        assert circle.tokens.console is not None
        async with running_browser(chromium_path) as browser:
            page = await new_page(browser, PHONE)
            port = int(server.url.rsplit(":", 1)[1])
            async with faulty_line("127.0.0.1", port, random.Random(1)) as line:
                await page.goto(circle.join.replace(server.url, line.url))
                await page.get_by_test_id("enter").click()
                await page.get_by_test_id("pad").tap()
                await page.wait_for_selector("body[data-standing=here]")
                line.aim("127.0.0.1", NOBODY_LISTENS)
                line.cut()
                for _ in range(4):
                    await page.get_by_test_id("pad").tap()
                async with Console(server.url, circle.tokens.console) as console:
                    await console.ready()
                    await console.end()
                line.aim("127.0.0.1", port)
                await page.wait_for_selector("body[data-standing=gone]", timeout=30_000)
                await asyncio.sleep(2.0)

        export = fetch_json(f"{server.url}/api/review/export.json", circle.tokens.console)
    events = [entry["event"] for entry in export["entries"]]
    sequence = [tap[0] for e in events if e["kind"] == "taps" for tap in e["taps"]]
    assert sequence == [1, 2, 3, 4, 5]
