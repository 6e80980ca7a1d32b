"""Security headers of every answer, and the checks every request passes."""

from __future__ import annotations

from collections import Counter
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from unisono.app.addresses import is_loopback, own_base, peer_address
from unisono.app.origins import is_host_allowed, is_origin_allowed
from unisono.app.settings import Settings

_SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS")
_SOCKETS: Final = "/socket.io"
_VENDOR: Final = "/static/vendor/"
_DAY_S: Final = 86_400
_TRUSTED_TYPES: Final = ("require-trusted-types-for 'script'", "trusted-types unisono")
_FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), midi=(self)",
}


def content_policy(host: str, path: str = "/") -> str:
    """Return the Content-Security-Policy for a page served under a host name.

    Same-origin WebSockets are named, because not every browser counts them under ``'self'``.
    The review page alone may set HTML from a string: the plotting library needs to.
    """
    trusted = () if path == "/review" else _TRUSTED_TYPES
    return "; ".join(
        (
            *trusted,
            "default-src 'none'",
            "script-src 'self'",
            f"connect-src 'self' ws://{host} wss://{host}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'none'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        )
    )


def security_headers(request: web.Request, settings: Settings) -> dict[str, str]:
    """Return the headers that every answer to a request carries."""
    headers = {**_FIXED, "Content-Security-Policy": content_policy(request.host, request.path)}
    secure = own_base(request, settings).startswith("https:")
    if secure or is_loopback(request.url.host or ""):
        # Only a secure context may isolate itself, and gets finer clocks for it.
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Cache-Control"] = _caching(request.path)
    return headers


def add_checks(app: web.Application, settings: Settings) -> None:
    """Have an application check every request and mark every answer."""
    app.middlewares.append(_checker(settings))
    app.middlewares.append(_counter(settings))

    async def mark(request: web.Request, response: web.StreamResponse) -> None:
        for name, value in security_headers(request, settings).items():
            response.headers.setdefault(name, value)
        response.headers["Server"] = "unisono"

    app.on_response_prepare.append(mark)


def _caching(path: str) -> str:
    if path.startswith(_VENDOR):
        return f"public, max-age={_DAY_S}"
    return "no-cache" if path.startswith("/static/") else "no-store"


def _checker(settings: Settings) -> Middleware:
    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not is_host_allowed(request.host, settings):
            raise web.HTTPMisdirectedRequest(
                text="This server does not know the name it was called by. Set UNISONO_PUBLIC_URL "
                "or UNISONO_ALLOWED_HOSTS to the address people use."
            )
        changing = request.method not in _SAFE_METHODS or request.path.startswith(_SOCKETS)
        if changing and not is_origin_allowed(request, settings):
            raise web.HTTPForbidden(text="Another web page may not do this.")
        return await handler(request)

    return check


def _counter(settings: Settings) -> Middleware:
    open_sockets: Counter[str] = Counter()

    @web.middleware
    async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(_SOCKETS):
            return await handler(request)
        address = peer_address(request, settings)
        if open_sockets[address] >= settings.sockets_per_address:
            raise web.HTTPTooManyRequests(text="Too many connections from this address.")
        open_sockets[address] += 1
        try:
            return await handler(request)
        finally:
            open_sockets[address] -= 1
            if not open_sockets[address]:
                del open_sockets[address]

    return count
