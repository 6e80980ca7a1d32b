"""The response score: one number for one answer of one person, 0 to 100."""

from __future__ import annotations

from typing import Final

from unisono.synchrony.outcome import Reason, TooLittle

MIN_PLAYED: Final = 4
ROOM_MIN: Final = 0.05


def response_score(
    f: float, chance: float, timing: float | TooLittle, played: int
) -> float | TooLittle:
    """Return 100 x max(0, (F - F0) / (1 - F0)) x timing.

    Range 0..100, no unit: 100 = every note, no other, no jitter; 0 = no nearer to the call than
    the same notes at any other moment. Minimum 4 played notes, and 4 matched ones (timing) unless
    F does not exceed F0, when the product is 0 whatever the timing.

    Edge case: in an even, dense phrase without a known offset every moment fits; where F0 leaves
    less than 0.05 of room the ratio says nothing and there is no score (reason ``still``).

    Source: Cohen (1960) for the correction, this project for the product.

    Args:
        f: F of the answer.
        chance: F0, its chance level.
        timing: the timing factor, 0..1.
        played: notes played in the window.
    """
    if played < MIN_PLAYED:
        return TooLittle(Reason.TAPS, played, MIN_PLAYED)
    if 1.0 - chance < ROOM_MIN:
        return TooLittle(Reason.STILL, 1.0 - chance, ROOM_MIN)
    above = (f - chance) / (1.0 - chance)
    if above <= 0.0:
        return 0.0
    return timing if isinstance(timing, TooLittle) else 100.0 * above * timing
