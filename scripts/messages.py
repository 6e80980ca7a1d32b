"""Bring the catalogues of all languages in step with what stands in templates, scripts and server.

``python scripts/messages.py`` writes ``web/unisono_web/locale/*.po`` anew; what lacks a translation
is left empty there and named. Needs Node for the messages of scripts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeAlias

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[1]
WEB: Final = ROOT / "web" / "unisono_web"
LOCALE: Final = WEB / "locale"
TAGS: Final = ("es", "pt", "fr", "de", "ar")
HEAD: Final = "# Words of Unisono. Kept in step by `make messages`; edit the msgstr lines only.\n"

SERVER: Final = {"N_": None, "told": None, "told_count": (1, 2)}
"""What marks the sentences of the server, and which arguments hold them."""

Message: TypeAlias = str | tuple[str, str]


def messages() -> Iterator[tuple[str, Message]]:
    """Yield every message with the file it stands in, relative to the repository."""
    yield from of_templates()
    yield from of_server()
    yield from of_scripts()


def of_templates() -> Iterator[tuple[str, Message]]:
    """Yield what the templates mark with ``trans`` or ``_``."""
    how = [("**.html", "jinja2.ext:babel_extract")]
    options = {"**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}}
    for name, _, message, _, _ in extract_from_dir(str(WEB / "templates"), how, options):
        yield f"web/unisono_web/templates/{name}", _plain(message)


def of_server() -> Iterator[tuple[str, Message]]:
    """Yield the sentences of the server that people read, marked where they stand."""
    server = ROOT / "server" / "unisono"
    for name, _, message, _, _ in extract_from_dir(
        str(server), [("**.py", "python")], keywords=SERVER
    ):
        yield f"server/unisono/{name}", _plain(message)


def of_scripts() -> Iterator[tuple[str, Message]]:
    """Yield what the text modules of the pages hold."""
    files = sorted(str(path) for path in (WEB / "static" / "js").rglob("*exts.js"))
    node = subprocess.run(  # noqa: S603 - our own script
        ["node", str(ROOT / "scripts" / "messages.mjs"), *files],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "NODE_NO_WARNINGS": "1"},
    )
    for file, one, many in json.loads(node.stdout):
        if one.strip("–+-·… {}0123456789/%"):
            yield str(Path(file).relative_to(ROOT)), one if many is None else (one, many)


def template() -> Catalog:
    """Return all messages without translations."""
    found = Catalog(charset="utf-8")
    for place, message in messages():
        found.add(message, locations=[(place, 0)])
    return found


def updated(tag: str, fresh: Catalog) -> Catalog:
    """Return the catalogue of a language with exactly the messages there are now."""
    path = LOCALE / f"{tag}.po"
    old = read_po(path.open("rb"), locale=tag) if path.is_file() else Catalog(locale=tag)
    old.update(fresh, no_fuzzy_matching=True)
    old.obsolete.clear()
    return old


def write(tag: str, catalogue: Catalog) -> None:
    """Write a catalogue so that the same content always gives the same file."""
    ordered = Catalog(locale=tag, charset="utf-8", header_comment=HEAD.strip())
    for message in sorted((m for m in catalogue if m.id), key=lambda m: str(m.id)):
        places = sorted({(place, 0) for place, _ in message.locations})
        ordered.add(message.id, message.string, locations=places)
    path = LOCALE / f"{tag}.po"
    with path.open("wb") as file:
        write_po(file, ordered, width=100, omit_header=True, include_lineno=False)
    text = path.read_text(encoding="utf-8")
    path.write_text(HEAD + _header(tag, ordered) + text, encoding="utf-8")


def main() -> int:
    """Write all catalogues; return 1 if a translation is lacking."""
    fresh, lacking = template(), 0
    for tag in TAGS:
        catalogue = updated(tag, fresh)
        write(tag, catalogue)
        empty = [m.id for m in catalogue if m.id and not _is_said(m.string)]
        lacking += len(empty)
        print(f"{tag}: {len(catalogue)} messages, {len(empty)} without a translation")
    return 1 if lacking else 0


def _header(tag: str, catalogue: Catalog) -> str:
    return (
        'msgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Language: {tag}\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )


def _plain(message: object) -> Message:
    if isinstance(message, tuple):
        one, many = message[:2]
        return str(one), str(many)
    return str(message)


def _is_said(string: object) -> bool:
    parts = string if isinstance(string, tuple | list) else (string,)
    return all(bool(part) for part in parts)


if __name__ == "__main__":
    sys.exit(main())
