"""Laws of answers to calls: what is told to whom, when, and after a restart."""

from __future__ import annotations

import msgspec
import pytest

from session_answers import BEATS, CLAVE, play_at, time_at
from session_desk import Desk, playing
from unisono.prompts import ResponseWindow, SeededChance, score_response
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.effects import DESK, To
from unisono.session.phrases import Note, PromptSpec
from unisono.session.resolving import prompt_of
from unisono.synchrony.outcome import TooLittle


def tell(desk: Desk, until_s: float) -> list[tuple[To, m.RoundView]]:
    """Tick until a time; return what was told of rounds, and to whom."""
    since = len(desk.sent)
    while desk.now_s < until_s:
        desk.tick(0.5)
    told = [(to, x) for to, x in desk.sent[since:] if isinstance(x, m.RoundView)]
    assert all(msgspec.json.decode(msgspec.json.encode(x), type=m.RoundView) == x for _, x in told)
    return told


def answered(desk: Desk, onsets: list[float], late_s: float = 0.0) -> m.RoundView:
    """Call from beat 8 and have seat 2 answer from beat 12; return what seat 2 is told."""
    playing(desk).lead(c.Cue(q.CallRound(CLAVE)))
    play_at(desk, "bo", [time_at(desk, 12.0 + beat) + late_s for beat in onsets])
    told = tell(desk, time_at(desk, 16.0) + 2.0)
    (own,) = [x for to, x in told if to == To(seat=2)]
    return own


def test_an_answer_is_scored_as_science_says(trio: Desk) -> None:
    """What seat 2 is told is score_response of its taps in the window, seeded by the log."""
    onsets = [0.02, 0.74, 1.55, 2.5, 3.04]
    own = answered(trio, onsets)
    run = trio.session.state.runs[-1]
    window = ResponseWindow.of(prompt_of(CLAVE), run.timeline, 12.0)
    taps_s = [time_at(trio, 12.0 + beat) for beat in onsets]
    expected = score_response(window, taps_s, SeededChance("1700000000.0/1/1/2"))
    assert not isinstance(expected.score, TooLittle)
    assert own.score == round(expected.score, 1)
    assert (own.cue, own.round, own.answered, own.asked) == (1, 1, 1, 1)
    assert own.onsets == pytest.approx(onsets, abs=1e-4)


def test_a_perfect_answer_has_every_note(trio: Desk) -> None:
    """Nothing missing, nothing extra, and the number is high."""
    own = answered(trio, list(BEATS))
    assert own.notes == (1.0,) * 5
    assert (own.extra, own.word) == (0, "Answered: 5 of 5 notes in their place.")
    assert own.score is not None
    assert own.score > 90.0


def test_one_note_missing_is_told_by_its_place(trio: Desk) -> None:
    """The third did not come."""
    own = answered(trio, [0.0, 0.75, 2.5, 3.0])
    assert own.notes == (1.0, 1.0, 0.0, 1.0, 1.0)
    assert own.word == "Answered: 4 of 5 notes in their place."


def test_one_note_too_many_is_counted(trio: Desk) -> None:
    """All five are there, and one more."""
    own = answered(trio, [*BEATS[:3], 2.0, *BEATS[3:]])
    assert (own.notes, own.extra) == ((1.0,) * 5, 1)


def test_late_throughout_is_the_device_not_the_rhythm(trio: Desk) -> None:
    """60 ms late on every note: the same notes, no lower number than by chance of the draw."""
    own = answered(trio, list(BEATS), late_s=0.06)
    assert own.notes == (1.0,) * 5
    assert own.score is not None
    assert own.score > 90.0


def test_half_time_is_said_in_words(trio: Desk) -> None:
    """An even call answered by every second note at half its pace."""
    even = PromptSpec(tuple(Note(k / 2) for k in range(16)), 8.0)
    playing(trio).lead(c.Cue(q.CallRound(even)))
    play_at(trio, "bo", [time_at(trio, 16.0 + k) for k in range(8)])
    (own,) = [x for to, x in tell(trio, time_at(trio, 24.0) + 2.0) if to == To(seat=2)]
    assert own.word == "Answered in half time."


def test_silence_is_no_number(trio: Desk) -> None:
    """Whoever did not answer is told so kindly, without a score."""
    own = answered(trio, [])
    assert (own.score, own.reason, own.answered) == (None, "taps", 0)
    assert own.word == "No answer this time."


