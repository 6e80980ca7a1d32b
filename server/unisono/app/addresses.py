"""Addresses: who a request comes from, and where people can reach this server."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from unisono.app.settings import Settings

ANY_INTERFACE: Final = ("", "0.0.0.0", "::")  # noqa: S104 - recognised, not bound
_IPV6_NETWORK_BITS: Final = 64


def peer_address(request: web.Request, settings: Settings) -> str:
    """Return who to count a request for: an IPv4 address or an IPv6 /64 network.

    The header a reverse proxy adds is believed only if the proxy is one we were told to trust.
    """
    seen = request.remote or ""
    if seen in settings.trusted_proxies:
        forwarded = request.headers.get("X-Forwarded-For", seen)
        seen = forwarded.rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return seen[:64]
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _IPV6_NETWORK_BITS), strict=False))


def own_base(request: web.Request, settings: Settings) -> str:
    """Return the address this browser itself uses, for example ``http://localhost:8080``."""
    scheme = request.scheme
    if request.remote in settings.trusted_proxies:
        scheme = request.headers.get("X-Forwarded-Proto", scheme).partition(",")[0].strip()
    return f"{'https' if scheme == 'https' else 'http'}://{request.host}"


def shared_base(request: web.Request, settings: Settings) -> str:
    """Return the address other people's devices can use.

    On this machine itself the browser says ``localhost``, which means nothing to a phone: then it
    is our address in the local network, if the server listens there.
    """
    if settings.public_url:
        return settings.public_url
    base = own_base(request, settings)
    parts = urlsplit(base)
    if is_loopback(parts.hostname or "") and settings.host in ANY_INTERFACE:
        lan = lan_address()
        if lan is not None:
            port = f":{parts.port}" if parts.port else ""
            return f"{parts.scheme}://{lan}{port}"
    return base


def is_loopback(host: str) -> bool:
    """Return whether a host name means this machine only."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def lan_address() -> str | None:
    """Return this machine's address in the local network, or None.

    Connecting a datagram socket sends nothing; it only has the system choose a way out.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if is_loopback(address) or address in ANY_INTERFACE else address
