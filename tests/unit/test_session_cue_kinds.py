"""Laws of the kinds of cue that shape a groove: what each brings."""

from __future__ import annotations

import pytest

from session_cues import LEAD, cue, scene, to
from session_desk import Desk, playing, refuses, view
from unisono.errors import NotNow
from unisono.session import commands as c
from unisono.session import cues as q


def test_a_ramp_moves_evenly_over_its_bars(trio: Desk) -> None:
    """From 120 at beat 8 to 60 at beat 16."""
    run = cue(playing(trio), q.TempoTo(60.0, 2))
    assert [(s[0], s[2], s[3]) for s in run.segments] == [
        (0.0, 120.0, 120.0),
        (8.0, 120.0, 60.0),
        (16.0, 60.0, 60.0),
    ]


def test_tempo_and_meter_arranged_together_are_one_cue(trio: Desk) -> None:
    """Both land on the same line."""
    run = view(playing(trio).lead(c.Arrange(tempo_bpm=90.0, grouping=[2, 2, 3])))
    assert [x.what for x in run.cues] == [q.MeterTo((2, 2, 3), 90.0)]
    assert run.meters == ((0, 1, (4,)), (8, 3, (2, 2, 3)))
    assert [s[0] for s in run.segments] == [0.0, 8.0]


def test_a_fade_counts_from_where_it_landed(trio: Desk) -> None:
    """Another cue later does not begin it anew."""
    playing(trio)
    cue(trio, q.ClickTo("all", 4, 2))
    run = cue(trio, q.LevelTo("down"))
    held = scene(run, 12.0)
    assert (held.fade_on_bars, held.fade_off_bars, held.fade_beat) == (4, 2, 8.0)
    assert held.level == "down"


def test_a_rumble_is_not_measured(trio: Desk) -> None:
    """Louder and softer are."""
    run = cue(playing(trio), q.LevelTo("rumble"))
    assert (scene(run, 4.0).measured, scene(run, 8.0).measured) == (True, False)


def test_a_sculpt_has_the_others_rest_or_play_softly(trio: Desk) -> None:
    """The odd ones of three play; newcomers play as well."""
    run = cue(playing(trio), q.Sculpt(q.Selection("odd")))
    assert scene(run, 8.0).resting == (2,)
    run = cue(trio, q.Sculpt(q.Selection("seats", seats=(2,)), "soft"))
    assert (scene(run, 8.0).resting, scene(run, 8.0).soft) == ((), (1, 3))


@pytest.mark.parametrize(
    "who", [q.Selection("section", section="alto"), q.Selection("tag", tag="wears glasses")]
)
def test_a_group_of_nobody_is_said_kindly(trio: Desk, who: q.Selection) -> None:
    """Nothing is armed."""
    playing(trio)
    assert "Nobody" in refuses(trio, c.Cue(q.Sculpt(who)), LEAD, NotNow).message


def test_a_random_half_is_the_same_after_a_restart(trio: Desk) -> None:
    """Two of three, and the log alone gives the same two."""
    run = cue(playing(trio), q.Sculpt(q.Selection("half")))
    resting = scene(run, 8.0).resting
    assert len(resting) == 1
    trio.restart()
    assert trio.session.state.runs[-1].scene_at(8.0).resting == resting


def test_a_spotlight_has_somebody_in_the_middle(trio: Desk) -> None:
    """Held by the others; and it can go out."""
    playing(trio)
    run = cue(trio, q.Spotlight(2, "soft"))
    assert (scene(run, 8.0).spotlight, scene(run, 8.0).soft) == (2, (1, 3))
    to(trio, 8.1)
    run = cue(trio, q.Spotlight(None))
    assert (scene(run, 12.0).spotlight, scene(run, 12.0).soft) == (None, ())
    refuses(trio, c.Cue(q.Spotlight(9)), LEAD, NotNow)


def test_the_pulse_goes_once_round(trio: Desk) -> None:
    """Two bars each, in the order of the ring; then the light is out."""
    run = cue(playing(trio), q.PassPulse(2))
    passing = scene(run, 8.0).passing
    assert passing is not None
    assert (passing.beat0, passing.bars_each, passing.order) == (8.0, 2, (1, 2, 3))
    assert scene(run, 8.0 + 24.0 - 0.1).passing == passing
    assert scene(run, 8.0 + 24.0).passing is None


def test_a_cue_needs_music(trio: Desk) -> None:
    """In the lobby it is refused with a sentence."""
    for command in (c.Cue(q.Groove()), c.Cancel(1), c.Undo()):
        refuses(trio, command, LEAD, NotNow)
