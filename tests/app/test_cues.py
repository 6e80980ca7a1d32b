"""Cues over real sockets: what is armed, called and answered is the same on every device."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from rawclient import Circle
from unisono.client import Client, Console, Participant
from unisono.session import cues as q
from unisono.session.commands import CallOnset, LiveCall
from unisono.session.phrases import Note, PromptSpec
from unisono.session.scenes import CallView, CueView

pytestmark = pytest.mark.usefixtures("no_trouble")

NOTES = (0.0, 0.75, 1.5, 2.5, 3.0)


async def started(console: Console, tempo_bpm: float = 240.0) -> None:
    """Begin to play, and wait for bar 1."""
    await console.ready()
    await console.arrange(tempo_bpm=tempo_bpm, grouping=[4], count_in_bars=0)
    await console.start()
    await console.until(lambda: console.view.playing)
    assert console.view.timeline is not None
    await console.sleep_until(console.view.timeline.time_at(0.5))


def sees(client: Client, what: str) -> Callable[[], bool]:
    """Return whether a device has been told of something by now, as a question."""
    return lambda: bool(getattr(client.view, what))


def armed(client: Client) -> tuple[CueView, ...]:
    """Return what a device knows to be armed."""
    return client.view.run.cues if client.view.run is not None else ()


async def call_of(client: Client) -> CallView:
    """Return the call that a device has been told of."""
    await client.until(lambda: client.view.run is not None and bool(client.view.run.calls), 10.0)
    assert client.view.run is not None
    return client.view.run.calls[-1]


async def test_a_live_call_is_the_same_on_every_device_to_a_millisecond(circle: Circle) -> None:
    """Known onsets of a console come back as that pattern in session time, on all of them."""
    async with (
        Console(circle.url, circle.console) as console,
        Console(circle.url, circle.console) as second,
        Participant(circle.url, token=circle.join, name="Ada") as ada,
        Participant(circle.url, token=circle.join, name="Bo") as bo,
    ):
        await ada.seated()
        await bo.seated()
        await second.ready()
        await started(console)
        line = console.view.timeline
        assert line is not None
        onsets_s = [line.time_at(beat) for beat in (4.013, 4.77, 5.49, 6.52)]
        await console.sleep_until(onsets_s[-1] + 0.05)
        await console.livecall(
            LiveCall([CallOnset(t, "slap", 0.9) for t in onsets_s], quantise="off")
        )

        for device in (console, second, ada, bo):
            call, timeline = await call_of(device), device.view.timeline
            assert timeline is not None
            assert call.prompt is not None
            told_s = [timeline.time_at(call.beat0 + note.beat) for note in call.prompt.notes]
            apart = [t - told_s[0] for t in told_s]
            assert apart == pytest.approx([t - onsets_s[0] for t in onsets_s], abs=0.001)
            place = call.prompt.notes[0].beat
            assert place * 0.25 == pytest.approx(onsets_s[0] - line.time_at(4.0), abs=0.001)
            assert call.beat0 % 4 == 0
            assert {(note.stroke, note.level) for note in call.prompt.notes} == {("slap", 0.9)}
        calls = {(await call_of(device)).beat0 for device in (console, second, ada, bo)}
        assert len(calls) == 1


async def test_a_cue_is_one_beat_for_all_and_gone_when_cancelled(circle: Circle) -> None:
    """Two consoles agree: what one arms the other takes back, and no device keeps it."""
    async with (
        Console(circle.url, circle.console) as console,
        Console(circle.url, circle.console) as second,
        Participant(circle.url, token=circle.join) as ada,
    ):
        await ada.seated()
        await second.ready()
        await started(console, tempo_bpm=60.0)
        await console.cue(q.ClickTo("off"))
        everybody = (console, second, ada)
        for device in everybody:
            await device.until(partial(lambda d: bool(armed(d)), device))
        landing = {(armed(device)[0].cue, armed(device)[0].beat) for device in everybody}
        assert len(landing) == 1
        await second.cancel(landing.pop()[0])
        for device in everybody:
            await device.until(partial(lambda d: not armed(d), device))
            assert device.view.run is not None
            assert {scene.click for _, scene in device.view.run.scenes} == {"all"}


async def test_an_answer_comes_back_to_its_player_and_the_groups_to_the_console(
    circle: Circle,
) -> None:
    """A perfect answer of one, silence of the other: each hears of their own."""
    prompt = PromptSpec(tuple(Note(beat) for beat in NOTES), 4.0)
    async with (
        Console(circle.url, circle.console) as console,
        Participant(circle.url, token=circle.join) as ada,
        Participant(circle.url, token=circle.join) as bo,
    ):
        await ada.seated()
        await bo.seated()
        await started(console, tempo_bpm=120.0)
        await console.cue(q.CallRound(prompt))
        call, line = await call_of(ada), ada.view.timeline
        assert line is not None
        for beat in NOTES:
            due_s = line.time_at(call.beat0 + 4.0 + beat)
            await ada.sleep_until(due_s)
            ada.tap(due_s)
        await asyncio.gather(
            *(device.until(sees(device, "rounds")) for device in (console, ada, bo))
        )
        (own,), (silent,), (group,) = ada.view.rounds, bo.view.rounds, console.view.rounds
        assert own.notes == (1.0,) * 5
        assert own.word == "Answered: 5 of 5 notes in their place."
        assert silent.word == "No answer this time."
        assert (group.asked, group.answered, group.notes) == (2, 1, (1.0,) * 5)


async def test_a_last_beat_together_is_told_to_everybody(circle: Circle) -> None:
    """Two people play it; everybody hears how close they were, and the music is over."""
    async with (
        Console(circle.url, circle.console) as console,
        Participant(circle.url, token=circle.join) as ada,
        Participant(circle.url, token=circle.join) as bo,
    ):
        await ada.seated()
        await bo.seated()
        await started(console, tempo_bpm=240.0)
        await console.stop("bar", "last")
        await ada.until(lambda: bool(ada.view.run and ada.view.run.stop_beat))
        assert ada.view.run is not None
        assert ada.view.run.stop_beat is not None
        assert ada.view.timeline is not None
        last_s = ada.view.timeline.time_at(ada.view.run.stop_beat - 1.0)
        await ada.sleep_until(last_s)
        ada.tap(last_s - 0.005)
        bo.tap(last_s + 0.005)
        for device in (console, ada, bo):
            await device.until(sees(device, "finish"))
            assert device.view.finish is not None
            assert device.view.finish.people == 2
            assert device.view.finish.spread_ms == pytest.approx(10.0, abs=0.1)
        assert console.view.phase == "lobby"
