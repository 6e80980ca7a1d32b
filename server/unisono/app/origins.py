"""Which host names we answer to and which web pages may talk to us."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from aiohttp import web

from unisono.app.addresses import is_loopback
from unisono.app.settings import Settings


def is_host_allowed(host: str, settings: Settings) -> bool:
    """Return whether a Host header names this server.

    A page of somebody else can have its own name point to our address; then the browser would
    take us for that page. Names only the local network can give out and plain addresses are safe.
    """
    name = (urlsplit(f"//{host}").hostname or "").lower()
    if "*" in settings.allowed_hosts or name in settings.allowed_hosts:
        return True
    if settings.public_url and name == urlsplit(settings.public_url).hostname:
        return True
    return is_loopback(name) or _is_address(name) or _is_local_name(name)


def is_origin_allowed(request: web.Request, settings: Settings) -> bool:
    """Return whether the page a request comes from may make it.

    Programs send no Origin; they hold a token, which no web page can make a browser send.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    if origin in settings.allowed_origins or origin == settings.public_url:
        return True
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and parts.netloc.lower() == request.host.lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_local_name(name: str) -> bool:
    return name.endswith(".local") or name == socket.gethostname().lower()
