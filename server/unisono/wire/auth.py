"""What a connection says of itself when it connects (Socket.IO ``auth``)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from unisono.session.commands import Name

TOKEN_PATTERN = r"^[A-Za-z0-9_-]{20,64}$"  # noqa: S105 - the shape of a token, not one
Token = Annotated[
    str, Meta(pattern=TOKEN_PATTERN, description="at least 120 random bits, base64url")
]

Link = Annotated[str, Meta(max_length=128, description="the token of a link")]


class Auth(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The handshake.

    ``token`` is the capability that opens the session (join, console or stage link). A participant
    sends ``key``, a random secret its own device made once for this session: the same key always
    gets the same seat, so a lost answer or a lost connection can never cost a person their place.
    Without ``token`` a participant may send the typed ``code``.
    """

    role: Literal["play", "lead", "stage"]
    token: Link | None = None
    code: Annotated[str, Meta(max_length=16)] | None = None
    key: Token | None = None
    name: Name = ""
    device: Literal["browser", "bridge", "sim", "replay"] = "browser"
    protocol: int = 1
