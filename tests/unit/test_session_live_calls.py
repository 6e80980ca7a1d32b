"""Laws of calls that somebody plays, and of the last beat."""

from __future__ import annotations

import math

import pytest

from session_answers import LEAD, play_at, time_at
from session_desk import Desk, player, playing, refuses, view
from unisono.errors import BadValue, NotAllowed, NotNow
from unisono.session import Caller, Role
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import messages as m
from unisono.session.effects import EVERYONE


def live(desk: Desk, beats: list[float], begin: float, **kwargs: object) -> c.LiveCall:
    """Return a call played from a beat of the run on."""
    onsets = [c.CallOnset(time_at(desk, begin + beat), "tone", 0.5) for beat in beats]
    return c.LiveCall(onsets, **kwargs)  # type: ignore[arg-type]


def called(desk: Desk, command: c.LiveCall) -> q.CallRound:
    """Send a call; return what it became."""
    (cue,) = view(desk.lead(command)).cues
    assert isinstance(cue.what, q.CallRound)
    return cue.what


def test_a_live_call_is_the_pattern_that_was_played(trio: Desk) -> None:
    """Not quantised, its notes lie where they were played, to a microsecond."""
    playing(trio, beat=12.0)
    beats = [0.013, 0.77, 1.49, 2.52]
    call = called(trio, live(trio, beats, 8.0, quantise="off"))
    period_s = 0.5
    told_s = [note.beat * period_s for note in call.prompt.notes]
    assert told_s == pytest.approx([beat * period_s for beat in beats], abs=1e-6)
    assert (call.prompt.cycle_beats, call.prompt.grouping) == (4.0, (4,))
    assert {(note.stroke, note.level) for note in call.prompt.notes} == {("tone", 0.5)}


@pytest.mark.parametrize(
    ("quantise", "expected"),
    [("off", [0.04, 0.80]), ("soft", [0.02, 0.775]), ("hard", [0.0, 0.75])],
)
def test_a_live_call_is_drawn_to_the_grid_as_asked(
    trio: Desk, quantise: str, expected: list[float]
) -> None:
    """Not at all, half way, or onto it."""
    playing(trio, beat=12.0)
    call = called(trio, live(trio, [0.04, 0.80], 8.0, quantise=quantise))
    assert [note.beat for note in call.prompt.notes] == pytest.approx(expected, abs=1e-9)


def test_an_onset_a_little_early_begins_the_call(trio: Desk) -> None:
    """Up to half a beat before the bar line it belongs to that bar."""
    playing(trio, beat=12.0)
    call = called(trio, live(trio, [-0.3, 1.0], 8.0, quantise="off"))
    assert [note.beat for note in call.prompt.notes] == pytest.approx([-0.3, 1.0])


def test_two_notes_on_one_place_are_one(trio: Desk) -> None:
    """A bounce that lands on the same box is not called twice."""
    playing(trio, beat=12.0)
    call = called(trio, live(trio, [0.0, 0.05, 1.0], 8.0, quantise="hard"))
    assert [note.beat for note in call.prompt.notes] == [0.0, 1.0]


def test_a_live_call_lands_on_the_next_cycle(trio: Desk) -> None:
    """And it is answered as often as asked."""
    playing(trio, beat=12.0)
    run = view(trio.lead(live(trio, [0.0, 1.0, 2.0, 3.0], 8.0, rounds=3)))
    (call,) = run.calls
    assert (call.beat0, call.rounds, call.scored) == (16.0, 3, True)


def test_whoever_was_handed_the_call_may_call(trio: Desk) -> None:
    """Nobody else of the circle, and not before; the others are asked."""
    playing(trio, beat=12.0)
    command = live(trio, [0.0, 1.0], 8.0)
    refuses(trio, command, player(trio, "bo"), NotNow)
    trio.lead(c.Hand(2))
    run = view(trio.play("bo", command))
    assert (run.calls[0].caller, run.calls[0].asked) == (2, (1, 3))
    refuses(trio, command, player(trio, "ana"), NotNow)
    refuses(trio, command, Caller(Role.PLAY, "stranger"), NotAllowed)


def test_a_call_from_long_ago_or_too_long_is_refused(trio: Desk) -> None:
    """With a sentence; and there must be music."""
    refuses(trio, c.LiveCall([c.CallOnset(0.5)]), LEAD, NotNow)
    playing(trio, beat=300.0)
    refuses(trio, live(trio, [0.0], 8.0), LEAD, BadValue)
    trio.lead(c.Cue(q.MeterTo((12,))))
    trio.now_s = time_at(trio, 340.0)
    refuses(trio, live(trio, [0.0], 328.0, bars=6), LEAD, BadValue)


def test_the_last_beat_is_celebrated(trio: Desk) -> None:
    """Everybody's earliest tap within half a beat; told to everybody, once."""
    playing(trio).lead(c.Stop("bar", "last"))
    for key, late_s in (("ana", -0.01), ("bo", 0.0), ("cy", 0.01)):
        play_at(trio, key, [time_at(trio, 8.0) + late_s, time_at(trio, 8.0) + 0.2])
    since = len(trio.sent)
    for _ in range(8):
        trio.tick(0.5)
    ((to, said),) = [row for row in trio.sent[since:] if isinstance(row[1], m.Finish)]
    assert (to, said) == (EVERYONE, m.Finish(3, round(10.0 * math.sqrt(2.0), 1)))


def test_a_restart_right_after_the_last_beat_does_not_swallow_it(trio: Desk) -> None:
    """It is told once people are there to hear it; an old one is not."""
    playing(trio).lead(c.Stop("bar", "last"))
    for key, late_s in (("ana", -0.01), ("bo", 0.0), ("cy", 0.01)):
        play_at(trio, key, [time_at(trio, 8.0) + late_s])
    trio.tick(0.6)
    trio.restart()
    trio.wait(1.0)
    for key in ("ana", "bo", "cy"):
        trio.enter(key)
    since = len(trio.sent)
    for _ in range(12):
        trio.tick(0.5)
    ((_, said),) = [row for row in trio.sent[since:] if isinstance(row[1], m.Finish)]
    assert said == m.Finish(3, round(10.0 * math.sqrt(2.0), 1))


def test_a_last_beat_alone_has_no_spread(trio: Desk) -> None:
    """One person, or nobody: nothing to compare."""
    playing(trio).lead(c.Stop("bar", "last"))
    play_at(trio, "bo", [time_at(trio, 8.0)])
    told = [x for _ in range(8) for x in trio.tick(0.5) if isinstance(x, m.Finish)]
    assert told == [m.Finish(1, None)]


def test_a_cut_is_not_celebrated(trio: Desk) -> None:
    """Only a last beat is."""
    playing(trio).lead(c.Stop())
    assert not [x for _ in range(8) for x in trio.tick(0.5) if isinstance(x, m.Finish)]
