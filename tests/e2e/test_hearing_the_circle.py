"""The others' strokes come back on every page exactly one round later: in what it really sounds."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from playwright.async_api import Browser, Page

from circles import Circle, new_circle
from hearing import Floats, Heard, hear
from pages import PHONE, new_page, running_browser
from serving import fetch_json, running_server
from unisono.client import Console
from unisono.pulse import Bars, Timeline

FRACTIONS: Final = (0.25, 0.5, 0.75)
"""Where in the beat each page's person plays: apart, so that strokes are told by their times."""
LEAST_ROUND_S: Final = 1.5
EARLY_BEATS: Final = 0.25
APART_S: Final = 0.1
"""The recorder hears a new sound only after 60 ms of silence, and sticks ring for 35 ms."""
PUNCTUAL_S: Final = 3e-3
FOUND_S: Final = 0.05
CALM_SHARE: Final = 0.7
GOES: Final = 3
SETTLE_S: Final = 5.0
QUIET: Final = """
localStorage.setItem("unisono.ownTaps", "false");
localStorage.setItem("unisono.volume", '{"volume":80,"muted":true,"circle":100,"own":0}');
localStorage.setItem("unisono.taste", '{"bed":"click","counted":false}');
"""
BOOKED: Final = "() => globalThis.unisonoProbe.sounds"
PLAY: Final = """
fraction => {
  const pad = document.querySelector('[data-testid="pad"]');
  const probe = globalThis.unisonoProbe;
  let played = -Infinity;
  setInterval(() => {
    const { sessionS } = probe.now();
    const clicks = probe.clicks.filter(click => !click.cancelled).sort((a, b) => a.beat - b.beat);
    const next = clicks.findLast(click => click.sessionS <= sessionS);
    const after = next && clicks.find(click => click.beat === next.beat + 1);
    if (!after || next.beat <= played || next.beat < 0) return;
    const dueS = next.sessionS + fraction * (after.sessionS - next.sessionS);
    played = next.beat;
    const tap = () => pad.dispatchEvent(
      new PointerEvent("pointerdown", { bubbles: true, clientX: 150, clientY: 600 }));
    setTimeout(tap, Math.max(0, dueS - sessionS) * 1000);
  }, 20);
}
"""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stroke as the server keeps it, and when it is to come back (session time)."""

    seat: int
    beat: float
    back_beat: float
    back_s: float


@dataclass(frozen=True, slots=True)
class Evening:
    """What was played and what each seat's page sounded."""

    strokes: list[Stroke]
    epoch_s: float
    until_s: float
    heard: dict[int, Heard]
    booked: dict[int, list[dict[str, Any]]]

    def due(self, seat: int) -> tuple[list[Stroke], Floats]:
        """Return the strokes that a seat is to hear, with their moments on the machine's clock."""
        due = [s for s in self.strokes if s.seat != seat and s.back_s < self.until_s]
        due.sort(key=lambda stroke: stroke.back_s)
        return due, np.array([self.epoch_s + s.back_s for s in due])


def back(timeline: Timeline, bars: Bars, beat: float) -> tuple[float, float]:
    """Return the beat and the time at which a stroke comes back: a bar later, or more if short.

    The rule of docs/sound.md, written down a second time.
    """
    start = beat + EARLY_BEATS
    start = round(start - bars.position_at(start).beat_in_bar)
    later = start
    while later == start or timeline.time_at(later) - timeline.time_at(start) < LEAST_ROUND_S:
        later = round(bars.next_bar_beat(later + 1e-6))
    return later + beat - start, timeline.time_at(later + beat - start)


async def come_in(browser: Browser, circle: Circle) -> Page:
    """Join with the click muted and one's own taps silent: only the circle is heard."""
    page = await new_page(browser, PHONE, record=True)
    await page.add_init_script(QUIET)
    await page.goto(circle.join)
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("pad").wait_for()
    return page


async def seat_of(page: Page, lead: Console, taken: set[int]) -> int:
    """Have a page play sticks, a short stroke told by its beginning; return its seat."""
    await lead.until(lambda: len(lead.view.circle) > len(taken), 5.0)
    (seat,) = set(lead.view.circle) - taken
    await page.get_by_test_id("me").click()
    await page.get_by_test_id("instrument").select_option("rim")
    await page.keyboard.press("Escape")
    return seat


