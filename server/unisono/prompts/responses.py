"""One answer of one person, scored: everything :mod:`unisono.prompts` can say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from unisono.onsets import Matching
from unisono.prompts.chance import Chance, chance_level
from unisono.prompts.matching import match_answer, strikes_s
from unisono.prompts.notes import f_measure, precision, recall
from unisono.prompts.score import response_score
from unisono.prompts.shift import answer_shift_s
from unisono.prompts.tempo import Pace, pace_of, tempo_ratio
from unisono.prompts.timing import entrance_s, rhythm_error, timing
from unisono.prompts.window import ResponseWindow
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import Seconds

MIN_EXPECTED: Final = 4
"""A phrase of fewer notes says only whether somebody answered."""

FloatArray = npt.NDArray[np.float64]
Value = float | TooLittle


@dataclass(frozen=True, slots=True)
class ResponseScore:
    """What one answer was like; values that cannot be said are :class:`TooLittle`.

    Args:
        answered: whether anything was played in the window.
        expected: notes that were due.
        played: notes played, matched or extra.
        matched: notes that found their place.
        shift_s: how late the whole answer lies, seconds, negative = early.
        shift_known: whether the shift came from a section with a click.
        recall: share of expected notes that were played, 0..1.
        precision: share of played notes that were expected, 0..1.
        f: harmonic mean of the two, 0..1; not for display.
        timing: what jitter leaves, 0..1.
        rhythm_error: mean |ln(IOI answer / IOI call)|.
        tempo_ratio: tempo as a multiple of the call's.
        pace: the same in a word, None when unknown.
        entrance_s: residual of the first matched note, seconds, negative = early.
        chance: F0, which F the same notes reach at other moments, 0..1.
        score: 100 x max(0, (F - F0) / (1 - F0)) x timing.
    """

    answered: bool
    expected: int
    played: int
    matched: int
    shift_s: Seconds
    shift_known: bool
    recall: Value
    precision: Value
    f: Value
    timing: Value
    rhythm_error: Value
    tempo_ratio: Value
    pace: Pace | None
    entrance_s: Value
    chance: Value
    score: Value


def score_response(
    window: ResponseWindow,
    onsets_s: Sequence[float] | FloatArray,
    chance: Chance,
    offset_s: Seconds | None = None,
) -> ResponseScore:
    """Score one answer.

    Args:
        window: when the answer was due.
        onsets_s: the person's onsets in seconds, in any order; all of a session's will do.
        chance: where the 200 circular shifts come from; seed it for the same result.
        offset_s: the person's constant offset from sections with a click, if known.

    Raises:
        BadValue: if an onset is not a finite number.
    """
    onsets = strikes_s(window, np.asarray(onsets_s, dtype=np.float64))
    shift_s = answer_shift_s(window, onsets, offset_s)
    matching = match_answer(window, onsets, shift_s)
    if len(window.expected_s) < MIN_EXPECTED:
        return _only_answered(matching, shift_s, offset_s)
    counted = onsets[np.sort(np.concatenate((matching.onsets, matching.extra)))]
    known_s = None if offset_s is None else shift_s
    f0 = chance_level(window, counted, chance, known_s)
    return _scored(window, onsets, matching, (shift_s, offset_s is not None), f0)


def _scored(
    window: ResponseWindow,
    onsets: FloatArray,
    matching: Matching,
    shift: tuple[Seconds, bool],
    f0: float,
) -> ResponseScore:
    played = int(matching.onsets.size + matching.extra.size)
    f, even = f_measure(matching), timing(matching, window.period_s)
    ratio = tempo_ratio(window, onsets, shift[0])
    return ResponseScore(
        answered=played > 0,
        expected=len(window.expected_s),
        played=played,
        matched=int(matching.targets.size),
        shift_s=shift[0],
        shift_known=shift[1],
        recall=recall(matching),
        precision=precision(matching),
        f=f,
        timing=even,
        rhythm_error=rhythm_error(window, onsets, matching),
        tempo_ratio=ratio,
        pace=None if isinstance(ratio, TooLittle) else pace_of(ratio),
        entrance_s=entrance_s(matching),
        chance=f0,
        score=response_score(f, f0, even, played),
    )


def _only_answered(matching: Matching, shift_s: Seconds, offset_s: Seconds | None) -> ResponseScore:
    """Return all that can be said of a phrase of fewer than four notes."""
    expected = int(matching.targets.size + matching.missed.size)
    played = int(matching.onsets.size + matching.extra.size)
    few = TooLittle(Reason.NOTES, expected, MIN_EXPECTED)
    return ResponseScore(
        answered=played > 0,
        expected=expected,
        played=played,
        matched=int(matching.targets.size),
        shift_s=shift_s,
        shift_known=offset_s is not None,
        recall=few,
        precision=few,
        f=few,
        timing=few,
        rhythm_error=few,
        tempo_ratio=few,
        pace=None,
        entrance_s=few,
        chance=few,
        score=few,
    )
