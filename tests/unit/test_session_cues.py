"""Laws of cues: where each kind lands, what it brings, what can be taken back."""

from __future__ import annotations

import pytest

from plain_state import plain
from session_desk import Desk, one, playing, refuses, view
from unisono.errors import BadValue, NotNow
from unisono.session import Caller, Role, Session
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import events as e
from unisono.session import messages as m
from unisono.session.phrases import GrooveSpec, LayerSpec, Note, PromptSpec, SongSpec, VoiceEntry
from unisono.session.scenes import Scene
from unisono.session.state import Phase
from unisono.session.undoing import MOST

LEAD = Caller(Role.LEAD)
PROMPT = PromptSpec(tuple(Note(beat) for beat in (0.0, 1.0, 1.5, 3.0)), 4.0)
SONG = SongSpec((Note(0.0, syllable="la"),), 8.0, entries=(VoiceEntry("B", 4.0),))


def cue(desk: Desk, what: q.AnyCue, when: str = "bar") -> m.RunView:
    """Arm a cue; return the run as everybody gets it."""
    return view(desk.lead(c.Cue(what, "cycle" if when == "cycle" else "bar")))


def scene(run: m.RunView, beat: float) -> Scene:
    """Return what a run says holds at a beat."""
    return [scene for beat0, scene in run.scenes if beat0 <= beat][-1]


def to(desk: Desk, beat: float) -> None:
    """Let time pass until a beat of the run, ticking once there."""
    desk.now_s = desk.session.state.runs[-1].timeline.time_at(beat)
    desk.tick(0.0)


# where it lands


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


# taking back


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


# stops


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


# what each kind brings


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


def test_a_cue_needs_music(trio: Desk) -> None:
    """In the lobby it is refused with a sentence."""
    for command in (c.Cue(q.Groove()), c.Cancel(1), c.Undo()):
        refuses(trio, command, LEAD, NotNow)


# late


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
