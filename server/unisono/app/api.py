"""The few things asked over plain HTTP: a new circle, the review, health."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
from aiohttp import web

from unisono import __version__
from unisono.app.addresses import own_base, peer_address, shared_base
from unisono.app.invitations import Bases, console_url, links_message, lobby_url
from unisono.app.keys import CLOCK, OPENINGS, REGISTRY, SETTINGS, STORE
from unisono.app.languages import Reader, language_of
from unisono.app.shelf import plans
from unisono.errors import N_, NotAllowed, NotNow, PeerError, TooMuch, UnknownDoor
from unisono.review import report_json, session_json, session_midi, taps_csv
from unisono.sentences import told_in
from unisono.session import Entry
from unisono.store import TokenKind

OPENINGS_PER_S: Final = 0.2
OPENINGS_BURST: Final = 20.0
OPEN_WITHIN_S: Final = 5.0
_STATUS: Final = {
    TooMuch.code: 429,
    UnknownDoor.code: 404,
    NotAllowed.code: 401,
    NotNow.code: 503,
}
_JSON: Final = "application/json"
_BEARER: Final = "Bearer "


def add_api(app: web.Application) -> None:
    """Serve the API."""
    app.router.add_get("/healthz", health)
    app.router.add_post("/api/circles", open_circle)
    app.router.add_get("/api/plans", list_plans)
    app.router.add_get("/api/review", review)
    app.router.add_get("/api/review/export.json", export_json)
    app.router.add_get("/api/review/taps.csv", export_csv)
    app.router.add_get("/api/review/export.mid", export_midi)


async def health(request: web.Request) -> web.Response:
    """Say whether the server works, and with it the database."""
    well = await request.app[STORE].is_well()
    body = {
        "status": "ok" if well else "trouble",
        "version": __version__,
        "database": "ok" if well else "trouble",
    }
    return web.json_response(body, status=200 if well else 503)


async def open_circle(request: web.Request) -> web.Response:
    """Open a session and answer with its links; the only time the console token is sent."""
    app, settings = request.app, request.app[SETTINGS]
    if not app[OPENINGS].take(peer_address(request, settings), app[CLOCK].monotonic_s()):
        return _refusal(TooMuch("Too many circles were opened from here. Please wait a little."))
    try:
        async with asyncio.timeout(OPEN_WITHIN_S):
            opened = await app[REGISTRY].open()
    except TimeoutError:
        return _refusal(NotNow(N_("Nothing can be saved at this moment. Please try again soon.")))
    bases = Bases(own_base(request, settings), shared_base(request, settings))
    code = opened.live.row.code
    links = links_message(bases, code, opened.capabilities)
    body = {
        "console": opened.capabilities.console,
        "code": code,
        "links": {
            "console": console_url(bases, opened.capabilities),
            "join": links.join_url,
            "lobby": lobby_url(bases, code),
            "stage": links.stage_url,
            "helper": links.helper_url,
            "review": links.review_url,
        },
    }
    return web.json_response(body, status=201)


async def list_plans(request: web.Request) -> web.Response:
    """Answer with the plans to begin from, by their ids; anybody may read them."""
    return web.Response(body=msgspec.json.encode({"plans": plans()}), content_type=_JSON)


async def review(request: web.Request) -> web.Response:
    """Answer with the report."""
    return await _of_log(request, report_json, "application/json")


async def export_json(request: web.Request) -> web.Response:
    """Answer with everything that was recorded."""
    return await _of_log(request, session_json, "application/json", "unisono-session.json")


async def export_csv(request: web.Request) -> web.Response:
    """Answer with all taps as a table."""
    return await _of_log(request, taps_csv, "text/csv", "unisono-taps.csv")


async def export_midi(request: web.Request) -> web.Response:
    """Answer with everything that was played, as a MIDI file."""
    return await _of_log(request, session_midi, "audio/midi", "unisono-session.mid", None)


async def _of_log(
    request: web.Request,
    make: Callable[[Sequence[Entry]], bytes | str],
    content_type: str,
    file_name: str = "",
    charset: str | None = "utf-8",
) -> web.Response:
    """Compute something from a whole log, in a thread: a long session takes a moment."""
    try:
        entries = await _entries(request)
    except PeerError as error:
        return _refusal(error)
    with told_in(Reader(language_of(request).tag)):
        made = await asyncio.to_thread(make, entries)
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'} if file_name else {}
    body = made.encode() if isinstance(made, str) else made
    return web.Response(body=body, content_type=content_type, charset=charset, headers=headers)


async def _entries(request: web.Request) -> list[Entry]:
    header = request.headers.get("Authorization", "")
    if not header.startswith(_BEARER):
        raise NotAllowed("The review needs the token of its link.")
    token = header.removeprefix(_BEARER).strip()
    for kind in (TokenKind.REVIEW, TokenKind.HELPER, TokenKind.CONSOLE):
        row = await request.app[REGISTRY].row_by_token(kind, token)
        if row is not None:
            return await request.app[STORE].read.entries(row.id)
    raise UnknownDoor("That link opens no review. Please ask the facilitator for it.")


def _refusal(error: PeerError) -> web.Response:
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    return web.json_response(body, status=_STATUS[error.code], dumps=json.dumps)
