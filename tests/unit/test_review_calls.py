"""Laws of calls in the review: what it tells of a round is what people were told that evening."""

from __future__ import annotations

from typing import Final

import pytest

from session_desk import Desk, playing
from unisono.review.build import build_report
from unisono.review.evening_report import CallLine
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import messages as m
from unisono.session.effects import DESK
from unisono.session.phrases import Note, PromptSpec

BEATS: Final = (0.0, 0.75, 1.5, 2.5, 3.0)
CLAVE: Final = PromptSpec(tuple(Note(beat) for beat in BEATS), 4.0)
ROUNDS: Final = 10
EVERYBODY: Final = q.Selection()
OFF_S: Final = {"ana": 0.0, "bo": 0.012, "cy": -0.02, "dee": 0.006, "eli": 0.009}
"""How far each one's device is off, the same all evening."""


def evening(who: q.Selection) -> tuple[Desk, list[m.RoundView], CallLine]:
    """Five people play a groove, then answer a call ten times; return what was told then and after.

    Somebody is left out of the numbers, somebody stops being measured just after the fifth round,
    one leaves a note out of every other round, one answers only the first rounds.
    """
    desk = Desk()
    for at, key in enumerate(OFF_S):
        desk.enter(key)
        desk.play(key, c.Profile(section="AB"[at % 2]))
    desk.lead(c.Mute(4, True))
    playing(desk, beat=0.0)
    line = desk.session.state.runs[-1].timeline
    onsets = [(float(beat), -1, 0) for beat in range(1, 32)]
    onsets += [
        (32.0 + 8 * k + 4 + beat, k, j) for k in range(ROUNDS) for j, beat in enumerate(BEATS)
    ]
    asked = aside = False
    for seq, (beat, number, note) in enumerate(onsets, start=1):
        while desk.now_s < line.time_at(beat):
            desk.tick(min(0.5, line.time_at(beat) - desk.now_s + 0.001))
            if desk.now_s >= line.time_at(73.5) and not aside:
                aside = bool(desk.play("eli", c.Mode("unmeasured")) or True)
        if beat >= 28.0 and not asked:
            asked = bool(desk.lead(c.Cue(q.CallRound(CLAVE, ROUNDS, who))))
        for key, off_s in OFF_S.items():
            leaves_out = (key == "bo" and number % 2 and note == 2) or (key == "cy" and number > 2)
            if number < 0 or not leaves_out:
                time_s = line.time_at(beat) + off_s
                desk.play(key, c.Taps([c.Tap(seq, time_s, 0.001, "key")]))
    for _ in range(12):
        desk.tick()
    told = [x for to, x in desk.sent if to == DESK and isinstance(x, m.RoundView)]
    (call,) = build_report(desk.log).calls
    return desk, told, call


@pytest.mark.parametrize("who", [EVERYBODY, q.Selection("seats", seats=(1, 2, 5))])
def test_the_review_tells_of_a_round_what_was_told_live(who: q.Selection) -> None:
    """Round by round: who was asked, who answered, each section, and the group's number."""
    _, told, call = evening(who)
    assert len(told) == len(call.rounds) == ROUNDS
    for live, after in zip(told, call.rounds, strict=True):
        assert (live.cue, live.round) == (call.cue, after.round)
        assert (live.asked, live.answered) == (after.asked, after.answered)
        assert after.share == pytest.approx(sum(live.notes) / (live.asked * len(BEATS)))
        assert (live.score is None) == (after.value is None)
        assert live.score == pytest.approx(after.value, abs=0.5)
        names = [(x.section, x.people) for x in after.sections]
        assert names == [(name, people) for name, _, people in live.sections]


def test_the_evening_above_says_something() -> None:
    """Numbers are there, and people were left out and left off on the way."""
    _, told, call = evening(EVERYBODY)
    assert [x.asked for x in told] == [4] * 5 + [3] * 5
    assert {x.answered for x in told} >= {4, 2}
    assert any(x.value is not None for x in call.rounds)
