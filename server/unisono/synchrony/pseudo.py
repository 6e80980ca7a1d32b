"""Pseudo-groups: people of different sessions put together as if they had played at once.

What such groups score at the same tempo and grid is what the common task alone gives (click,
pattern, human timing); what a real group scores beyond it is its own. Sessions must have the same
tempo, grid and click; beats are compared by their place in the session.

Source: Bernieri & Rosenthal 1991 (pseudo-interactions); Moulder et al. 2018.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from unisono.synchrony.cells import ComplexArray
from unisono.synchrony.headline import beat_terms, cohesion_of_terms
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.synchrony.surrogates import DRAWS, ShiftTest, against

MIN_SESSIONS: Final = 2


def pseudo_group_test(
    units: ComplexArray,
    others: Sequence[ComplexArray],
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> ShiftTest | TooLittle:
    """Test S of a group against groups of as many people, each from another session.

    Args:
        units: people x beats of the group, offsets removed, NaN = not there.
        others: the same of other sessions; sessions are taken in turn, so that two people of one
            session meet only when there are fewer sessions than people.
        rng: source of randomness.
        draws: how many pseudo-groups.
    """
    observed = cohesion_of_terms(beat_terms(units))
    if isinstance(observed, TooLittle):
        return observed
    if len(others) < MIN_SESSIONS:
        return TooLittle(Reason.PEOPLE, len(others), MIN_SESSIONS)
    beats = min(units.shape[1], *(session.shape[1] for session in others))
    scores: list[float] = []
    for _ in range(draws):
        order = rng.permutation(len(others))
        sessions = [others[order[i % order.size]] for i in range(units.shape[0])]
        rows = [s[rng.integers(s.shape[0]), :beats] for s in sessions]
        terms = beat_terms(np.stack(rows))
        if terms.den.any():
            scores.append(terms.value())
    if not scores:
        return TooLittle(Reason.PAIRS, 0, 1)
    return against(observed.value, np.array(scores))
