"""A parcel: every module that a page's script needs, in one file, so that a slow line asks once.

On a line with round trips of 400 ms, eighty small files take longer to ask for than to send. The
modules stay as they are written and may be had one by one (``/j?plain``); a parcel only puts them
behind one another, each in a function of its own, in the order in which they need each other::

    const m = {};
    m["js/now.js"] = (() => { …; return { localNow, localAt }; })();
    m["js/sync.js"] = (() => { const { localNow } = m["js/now.js"]; …; return { ClockDriver }; })();

What it understands is how this project writes its modules: named imports, and exports where
something is declared. Anything else is refused, and a test holds that nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from unisono.errors import OurError

_IMPORT: Final = re.compile(r'^import\s+\{([^}]*)\}\s+from\s+"(\.[^"]+)";$', re.MULTILINE)
_DECLARED: Final = re.compile(
    r"^export\s+((?:async\s+)?(?:const|class|function\s*\*?)\s+)(\w+)", re.MULTILINE
)
_LISTED: Final = re.compile(r"^export\s+\{([^}]*)\};$", re.MULTILINE)
_LATER: Final = re.compile(r'\bimport\("(\.[^"]+)"\)')
_OTHER: Final = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)
_OWN_ADDRESS: Final = "import.meta.url"
_ADDRESS: Final = "/static/"
SHEETS: Final = {
    "play": ("tokens", "base", "figures", "circle", "tubs", "guide", "play"),
}
"""Style sheets of the pages that have them in one parcel, in their order."""
_REMARK: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


class NotAModule(OurError):
    """A script that a parcel cannot take: it imports or exports in another way, or in a circle."""


@dataclass(slots=True)
class _Parcel:
    folder: Path
    modules: list[str] = field(default_factory=list)
    vendors: dict[str, str] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    open: list[str] = field(default_factory=list)


def parcel_of(folder: Path, entry: str) -> str:
    """Return one script that does what the module ``entry`` does.

    Args:
        folder: the static files.
        entry: path of the module in it, for example ``js/pages/play.js``.

    Raises:
        NotAModule: if a module needs itself, or imports or exports in a way that is not ours.
    """
    parcel = _Parcel(folder)
    _put(parcel, entry)
    heads = [
        f'import * as {name} from "{_ADDRESS}{path}";' for path, name in parcel.vendors.items()
    ]
    return "\n".join([*heads, "const m = {};", *parcel.modules, ""])


def sheets_of(folder: Path, page: str) -> list[Path]:
    """Return the style sheets of a page that has a parcel of them."""
    return [folder / "css" / f"{name}.css" for name in SHEETS.get(page, ())]


def styles_of(folder: Path, page: str) -> str:
    """Return the style sheets of a page behind one another, without remarks."""
    texts = (sheet.read_text(encoding="utf-8") for sheet in sheets_of(folder, page))
    return "".join(re.sub(r"\n\s*", "\n", _REMARK.sub("", text)) for text in texts)


def modules_of(folder: Path, entry: str) -> Iterator[str]:
    """Yield the paths of all modules that ``entry`` needs, itself last; the vendors' ones, too."""
    seen: set[str] = set()

    def walk(path: str) -> Iterator[str]:
        if path in seen:
            return
        seen.add(path)
        for _, needed in _IMPORT.findall(_text(folder, path)):
            yield from walk(_resolved(path, needed))
        yield path

    yield from walk(entry)


def _put(parcel: _Parcel, path: str) -> None:
    if path in parcel.done:
        return
    if path in parcel.open:
        raise NotAModule(f"These modules need each other in a circle: {[*parcel.open, path]}.")
    if path.startswith("vendor/"):
        parcel.vendors[path] = f"v{len(parcel.vendors)}"
        parcel.done.add(path)
        return
    text = _text(parcel.folder, path)
    parcel.open.append(path)
    for _, needed in _IMPORT.findall(text):
        _put(parcel, _resolved(path, needed))
    parcel.open.pop()
    parcel.done.add(path)
    parcel.modules.append(_wrapped(parcel, path, text))


def _wrapped(parcel: _Parcel, path: str, text: str) -> str:
    exported = [name for _, name in _DECLARED.findall(text)]
    for names in _LISTED.findall(text):
        exported += _names(names)

    def taken(found: re.Match[str]) -> str:
        needed = _resolved(path, found[2])
        home = parcel.vendors.get(needed, f'm["{needed}"]')
        parts = [": ".join(re.split(r"\s+as\s+", name)) for name in _names(found[1])]
        return f"const {{ {', '.join(parts)} }} = {home};"

    body = _IMPORT.sub(taken, text)
    body = _DECLARED.sub(r"\1\2", body)
    body = _LISTED.sub("", body)
    body = _LATER.sub(lambda found: f'import("{_ADDRESS}{_resolved(path, found[1])}")', body)
    body = body.replace(_OWN_ADDRESS, f'new URL("{_ADDRESS}{path}", location.href).href')
    left = _OTHER.search(body)
    if left is not None:
        raise NotAModule(f"A parcel cannot take this line of {path}: {left[0]}")
    return f'm["{path}"] = (() => {{\n{body}\nreturn {{ {", ".join(exported)} }};\n}})();'


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _resolved(path: str, needed: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / needed).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _text(folder: Path, path: str) -> str:
    if path.startswith("vendor/"):
        return ""
    return (folder / path).read_text(encoding="utf-8")
