"""The group's answer: were people together when they answered, and who answered how much.

**Formula.** S of :mod:`unisono.synchrony.headline` with the expected notes in place of beats, with
one difference: whoever was asked and did not play a note counts there as a zero phasor in the
denominator (in free playing nobody is asked to play every beat)::

    e_pj = mean over onsets o in the cell of exp(2 pi i (o - x_j - shift_p) / T)
    cell = x_j + shift_p -+ min(T, local inter-onset interval) / 2
    Q    = sum_j (|sum_p e_pj|^2 - sum_p |e_pj|^2) / sum_j n_j (n_j - 1),  n_j = people asked
    Q0   = the same with the chance amplitude sin(pi w) / (pi w) of each cell that has an onset,
           w = min(1, local interval / T)
    S    = 100 (Q - Q0) / (1 - Q0)

``shift_p`` is the person's known offset, otherwise the median residual of *other* notes of the same
answer: an offset taken from the note it is applied to would make random playing look together.

**Range** at most 100 (everybody plays every note at the same instant), 0 for random playing,
signed. **Minimum** phrases of 4 notes, 2 people who answer; 16 notes over several rounds for two
people, 30 pairs of notes for more. The 90 % interval leaves out one note at a time (at least 4);
it is about these answers, not about the group on another day.

**Source.** As S. Recall per person: :mod:`unisono.prompts.notes`, pooled over rounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from unisono.prompts.matching import match_answer, strikes_s
from unisono.prompts.responses import MIN_EXPECTED
from unisono.prompts.shift import answer_shift_s, clipped_shift_s, nearest_residuals_s
from unisono.prompts.window import ResponseWindow
from unisono.synchrony.headline import BeatTerms, beat_terms
from unisono.synchrony.interval import jackknife_band
from unisono.synchrony.limits import MIN_BEATS_OF_TWO, MIN_PAIR_BEATS, MIN_PEOPLE
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import TAU, Seconds

FloatArray = npt.NDArray[np.float64]
ComplexArray = npt.NDArray[np.complex128]


@dataclass(frozen=True, slots=True)
class Round:
    """One call and everybody's answer.

    Args:
        window: when the answer was due.
        answers: onsets in seconds of everybody who was asked; empty for somebody silent.
        offsets_s: constant offsets that are known from sections with a click.
    """

    window: ResponseWindow
    answers: Mapping[str, Sequence[float] | FloatArray]
    offsets_s: Mapping[str, Seconds] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """What the group's answer was like.

    Args:
        cohesion: S over the expected notes, signed, at most 100.
        low: low end of its 90 % interval, None if it cannot be had.
        high: high end.
        asked: people who were asked.
        answered: people who played at least one note in its place.
        notes: expected notes in phrases of four or more.
        recall: share of expected notes each person played, 0..1.
    """

    cohesion: float | TooLittle
    low: float | None
    high: float | None
    asked: int
    answered: int
    notes: int
    recall: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """One person's part in the group's answer to one call.

    Args:
        phasors: one per expected note, 0 where none came.
        chance: the chance amplitude of each.
        hits: whether each note found its place, 1 or 0.
    """

    phasors: ComplexArray
    chance: FloatArray
    hits: FloatArray


def group_answer(rounds: Sequence[Round]) -> GroupAnswer:
    """Score what a group answered in one round or over several of the same activity.

    Raises:
        BadValue: if an onset is not a finite number.
    """
    return group_of_answers(
        [
            {
                name: answer_of(turn.window, onsets_s, turn.offsets_s.get(name))
                for name, onsets_s in turn.answers.items()
            }
            for turn in rounds
            if len(turn.window.expected_s) >= MIN_EXPECTED
        ]
    )


def answer_of(
    window: ResponseWindow,
    onsets_s: Sequence[float] | FloatArray,
    offset_s: Seconds | None = None,
) -> Answer:
    """Return one person's part; :func:`group_of_answers` puts parts together.

    Raises:
        BadValue: if an onset is not a finite number.
    """
    phasors, chance = answer_phasors(window, onsets_s, offset_s)
    onsets = strikes_s(window, np.asarray(onsets_s, dtype=np.float64))
    shift_s = answer_shift_s(window, onsets, offset_s)
    hits = np.zeros(len(window.expected_s))
    hits[match_answer(window, onsets, shift_s).targets] = 1.0
    return Answer(phasors, chance, hits)


def group_of_answers(rounds: Sequence[Mapping[str, Answer]]) -> GroupAnswer:
    """Score a group from everybody's part in one round or several; phrases of 4 notes or more."""
    shares = _recalls(rounds)
    terms = _joined([_terms(turn) for turn in rounds], people=len(shares))
    answered = sum(1 for share in shares.values() if share > 0.0)
    lacking = _lacking(terms, answered)
    band = _band(terms) if lacking is None else None
    return GroupAnswer(
        cohesion=terms.value() if lacking is None else lacking,
        low=band[0] if band else None,
        high=band[1] if band else None,
        asked=len(shares),
        answered=answered,
        notes=int(terms.den.size),
        recall=shares,
    )


