"""How often: token buckets, and who has guessed too many join codes."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from unisono.errors import TooMuch
from unisono.units import Seconds

GUESSES: Final = 10
GUESSES_WITHIN_S: Final = 60.0
GUESS_REST_S: Final = 900.0
ALL_GUESSES_PER_S: Final = 5.0
ALL_GUESSES_BURST: Final = 50.0
_MAX_ADDRESSES: Final = 20_000


class TokenBucket:
    """Allows ``burst`` at once and ``per_s`` in the long run."""

    __slots__ = ("_burst", "_filled_s", "_level", "_per_s")

    def __init__(self, per_s: float, burst: float, now_s: Seconds) -> None:
        self._per_s, self._burst = per_s, burst
        self._level, self._filled_s = burst, now_s

    def take(self, now_s: Seconds, amount: float = 1.0) -> bool:
        """Take an amount out; return False, and take nothing, if there is not enough."""
        self._fill(now_s)
        if self._level < amount:
            return False
        self._level -= amount
        return True

    def holds(self, now_s: Seconds, amount: float = 1.0) -> bool:
        """Return whether there is as much in it."""
        self._fill(now_s)
        return self._level >= amount

    def _fill(self, now_s: Seconds) -> None:
        grown = self._level + max(0.0, now_s - self._filled_s) * self._per_s
        self._level, self._filled_s = min(self._burst, grown), now_s


class Buckets:
    """A token bucket for each network address; those not seen for longest are forgotten."""

    def __init__(self, per_s: float, burst: float) -> None:
        self._per_s, self._burst = per_s, burst
        self._by_address: OrderedDict[str, TokenBucket] = OrderedDict()

    def take(self, address: str, now_s: Seconds) -> bool:
        """Take one from an address's bucket."""
        bucket = self._by_address.setdefault(address, TokenBucket(self._per_s, self._burst, now_s))
        self._by_address.move_to_end(address)
        if len(self._by_address) > _MAX_ADDRESSES:
            self._by_address.popitem(last=False)
        return bucket.take(now_s)


class GuessLimit:
    """Counts join codes that opened nothing, per address and in all.

    Only what failed counts: a whole class behind one address may join at the same moment. Links are
    not affected, they cannot be guessed.
    """

    def __init__(self, now_s: Seconds) -> None:
        self._all = TokenBucket(ALL_GUESSES_PER_S, ALL_GUESSES_BURST, now_s)
        self._failures: OrderedDict[str, list[Seconds]] = OrderedDict()
        self._resting: OrderedDict[str, Seconds] = OrderedDict()

    def may_guess(self, address: str, now_s: Seconds) -> bool:
        """Return whether an address may try a code, or it or everybody has tried too many."""
        return now_s >= self._resting.get(address, now_s) and self._all.holds(now_s)

    @staticmethod
    def refusal() -> TooMuch:
        """Return what to tell whoever may not."""
        return TooMuch(
            "Too many codes that open nothing were tried from here. Please wait a quarter of "
            "an hour, or use the join link or the QR code."
        )

    def failed(self, address: str, now_s: Seconds) -> None:
        """Note that a code opened nothing."""
        self._all.take(now_s)
        recent = [t for t in self._failures.pop(address, []) if now_s - t < GUESSES_WITHIN_S]
        self._failures[address] = [*recent, now_s]
        if len(self._failures[address]) >= GUESSES:
            del self._failures[address]
            self._resting[address] = now_s + GUESS_REST_S
        for table in (self._failures, self._resting):
            if len(table) > _MAX_ADDRESSES:
                table.popitem(last=False)
