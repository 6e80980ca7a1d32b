"""A parcel: every module that a page's script needs, in one file, so that a slow line asks once.

On a line with round trips of 400 ms, eighty small files take longer to ask for than to send. The
modules stay as they are written and may be had one by one (``/j?plain``); a parcel only puts them
behind one another, each in a function of its own, in the order in which they need each other::

    export const m = {};
    m["js/now.js"] ??= (() => { …; return { localNow }; })();
    m["js/sync.js"] ??= (() => { const { localNow } = m["js/now.js"]; …; return { Driver }; })();

What a page loads while it runs (``import("./more.js")``) comes in a parcel, too: the modules that
the page does not have yet, which then stand with its others, so that no module is there twice::

    import { m, anew } from "/static/parcels/en/play.js";
    m["js/more.js"] ??= (() => { …; return { more }; })();
    export const { more } = m["js/more.js"];

``import()`` is ``anew()`` in a parcel: what did not come while the line was away is asked for by
another name the next time. Firefox remembers that a script did not come, and never asks for it
again by the same name while the page lives (seen in 153; Chromium 156 asks). What a later parcel
needs is there already, so its own name is all that matters.

Before a module of texts stands what its sentences are in the parcel's language. So words come with
whatever says them, and a browser keeps them with it from visit to visit.

What it understands is how this project writes its modules: named imports, and exports where
something is declared. Anything else is refused, and a test holds that nothing is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from unisono.app.modules import (
    IMPORT,
    LATER,
    REMARK,
    is_ours,
    later_of,
    resolved,
    text_of,
)
from unisono.errors import OurError

_DECLARED: Final = re.compile(
    r"^export\s+((?:async\s+)?(?:const|class|function\s*\*?)\s+)(\w+)", re.MULTILINE
)
_LISTED: Final = re.compile(r"^export\s+\{([^}]*)\};$", re.MULTILINE)
_OTHER: Final = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)
_OWN_ADDRESS: Final = "import.meta.url"
_ADDRESS: Final = "/static/"
PARCELS: Final = "parcels/"
_LANGUAGE: Final = "js/language.js"
_HEAD: Final = (
    "export const m = {};",
    "const gone = {};",
    "export const anew = (at) => import(gone[at] ? at + '?again=' + gone[at] : at).catch((why) => {"
    " gone[at] = (gone[at] ?? 0) + 1; throw why; });",
)
"""Of a page's parcel: its modules, and how to ask for more of them."""
SHEETS: Final = {
    "play": ("tokens", "base", "figures", "circle", "tubs", "guide", "play"),
}
"""Style sheets of the pages that have them in one parcel, in their order."""


class NotAModule(OurError):
    """A script that a parcel cannot take: it imports or exports in another way, or in a circle."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A language as parcels need it.

    Attributes:
        tag: of the language.
        words: gives the words of a module of texts, by its file's name; none in English.
    """

    tag: str
    words: Callable[[str], Mapping[str, str | list[str]]]


@dataclass(slots=True)
class _Parcel:
    folder: Path
    page: str
    speech: Speech
    modules: list[str] = field(default_factory=list)
    vendors: dict[str, str] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    open: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the page's parcel is, without its ending."""
        return f"{_ADDRESS}{PARCELS}{self.speech.tag}/{self.page}"


def parcel_of(folder: Path, entry: str, speech: Speech) -> str:
    """Return one script that does what the module ``entry`` does.

    Args:
        folder: the static files.
        entry: path of a page's module in it, for example ``js/pages/play.js``.
        speech: the language its sentences are in.

    Raises:
        NotAModule: if a module needs itself, or imports or exports in a way that is not ours.
    """
    parcel = _Parcel(folder, PurePosixPath(entry).stem, speech)
    _put(parcel, entry)
    return _script(parcel, _HEAD)


def later_parcel_of(folder: Path, entry: str, later: str, speech: Speech) -> str:
    """Return one script with what the module ``later`` adds to what the page has by then.

    Raises:
        KeyError: if the page never asks for it; see ``later_of``.
        NotAModule: as for ``parcel_of``.
    """
    page = PurePosixPath(entry).stem
    parcel = _Parcel(folder, page, speech, done=set(later_of(folder, entry)[later]))
    _put(parcel, later)
    exported = ", ".join(_exported(text_of(folder, later)))
    parcel.modules.append(f'export const {{ {exported} }} = m["{later}"];')
    return _script(parcel, [f'import {{ m, anew }} from "{parcel.address}.js";'])


def sheets_of(folder: Path, page: str) -> list[Path]:
    """Return the style sheets of a page that has a parcel of them."""
    return [folder / "css" / f"{name}.css" for name in SHEETS.get(page, ())]


def styles_of(folder: Path, page: str) -> str:
    """Return the style sheets of a page behind one another, without remarks."""
    texts = (sheet.read_text(encoding="utf-8") for sheet in sheets_of(folder, page))
    return "".join(re.sub(r"\n\s*", "\n", REMARK.sub("", text)) for text in texts)


def _script(parcel: _Parcel, head: Iterable[str]) -> str:
    vendors = [
        f'import * as {name} from "{_ADDRESS}{path}";' for path, name in parcel.vendors.items()
    ]
    return "\n".join([*vendors, *head, *parcel.modules, ""])


def _put(parcel: _Parcel, path: str) -> None:
    if path in parcel.done:
        return
    if path in parcel.open:
        raise NotAModule(f"These modules need each other in a circle: {[*parcel.open, path]}.")
    if not is_ours(path):
        parcel.vendors[path] = f"v{len(parcel.vendors)}"
        parcel.done.add(path)
        return
    text = text_of(parcel.folder, path)
    parcel.open.append(path)
    for _, needed in IMPORT.findall(text):
        _put(parcel, resolved(path, needed))
    parcel.open.pop()
    parcel.done.add(path)
    words = parcel.speech.words(PurePosixPath(path).name)
    if words:
        said = json.dumps(words, ensure_ascii=False)
        parcel.modules.append(f'm["{_LANGUAGE}"].learn({said});')
    parcel.modules.append(_wrapped(parcel, path, text))


def _wrapped(parcel: _Parcel, path: str, text: str) -> str:
    def taken(found: re.Match[str]) -> str:
        needed = resolved(path, found[2])
        home = parcel.vendors.get(needed, f'm["{needed}"]')
        parts = [": ".join(re.split(r"\s+as\s+", name)) for name in _names(found[1])]
        return f"const {{ {', '.join(parts)} }} = {home};"

    body = IMPORT.sub(taken, text)
    body = _DECLARED.sub(r"\1\2", body)
    body = _LISTED.sub("", body)
    body = LATER.sub(lambda found: f'anew("{_later_address(parcel, path, found[1])}")', body)
    body = body.replace(_OWN_ADDRESS, f'new URL("{_ADDRESS}{path}", location.href).href')
    left = _OTHER.search(body)
    if left is not None:
        raise NotAModule(f"A parcel cannot take this line of {path}: {left[0]}")
    return f'm["{path}"] ??= (() => {{\n{body}\nreturn {{ {", ".join(_exported(text))} }};\n}})();'


def _exported(text: str) -> list[str]:
    declared = [name for _, name in _DECLARED.findall(text)]
    return declared + [name for names in _LISTED.findall(text) for name in _names(names)]


def _later_address(parcel: _Parcel, path: str, needed: str) -> str:
    later = resolved(path, needed)
    if not is_ours(later):
        return f"{_ADDRESS}{later}"
    return f"{parcel.address}/{later}"


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]
