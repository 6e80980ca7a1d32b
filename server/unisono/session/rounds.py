"""What came back of a call: told to each person alone, and to consoles for the group.

Derived from the log, never stored: the review computes the same again. The scoring of one person
takes a few milliseconds, so that a large circle is told over several ticks; whoever has not been
told of a round when the next is due hears of the next only. Who was asked is seen when the answer
is over, what came when everything can have come. A server that is restarted in between sees from
the log who was asked, and waits until people can have come back to bring the taps their devices
still hold and to hear of it.
"""

from __future__ import annotations

from typing import Final

from unisono.prompts import (
    Answer,
    GroupAnswer,
    ResponseScore,
    SeededChance,
    answer_of,
    group_of_answers,
    in_words,
    score_response,
)
from unisono.session.answers import CallTurn
from unisono.session.effects import DESK, To
from unisono.session.facts import SeatState
from unisono.session.messages import RoundView
from unisono.session.roundbook import Telling, is_excused
from unisono.session.turn import Turn
from unisono.synchrony.outcome import TooLittle
from unisono.synchrony.words import word_for
from unisono.units import Seconds

PEOPLE_A_TICK: Final = 12


def tell_rounds(turn: Turn) -> None:
    """See who was asked in the rounds that have ended; tell those that are due."""
    rounds, answers = turn.live.rounds, turn.live.answers
    turn.live.see_rounds(turn.state, turn.now_s)
    budget = PEOPLE_A_TICK
    while (telling := rounds.due(turn.now_s)) is not None:
        now = min(budget, len(telling.waiting))
        for _ in range(now):
            _tell_person(turn, telling, turn.state.seats[telling.waiting.popleft()])
        budget -= now
        if telling.waiting and not rounds.is_next_due(turn.now_s):
            return
        rounds.telling.popleft()
        if telling.parts:
            _tell_group(turn, telling)
        answers.forget_before(telling.window.end_s - telling.window.period_s)


def _tell_person(turn: Turn, telling: Telling, seat: SeatState) -> None:
    window, due = telling.window, telling.turn
    if is_excused(turn.state, due, seat.seat):
        return
    offset_s, onsets_s = turn.live.cohesion.offset_s(seat.seat), turn.live.onsets_in(window, seat)
    chance = SeededChance(f"{turn.state.epoch_s!r}/{due.call.cue}/{due.round}/{seat.seat}")
    score = score_response(window, onsets_s, chance, offset_s)
    part = answer_of(window, onsets_s, offset_s)
    if not seat.muted:
        telling.parts[str(seat.seat)] = part
        telling.played += score.played
        telling.matched += score.matched
    turn.tell(To(seat=seat.seat), _own_view(due, score, part, onsets_s))


def _own_view(
    due: CallTurn, score: ResponseScore, part: Answer, onsets_s: list[Seconds]
) -> RoundView:
    value, line = score.score, due.run.timeline
    return RoundView(
        cue=due.call.cue,
        round=due.round,
        score=None if isinstance(value, TooLittle) else round(float(value), 1),
        reason=value.reason.value if isinstance(value, TooLittle) else "",
        word=in_words(score),
        notes=tuple(part.hits.tolist()),
        extra=score.played - score.matched,
        answered=int(score.answered),
        asked=1,
        onsets=tuple(round(line.beat_at(t) - due.from_beat, 4) for t in onsets_s),
    )


def _tell_group(turn: Turn, telling: Telling) -> None:
    due, pooled = telling.turn, turn.live.rounds.pooled(telling)
    group = group_of_answers(pooled)
    value = group.cohesion
    hits = [part.hits for part in telling.parts.values()]
    view = RoundView(
        cue=due.call.cue,
        round=due.round,
        score=_value(group),
        reason=value.reason.value if isinstance(value, TooLittle) else "",
        word=_word(group),
        notes=tuple(float(sum(notes)) for notes in zip(*hits, strict=True)),
        extra=telling.played - telling.matched,
        answered=sum(1 for row in hits if row.any()),
        asked=len(hits),
        sections=_sections(turn, pooled),
    )
    turn.tell(DESK, view)


def _sections(
    turn: Turn, pooled: list[dict[str, Answer]]
) -> tuple[tuple[str, float | None, int], ...]:
    """Return each section's own number; people without a section have none."""
    seats = turn.state.seats
    names = sorted({seats[int(name)].section for parts in pooled for name in parts} - {""})
    found = []
    for section in names:
        parts = [
            {name: part for name, part in row.items() if seats[int(name)].section == section}
            for row in pooled
        ]
        found.append((section, _value(group_of_answers(parts)), len(parts[-1])))
    return tuple(found)


def _value(group: GroupAnswer) -> float | None:
    return None if isinstance(group.cohesion, TooLittle) else round(float(group.cohesion), 1)


def _word(group: GroupAnswer) -> str:
    if isinstance(group.cohesion, TooLittle) or group.low is None or group.high is None:
        return ""
    return word_for(group.cohesion, group.low, group.high, group.asked, group.notes)
