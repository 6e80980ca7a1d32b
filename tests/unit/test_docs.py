"""The documentation says what is so: what can be checked in it is checked here."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from unisono.session.cuelife import LIFE
from unisono.session.state import TRANSITIONS
from unisono.wire.document import protocol_md
from unisono.wire.javascript import wire_d_ts, wire_js

LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")


def documents(root: Path) -> list[Path]:
    """Return every page of documentation."""
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]


def drawn(root: Path) -> list[set[tuple[str, str, str]]]:
    """Return the moves of each diagram of states in docs/architecture.md: from, to, event."""
    text = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    diagrams = re.findall(r"stateDiagram-v2\n(.*?)```", text, re.DOTALL)
    move = re.compile(r"^    (\w+) --> (\w+): (\w+)$", re.MULTILINE)
    return [set(move.findall(diagram)) for diagram in diagrams]


def test_the_diagrams_of_the_session_are_its_tables(repo_root: Path) -> None:
    """docs/architecture.md draws every move of a session and of a cue, and no other."""
    phases, life = (
        {(a.value, b.value, kind.__name__.lower()) for (a, kind), b in table.items()}
        for table in (TRANSITIONS, LIFE)
    )

    assert drawn(repo_root) == [phases, life]


def test_every_room_is_in_the_table_of_rooms(repo_root: Path) -> None:
    """A folder or module of the server that the architecture page does not name is a stranger."""
    text = (repo_root / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", text))
    server = repo_root / "server" / "unisono"

    rooms = {p.stem for p in server.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}

    assert rooms - {"__init__"} <= named


def test_every_link_between_documents_leads_somewhere(repo_root: Path) -> None:
    """A relative link or picture in a document names a file that exists."""
    lost = [
        f"{page.relative_to(repo_root)}: {target}"
        for page in documents(repo_root)
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert lost == []


def test_the_lines_of_python_in_the_readme_run_and_say_something(repo_root: Path) -> None:
    """The README's example is at most six statements long and prints a togetherness."""
    text = (repo_root / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert code is not None
    printed = io.StringIO()

    with contextlib.redirect_stdout(printed):
        exec(compile(code[1], "README.md", "exec"), {})

    assert len([line for line in code[1].splitlines() if line.strip()]) <= 6
    assert "togetherness" in printed.getvalue().lower()


def test_every_setting_is_in_the_readme(repo_root: Path) -> None:
    """A setting nobody can read about does not exist."""
    settings = pytest.importorskip("unisono.app.settings").Settings
    text = (repo_root / "README.md").read_text(encoding="utf-8")

    missing = [name for name in settings.model_fields if f"UNISONO_{name.upper()}" not in text]

    assert missing == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("web/unisono_web/static/js/wire.js", wire_js),
        ("web/unisono_web/static/js/wire.d.ts", wire_d_ts),
        ("docs/protocol.md", protocol_md),
    ],
    ids=["wire.js", "wire.d.ts", "protocol.md"],
)
def test_what_is_written_from_the_table_of_messages_is_up_to_date(
    repo_root: Path, path: str, text: object
) -> None:
    """The browser's constants and the protocol page are what the table gives (make generate)."""
    assert callable(text)
    assert (repo_root / path).read_text(encoding="utf-8") == text()


def test_the_decisions_are_all_listed(repo_root: Path) -> None:
    """docs/decisions/README.md links every page of its folder."""
    folder = repo_root / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))

    assert {p.name for p in folder.glob("*.md")} - {"README.md"} == listed
