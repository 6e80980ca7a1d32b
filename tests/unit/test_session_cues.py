"""Laws of cues: where they land, what a stop is."""

from __future__ import annotations

from session_cues import LEAD, cue, scene, to
from session_desk import Desk, one, playing, refuses, view
from unisono.errors import NotNow
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import events as e
from unisono.session import messages as m
from unisono.session.phrases import GrooveSpec, LayerSpec, Note


def test_a_cue_lands_on_the_next_bar_line_in_reach(trio: Desk) -> None:
    """At beat 5 it is armed for beat 8, shown as armed, and already in the run."""
    run = cue(playing(trio), q.ClickTo("accents"))
    assert [(x.cue, x.beat, x.what) for x in run.cues] == [(1, 8, q.ClickTo("accents"))]
    assert (scene(run, 7.9).click, scene(run, 8.0).click) == ("all", "accents")


def test_a_slow_device_moves_the_landing_back(trio: Desk) -> None:
    """1.5 times the worst round trip and 0.2 s, at most 3 s: from beat 5 that is beat 12."""
    trio.play("cy", c.ClockReport(2.0, 0.1))
    assert cue(playing(trio), q.LevelTo("up")).cues[0].beat == 12


def test_no_two_cues_own_one_boundary(trio: Desk) -> None:
    """Another kind takes the next free bar line; the same kind takes the place of the first."""
    playing(trio)
    cue(trio, q.ClickTo("off"))
    cue(trio, q.LevelTo("down"))
    run = cue(trio, q.ClickTo("visual"))
    assert [(x.cue, x.beat, x.what) for x in run.cues] == [
        (3, 8, q.ClickTo("visual")),
        (2, 12, q.LevelTo("down")),
    ]
    assert [x.event for x in trio.log if isinstance(x.event, e.CueCancelled)] == [
        e.CueCancelled(1, "replaced")
    ]


def test_what_is_too_near_to_be_replaced_lands_and_the_other_follows(trio: Desk) -> None:
    """0.39 s before its line the first tempo stays; the second comes a bar later."""
    cue(playing(trio), q.TempoTo(90.0))
    trio.now_s = trio.session.state.runs[-1].timeline.time_at(8.0) - 0.39
    run = cue(trio, q.TempoTo(100.0))
    assert [(x.beat, x.what) for x in run.cues] == [(8, q.TempoTo(90.0)), (12, q.TempoTo(100.0))]


def test_layers_do_not_replace_one_another(trio: Desk) -> None:
    """One layer after the other, bar by bar."""
    playing(trio)
    cue(trio, q.LayerTo(1, playing=False))
    run = cue(trio, q.LayerTo(2, playing=False))
    assert [x.beat for x in run.cues] == [8, 12]
    assert scene(run, 12.0).layers_out == (1, 2)


def test_nothing_lands_before_bar_1(trio: Desk) -> None:
    """Armed in the count-in, it comes with the first beat."""
    assert cue(playing(trio, beat=-4.0), q.ClickTo("visual")).cues[0].beat == 0


def test_a_cycle_is_the_grooves(trio: Desk) -> None:
    """With a groove of two bars the next cycle after beat 5 is 8, after beat 9 it is 16."""
    groove = GrooveSpec(8.0, (LayerSpec("low", (Note(0.0),)),))
    assert one(trio.lead(c.SetGroove(groove)), m.GrooveMessage).groove == groove
    assert cue(playing(trio), q.LevelTo("up"), "cycle").cues[0].beat == 8
    to(trio, 9.0)
    assert cue(trio, q.LevelTo("even"), "cycle").cues[0].beat == 16


def test_a_last_beat_is_the_downbeat_and_then_silence(trio: Desk) -> None:
    """At beat 5: beat 8 is played by all, beat 9 does not sound."""
    run = view(playing(trio).lead(c.Stop("bar", "last")))
    assert (run.stop_beat, run.stop_how, run.stop_cue) == (9.0, "last", 1)
    assert [(x.beat, x.what) for x in run.cues] == [(8.0, q.StopAt("last"))]


def test_a_stop_drops_what_would_land_later(trio: Desk) -> None:
    """What is armed on its beat or after it is cancelled, because the music stops."""
    playing(trio)
    cue(trio, q.ClickTo("off"))
    cue(trio, q.LevelTo("up"))
    entries = len(trio.log)
    run = view(trio.lead(c.Stop()))
    assert trio.happened(entries) == ["CueCancelled", "CueCancelled", "StopSet"]
    assert [x.what for x in run.cues] == [q.StopAt("cut")]
    refuses(trio, c.Cue(q.LevelTo("up")), LEAD, NotNow)


def test_a_stop_taken_back_plays_on(trio: Desk) -> None:
    """Cancelled by its number, the music goes on as if nothing had been said."""
    before = playing(trio).session.state.runs[-1]
    run = view(trio.lead(c.Stop()))
    run = view(trio.lead(c.Cancel(run.stop_cue)))
    assert (run.stop_beat, run.cues) == (None, ())
    assert trio.session.state.runs[-1] == before


def test_the_other_kind_of_stop_takes_the_place_of_the_first(trio: Desk) -> None:
    """A cut becomes a last beat on the same line while that can still reach everybody."""
    playing(trio).lead(c.Stop())
    run = view(trio.lead(c.Stop("bar", "last")))
    assert (run.stop_beat, run.stop_how) == (9.0, "last")


def test_stop_now_drops_everything(trio: Desk) -> None:
    """At once, and nothing armed lands any more."""
    playing(trio)
    cue(trio, q.ClickTo("off"))
    entries = len(trio.log)
    trio.lead(c.Stop("now"))
    assert trio.happened(entries) == ["CueCancelled", "StopSet", "RunEnded"]
