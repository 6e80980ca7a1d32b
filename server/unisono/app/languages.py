"""The languages of the pages: which one somebody reads, and the words in it.

English stands in the templates and in the scripts' texts. For every other language there is one
gettext catalogue, ``locale/<tag>.po`` in the web package, for both: templates are rendered with it,
and scripts get the messages they use as data in the page. ``scripts/messages.py`` keeps the
catalogues in step with what is written.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from typing import Final, TypeAlias

from aiohttp import web
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

COOKIE: Final = "unisono.lang"
LONGEST_WISH: Final = 200
"""Characters of an Accept-Language header that are looked at."""

SERVER: Final = ".py"
"""Where a sentence stands that the server says and any page may show."""
GENERAL: Final = "texts.js"
DESK: Final = "consoleTexts.js"
TO_WHOEVER_LEADS: Final = frozenset(
    f"{room}.py"
    for room in ("cueing", "stopping", "planning", "hearing", "ending", "sharing", "robots")
)
"""Whose sentences nobody but facilitators and helpers is told."""
SCRIPTED: Final = (".js", SERVER)
TOLD: Final = "server/unisono/review/"
"""Where sentences stand that the server itself tells in the reader's language."""

Words: TypeAlias = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Language:
    """A language the pages speak.

    Attributes:
        tag: as in ``<html lang>``.
        name: what its own speakers call it.
        direction: ``ltr`` or ``rtl``.
    """

    tag: str
    name: str
    direction: str = "ltr"


ENGLISH: Final = Language("en", "English")
LANGUAGES: Final = (
    ENGLISH,
    Language("es", "Español"),
    Language("pt", "Português"),
    Language("fr", "Français"),
    Language("de", "Deutsch"),
    Language("ar", "العربية", "rtl"),
)
_BY_TAG: Final = {language.tag: language for language in LANGUAGES}
_spoken: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


def language_of(request: web.Request) -> Language:
    """Return what somebody chose, else the first of their browser's languages that we speak."""
    chosen = _BY_TAG.get(request.cookies.get(COOKIE, ""))
    if chosen is not None:
        return chosen
    wishes = wished(request.headers.get("Accept-Language", ""))
    return next((_BY_TAG[tag] for tag in wishes if tag in _BY_TAG), ENGLISH)


def wished(header: str) -> list[str]:
    """Return the primary tags of an Accept-Language header, the dearest first."""
    wishes = []
    for at, part in enumerate(header[:LONGEST_WISH].split(",")):
        tag, _, weight = part.partition(";")
        wishes.append((-_weight(weight), at, tag.strip().lower().split("-")[0]))
    return [tag for weight, _, tag in sorted(wishes) if weight < 0.0]


def speak(language: Language) -> None:
    """Have templates of this task rendered in a language."""
    _spoken.set(language)


def gettext(message: str) -> str:
    """Return a message in the language that is spoken."""
    return _translations(_spoken.get().tag).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return a message for a number of things in the language that is spoken."""
    return _translations(_spoken.get().tag).ngettext(one, many, count)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the server's sentences: see :mod:`unisono.sentences`."""

    tag: str

    def sentence(self, english: str) -> str:
        """Return a sentence, its ``{places}`` still open."""
        return _translations(self.tag).gettext(english)

    def sentence_of(self, one: str, many: str, number: int) -> str:
        """Return the form of a sentence that goes with a number of things."""
        return _translations(self.tag).ngettext(one, many, number)

    def number(self, value: float, digits: int) -> str:
        """Return a number rounded to so many digits after the point."""
        pattern = f"#,##0.{'0' * digits}".rstrip(".")
        return format_decimal(round(value, digits), pattern, locale=self.tag)


def words_for(language: Language, texts: Iterable[str]) -> Words:
    """Return what a page's scripts need: English messages and what stands for them.

    Args:
        language: the language of the page.
        texts: names of the text modules the page's scripts load. With ``texts.js``, which every
            page has, come the sentences that the server says; those that it says to whoever leads
            only come with ``consoleTexts.js``.
    """
    wanted = set(texts)
    return {
        key: said
        for key, said, homes in _script_words(language.tag)
        if any(_brought_by(home) in wanted for home in homes)
    }


def _brought_by(home: str) -> str:
    if not home.endswith(SERVER):
        return home
    return DESK if home in TO_WHOEVER_LEADS else GENERAL


def catalogue(tag: str) -> Catalog | None:
    """Return the catalogue of a language, or None for English and for what we do not speak."""
    source = resources.files("unisono_web") / "locale" / f"{tag}.po"
    if tag == ENGLISH.tag or tag not in _BY_TAG or not source.is_file():
        return None
    return read_po(io.BytesIO(source.read_bytes()), locale=tag)


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


@cache
def _translations(tag: str) -> NullTranslations:
    found = catalogue(tag)
    if found is None:
        return NullTranslations()
    packed = io.BytesIO()
    write_mo(packed, found)
    packed.seek(0)
    return GNUTranslations(packed)


@cache
def _script_words(tag: str) -> tuple[tuple[str, str | list[str], frozenset[str]], ...]:
    """Return each message of scripts as (key, translation, text modules it stands in).

    The key of a message with a plural is its plural; its translation the list of forms.
    """
    rows: list[tuple[str, str | list[str], frozenset[str]]] = []
    for message in catalogue(tag) or ():
        homes = frozenset(
            path.rpartition("/")[2] for path, _ in message.locations if not path.startswith(TOLD)
        )
        if message.id and message.string and any(home.endswith(SCRIPTED) for home in homes):
            plural = isinstance(message.id, tuple | list)
            key = message.id[1] if plural else message.id
            forms = [str(form) for form in message.string]
            rows.append((str(key), forms if plural else str(message.string), homes))
    return tuple(rows)
