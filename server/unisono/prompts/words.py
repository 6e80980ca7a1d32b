"""An answer in plain words, for the person who gave it or the one who leads."""

from __future__ import annotations

from unisono.prompts.responses import MIN_EXPECTED, ResponseScore
from unisono.prompts.tempo import Pace


def in_words(answer: ResponseScore) -> str:
    """Return one short, kind sentence; it never judges and never shows a bare F."""
    if not answer.answered:
        return "No answer this time."
    if answer.expected < MIN_EXPECTED:
        return "Answered."
    if answer.pace in (Pace.HALF, Pace.DOUBLE):
        return f"Answered in {answer.pace}."
    return f"Answered: {answer.matched} of {answer.expected} notes in their place."