def test_everybody_hears_of_their_own_answer_only(trio: Desk) -> None:
    """Each seat gets its own; consoles the group's; nobody else anything."""
    playing(trio).lead(c.Cue(q.CallRound(CLAVE)))
    play_at(trio, "bo", [time_at(trio, 12.0 + beat) for beat in BEATS])
    told = tell(trio, time_at(trio, 16.0) + 2.0)
    assert [to for to, _ in told] == [To(seat=1), To(seat=2), To(seat=3), DESK]
    group = told[-1][1]
    assert (group.asked, group.answered, group.notes) == (3, 1, (1.0,) * 5)
    assert (group.score, group.reason) == (None, "people")


def test_the_group_and_its_sections_have_numbers_once_there_is_enough(trio: Desk) -> None:
    """Three people over two rounds of five notes: 30 pairs of notes; two sections."""
    for key, section in (("ana", "A"), ("bo", "A"), ("cy", "B")):
        trio.play(key, c.Profile(section=section))
    playing(trio).lead(c.Cue(q.CallRound(CLAVE, 2)))
    for number, begin in enumerate((12.0, 20.0)):
        for key in ("ana", "bo", "cy"):
            times = [time_at(trio, begin + beat) for beat in BEATS]
            trio.now_s = max(trio.now_s, times[-1])
            rows = [c.Tap(5 * number + k + 1, t, 0.001, "key") for k, t in enumerate(times)]
            trio.play(key, c.Taps(rows))
        told = tell(trio, time_at(trio, begin + 4.0) + 2.0)
    group = told[-1][1]
    assert (group.round, group.score, group.reason) == (2, 100.0, "")
    assert [(name, people) for name, _, people in group.sections] == [("A", 2), ("B", 1)]


def test_whoever_is_not_asked_is_told_nothing(trio: Desk) -> None:
    """The call was for seat 2 alone; seat 3 plays over wireless sound."""
    trio.play("cy", c.ClockReport(0.01, 0.01, wireless=True))
    playing(trio).lead(c.Cue(q.CallRound(CLAVE, who=q.Selection("seats", seats=(2, 3)))))
    told = tell(trio, time_at(trio, 16.0) + 2.0)
    assert [to for to, _ in told] == [To(seat=2), DESK]


def test_a_muted_device_hears_of_its_answer_and_is_not_in_the_groups(trio: Desk) -> None:
    """Nobody is told that they are muted, and the numbers do not have them."""
    trio.lead(c.Mute(2, muted=True))
    playing(trio).lead(c.Cue(q.CallRound(CLAVE)))
    play_at(trio, "bo", [time_at(trio, 12.0 + beat) for beat in BEATS])
    told = tell(trio, time_at(trio, 16.0) + 2.0)
    assert told[1][1].notes == (1.0,) * 5
    assert (told[-1][0], told[-1][1].asked, told[-1][1].answered) == (DESK, 2, 0)


def test_a_call_for_joy_is_not_scored(trio: Desk) -> None:
    """With scored off nothing is told."""
    playing(trio).lead(c.Cue(q.CallRound(CLAVE, scored=False)))
    assert tell(trio, time_at(trio, 16.0) + 2.0) == []


def test_a_round_cut_short_is_not_told(trio: Desk) -> None:
    """The groove lands where the second round's answer would have begun."""
    playing(trio).lead(c.Cue(q.CallRound(CLAVE, 4)))
    trio.now_s = time_at(trio, 13.0)
    trio.lead(c.Cue(q.LevelTo("up")))
    trio.lead(c.Cue(q.Groove()))
    told = tell(trio, time_at(trio, 60.0))
    assert {x.round for _, x in told} == {1}


def test_a_restart_tells_no_round_twice(trio: Desk) -> None:
    """What was told before is not told again, and the next round is."""
    playing(trio).lead(c.Cue(q.CallRound(CLAVE, 2)))
    assert {x.round for _, x in tell(trio, time_at(trio, 16.0) + 2.0)} == {1}
    trio.lead(c.Door(open=True))
    trio.restart()
    trio.enter("bo", "token of bo")
    assert {x.round for _, x in tell(trio, time_at(trio, 24.0) + 2.0)} == {2}


