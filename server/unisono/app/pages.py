"""The pages: shells of HTML without data; their scripts fetch what the link's token gives."""

from __future__ import annotations

import dataclasses
import re

import aiohttp_jinja2
import jinja2
from aiohttp import web

from unisono.app.contexts import (
    ClockPage,
    ConsolePage,
    HomePage,
    LostPage,
    Page,
    PatternsPage,
    PlainPlayPage,
    PlayPage,
    ReadyPage,
    ReviewPage,
    StagePage,
)
from unisono.app.languages import gettext, language_of, ngettext, speak, words_for
from unisono.app.static import WEB_PACKAGE, add_static

_CODE_IN_ADDRESS = re.compile(r"[A-Za-z0-9-]{1,16}")


def add_pages(app: web.Application) -> None:
    """Serve the pages and the static files of the web package."""
    loader = jinja2.PackageLoader(WEB_PACKAGE)
    environment = aiohttp_jinja2.setup(
        app,
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.router.add_get("/", home)
    app.router.add_get("/j", play)
    app.router.add_get("/j/{code}", play)
    app.router.add_get("/console", console)
    app.router.add_get("/stage", stage)
    app.router.add_get("/review", review)
    app.router.add_get("/clock", clock)
    app.router.add_get("/patterns", patterns)
    app.router.add_get("/ready", ready)
    app.router.add_get("/favicon.ico", favicon)
    add_static(app)
    app.router.add_get("/{nowhere:[^.]*}", lost)  # last: whatever nothing else answers


async def home(request: web.Request) -> web.Response:
    """Start a circle, or join one."""
    return _render("home.html", request, HomePage())


async def play(request: web.Request) -> web.Response:
    """The participant's pad."""
    code = request.match_info.get("code", "")
    if code and not _CODE_IN_ADDRESS.fullmatch(code):
        return await lost(request)
    kind = PlainPlayPage if "plain" in request.query else PlayPage
    return _render("play.html", request, kind(code=code))


async def console(request: web.Request) -> web.Response:
    """The facilitator's desk."""
    return _render("console.html", request, ConsolePage())


async def stage(request: web.Request) -> web.Response:
    """The projector's view."""
    return _render("stage.html", request, StagePage())


async def review(request: web.Request) -> web.Response:
    """Afterwards."""
    return _render("review.html", request, ReviewPage())


async def clock(request: web.Request) -> web.Response:
    """The clock in numbers, for the curious and for whoever helps."""
    return _render("clock.html", request, ClockPage())


async def ready(request: web.Request) -> web.Response:
    """Whether a device is ready to play: its sound, and what it can do."""
    return _render("ready.html", request, ReadyPage())


async def patterns(request: web.Request) -> web.Response:
    """Rhythms and songs to hear, change and share."""
    return _render("patterns.html", request, PatternsPage())


async def lost(request: web.Request) -> web.Response:
    """An address that leads nowhere, said kindly."""
    response = _render("lost.html", request, LostPage())
    response.set_status(404)
    return response


async def favicon(request: web.Request) -> web.Response:
    """The icon browsers ask for whatever a page says."""
    raise web.HTTPFound("/static/icon.svg")


def _context(page: Page) -> dict[str, object]:
    return {field.name: getattr(page, field.name) for field in dataclasses.fields(page)}


def _render(template: str, request: web.Request, page: Page) -> web.Response:
    language = language_of(request)
    speak(language)
    page = dataclasses.replace(page, language=language, words=words_for(language, page.texts))
    response = aiohttp_jinja2.render_template(template, request, _context(page))
    response.headers["Vary"] = "Accept-Language, Cookie"
    response.enable_compression()  # shells without secrets: those travel in the fragment
    return response