async def play(browser: Browser, circle: Circle) -> Evening:
    """Three pages play through a ramp and another meter."""
    assert circle.tokens.console is not None
    async with Console(circle.server.url, circle.tokens.console) as lead:
        await lead.ready()
        pages: dict[int, Page] = {}
        for _ in FRACTIONS:
            page = await come_in(browser, circle)
            pages[await seat_of(page, lead, set(pages))] = page
        await asyncio.sleep(SETTLE_S)
        for page, fraction in zip(pages.values(), FRACTIONS, strict=True):
            await page.evaluate(PLAY, fraction)
        await lead.arrange(tempo_bpm=90.0, grouping=[4], count_in_bars=1)
        await lead.start()
        await asyncio.sleep(9.0)
        await lead.arrange(tempo_bpm=112.0, over_bars=4)
        await asyncio.sleep(13.0)
        await lead.arrange(grouping=[3, 2, 2])
        await asyncio.sleep(14.0)
        timeline, bars, until_s = lead.view.timeline, lead.view.bars, lead.now_s() - 0.2
        assert timeline is not None
        assert bars is not None
        await lead.stop("now")
        await asyncio.sleep(1.0)
        heard = {seat: await hear(page) for seat, page in pages.items()}
        booked = {seat: await page.evaluate(BOOKED) for seat, page in pages.items()}
    log = fetch_json(f"{circle.server.url}/api/review/export.json", circle.tokens.console)
    events = [entry["event"] for entry in log["entries"]]
    strokes = strokes_of(events, timeline, bars)
    return Evening(strokes, events[0]["epoch_s"], until_s, heard, booked)


def strokes_of(events: list[dict[str, Any]], timeline: Timeline, bars: Bars) -> list[Stroke]:
    """Return what was played during the music, from the server's log."""
    taps = [(e["seat"], tap[1]) for e in events if "taps" in e for tap in e["taps"]]
    beats = [(seat, timeline.beat_at(time_s)) for seat, time_s in taps]
    return [Stroke(seat, beat, *back(timeline, bars, beat)) for seat, beat in beats if beat > -0.5]


def near(beat: float, stroke: Stroke) -> bool:
    """Whether something booked on a beat is this stroke."""
    return abs(beat - stroke.back_beat) < 0.05


def too_late(evening: Evening, seat: int) -> list[Stroke]:
    """Return the strokes that reached a page only after their round had gone by."""
    booked = [row["beat"] for row in evening.booked[seat]]
    return [s for s in evening.due(seat)[0] if not any(near(beat, s) for beat in booked)]


def kept_up(evening: Evening) -> bool:
    """Whether the machine fed its sound cards and stored taps within a round, as machines do."""
    shares = [np.mean(heard.calm(evening.due(seat)[1])) for seat, heard in evening.heard.items()]
    late = [(s.seat, round(s.beat, 2)) for seat in evening.heard for s in too_late(evening, seat)]
    print("calm:", *(f"{share:.0%}" for share in shares), "too late (seat, beat):", *late)
    return bool(min(shares) >= CALM_SHARE) and not late


@pytest.fixture
def evening(chromium_path: str, tmp_path: Path) -> Evening:
    """Play it on a server and a browser of its own, again if the machine was too busy."""

    async def whole(folder: Path) -> Evening:
        with running_server(folder) as server:
            async with running_browser(chromium_path) as browser:
                return await play(browser, new_circle(server))

    return calmly(lambda go: asyncio.run(whole(make(tmp_path / str(go)))))


def make(folder: Path) -> Path:
    """Make a folder and return it."""
    folder.mkdir()
    return folder


def calmly(play_once: Callable[[int], Evening]) -> Evening:
    """Return the first evening on which the machine kept up."""
    for go in range(GOES):
        evening = play_once(go)
        if kept_up(evening):
            return evening
    raise AssertionError("this machine is too busy to feed its sound cards")


@pytest.mark.timeout(400)
def test_everybody_hears_the_others_one_round_later(evening: Evening) -> None:
    """Each page sounds every other's stroke, no more, within 3 ms of its place of the bar."""
    tempi = set()
    for seat, heard in evening.heard.items():
        strokes, due_s = evening.due(seat)
        assert len(strokes) > 80, "they hardly played"
        calm = heard.calm(due_s) & (np.diff(due_s, prepend=0.0) > APART_S)
        aside_s = np.array([heard.unix_s[heard.nearest(due)] - due for due in due_s])
        lost = [
            s for s, ok, a in zip(strokes, calm, aside_s, strict=True) if ok and abs(a) > FOUND_S
        ]
        judged_s = aside_s[calm]
        tempi |= {math.floor(s.back_beat / 4) for s, ok in zip(strokes, calm, strict=True) if ok}
        print(
            f"seat {seat}: {len(strokes)} strokes, {np.count_nonzero(calm)} judged, "
            f"median {np.median(judged_s) * 1e3:+.2f} ms, "
            f"95th {np.percentile(np.abs(judged_s), 95) * 1e3:.2f} ms, lost {len(lost)}"
        )
        for stroke in lost:
            print(stroke, [row for row in evening.booked[seat] if near(row["beat"], stroke)])
        assert lost == []
        assert float(np.percentile(np.abs(judged_s - np.median(judged_s)), 95)) < PUNCTUAL_S
        assert abs(float(np.median(judged_s))) < PUNCTUAL_S
        within = (heard.unix_s > due_s[0] - FOUND_S) & (heard.unix_s < due_s[-1] + FOUND_S)
        assert np.count_nonzero(within) <= len(due_s), "sounds that nobody played"
        assert len(judged_s) > CALM_SHARE * len(due_s)
    assert len(tempi) > 8, "neither the ramp nor the other meter were judged"
