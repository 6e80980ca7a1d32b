"""The sentences of a report: plain, kind, about the group, never about a person.

They are told in the reader's language (:mod:`unisono.sentences`); each has an id that stays. What a
number does not say stands beside it, always; nobody has to look for it.
"""

from __future__ import annotations

from typing import Final

from unisono.errors import N_
from unisono.review.report import Missing, Remark
from unisono.sentences import told, told_count, told_number
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.units import SECONDS_PER_MINUTE, Seconds

SAYS_NOT: Final = (
    (
        "bonding",
        N_(
            "It does not measure liking, trust, closeness or wellbeing. Playing together goes "
            "with feeling together on average; for one group on one day it may not."
        ),
    ),
    ("cause", N_("It does not say that playing together caused anything that came after it.")),
    (
        "influence",
        N_(
            "It does not say that people followed each other. People who never heard each other, "
            "each with the same click, reach about 88."
        ),
    ),
    (
        "music",
        N_(
            "It does not say how good the music was. Swing, playing laid back and several rhythms "
            "at once lower the number, and are music all the same."
        ),
    ),
    (
        "person",
        N_(
            "It says nothing about what one person can do: device and habit cannot be told apart "
            "without a measured device, and a minute of taps is little."
        ),
    ),
    (
        "comparison",
        N_(
            "It is not for ranking groups. Tempo, what is played and the number of people all "
            "matter; compare a circle with itself, at a similar tempo, and look at the bands, not "
            "the points."
        ),
    ),
    ("decision", N_("It is not made for medical, school or work decisions about anybody.")),
    (
        "instant",
        N_(
            "It is not about sounding at the same instant in one room: each device's constant "
            "delay is taken out first. 'As the clock saw it' is the number with the delays left "
            "in."
        ),
    ),
)
"""What no number of a report says."""

_NEEDS: Final = {
    Reason.PEOPLE: N_("It takes {need} people playing on the same beats; there were {have}."),
    Reason.BEATS: N_("It takes {need} beats played together; there were {have}."),
    Reason.PAIRS: N_("It takes {need} meetings of two people on a beat; there were {have}."),
    Reason.TAPS: N_("It takes {need} taps; there were {have}."),
    Reason.INTERVALS: N_("It takes somebody playing {need} taps in a row; the most were {have}."),
    Reason.COARSE: N_(
        "The devices' clocks were too coarse for this tempo: at best they could have shown {have} "
        "of 100, and it takes {need}."
    ),
    Reason.STILL: N_("Nothing varied, so there is nothing to compare."),
}

_GROUP: Final = {
    "not together": N_("still looking for each other"),
    "loose": N_("loosely together"),
    "coming together": N_("coming together"),
    "together": N_("together"),
    "tight": N_("tightly together"),
}

_STEADY: Final = (
    (0.045, N_("very steady")),
    (0.080, N_("steady")),
    (0.120, N_("easy-going")),
)
"""Scatter as a share of the beat: half of adults lie under .057 of 500 ms, 95 in 100 under .103."""


def says_not() -> tuple[Remark, ...]:
    """Return what no number of a report says."""
    return tuple(Remark(name, told(sentence)) for name, sentence in SAYS_NOT)


def missing(few: TooLittle) -> Missing:
    """Return a named outcome of the engine with its sentence."""
    have, need = _measured(few.have), _measured(few.need)
    sentence = told(_NEEDS[few.reason], have=have, need=need)
    return Missing(few.reason.value, float(few.have), float(few.need), sentence)


def too_many(people: int, most: int) -> Missing:
    """Return why there is no pair table for a large circle."""
    sentence = told(
        "With {people} people the table of pairs would be too long to read; it is made for up to "
        "{most}. The file of taps has everything.",
        people=told_number(people),
        most=told_number(most),
    )
    return Missing("many", float(people), float(most), sentence)


def too_long(length_s: Seconds, most_s: Seconds) -> Missing:
    """Return why an endless free play is not measured."""
    sentence = told(
        "Free play is measured up to {most} at a stretch; this was longer.", most=duration(most_s)
    )
    return Missing("long", length_s, most_s, sentence)


def group_word(word: str) -> str:
    """Return a word of the engine as it stands in a sentence about a group."""
    return told(_GROUP[word])


def steadiness(scatter_s: Seconds, period_s: Seconds) -> str:
    """Return a word for how much one person's taps scatter around their own habit."""
    share = scatter_s / period_s
    return told(next((word for limit, word in _STEADY if share < limit), N_("finding the beat")))


def people_told(number: int) -> str:
    """Return ``"1 person"`` or ``"9 people"``."""
    return told_count("{count} person", "{count} people", number)


def taps_told(number: int) -> str:
    """Return ``"1 tap"`` or ``"1,204 taps"``."""
    return told_count("{count} tap", "{count} taps", number)


def duration(seconds: Seconds) -> str:
    """Return a length of time as people say it, to the second under two minutes."""
    whole = round(seconds)
    minutes, rest = divmod(whole, round(SECONDS_PER_MINUTE))
    if minutes < 2:
        return _seconds(whole)
    spoken = told_count("{count} minute", "{count} minutes", minutes)
    if rest == 0:
        return spoken
    return told("{minutes} {seconds}", minutes=spoken, seconds=_seconds(rest))


def points(value: float) -> str:
    """Return S as it is shown: a whole number from 0 to 100."""
    return told_number(min(100.0, max(0.0, value)))


def _seconds(number: int) -> str:
    return told_count("{count} second", "{count} seconds", number)


def _measured(value: float) -> str:
    """Return a number of things, or of points, with no more digits than it has."""
    return told_number(value, 0 if abs(value - round(value)) < 0.05 else 1)
