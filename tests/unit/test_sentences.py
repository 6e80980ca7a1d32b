"""Laws of the sentences that the server tells in the reader's language."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from unisono.app.languages import LANGUAGES, Language, Reader
from unisono.review.words import duration, missing, people_told, says_not
from unisono.sentences import told, told_in, told_number
from unisono.synchrony.outcome import Reason, TooLittle

OTHERS = LANGUAGES[1:]
FEW = (
    Reason.PEOPLE,
    Reason.BEATS,
    Reason.PAIRS,
    Reason.TAPS,
    Reason.INTERVALS,
    Reason.COARSE,
    Reason.STILL,
)
"""What a report can lack."""
spoken = pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.tag)


def everything() -> list[str]:
    """Return sentences of a report that are filled in or counted."""
    few = [missing(TooLittle(reason, 3.0, 30.0)).sentence for reason in FEW]
    lengths = [duration(seconds) for seconds in (1.0, 59.0, 121.0, 180.0)]
    people = [people_told(number) for number in (0, 1, 2, 5, 11, 1204)]
    return [*few, *lengths, *people, *(remark.sentence for remark in says_not())]


@spoken
def test_every_sentence_is_told_in_the_readers_language(language: Language) -> None:
    """None stays English, none keeps an open place, and afterwards English is spoken again."""
    english = everything()
    with told_in(Reader(language.tag)):
        said = everything()

    longer = [(a, b) for a, b in zip(english, said, strict=True) if len(a) > 12]
    assert not [pair for pair in longer if pair[0] == pair[1]]
    assert not [text for text in said if "{" in text]
    assert everything() == english


def test_numbers_of_things_take_the_form_of_the_language() -> None:
    """Arabic has a form of its own for two; German writes thousands with a point."""
    with told_in(Reader("ar")):
        assert people_told(2) == "شخصان"
    with told_in(Reader("de")):
        assert people_told(1) == "1 Person"
        assert people_told(1204) == "1.204 Personen"
        assert told_number(3.44, 1) == "3,4"
    assert people_told(1204) == "1,204 people"


def test_a_thread_started_for_a_reader_speaks_their_language() -> None:
    """The report is computed beside the loop; other requests are not disturbed."""
    with ThreadPoolExecutor(1) as pool, told_in(Reader("es")):
        there = pool.submit(copy_context().run, told, "together").result()
        elsewhere = pool.submit(told, "together").result()

    assert (there, elsewhere) == ("en sintonía", "together")
