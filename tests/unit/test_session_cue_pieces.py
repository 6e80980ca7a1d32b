"""Laws of calls, dialogues, songs, breathing and free play as cues."""

from __future__ import annotations

import pytest

from session_cues import LEAD, PROMPT, SONG, cue, scene, to
from session_desk import Desk, playing, refuses
from unisono.errors import BadValue
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session.phrases import Note, PromptSpec
from unisono.session.scenes import Scene


def test_a_call_sounds_and_is_answered_and_then_there_is_a_groove(trio: Desk) -> None:
    """Two rounds of four and four beats from 8 to 24; not measured as a beat."""
    run = cue(playing(trio), q.CallRound(PROMPT, 2))
    (call,) = run.calls
    assert (call.beat0, call.rounds, call.cycle_beats, call.end_beat) == (8.0, 2, 4.0, 24.0)
    assert (call.prompt, call.first, call.asked) == (PROMPT, None, None)
    assert [scene(run, beat).task for beat in (7.0, 8.0, 23.9, 24.0)] == [
        "groove", "call", "call", "groove",
    ]  # fmt: skip
    assert not scene(run, 8.0).measured
    assert scene(run, 24.0).measured


def test_what_changes_during_a_call_holds_after_it(trio: Desk) -> None:
    """A click that goes off in the middle stays off."""
    playing(trio)
    cue(trio, q.CallRound(PROMPT, 2))
    run = cue(trio, q.ClickTo("off"))
    assert [(scene(run, beat).click, scene(run, beat).task) for beat in (8.0, 12.0, 24.0)] == [
        ("all", "call"), ("off", "call"), ("off", "groove"),
    ]  # fmt: skip


def test_the_groove_ends_a_call(trio: Desk) -> None:
    """Where the groove lands the call is over."""
    playing(trio)
    cue(trio, q.CallRound(PROMPT, 8))
    run = cue(trio, q.Groove())
    assert (run.calls[0].end_beat, scene(run, 12.0)) == (12.0, Scene())


def test_the_next_call_waits_for_the_round_to_end(trio: Desk) -> None:
    """On the cycle, while a call goes on, means at the end of a round of it."""
    playing(trio)
    cue(trio, q.CallRound(PROMPT, 4))
    to(trio, 9.0)
    run = cue(trio, q.CallRound(PROMPT, 1), "cycle")
    assert [(x.beat0, x.end_beat) for x in run.calls] == [(8.0, 16.0), (16.0, 24.0)]


def test_whoever_calls_need_not_answer(trio: Desk) -> None:
    """Seat 2 called: 1 and 3 are asked."""
    run = cue(playing(trio), q.CallRound(PROMPT, caller=2))
    assert run.calls[0].asked == (1, 3)


@pytest.mark.parametrize("beats", [(0.0, 0.0), (2.0, 1.0), (0.0, 5.0)])
def test_a_phrase_nobody_could_play_is_refused(trio: Desk, beats: tuple[float, ...]) -> None:
    """Notes are in order and inside the cycle."""
    what = q.CallRound(PromptSpec(tuple(Note(beat) for beat in beats), 4.0))
    playing(trio)
    refuses(trio, c.Cue(what), LEAD, BadValue)


def test_a_dialogue_has_two_sides(trio: Desk) -> None:
    """One half and the other; nothing is scored."""
    run = cue(playing(trio), q.Dialogue(q.Selection("odd"), q.Selection("even"), 4.0, 2))
    (call,) = run.calls
    assert (call.prompt, call.first, call.asked, call.scored) == (None, (1, 3), (2,), False)
    assert (scene(run, 8.0).task, call.end_beat) == ("dialogue", 24.0)


def test_a_song_ends_with_its_last_voice(trio: Desk) -> None:
    """Twice eight beats and the second voice four beats later: until 8 + 20, a bar line."""
    run = cue(playing(trio), q.Sing(SONG, 2))
    assert (run.songs[0].beat0, run.songs[0].end_beat) == (8.0, 28.0)
    assert [scene(run, beat).task for beat in (8.0, 27.9, 28.0)] == ["sing", "sing", "groove"]


def test_breathing_is_seen_not_heard(trio: Desk) -> None:
    """In for one bar, out for two, twice; the click is silent and comes back."""
    run = cue(playing(trio), q.Breath(1, 2, 2))
    assert (run.breaths[0].beat0, run.breaths[0].end_beat) == (8.0, 32.0)
    assert [scene(run, beat).click for beat in (7.0, 8.0, 32.0)] == ["all", "visual", "all"]


def test_free_play_is_not_measured_until_the_groove(trio: Desk) -> None:
    """It has no end of its own."""
    playing(trio)
    run = cue(trio, q.Free())
    assert (scene(run, 100.0).task, scene(run, 100.0).measured) == ("free", False)
    run = cue(trio, q.Groove())
    assert (scene(run, 12.0).task, scene(run, 12.0).measured) == ("groove", True)
