"""The library over HTTP: all of it as JSON, and the formats that need more than a browser to read.

Everybody may ask; nothing that is sent is kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import msgspec
from aiohttp import web

from unisono.app.addresses import peer_address
from unisono.app.keys import CLOCK, READINGS, SETTINGS
from unisono.errors import BadValue, PeerError, TooMuch
from unisono.library import load_library, song_json
from unisono.rhythm.abc_read import read_abc
from unisono.rhythm.midi import read_midi, write_midi, write_song_midi
from unisono.rhythm.mini import read_mini
from unisono.rhythm.pattern import Pattern, Sketch
from unisono.rhythm.song import Song, Tune
from unisono.rhythm.tubs import read_tubs

READINGS_PER_S: Final = 2.0
READINGS_BURST: Final = 40.0
MIDI_TYPE: Final = "audio/midi"
_IS_ABC: Final = re.compile(r"^K:", re.MULTILINE)
_TITLE: Final = re.compile(r"^\s*#.*$", re.MULTILINE)
_IS_MINI: Final = re.compile(r"[\[\]~*(?<>{}!]")
_GRIDS: Final = "1 to 12 boxes in a beat: say how fine the grid is"


@dataclass(frozen=True, slots=True)
class _Answer:
    """A body with its tag."""

    body: bytes
    tag: str


class MidiWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern that somebody wants as a MIDI file, and the drum of each row, if they know."""

    sketch: Sketch
    drums: tuple[int, ...] = ()
    cycles: int = 4

    def __post_init__(self) -> None:
        if any(not 0 <= drum <= 127 for drum in self.drums):
            raise BadValue("drums", self.drums, "notes of the drum channel, 0 to 127")


def add_library(app: web.Application) -> None:
    """Serve the library."""
    app.router.add_get("/api/library", everything)
    app.router.add_get("/api/library/{name}.mid", song_midi)
    app.router.add_post("/api/library/read", read)
    app.router.add_post("/api/library/midi", midi)


async def everything(request: web.Request) -> web.Response:
    """Answer with all patterns and songs; a copy that is still good is not sent again."""
    answer = _everything()
    headers = {"ETag": answer.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if answer.tag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    response = web.Response(body=answer.body, content_type="application/json", headers=headers)
    response.enable_compression()
    return response


async def song_midi(request: web.Request) -> web.Response:
    """Answer with a song of the library as a MIDI file with its words."""
    try:
        song = load_library().song(request.match_info["name"])
    except BadValue as problem:
        return _refusal(problem, 404)
    return _midi(write_song_midi(song), song.id)


async def read(request: web.Request) -> web.Response:
    """Answer with the pattern or the tune that a text or a MIDI file holds."""
    try:
        body = await _body(request)
        parts, name = request.query.get("parts", ""), request.query.get("name", "file")
        made = await asyncio.to_thread(_read, body, parts, name)  # a long one takes a moment
    except PeerError as problem:
        return _refusal(problem)
    return web.json_response(made, dumps=_dumps)


async def midi(request: web.Request) -> web.Response:
    """Answer with a pattern as a MIDI file."""
    try:
        wish = msgspec.json.decode(await _body(request), type=MidiWish)
        drums = {"gm": wish.drums} if wish.drums else {}
        made = await asyncio.to_thread(write_midi, wish.sketch, wish.cycles, **drums)
        return _midi(made, "rhythm")
    except msgspec.DecodeError as problem:
        return _refusal(BadValue("pattern", str(problem), "as /api/library describes patterns"))
    except PeerError as problem:
        return _refusal(problem)


def _read(body: bytes, parts: str, name: str) -> dict[str, Any]:
    if body.startswith(b"MThd"):
        if not parts.isascii() or not parts.isdigit() or len(parts) > 2:
            raise BadValue("grid", parts, _GRIDS)
        return {"sketch": msgspec.to_builtins(read_midi(name[:60], body, int(parts)))}
    try:
        text = body.decode()
    except UnicodeDecodeError as problem:
        raise BadValue("file", name[:60], "a text or a MIDI file") from problem
    if _IS_ABC.search(text):
        return {"tune": _tune(read_abc(text)), "abc": text}
    reader = read_mini if _IS_MINI.search(_TITLE.sub("", text)) else read_tubs
    return {"sketch": msgspec.to_builtins(reader(text))}


def _tune(tune: Tune) -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(tune)
    for line, words in zip(made["lines"], tune.lines, strict=True):
        line["words"] = words.words
    return made


async def _body(request: web.Request) -> bytes:
    address = peer_address(request, request.app[SETTINGS])
    if not request.app[READINGS].take(address, request.app[CLOCK].monotonic_s()):
        raise TooMuch("Many files came from here just now. Please wait a little.")
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge as problem:
        raise TooMuch("That is more than a rhythm needs: at most 16 kB.") from problem


def _midi(body: bytes, name: str) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.mid"'}
    return web.Response(body=body, content_type=MIDI_TYPE, headers=headers)


@cache
def _everything() -> _Answer:
    library = load_library()
    patterns: list[Pattern] = list(library.patterns)
    songs: list[Song] = list(library.songs)
    body = _dumps(
        {
            "patterns": [msgspec.to_builtins(pattern) for pattern in patterns],
            "songs": [song_json(song) for song in songs],
        }
    ).encode()
    return _Answer(body, f'"{hashlib.sha256(body).hexdigest()[:20]}"')


def _refusal(problem: PeerError, status: int = 422) -> web.Response:
    body = {"code": problem.code, "message": problem.message}
    status = 429 if isinstance(problem, TooMuch) else status
    return web.json_response(body, status=status, dumps=_dumps)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
