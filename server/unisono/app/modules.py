"""How the scripts of a page hang together, read from the modules as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

IMPORT: Final = re.compile(r'^import\s+\{([^}]*)\}\s+from\s+"(\.[^"]+)";$', re.MULTILINE)
LATER: Final = re.compile(r'\bimport\("(\.[^"]+)"\)')
REMARK: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_VENDORS: Final = "vendor/"


def modules_of(folder: Path, entry: str) -> Iterator[str]:
    """Yield the paths of all modules that ``entry`` needs, itself last; the vendors' ones, too."""
    seen: set[str] = set()

    def walk(path: str) -> Iterator[str]:
        if path in seen:
            return
        seen.add(path)
        for _, needed in IMPORT.findall(text_of(folder, path)):
            yield from walk(resolved(path, needed))
        yield path

    yield from walk(entry)


def later_of(folder: Path, entry: str) -> dict[str, frozenset[str]]:
    """Return our modules that are asked for while a page runs, by it or by what it has loaded so.

    Returns:
        For each of them the modules that are surely there by then: those of the page, and those of
        whatever has to be loaded before somebody can ask.
    """
    there: dict[str, frozenset[str]] = {entry: frozenset()}
    open_ = [entry]
    while open_:
        asking = open_.pop()
        own = frozenset(filter(is_ours, modules_of(folder, asking)))
        loaded = there[asking] | own
        for later in {later for path in own for later in _asked_for(folder, path)}:
            known = there.get(later)
            there[later] = loaded if known is None else known & loaded
            if there[later] != known:
                open_.append(later)
    del there[entry]
    return there


def is_ours(path: str) -> bool:
    """Return whether a module is our own, not a vendor's."""
    return not path.startswith(_VENDORS)


def resolved(path: str, needed: str) -> str:
    """Return the path of what the module at ``path`` calls ``needed``, such as ``../dom.js``."""
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / needed).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def text_of(folder: Path, path: str) -> str:
    """Return a module as it is written; nothing of a vendor's, which needs nothing of ours."""
    if not is_ours(path):
        return ""
    return (folder / path).read_text(encoding="utf-8")


def _asked_for(folder: Path, path: str) -> set[str]:
    text = REMARK.sub("", text_of(folder, path))  # remarks name types in the same way
    return set(filter(is_ours, (resolved(path, needed) for needed in LATER.findall(text))))
