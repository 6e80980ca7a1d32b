"""The sentences of a report: plain, kind, about the group, never about a person.

Each has an id that stays, so that a page can translate it. What a number does not say stands
beside it, always; nobody has to look for it.
"""

from __future__ import annotations

from typing import Final

from unisono.review.report import Missing, Remark
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import SECONDS_PER_MINUTE, Seconds

SAYS_NOT: Final = (
    Remark(
        "bonding",
        "It does not measure liking, trust, closeness or wellbeing. Playing together goes with "
        "feeling together on average; for one group on one day it may not.",
    ),
    Remark(
        "cause",
        "It does not say that playing together caused anything that came after it.",
    ),
    Remark(
        "influence",
        "It does not say that people followed each other. People who never heard each other, each "
        "with the same click, reach about 88.",
    ),
    Remark(
        "music",
        "It does not say how good the music was. Swing, playing laid back and several rhythms at "
        "once lower the number, and are music all the same.",
    ),
    Remark(
        "person",
        "It says nothing about what one person can do: device and habit cannot be told apart "
        "without a measured device, and a minute of taps is little.",
    ),
    Remark(
        "comparison",
        "It is not for ranking groups. Tempo, what is played and the number of people all matter; "
        "compare a circle with itself, at a similar tempo, and look at the bands, not the points.",
    ),
    Remark(
        "decision",
        "It is not made for medical, school or work decisions about anybody.",
    ),
    Remark(
        "instant",
        "It is not about sounding at the same instant in one room: each device's constant delay "
        "is taken out first. 'As the clock saw it' is the number with the delays left in.",
    ),
)
"""What no number of a report says."""

_NEEDS: Final = {
    Reason.PEOPLE: "It takes {need:g} people playing on the same beats; there were {have:g}.",
    Reason.BEATS: "It takes {need:g} beats played together; there were {have:g}.",
    Reason.PAIRS: "It takes {need:g} meetings of two people on a beat; there were {have:g}.",
    Reason.TAPS: "It takes {need:g} taps; there were {have:g}.",
    Reason.INTERVALS: "It takes somebody playing {need:g} taps in a row; the most were {have:g}.",
    Reason.COARSE: "The devices' clocks were too coarse for this tempo: at best they could have "
    "shown {have:.0f} of 100, and it takes {need:g}.",
    Reason.STILL: "Nothing varied, so there is nothing to compare.",
}

_GROUP: Final = {
    "not together": "still looking for each other",
    "loose": "loosely together",
    "coming together": "coming together",
    "together": "together",
    "tight": "tightly together",
}

_STEADY: Final = ((0.045, "very steady"), (0.080, "steady"), (0.120, "easy-going"))
"""Scatter as a share of the beat: half of adults lie under .057 of 500 ms, 95 in 100 under .103."""


def missing(few: TooLittle) -> Missing:
    """Return a named outcome of the engine with its sentence."""
    sentence = _NEEDS[few.reason].format(have=few.have, need=few.need)
    return Missing(few.reason.value, float(few.have), float(few.need), sentence)


def too_many(people: int, most: int) -> Missing:
    """Return why there is no pair table for a large circle."""
    sentence = (
        f"With {people} people the table of pairs would be too long to read; it is made for up to "
        f"{most}. The file of taps has everything."
    )
    return Missing("many", float(people), float(most), sentence)


def too_long(length_s: Seconds, most_s: Seconds) -> Missing:
    """Return why an endless free play is not measured."""
    sentence = f"Free play is measured up to {duration(most_s)} at a stretch; this was longer."
    return Missing("long", length_s, most_s, sentence)


def group_word(word: str) -> str:
    """Return a word of the engine as it stands in a sentence about a group."""
    return _GROUP[word]


def steadiness(scatter_s: Seconds, period_s: Seconds) -> str:
    """Return a word for how much one person's taps scatter around their own habit."""
    share = scatter_s / period_s
    return next((word for limit, word in _STEADY if share < limit), "finding the beat")


def count(number: int, one: str, many: str) -> str:
    """Return ``"1 person"`` or ``"1,204 taps"``."""
    return f"{number:,} {one if number == 1 else many}"


def duration(seconds: Seconds) -> str:
    """Return a length of time as people say it, to the second under two minutes."""
    whole = round(seconds)
    minutes, rest = divmod(whole, round(SECONDS_PER_MINUTE))
    if minutes < 2:
        return count(whole, "second", "seconds")
    spoken = count(minutes, "minute", "minutes")
    return spoken if rest == 0 else f"{spoken} {count(rest, 'second', 'seconds')}"


def points(value: float) -> str:
    """Return S as it is shown: a whole number from 0 to 100."""
    return f"{min(100.0, max(0.0, value)):.0f}"
