"""Laws about the wheel: it carries everything that runs, nothing else, and needs no Node."""

from __future__ import annotations

import ast
import email
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOTS = {"server": "unisono", "web": "unisono_web", "midi": "unisono_midi"}
VENDOR = "unisono_web/static/vendor"
ENDINGS = {
    ".css", ".html", ".ico", ".js", ".json", ".md", ".mjs", ".mo", ".ogg", ".png", ".po", ".py",
    ".svg", ".toml", ".txt", ".typed", ".wav", ".webmanifest", ".webp",
}  # fmt: skip


@pytest.fixture(scope="module")
def wheel(wheel_path: Path) -> Iterator[zipfile.ZipFile]:
    """The wheel, opened."""
    with zipfile.ZipFile(wheel_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    """What the wheel says of itself."""
    name = next(n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
    return email.message_from_bytes(wheel.read(name))


def ours(wheel: zipfile.ZipFile) -> set[str]:
    """Name the files of the wheel that are not its own paperwork."""
    return {name for name in wheel.namelist() if ".dist-info/" not in name}


def test_wheel_holds_the_three_roots_and_nothing_beside_them(wheel: zipfile.ZipFile) -> None:
    """Installing puts exactly three packages on the machine, each marked as typed."""
    assert {name.split("/")[0] for name in ours(wheel)} == set(ROOTS.values())
    assert {f"{package}/py.typed" for package in ROOTS.values()} <= ours(wheel)


def test_wheel_holds_every_source_file_of_the_checkout(
    wheel: zipfile.ZipFile, repo_root: Path
) -> None:
    """No template, style, script or module is left behind, and no file has other content."""
    for folder, package in ROOTS.items():
        for path in (repo_root / folder / package).rglob("*"):
            name = path.relative_to(repo_root / folder).as_posix()
            if path.is_file() and "__pycache__" not in name and not name.endswith(".d.ts"):
                assert wheel.read(name) == path.read_bytes(), name


def test_wheel_holds_no_stray_file(wheel: zipfile.ZipFile) -> None:
    """Only kinds of file that a running Unisono reads or a reader of it needs are in the wheel."""
    strays = {name for name in ours(wheel) if Path(name).suffix not in ENDINGS}
    assert not strays
    assert not {n for n in ours(wheel) if "node_modules" in n or "/." in n or "/test_" in n}


def test_wheel_carries_the_browser_code_at_its_locked_version(
    wheel: zipfile.ZipFile, repo_root: Path
) -> None:
    """Each third-party file is the version of package-lock.json, unaltered, with its licences."""
    lock = json.loads((repo_root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    record = json.loads(wheel.read(f"{VENDOR}/vendor.json"))
    assert {"socket.io.esm.min.js", "echarts.esm.min.js"} == set(record)
    for name, entry in record.items():
        content = wheel.read(f"{VENDOR}/{name}")
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert entry["version"] == lock[f"node_modules/{entry['package']}"]["version"]
        assert entry["version"].encode() in content
        paper = wheel.read(f"{VENDOR}/{entry['licenses']}").decode()
        assert f"==== {entry['package']} {entry['version']} ====" in paper


def test_wheel_says_what_it_is(metadata: Message, wheel: zipfile.ZipFile) -> None:
    """Name, licence and the lowest Python are right, and the licence text is inside."""
    assert metadata["Name"] == "unisono"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert {"midi", "postgres"} <= set(metadata.get_all("Provides-Extra", []))
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel.namelist())


def test_every_imported_library_is_declared(metadata: Message, wheel: zipfile.ZipFile) -> None:
    """A plain install is enough: what our code imports is ours, Python's or a declared need."""
    requirements = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    declared = {canonicalize_name(requirement.name) for requirement in requirements}
    owners = packages_distributions()
    undeclared = set()
    for module in third_party_imports(wheel):
        names = {canonicalize_name(name) for name in owners.get(module, [module])}
        if not names & declared:
            undeclared.add(module)
    assert not undeclared


def third_party_imports(wheel: zipfile.ZipFile) -> set[str]:
    """Collect the top-level names that any module in the wheel imports and Python lacks."""
    found: set[str] = set()
    for name in ours(wheel):
        if name.endswith(".py"):
            found |= imports_of(ast.parse(wheel.read(name), name))
    return found - set(sys.stdlib_module_names) - set(ROOTS.values())


def imports_of(tree: ast.AST) -> set[str]:
    """Collect the top-level names that one module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found
