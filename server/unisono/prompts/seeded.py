"""Numbers that look like chance and are the same every time: a seed in words, hashed."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

WORD_BYTES: Final = 8
BITS: Final = 53


class SeededChance:
    """A :class:`~unisono.prompts.chance.Chance` whose numbers depend on its seed alone.

    SHA-256 of the seed and a counter, cut into words of 8 bytes, of which the top 53 bits are the
    number: even, and unlike from seed to seed. Meant for the few hundred numbers of a chance level.
    """

    def __init__(self, seed: str) -> None:
        self._seed = sha256(seed.encode()).digest()
        self._count = 0
        self._words: list[int] = []

    def random(self) -> float:
        """Return the next number in [0, 1)."""
        if not self._words:
            self._words = self._next_words()
        return self._words.pop() / (1 << BITS)

    def _next_words(self) -> list[int]:
        block = sha256(self._seed + self._count.to_bytes(WORD_BYTES, "big")).digest()
        self._count += 1
        starts = range(0, len(block), WORD_BYTES)
        words = [int.from_bytes(block[at : at + WORD_BYTES], "big") for at in starts]
        return [word >> (8 * WORD_BYTES - BITS) for word in words]
