"""The links of a circle, and their QR code."""

from __future__ import annotations

from dataclasses import dataclass

import segno

from unisono.app.tokens import Capabilities
from unisono.session.messages import Links


@dataclass(frozen=True, slots=True)
class Bases:
    """Addresses of this server: for the browser that asks, and for everybody else's devices."""

    own: str
    shared: str


def console_url(bases: Bases, capabilities: Capabilities) -> str:
    """Return the private link that comes back to the console."""
    return f"{bases.own}/console#{capabilities.console}"


def lobby_url(bases: Bases, code: str) -> str:
    """Return the address with the typed code in it; it leads to the lobby."""
    return f"{bases.shared}/j/{code}"


def links_message(bases: Bases, code: str, capabilities: Capabilities) -> Links:
    """Return what a console or a stage shows of a circle's links; only what its token gives."""
    join_url = f"{bases.shared}/j#{capabilities.join}"
    console = capabilities.review is not None
    return Links(
        code=code,
        join_url=join_url,
        qr=qr_image(join_url, "QR code: opens this circle on a phone"),
        stage_url=f"{bases.shared}/stage#{capabilities.stage}" if console else None,
        review_url=f"{bases.own}/review#{capabilities.review}" if console else None,
        helper_url=f"{bases.shared}/console#{capabilities.helper}" if capabilities.helper else None,
    )


def qr_image(url: str, title: str) -> str:
    """Return a QR code as a ``data:`` URI of an SVG, black on white with its quiet zone."""
    code = segno.make(url, error="m", micro=False)
    return str(code.svg_data_uri(scale=8, border=4, title=title, light="#fff", dark="#000"))