def answer_phasors(
    window: ResponseWindow,
    onsets_s: Sequence[float] | FloatArray,
    offset_s: Seconds | None = None,
) -> tuple[ComplexArray, FloatArray]:
    """Return one person's phasor per expected note, 0 where none came, and its chance amplitude.

    Args:
        window: when the answer was due.
        onsets_s: the person's onsets in seconds, in any order.
        offset_s: the person's known offset, or None to take it from the other notes.
    """
    onsets = strikes_s(window, np.asarray(onsets_s, dtype=np.float64))
    due = window.expected() + _shifts_s(window, onsets, offset_s)
    width_s = np.minimum(window.period_s, window.local_ioi_s())
    apart = onsets[np.newaxis, :] - due[:, np.newaxis]
    inside = np.abs(apart) < width_s[:, np.newaxis] / 2.0
    count = inside.sum(axis=1)
    total = np.where(inside, np.exp(1j * TAU * apart / window.period_s), 0.0).sum(axis=1)
    amplitude = np.sinc(width_s / window.period_s)
    return total / np.maximum(1, count), np.where(count > 0, amplitude, 0.0)


def _shifts_s(window: ResponseWindow, onsets_s: FloatArray, offset_s: Seconds | None) -> FloatArray:
    """Return the shift to remove at each note: known, or the median residual of the others."""
    expected = window.expected()
    if offset_s is not None:
        return np.full(expected.size, clipped_shift_s(offset_s))
    residuals = nearest_residuals_s(expected, onsets_s)
    others = np.where(np.eye(expected.size, dtype=bool), np.nan, residuals)
    others[np.isnan(others).all(axis=1)] = 0.0
    return np.nanmedian(others, axis=1)


def _terms(turn: Mapping[str, Answer]) -> BeatTerms:
    if not turn:
        return BeatTerms(np.empty(0), np.empty(0), np.empty(0), 0)
    units = np.array([one.phasors for one in turn.values()], dtype=np.complex128)
    chance = np.array([one.chance for one in turn.values()], dtype=np.float64)
    return beat_terms(units, chance)


def _joined(parts: Sequence[BeatTerms], people: int) -> BeatTerms:
    none = np.empty(0)
    return BeatTerms(
        np.concatenate([none, *(part.num for part in parts)]),
        np.concatenate([none, *(part.den for part in parts)]),
        np.concatenate([none, *(part.chance for part in parts)]),
        people,
    )


def _lacking(terms: BeatTerms, answered: int) -> TooLittle | None:
    """Return what there is too little of, if anything."""
    notes, pairs = int((terms.den > 0.0).sum()), round(float(terms.den.sum()) / 2.0)
    if not terms.den.size:
        return TooLittle(Reason.NOTES, 0, MIN_EXPECTED)
    if answered < MIN_PEOPLE:
        return TooLittle(Reason.PEOPLE, answered, MIN_PEOPLE)
    if terms.people == MIN_PEOPLE and notes < MIN_BEATS_OF_TWO:
        return TooLittle(Reason.NOTES, notes, MIN_BEATS_OF_TWO)
    if terms.people > MIN_PEOPLE and pairs < MIN_PAIR_BEATS:
        return TooLittle(Reason.PAIRS, pairs, MIN_PAIR_BEATS)
    return None


def _band(terms: BeatTerms) -> tuple[float, float] | None:
    places = np.arange(terms.den.size)
    without = [terms.part(places != left_out) for left_out in places]
    return jackknife_band(terms.value(), [rest.value() for rest in without if rest.den.sum() > 0])


def _recalls(rounds: Sequence[Mapping[str, Answer]]) -> dict[str, float]:
    """Return each person's share of expected notes over all rounds they were asked in."""
    hits: dict[str, list[float]] = {}
    for turn in rounds:
        for name, one in turn.items():
            hits.setdefault(name, []).extend(one.hits.tolist())
    return {name: sum(notes) / len(notes) for name, notes in hits.items()}
