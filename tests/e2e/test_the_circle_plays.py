"""One facilitator and three participants on phones: one click, taps in, the review out."""

from __future__ import annotations

import asyncio
import csv
import io
import statistics
from pathlib import Path
from typing import Any

import numpy as np
from playwright.async_api import Page

from hearing import Heard, hear
from pages import CLICK_ONLY, PHONE, new_page, running_browser
from serving import Server, fetch_json, fetch_text, running_server
from unisono.app.tokens import capabilities_of
from unisono.pulse import Timeline
from unisono.store import TokenKind
from unisono.units import to_ms

TAPPER = (Path(__file__).parents[1] / "support" / "tapper.js").read_text(encoding="utf-8")
TEMPO_BPM = 120.0
LISTENED_BEATS = range(-4, 6)
LEAST_CALM_BEATS = 5
TAPPED_BEATS = range(8, 40)
CLICKS_APART_S = 0.005
REVIEW_APART_MS = 2.0


def offsets_s(person: int) -> list[float]:
    """Return what a scripted person does: a lean of their own, plus a pattern around it."""
    lean = (-0.030, 0.0, 0.024)[person]
    return [lean + 0.004 * ((7 * k + 3 * person) % 5 - 2) for k in TAPPED_BEATS]


async def start_circle(page: Page, server: Server) -> str:
    """Press *Start a circle* as a facilitator does; return the console's token."""
    await page.goto(server.url)
    await page.get_by_test_id("start-circle").click()
    await page.wait_for_url("**/console#*")
    await page.get_by_test_id("code").get_by_text("-").wait_for(state="attached")
    return page.url.split("#")[1]


async def join(page: Page, server: Server, token: str) -> None:
    """Come in by the join link and unlock the sound."""
    await page.goto(f"{server.url}/j#{token}")
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("pad").wait_for()


async def start_click(console: Page, server: Server, token: str) -> tuple[float, Timeline]:
    """Set the tempo, press *Start*; return the session's epoch and the run's timeline."""
    await console.get_by_test_id("tab-cues").click()
    await console.get_by_test_id("tempo").fill(f"{TEMPO_BPM:g}")
    await console.get_by_test_id("tempo").press("Tab")
    await asyncio.sleep(0.5)
    await console.get_by_test_id("start").click()
    await asyncio.sleep(0.5)
    events = events_of(server, token)
    started = next(e for e in events if e["kind"] == "started")
    assert started["tempo_bpm"] == TEMPO_BPM
    assert started["count_in_beats"] == 4
    return events[0]["epoch_s"], Timeline.constant(TEMPO_BPM, started["time0_s"])


def events_of(server: Server, token: str) -> list[dict[str, Any]]:
    """Return the log so far, as the export gives it."""
    export = fetch_json(f"{server.url}/api/review/export.json", token)
    return [entry["event"] for entry in export["entries"]]


async def test_a_circle_hears_one_click_and_its_taps_come_out_of_the_review(
    chromium_path: str, tmp_path: Path
) -> None:
    """The same click leaves every page within 5 ms; 32 known taps come back within 2 ms."""
    with running_server(tmp_path) as server:
        async with running_browser(chromium_path) as browser:
            console, *phones = [await new_page(browser, PHONE, record=True) for _ in range(4)]
            for page in (console, *phones):
                await page.add_init_script(CLICK_ONLY)
            token = await start_circle(console, server)
            invitation = capabilities_of(TokenKind.CONSOLE, token).join
            assert invitation is not None
            for phone in phones:
                await join(phone, server, invitation)
            await asyncio.sleep(3.0)

            epoch_s, timeline = await start_click(console, server, token)
            moments = [
                [
                    epoch_s + timeline.time_at(k) + offset
                    for k, offset in zip(TAPPED_BEATS, offsets_s(person), strict=True)
                ]
                for person in range(3)
            ]
            await asyncio.gather(
                *(
                    phone.evaluate(TAPPER, {"moments": at, "pad": "[data-testid=pad]"})
                    for phone, at in zip(phones, moments, strict=True)
                )
            )
            await asyncio.sleep(1.5)
            heard = [await hear(page) for page in (console, *phones)]
            await finish(console)
        report = fetch_json(f"{server.url}/api/review", token)
        taps = list(csv.DictReader(io.StringIO(taps_of(server, token))))

    assert_one_click(heard, epoch_s, timeline)
    for person in range(3):
        assert_taps_came_back(taps, person)
    assert report["taps"] == 96
    assert report["people_played"] == 3
    assert report["together"]["value"] > 95.0


def taps_of(server: Server, token: str) -> str:
    """Return the table of taps."""
    return fetch_text(f"{server.url}/api/review/taps.csv", token)


async def finish(console: Page) -> None:
    """End the session; the review opens by itself and says something."""
    await console.get_by_test_id("end").click()
    await console.get_by_test_id("end-yes").click()
    await console.wait_for_url("**/review#*", timeout=15_000)
    await console.get_by_test_id("sentence").wait_for()


def assert_one_click(heard: list[Heard], epoch_s: float, timeline: Timeline) -> None:
    """Every page sounds every beat, within 5 ms of the others and of the session's own time.

    Judged where the machine fed its own sound card: where it did not, no page can help it.
    """
    beats = [(beat, epoch_s + timeline.time_at(beat)) for beat in LISTENED_BEATS]
    calm = [(k, due) for k, due in beats if all(one.calm(np.array([due]))[0] for one in heard)]
    assert len(calm) >= LEAST_CALM_BEATS, "this machine is too busy to listen on"
    for beat, due in calm:
        clicks = [float(one.unix_s[one.nearest(due)]) for one in heard]
        assert max(clicks) - min(clicks) < CLICKS_APART_S, f"beat {beat}"
        assert abs(statistics.median(clicks) - due) < CLICKS_APART_S, f"beat {beat}"


def assert_taps_came_back(taps: list[dict[str, str]], person: int) -> None:
    """A person's 32 asynchronies are those that were scripted."""
    rows = [row for row in taps if row["seat"] == str(person + 1)]
    assert len(rows) == len(TAPPED_BEATS)
    for row, offset_s in zip(rows, offsets_s(person), strict=True):
        assert abs(float(row["asynchrony_ms"]) - to_ms(offset_s)) < REVIEW_APART_MS
