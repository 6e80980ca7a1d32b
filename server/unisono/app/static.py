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
from pathlib import Path
from typing import Final

import rjsmin  # type: ignore[import-untyped]
from aiohttp import web

from unisono.app.parcels import modules_of, parcel_of, sheets_of, styles_of

WEB_PACKAGE: Final = "unisono_web"
PARCELS: Final = "parcels/"
_TEXT: Final = (".js", ".css", ".svg", ".json", ".txt", ".md")
_TYPES: Final = {
    ".js": "text/javascript",
    ".md": "text/plain",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is sent: its bytes, the same packed (or None), its type and tag."""

    body: bytes
    packed: bytes | None
    content_type: str
    tag: str
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
        if name.startswith(PARCELS):
            return self._parcel(name.removeprefix(PARCELS))
        path = self._folder / name
        if ".." in Path(name).parts or path.is_symlink() or not path.is_file():
            return None
        if not path.resolve().is_relative_to(self._folder):
            return None
        stat = path.stat()
        changed = (stat.st_mtime_ns, stat.st_size)
        known = self._files.get(name)
        if known is None or known.changed != changed:
            known = self._files[name] = _read(path, changed)
        return known

    def _parcel(self, name: str) -> StaticFile | None:
        """Return all scripts or styles of a page in one file, anew when one has changed."""
        page, dot, kind = name.partition(".")
        files = self._parts(page, kind) if page.isidentifier() else []
        if not files:
            return None
        known = self._files.get(PARCELS + name)
        changed = _newest(files)
        if known is None or known.changed != changed:
            known = _static_file(self._packed(page, kind).encode(), dot + kind, changed)
            self._files[PARCELS + name] = known
        return known

    def _parts(self, page: str, kind: str) -> list[Path]:
        entry = f"js/pages/{page}.js"
        if kind == "css":
            return sheets_of(self._folder, page)
        if kind != "js" or not (self._folder / entry).is_file():
            return []
        return [self._folder / path for path in modules_of(self._folder, entry)]

    def _packed(self, page: str, kind: str) -> str:
        if kind == "css":
            return styles_of(self._folder, page)
        return without_comments(parcel_of(self._folder, f"js/pages/{page}.js"))


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


def _read(path: Path, changed: tuple[int, int]) -> StaticFile:
    body = path.read_bytes()
    if path.suffix == ".js" and not path.name.endswith(".min.js"):
        body = without_comments(body.decode()).encode()
    return _static_file(body, path.suffix, changed)


def _static_file(body: bytes, suffix: str, changed: tuple[int, int]) -> StaticFile:
    # mtime=0 keeps the packed bytes the same from start to start.
    packed = gzip.compress(body, mtime=0) if suffix in _TEXT else None
    guessed = _TYPES.get(suffix) or mimetypes.guess_type(f"file{suffix}")[0]
    tag = hashlib.sha256(body).hexdigest()[:20]
    return StaticFile(body, packed, guessed or "application/octet-stream", tag, changed)


def _newest(paths: Iterable[Path]) -> tuple[int, int]:
    """Return what tells whether some of these files have changed."""
    stats = [path.stat() for path in paths]
    return max(stat.st_mtime_ns for stat in stats), sum(stat.st_size for stat in stats)


def _charset(file: StaticFile) -> str | None:
    return "utf-8" if file.content_type.startswith("text/") else None
