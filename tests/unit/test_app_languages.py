"""Laws of the languages: which one a page speaks, and that every catalogue is whole."""

from __future__ import annotations

import json
import re
import runpy
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from unisono.app.languages import ENGLISH, LANGUAGES, Language, catalogue, wished, words_for

OTHERS = [language for language in LANGUAGES if language is not ENGLISH]
PLACES = re.compile(r"[{]\w+[}]|%[(]\w+[)]s")

spoken = pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.tag)


def messages(language: Language) -> list[Message]:
    """Return the messages of a language's catalogue."""
    found = catalogue(language.tag)
    assert found is not None
    return [message for message in found if message.id]


def said(message: Message) -> Iterator[tuple[str, str]]:
    """Yield each form of a message in English with its translation."""
    if isinstance(message.id, tuple | list):
        for form in message.string or ():
            yield str(message.id[1]), str(form)
    else:
        yield str(message.id), str(message.string)


@spoken
def test_every_message_has_a_translation(language: Language) -> None:
    """No message of a catalogue is empty or only guessed."""
    empty = [m.id for m in messages(language) if m.fuzzy or not all(text for _, text in said(m))]
    assert empty == []


@spoken
def test_a_translation_keeps_the_places_of_its_message(language: Language) -> None:
    """What is filled in is the same; a plural may leave the number out."""
    for message in messages(language):
        for english, text in said(message):
            places, allowed = set(PLACES.findall(text)), set(PLACES.findall(english))
            assert places <= allowed, (english, text)
            assert isinstance(message.id, tuple | list) or places == allowed, (english, text)


@spoken
def test_no_markup_comes_in_by_a_catalogue(language: Language) -> None:
    """Translations are words."""
    assert not [m.id for m in messages(language) for _, text in said(m) if re.search("[<>]", text)]


@pytest.mark.skipif(shutil.which("node") is None, reason="messages of scripts are read by Node")
def test_the_catalogues_hold_what_the_pages_say(repo_root: Path) -> None:
    """No message is missing in a catalogue and none is left over (make messages)."""
    tools = runpy.run_path(str(repo_root / "scripts" / "messages.py"))
    now = {str(m.id) for m in tools["template"]() if m.id}
    for language in OTHERS:
        assert {str(m.id) for m in messages(language)} == now, "run make messages"


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("", []),
        ("pt-BR,pt;q=0.9,en;q=0.8", ["pt", "pt", "en"]),
        ("en;q=0.1, ar", ["ar", "en"]),
        ("de;q=0, fr;q=x", []),
        ("*", ["*"]),
        ("x" * 5000, ["x" * 200]),
    ],
)
def test_wishes_are_read_in_the_order_of_their_weight(header: str, tags: list[str]) -> None:
    """What weighs nothing or is no number is not wished."""
    assert [tag for tag in wished(header) if tag] == tags


def test_scripts_get_only_the_words_of_their_own_texts() -> None:
    """A page that loads no text module gets the server's sentences and nothing else."""
    german = OTHERS[3]
    none, some = words_for(german, ()), words_for(german, ("texts.js",))
    assert set(none) < set(some)
    assert words_for(ENGLISH, ("texts.js",)) == {}
    assert json.loads(json.dumps(some)) == some


def test_templates_mark_every_sentence(repo_root: Path) -> None:
    """What stands in a template outside tags and marks is no sentence of its own."""
    lost = []
    for path in sorted((repo_root / "web/unisono_web/templates").glob("*.html")):
        text = re.sub(r"(?s)[{]% *trans\b.*?endtrans *%[}]", "", path.read_text(encoding="utf-8"))
        text = re.sub(r"[{]% block kind %[}].*?[{]% endblock %[}]", "", text)
        text = re.sub(r"(?s)[{][{%#].*?[}%#][}]", "", text)
        text = re.sub(r"(?s)<(script|style|kbd)\b.*?</\1>", "", text)
        shown = re.findall(r'(?:aria-label|alt|title|placeholder|content)="([^"]*)"', text)
        shown += re.sub(r"(?s)<[^>]*>", "\n", text).split("\n")
        lost += [f"{path.name}: {part.strip()}" for part in shown if is_sentence(part)]
    assert lost == []


def is_sentence(part: str) -> bool:
    """Return whether a piece of text has words that a translator should see."""
    known = ("Unisono", "noindex", "light dark", "width=device-width", "K7Q-M2X", "#")
    text = part.strip()
    return bool(re.search(r"[A-Za-z]{2}", text)) and not text.startswith(known)