def two_rounds(desk: Desk) -> None:
    """Have three people answer a call twice, the third in the first round only."""
    playing(desk).lead(c.Cue(q.CallRound(CLAVE, 2)))
    for begin in (12.0, 20.0):
        for at, beat in enumerate(BEATS):
            for key in ("ana", "bo", "cy"):
                if key != "cy" or begin == 12.0:
                    seq = at + 1 + (0 if begin == 12.0 else len(BEATS))
                    play_at(desk, key, [time_at(desk, begin + beat)], seq)
        if begin == 12.0:
            assert tell(desk, time_at(desk, 19.5))


def trio_anew() -> Desk:
    """Return another session like the fixture's."""
    desk = Desk()
    for key in ("ana", "bo", "cy"):
        desk.enter(key)
    desk.tick()
    return desk


def come_back(desk: Desk) -> None:
    """Have everybody's device connect again."""
    for key in ("ana", "bo", "cy"):
        desk.enter(key)


@pytest.mark.parametrize("after_s", [-0.4, 0.1, 0.7, 1.4])
@pytest.mark.parametrize("away_s", [0.5, 3.0])
def test_a_restart_at_the_end_of_an_answer_takes_nothing_from_it(
    trio: Desk, after_s: float, away_s: float
) -> None:
    """The same people were asked, and everybody is told the same as without it, and once."""
    unbroken = trio_anew()
    for desk in (trio, unbroken):
        two_rounds(desk)
    expected = tell(unbroken, time_at(unbroken, 24.0) + 2.0)
    assert [(to, x.round) for to, x in expected][-1] == (DESK, 2)
    assert (expected[-1][1].asked, expected[-1][1].answered) == (3, 2)
    tell(trio, time_at(trio, 24.0) + after_s - 0.5)
    trio.now_s = time_at(trio, 24.0) + after_s
    trio.wait(away_s)
    trio.restart()
    trio.wait(1.0)
    come_back(trio)
    assert tell(trio, time_at(trio, 24.0) + 9.0) == expected


def test_a_restart_waits_for_the_notes_that_were_still_on_devices(trio: Desk) -> None:
    """The last note of an answer comes after the restart, and is in what is told."""
    playing(trio).lead(c.Cue(q.CallRound(CLAVE)))
    play_at(trio, "bo", [time_at(trio, 12.0 + beat) for beat in BEATS[:-1]])
    trio.now_s = time_at(trio, 16.0) + 1.2
    trio.restart()
    trio.tick()
    trio.wait(2.0)
    come_back(trio)
    trio.play("bo", c.Taps([c.Tap(5, time_at(trio, 12.0 + BEATS[-1]), 0.001, "key")]))
    told = tell(trio, time_at(trio, 16.0) + 9.0)
    assert [x.notes for to, x in told if to == To(seat=2)] == [(1.0,) * 5]


def test_an_answer_of_long_ago_is_not_told_after_a_restart(trio: Desk) -> None:
    """A server that was away for a minute does not come back with old news."""
    playing(trio).lead(c.Cue(q.CallRound(CLAVE)))
    play_at(trio, "bo", [time_at(trio, 12.0 + beat) for beat in BEATS])
    trio.now_s = time_at(trio, 16.0) + 60.0
    trio.restart()
    come_back(trio)
    assert tell(trio, trio.now_s + 9.0) == []


def test_whoever_was_away_when_an_answer_ended_was_not_asked(trio: Desk) -> None:
    """Also if they are back before it is told."""
    playing(trio).lead(c.Cue(q.CallRound(CLAVE)))
    tell(trio, time_at(trio, 14.5))
    trio.feed(i.Dropped("cy"))
    tell(trio, time_at(trio, 16.1))
    trio.enter("cy")
    told = tell(trio, time_at(trio, 16.0) + 2.0)
    assert told[-1][1].asked == 2
    assert To(seat=3) not in [to for to, _ in told]


def test_a_large_circle_is_told_over_several_ticks(desk: Desk) -> None:
    """Thirty people: nobody is left out, and no tick scores more than a dozen."""
    for number in range(30):
        desk.enter(f"k{number}")
    playing(desk).lead(c.Cue(q.CallRound(CLAVE)))
    desk.now_s = time_at(desk, 16.0) + 1.5
    ticks = [[x for x in desk.tick(0.5) if isinstance(x, m.RoundView)] for _ in range(3)]
    assert [len(told) for told in ticks] == [12, 12, 7]
