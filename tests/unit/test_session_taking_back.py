"""Laws of taking back: a cue until its last beat, and what was, with undo."""

from __future__ import annotations

import pytest

from plain_state import plain
from session_cues import LEAD, cue, to
from session_desk import Desk, playing, refuses, view
from unisono.errors import NotNow
from unisono.session import Session
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session.state import Phase
from unisono.session.undoing import MOST


def test_a_cancelled_cue_leaves_no_trace(trio: Desk) -> None:
    """The run is what it was, and what was armed says so."""
    before = playing(trio).session.state.runs[-1]
    run = cue(trio, q.TempoTo(60.0, 4))
    run = view(trio.lead(c.Cancel(run.cues[0].cue)))
    assert run.cues == ()
    assert trio.session.state.runs[-1] == before


@pytest.mark.parametrize(("beat", "taken"), [(6.9, True), (7.1, False)])
def test_a_cue_can_be_taken_back_until_its_last_beat(trio: Desk, beat: float, taken: bool) -> None:
    """Landing on 8, its last beat is 7."""
    run = cue(playing(trio), q.ClickTo("off"))
    assert run.cues[0].until_beat == 7.0
    trio.now_s = trio.session.state.runs[-1].timeline.time_at(beat)
    if taken:
        assert view(trio.lead(c.Cancel(1))).cues == ()
    else:
        refuses(trio, c.Cancel(1), LEAD, NotNow)


def test_what_has_landed_is_not_cancelled(trio: Desk) -> None:
    """A sentence says that undo will help."""
    cue(playing(trio), q.ClickTo("off"))
    to(trio, 8.5)
    assert "Undo" in refuses(trio, c.Cancel(1), LEAD, NotNow).message
    refuses(trio, c.Cancel(7), LEAD, NotNow)


def test_a_landed_cue_is_noted_by_the_tick(trio: Desk) -> None:
    """The log says when; everybody's list of armed cues is empty again."""
    cue(playing(trio), q.ClickTo("off"))
    entries = len(trio.log)
    to(trio, 8.1)
    assert trio.happened(entries) == ["CueLanded"]
    state = trio.session.state
    assert (state.armed, state.base) == ((), state.run)


def test_a_meter_taken_back_moves_what_was_armed_behind_it(trio: Desk) -> None:
    """Beat 11 was a bar line of threes; in fours the next one is 12."""
    playing(trio)
    cue(trio, q.MeterTo((3,)))
    run = cue(trio, q.ClickTo("off"))
    assert [x.beat for x in run.cues] == [8, 11]
    run = view(trio.lead(c.Cancel(1)))
    assert [(x.cue, x.beat, x.what) for x in run.cues] == [(3, 12, q.ClickTo("off"))]
    assert run.meters == ((0, 1, (4,)),)


@pytest.mark.parametrize(
    ("what", "back"),
    [
        (q.TempoTo(90.0), q.TempoTo(120.0)),
        (q.MeterTo((3,), 90.0), q.MeterTo((4,), 120.0)),
        (q.ClickTo("all", 4, 4), q.ClickTo("all")),
        (q.LevelTo("rumble"), q.LevelTo("even")),
        (q.LayerTo(1, playing=False), q.LayerTo(1, playing=True)),
        (q.Sculpt(q.Selection("odd")), q.Sculpt(q.Selection())),
        (q.Spotlight(2), q.Sculpt(q.Selection())),
    ],
    ids=lambda what: type(what).__name__,
)
def test_undo_lands_what_was_before(trio: Desk, what: q.AnyCue, back: q.AnyCue) -> None:
    """Once landed, undo arms what held before; undone, there is nothing left to undo."""
    cue(playing(trio), what)
    to(trio, 8.1)
    run = view(trio.lead(c.Undo()))
    assert [x.what for x in run.cues] == [back]
    to(trio, run.cues[0].beat + 0.1)
    refuses(trio, c.Undo(), LEAD, NotNow)


def test_undo_takes_the_newest_armed_cue_back_first(trio: Desk) -> None:
    """And a stop, if that was the newest."""
    playing(trio)
    cue(trio, q.ClickTo("off"))
    cue(trio, q.LevelTo("up"))
    trio.lead(c.Stop("bar", "last"))
    run = view(trio.lead(c.Undo()))
    assert (run.stop_beat, trio.session.state.phase) == (None, Phase.PLAYING)


def test_undo_before_the_tick_knows_what_has_just_landed(trio: Desk) -> None:
    """No tick has come since the beat; the landing is noted and undone."""
    cue(playing(trio), q.ClickTo("off"))
    trio.now_s = trio.session.state.runs[-1].timeline.time_at(8.1)
    assert [x.what for x in view(trio.lead(c.Undo())).cues] == [q.ClickTo("all")]


def test_undo_walks_back_so_far_and_no_further(trio: Desk) -> None:
    """The newest landed cues are kept, however long the music goes on; a replay keeps the same."""
    playing(trio)
    for at in range(MOST + 3):
        run = cue(trio, q.LevelTo("up" if at % 2 else "down"))
        to(trio, run.cues[0].beat + 0.1)
    before = trio.session.state.before
    assert [row.cue for row in before] == list(range(4, MOST + 4))
    assert plain(Session.replay(trio.log).state) == plain(trio.session.state)
    for left in reversed(range(MOST)):
        run = view(trio.lead(c.Undo()))
        to(trio, run.cues[0].beat + 0.1)
        assert len(trio.session.state.before) == left
    refuses(trio, c.Undo(), LEAD, NotNow)
