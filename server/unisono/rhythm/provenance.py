"""Where a rhythm or a song comes from, whose it is, and how sure we are."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

import msgspec

from unisono.errors import BadValue

Status: TypeAlias = Literal["open", "ask", "excluded"]
"""``open``: play it; ``ask``: ask people of the tradition first; ``excluded``: not in a default."""

Confidence: TypeAlias = Literal["high", "med-high", "medium", "n/a"]
SourceKind: TypeAlias = Literal["recording", "book", "teacher", "group", "page"]
Words: TypeAlias = dict[str, str]
"""A text by language tag; ``en`` is always there."""

ENOUGH_SOURCES: Final = 2
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST_ID: Final = 40


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who says so.

    Attributes:
        who: the person, book or group.
        kind: what they are.
        url: where it can be read or heard; "" for print.
        checked: the day it was last looked at (YYYY-MM-DD), or "".
    """

    who: str
    kind: SourceKind
    url: str = ""
    checked: str = ""

    def __post_init__(self) -> None:
        if not self.who.strip():
            raise BadValue("source", self.who, "a person, a book or a group")
        if self.url and not self.url.startswith("https://"):
            raise BadValue("address of a source", self.url, "an https address, or empty")
        check_date(self.checked)


class Rights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a song may be sung from here.

    Attributes:
        ground: the reason in a sentence.
        country: where the reason was looked at (for example ``US, EU``).
        first_print: what was printed when.
        url: where that can be seen, or "".
        checked_by: who looked.
        date: the day (YYYY-MM-DD).
    """

    ground: str
    country: str
    first_print: str
    checked_by: str
    date: str
    url: str = ""

    def __post_init__(self) -> None:
        for what, seen in (("ground", self.ground), ("country", self.country)):
            if not seen.strip():
                raise BadValue(f"{what} of the rights", seen, "words")
        if not self.first_print.strip() or not self.checked_by.strip() or not self.date:
            raise BadValue("rights", self.ground, "with first print, who checked, and when")
        check_date(self.date)


def check_date(date: str) -> None:
    """Refuse what is neither empty nor a day written YYYY-MM-DD."""
    if date and not _DATE.fullmatch(date):
        raise BadValue("date", date, "a day written YYYY-MM-DD, or empty")


def check_id(name: str) -> None:
    """Refuse an identifier that is not short, lower-case and hyphenated."""
    if not _ID.fullmatch(name) or len(name) > _LONGEST_ID:
        allowed = f"small letters, digits and single hyphens, at most {_LONGEST_ID}"
        raise BadValue("identifier", name, allowed)


def check_words(what: str, words: Words, *, needed: bool = True) -> None:
    """Refuse texts without English, or under something that is no language tag."""
    if needed and not words.get("en", "").strip():
        raise BadValue(what, words, "a text at least under 'en'")
    for language in words:
        if not _LANGUAGE.fullmatch(language):
            raise BadValue(f"language of the {what}", language, "a tag such as en, pt-BR")


def check_confidence(confidence: Confidence, sources: tuple[Source, ...]) -> None:
    """Refuse ``high`` on fewer than two sources that are not the same."""
    if confidence == "high" and len({source.who for source in sources}) < ENOUGH_SOURCES:
        raise BadValue("number of sources", len(sources), "two or more for confidence 'high'")
    if confidence != "n/a" and not sources:
        raise BadValue("number of sources", 0, "one or more, or confidence 'n/a'")
