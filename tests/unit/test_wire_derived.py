"""What is written from the table of messages says what the table says, and is up to date."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from unisono.library import pattern_schema, song_schema
from unisono.pulse import MAX_BEATS, MAX_BPM, MIN_BEATS, MIN_BPM
from unisono.session import commands as c
from unisono.session.messages import PROTOCOL
from unisono.wire import FROM_CLIENT, FROM_SERVER, MAX_BYTES, Auth, Row
from unisono.wire.document import protocol_md
from unisono.wire.javascript import wire_d_ts, wire_js
from unisono.wire.kinds import fields_of
from unisono.wire.table import CODE_ALPHABET, CODE_LENGTH

WRITERS = (wire_js, wire_d_ts, protocol_md)
ROWS = (*FROM_CLIENT, *FROM_SERVER)
BODIES: list[type[msgspec.Struct]] = [Auth, *(row.body for row in ROWS)]
bodies = pytest.mark.parametrize("body", BODIES, ids=lambda body: body.__name__)
rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


@pytest.fixture
def script(repo_root: Path) -> Path:
    """The program behind ``make generate``."""
    return repo_root / "scripts" / "generate.py"


def constant(name: str) -> Any:
    """Return the value of an exported constant of wire.js."""
    match = re.search(
        rf"export const {name} = (?:Object\.freeze\()?(.*?)\)?;\n", wire_js(), re.DOTALL
    )
    assert match is not None, name
    return json.loads(match[1])


def interface(name: str) -> str:
    """Return the description of a body for the checker of types."""
    (found,) = re.findall(
        rf"^export interface {name} {{\n.*?^}}", wire_d_ts(), re.DOTALL | re.MULTILINE
    )
    assert isinstance(found, str)
    return found


def section(row: Row) -> str:
    """Return the section of the protocol page on a message."""
    (found,) = re.findall(rf"^### `{row.name}`.*?(?=^##)", protocol_md(), re.DOTALL | re.MULTILINE)
    assert isinstance(found, str)
    return found


def test_the_written_files_are_up_to_date(script: Path) -> None:
    """``generate --check`` finds nothing to write: all derived files are the table's."""
    found = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (0, ""), found.stdout + found.stderr


def test_the_writers_are_those_of_the_program(script: Path, repo_root: Path) -> None:
    """Exactly five files are written, each by its writer, and all stand in the checkout."""
    written: dict[Path, Callable[[], str]] = runpy.run_path(str(script))["WRITTEN"]
    library = repo_root / "server/unisono/library"
    assert written == {
        repo_root / "web/unisono_web/static/js/wire.js": wire_js,
        repo_root / "web/unisono_web/static/js/wire.d.ts": wire_d_ts,
        repo_root / "docs/protocol.md": protocol_md,
        library / "pattern.schema.json": pattern_schema,
        library / "song.schema.json": song_schema,
    }
    for path, text in written.items():
        assert path.read_text(encoding="utf-8") == text()


def test_a_file_that_is_out_of_date_is_named(
    script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--check`` says which file differs and what to do; without it the file is written."""
    program = runpy.run_path(str(script))
    names = program["main"].__globals__
    stale = tmp_path / "protocol.md"
    stale.write_text("old", encoding="utf-8")
    names.update(ROOT=tmp_path, WRITTEN={stale: protocol_md})
    names["sys"] = type("Args", (), {"argv": ["generate", "--check"]})
    assert program["main"]() == 1
    assert "protocol.md is not up to date: run 'make generate'" in capsys.readouterr().out
    names["sys"] = type("Args", (), {"argv": ["generate"]})
    assert program["main"]() == 0
    assert stale.read_text(encoding="utf-8") == protocol_md()


def test_writing_twice_gives_the_same() -> None:
    """The texts depend on the table alone."""
    assert [f() for f in WRITERS] == [f() for f in WRITERS]


def test_the_browser_knows_every_name() -> None:
    """SEND and HEAR hold the names of the table, in its order."""
    assert list(constant("SEND")) == [row.name for row in FROM_CLIENT]
    assert list(constant("HEAR")) == [row.name for row in FROM_SERVER]
    assert all(key == value for key, value in (constant("SEND") | constant("HEAR")).items())


def test_the_browser_knows_the_limits() -> None:
    """The numbers the pages check by are those the server checks by."""
    limits = constant("LIMITS")
    assert (limits["minBpm"], limits["maxBpm"]) == (MIN_BPM, MAX_BPM)
    assert (limits["minBeats"], limits["maxBeats"]) == (MIN_BEATS, MAX_BEATS)
    assert (limits["maxName"], limits["maxTaps"]) == (c.MAX_NAME, c.MAX_TAPS)
    assert (limits["maxSeats"], limits["maxBytes"]) == (c.MAX_SEATS, MAX_BYTES)
    assert (limits["animals"], limits["colours"]) == (c.ANIMAL_COUNT, c.COLOUR_COUNT)
    count_in = next(f for f in fields_of(c.Arrange) if f.name == "count_in_bars")
    assert count_in.limits == f"0 to {limits['maxCountInBars']}"
    assert constant("PROTOCOL") == PROTOCOL
    assert (constant("CODE_ALPHABET"), constant("CODE_LENGTH")) == (CODE_ALPHABET, CODE_LENGTH)


@bodies
def test_every_field_is_typed_for_the_browser(body: type[msgspec.Struct]) -> None:
    """Each body has an interface with all its fields; what may be left out is marked so."""
    block = interface(body.__name__)
    for field in fields_of(body):
        assert f"\n  {field.name}{'?' if field.optional else ''}: {field.kind};\n" in block
    assert block.count(";\n") == len(body.__struct_fields__)


@rows
def test_every_message_is_on_the_protocol_page(row: Row) -> None:
    """Its section has its fields with type and range, and says who may send it."""
    text = section(row)
    assert (row.body.__doc__ or "x").split("\n")[0].replace("``", "`") in text
    for field in fields_of(row.body):
        assert f"| `{field.name}`" in text
        assert field.limits in text
        assert field.meaning in text
    heading = text.split("\n")[0]
    for role in ("lead", "play", "stage"):
        assert (role in heading) == (role in row.roles)


def test_the_page_says_how_large_a_message_may_be() -> None:
    """The limit in bytes is in the head of the page."""
    assert f"at most {MAX_BYTES} bytes" in protocol_md()


@pytest.mark.parametrize(
    "text", [write() for write in WRITERS], ids=["wire.js", "wire.d.ts", "protocol.md"]
)
def test_written_files_say_that_they_are_written(text: str) -> None:
    """Whoever opens one is sent to the table instead; lines end plainly."""
    assert "do not edit (make generate)" in text[:200]
    assert text.endswith("\n")
    assert not [line for line in text.split("\n") if line != line.rstrip()]
