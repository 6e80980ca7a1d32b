"""The static files: known by name beforehand, compressed once, asked for anew by their tag.

Only files that lie in the web package's folder when they are first asked for can be answered, so no
address leads anywhere else. Text goes out compressed where the client takes it: a phone on a slow
line waits for bytes. WebSocket frames are never compressed: they are small, and it costs more than
it saves. Our own scripts go out without their comments: half of what stands in them is for people
who read the source, which stays as it is.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Final

import rjsmin  # type: ignore[import-untyped]
from aiohttp import web

from unisono.app.languages import LANGUAGES, words_for
from unisono.app.modules import later_of, modules_of
from unisono.app.parcels import (
    PARCELS,
    Speech,
    later_parcel_of,
    parcel_of,
    sheets_of,
    styles_of,
)

WEB_PACKAGE: Final = "unisono_web"
_TEXT: Final = (".js", ".css", ".svg", ".json", ".txt", ".md")
_TYPES: Final = {
    ".js": "text/javascript",
    ".md": "text/plain",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is sent: its bytes, the same packed (or None), its type and tag.

    ``paths`` are the files it is made of, ``changed`` tells whether one of them is another by now.
    """

    body: bytes
    packed: bytes | None
    content_type: str
    tag: str
    paths: tuple[Path, ...]
    changed: tuple[int, int]


class StaticFiles:
    """Answers for the files of a folder; links out of it are not followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._files: dict[str, StaticFile] = {}

    async def answer(self, request: web.Request) -> web.Response:
        """Send a file, or say that the client's copy is still good."""
        found = self._find(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound(text="There is no such file.")
        tag = f'"{found.tag}"'
        headers = {"ETag": tag, "Vary": "Accept-Encoding"}
        if tag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        body = found.body
        if found.packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"], body = "gzip", found.packed
        return web.Response(
            body=body, headers=headers, content_type=found.content_type, charset=_charset(found)
        )

    def _find(self, name: str) -> StaticFile | None:
        known = self._files.get(name)
        if known is None or known.changed != _newest(known.paths):
            known = self._parcel(name) if name.startswith(PARCELS) else self._file(name)
        if known is not None:
            self._files[name] = known
        return known

    def _file(self, name: str) -> StaticFile | None:
        path = self._folder / name
        one_way_to_say_it = PurePosixPath(name).as_posix() == name  # each would be kept once
        if not one_way_to_say_it or ".." in path.parts or path.is_symlink() or not path.is_file():
            return None
        return _read(path) if path.resolve().is_relative_to(self._folder) else None

    def _parcel(self, name: str) -> StaticFile | None:
        """Return a page's styles or scripts, or what its scripts load later, in one file."""
        first, *rest = name.removeprefix(PARCELS).split("/", 2)
        if not rest:
            return self._styles(first)
        language = next((one for one in LANGUAGES if one.tag == first), None)
        page = rest[0].removesuffix(".js")
        whole = page != rest[0]
        entry = f"js/pages/{page}.js"
        if language is None or not page.isidentifier() or self._file(entry) is None:
            return None
        speech = Speech(language.tag, lambda texts: words_for(language, (texts,)))
        if whole:
            script = parcel_of(self._folder, entry, speech)
            return self._scripts(script, entry) if len(rest) == 1 else None
        return self._later(entry, rest[1], speech) if len(rest) == 2 else None

    def _styles(self, name: str) -> StaticFile | None:
        page, _, kind = name.partition(".")
        sheets = sheets_of(self._folder, page) if kind == "css" else []
        if not sheets:
            return None
        return _static_file(styles_of(self._folder, page).encode(), ".css", sheets)

    def _later(self, entry: str, later: str, speech: Speech) -> StaticFile | None:
        if later not in later_of(self._folder, entry):
            return None
        script = later_parcel_of(self._folder, entry, later, speech)
        return self._scripts(script, entry, later)

    def _scripts(self, script: str, *entries: str) -> StaticFile:
        modules = [path for entry in entries for path in modules_of(self._folder, entry)]
        body = without_comments(script).encode()
        return _static_file(body, ".js", (self._folder / path for path in modules))


def add_static(app: web.Application) -> None:
    """Serve the static files of the web package under ``/static``."""
    app.router.add_get("/static/{name:.+}", StaticFiles(static_folder()).answer)


def static_folder() -> Path:
    """Return the folder of the web package's static files."""
    return Path(str(resources.files(WEB_PACKAGE) / "static"))


def without_comments(script: str) -> str:
    """Return a script without comments and needless space; it does the same."""
    slim: str = rjsmin.jsmin(script)
    return slim


def _read(path: Path) -> StaticFile:
    body = path.read_bytes()
    if path.suffix == ".js" and not path.name.endswith(".min.js"):
        body = without_comments(body.decode()).encode()
    return _static_file(body, path.suffix, [path])


def _static_file(body: bytes, suffix: str, paths: Iterable[Path]) -> StaticFile:
    # mtime=0 keeps the packed bytes the same from start to start.
    packed = gzip.compress(body, mtime=0) if suffix in _TEXT else None
    guessed = _TYPES.get(suffix) or mimetypes.guess_type(f"file{suffix}")[0]
    tag = hashlib.sha256(body).hexdigest()[:20]
    made_of = tuple(paths)
    content_type = guessed or "application/octet-stream"
    return StaticFile(body, packed, content_type, tag, made_of, _newest(made_of))


def _newest(paths: Iterable[Path]) -> tuple[int, int]:
    """Return what tells whether some of these files have changed."""
    stats = [path.stat() for path in paths if path.exists()]
    newest = max((stat.st_mtime_ns for stat in stats), default=0)
    return newest, sum(stat.st_size for stat in stats)


def _charset(file: StaticFile) -> str | None:
    return "utf-8" if file.content_type.startswith("text/") else None
