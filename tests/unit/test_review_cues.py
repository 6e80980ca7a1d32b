"""Laws of the review where cues changed what was asked: it counts as the live score does."""

from __future__ import annotations

import pytest

from session_desk import Desk, playing
from unisono.review import session_json, taps_csv
from unisono.review.build import build_report
from unisono.review.report import Report
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import inner as i
from unisono.session.phrases import Note, PromptSpec

CALL = PromptSpec(tuple(Note(beat) for beat in (0.0, 1.0, 2.0, 3.0)), 4.0)


def evening(
    what: q.AnyCue | None, beats: int = 96, apart: float = 0.0, *, joins: float | None = None
) -> tuple[Desk, Report]:
    """Three people tap every beat, nearly together; a cue lands on beat 32.

    From there to beat 64, when the groove comes back, they are ``apart`` beats from one another.
    ``joins``: the beat on which seat 2 says, after the landing, that it joins in.
    """
    desk = Desk()
    for name in ("ana", "bo", "cy"):
        desk.enter(name)
    playing(desk, beat=0.0)
    line = desk.session.state.runs[-1].timeline
    for beat in range(beats):
        if beat == 29 and what is not None:
            desk.now_s = line.time_at(beat)
            desk.lead(c.Cue(what))
        if beat == 61 and what is not None:
            desk.lead(c.Cue(q.Groove()))
        line = desk.session.state.runs[-1].timeline
        for at, name in enumerate(("ana", "bo", "cy")):
            off = (apart if 32 <= beat < 64 else 0.01) * at * (-1) ** beat
            time_s = line.time_at(beat + off)
            desk.now_s = max(desk.now_s, time_s)
            desk.play(name, c.Taps([c.Tap(beat + 1, time_s, 0.001, "key")]))
        desk.feed(i.Tick())
        if beat == 33 and joins is not None:
            desk.play("bo", c.Late(1, joins))
    desk.wait(0.1)
    desk.lead(c.Stop("now"))
    return desk, build_report(desk.log)


@pytest.mark.parametrize(
    "what",
    [
        q.CallRound(CALL, 4),
        q.Free(),
        q.Breath(2, 2, 2),
        q.LevelTo("rumble"),
        q.Dialogue(q.Selection("odd"), q.Selection("even"), 4.0),
    ],
    ids=lambda what: type(what).__name__,
)
def test_what_is_not_measured_is_not_in_the_number(what: q.AnyCue) -> None:
    """Scattered playing from 32 to 64 leaves togetherness as if those beats were not there."""
    _, plain = evening(None, beats=64)
    _, report = evening(what, apart=0.2)
    assert plain.together.value is not None
    assert report.together.value == pytest.approx(plain.together.value, abs=1.0)
    assert report.together.beats == plain.together.beats == 64
    assert "groove_only" in {remark.id for remark in report.notes}


def test_what_is_measured_is_in_the_number() -> None:
    """The same scatter in a groove that goes on is heard."""
    _, plain = evening(None)
    _, report = evening(q.LevelTo("up"), apart=0.2)
    assert plain.together.value is not None
    assert report.together.value is not None
    assert report.together.value < plain.together.value - 10.0
    assert "groove_only" not in {remark.id for remark in report.notes}


def test_whoever_rests_is_not_missed() -> None:
    """Coverage speaks of those who were asked; who taps all the same is not counted."""
    desk, report = evening(q.Sculpt(q.Selection("seats", seats=(1, 2))))
    assert report.together.coverage == pytest.approx(1.0)
    rows = [line.split(",") for line in taps_csv(desk.log).splitlines()]
    column = rows[0].index("measured")
    silent = [row for row in rows[1:] if row[3] == "3" and row[column] == "0"]
    assert len(silent) == 32


def test_a_solo_is_never_measured() -> None:
    """Whoever is in the middle plays as they like."""
    _, plain = evening(None)
    desk, report = evening(q.Spotlight(3, "play"), apart=0.0)
    assert report.together.taps == plain.together.taps - 32
    assert desk.session.state.runs[-1].scene_at(40).spotlight == 3


def test_the_pulse_that_goes_round_leaves_one_out_at_a_time() -> None:
    """Eight bars each, three people: the one in the middle is not counted."""
    desk, report = evening(q.PassPulse(2))
    _, plain = evening(None)
    assert report.together.taps == plain.together.taps - 3 * 8
    assert desk.session.state.runs[-1].scene_at(56).passing is None


def test_whoever_joined_late_is_excused_until_then() -> None:
    """Taps between the landing and the joining beat are left out."""
    desk, _ = evening(q.LevelTo("up"), joins=36.0)
    rows = [line.split(",") for line in taps_csv(desk.log).splitlines()]
    column = rows[0].index("measured")
    left_out = [round(float(row[8])) for row in rows[1:] if row[column] == "0" and row[3] == "2"]
    assert left_out == [32, 33, 34, 35]


def test_the_live_score_leaves_out_what_the_review_does() -> None:
    """Scattered free play moves neither; the live number waits until the groove is back."""
    desk, report = evening(q.Free(), apart=0.2)
    plain, _ = evening(None, beats=64)
    free, groove = desk.session._live.score(), plain.session._live.score()
    assert free.value is not None
    assert groove.value is not None
    assert free.value == pytest.approx(groove.value, abs=1.0)
    assert report.together.value is not None


def test_the_same_log_gives_the_same_report_after_a_restart() -> None:
    """Byte by byte, and the export says whom each beat asked."""
    desk, report = evening(q.Sculpt(q.Selection("half")))
    desk.restart()
    assert build_report(desk.log[: len(desk.log) - 3]) is not None
    assert b'"casts"' in session_json(desk.log)
    assert report == build_report([entry for entry in desk.log if entry.n < len(desk.log) - 3])
