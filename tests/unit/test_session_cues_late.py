"""Laws of cues that come late, and of the live score along cues."""

from __future__ import annotations

import pytest

from session_cues import LEAD, cue, to
from session_desk import Desk, one, playing, refuses
from unisono.errors import BadValue, NotNow
from unisono.session import Caller, Role
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import messages as m


def test_whoever_hears_too_late_is_excused_until_they_join_in(trio: Desk) -> None:
    """From the landing to the beat they name; said twice it is noted once."""
    cue(playing(trio), q.MeterTo((3,)))
    to(trio, 9.0)
    entries = len(trio.log)
    trio.play("bo", c.Late(1, 11.0))
    trio.play("bo", c.Late(1, 11.0))
    assert trio.happened(entries) == ["JoinedLate"]
    (excused,) = trio.session.state.runs[-1].excused
    assert (excused.seat, excused.beat0, excused.beat1) == (2, 8.0, 11.0)
    refuses(trio, c.Late(9, 11.0), Caller(Role.PLAY, "bo", 2), NotNow)
    refuses(trio, c.Late(1, 7.0), Caller(Role.PLAY, "bo", 2), BadValue)


def test_a_cue_without_a_number_is_known_by_the_beat_it_landed_on(trio: Desk) -> None:
    """No two cues own one beat; a beat on which none landed is refused."""
    cue(playing(trio), q.MeterTo((3,)))
    to(trio, 9.0)
    entries = len(trio.log)
    trio.play("bo", c.Late(0, 11.0, landed=8.0))
    assert trio.happened(entries) == ["JoinedLate"]
    (excused,) = trio.session.state.runs[-1].excused
    assert (excused.seat, excused.beat0, excused.beat1) == (2, 8.0, 11.0)
    refuses(trio, c.Late(0, 11.0, landed=4.0), Caller(Role.PLAY, "bo", 2), NotNow)


def test_saying_it_again_and_again_fills_nothing(trio: Desk) -> None:
    """Of one seat and one cue the latest beat holds, whatever a device says how often."""
    cue(playing(trio), q.MeterTo((3,)))
    to(trio, 9.0)
    for beat in (11.0, 9.5, *(12.0 + k / 8 for k in range(16)), 8.0):
        trio.play("bo", c.Late(1, beat))
    (excused,) = trio.session.state.runs[-1].excused
    assert (excused.seat, excused.beat0, excused.beat1) == (2, 8.0, 13.875)
    trio.play("cy", c.Late(1, 11.0))
    assert len(trio.session.state.runs[-1].excused) == 2


def test_the_call_is_handed_and_everybody_knows(trio: Desk) -> None:
    """To a seat, and back."""
    assert one(trio.lead(c.Hand(2)), m.Beat).caller == 2
    assert one(trio.lead(c.Hand(None)), m.Beat).caller is None
    refuses(trio, c.Hand(9), LEAD, NotNow)


def test_a_tempo_that_lands_with_bar_1_leaves_the_count_in_as_it_was(trio: Desk) -> None:
    """The beats already counted do not move; beat 0 falls where it was announced."""
    before = playing(trio, beat=-3.0).session.state.runs[-1].timeline
    run = cue(trio, q.TempoTo(60.0))
    after = trio.session.state.runs[-1].timeline
    assert run.cues[0].beat == 0
    assert [after.time_at(beat) for beat in (-4.0, -1.5, 0.0)] == pytest.approx(
        [before.time_at(beat) for beat in (-4.0, -1.5, 0.0)], abs=1e-9
    )
    assert after.period_at(0.0) == 1.0


def test_without_a_count_in_what_lands_on_beat_0_is_the_first_scene(trio: Desk) -> None:
    """There is one scene for beat 0, not two."""
    trio.lead(c.Arrange(count_in_bars=0))
    trio.lead(c.Start())
    run = cue(trio, q.ClickTo("visual"))
    assert [(beat0, scene.click) for beat0, scene in run.scenes] == [(0, "visual")]


def played_along(desk: Desk, beats: range) -> None:
    """Have everybody play the beats of the newest run, with small differences of their own."""
    for beat in beats:
        for at, key in enumerate(("ana", "bo", "cy")):
            time_s = desk.session.state.runs[-1].timeline.time_at(beat) + 0.01 * at * (-1) ** beat
            desk.now_s = max(desk.now_s, time_s)
            desk.play(key, c.Taps([c.Tap(beat + 1, time_s, 0.001, "key")]))
        desk.tick(0.0)


@pytest.mark.parametrize("command", [c.Cancel(1), c.Undo()], ids=["cancel", "undo"])
def test_a_tempo_taken_back_leaves_the_live_score_as_it_was(command: c.AnyCommand) -> None:
    """Armed, the sums would begin anew at its beat; taken back, they go on."""
    scores = []
    for armed in (False, True):
        desk = Desk()
        for name in ("ana", "bo", "cy"):
            desk.enter(name)
        playing(desk, beat=0.0)
        played_along(desk, range(30))
        if armed:
            cue(desk, q.TempoTo(90.0))
            desk.lead(command)
        played_along(desk, range(30, 40))
        scores.append(desk.session._live.score())
    assert scores[0].state == "ok"
    assert scores[0] == scores[1]


def test_a_new_tempo_begins_the_live_score_anew(trio: Desk) -> None:
    """From its beat on: right after it there is too little to say."""
    playing(trio, beat=0.0)
    played_along(trio, range(30))
    cue(trio, q.TempoTo(140.0))
    played_along(trio, range(30, 38))
    score = trio.session._live.score()
    assert (score.state, score.reason) == ("too_few", "beats")


def test_whoever_rests_is_not_waited_for_live(trio: Desk) -> None:
    """Two of three play on: coverage stays whole, and the third is not behind the number."""
    playing(trio, beat=0.0)
    played_along(trio, range(30))
    cue(trio, q.Sculpt(q.Selection("seats", seats=(1, 2))))
    for beat in range(30, 64):
        for at, key in enumerate(("ana", "bo")):
            time_s = trio.session.state.runs[-1].timeline.time_at(beat) + 0.01 * at
            trio.now_s = max(trio.now_s, time_s)
            trio.play(key, c.Taps([c.Tap(beat + 1, time_s, 0.001, "key")]))
        trio.tick(0.0)
    score = trio.session._live.score()
    assert score.people == 2
    assert score.coverage == pytest.approx(1.0, abs=0.05)
