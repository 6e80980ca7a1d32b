"""Laws about the import contracts: they speak of every room, so none escapes them."""

from __future__ import annotations

import pkgutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

import unisono

SHELLS = {"app", "cli", "client", "library", "store", "testing"}
DOORS = {"readers.files"}
"""Modules that open files inside a room that is otherwise pure; they, too, stay out of the core."""


@pytest.fixture(scope="module")
def contracts(repo_root: Path) -> dict[str, Any]:
    """The contracts of import-linter by their id."""
    project = tomllib.loads((repo_root / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in project["tool"]["importlinter"]["contracts"]}


def rooms() -> set[str]:
    """Name the rooms of the installed package."""
    return {module.name for module in pkgutil.iter_modules(unisono.__path__)} - {"__main__"}


def modules_of(room: str) -> set[str]:
    """Name the modules in a room, as ``room.module``."""
    found = pkgutil.iter_modules([str(Path(unisono.__path__[0]) / room)])
    return {f"{room}.{module.name}" for module in found}


def test_every_room_is_a_shell_or_core(contracts: dict[str, Any]) -> None:
    """A new room is in the core contract, whole or module by module, unless it is a shell."""
    core = {name.removeprefix("unisono.") for name in contracts["core"]["source_modules"]}
    for room in rooms() - SHELLS:
        assert room in core or modules_of(room) <= core | DOORS, room


def test_every_room_has_its_place_in_the_order(contracts: dict[str, Any]) -> None:
    """The order of the rooms names each of them once."""
    order = " ".join(contracts["rooms"]["layers"])
    names = [name.strip("()") for name in order.replace("|", " ").replace(":", " ").split()]
    assert len(names) == len(set(names))
    assert rooms() <= set(names)
