"""Links and codes: where a circle is and what opens it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from unisono.errors import BadValue

KEY_BYTES: Final = 16
Role = Literal["play", "lead", "stage"]
_ROLE_BY_PATH: Final[dict[str, Role]] = {"j": "play", "console": "lead", "stage": "stage"}


@dataclass(frozen=True, slots=True)
class Place:
    """A link taken apart: the server, what one may do there, and the token or code."""

    url: str
    role: Role
    token: str | None = None
    code: str | None = None


def new_key() -> str:
    """Return a random secret that stands for one person in one session."""
    return secrets.token_urlsafe(KEY_BYTES)


def place_of(link: str) -> Place:
    """Return what a join, console or stage link leads to.

    Raises:
        BadValue: if it is not a link of ours.
    """
    parts = urlsplit(link.strip())
    head, _, tail = parts.path.strip("/").partition("/")
    role = _ROLE_BY_PATH.get(head)
    if parts.scheme not in {"http", "https"} or not parts.netloc or role is None:
        raise BadValue("link", link, "a link such as http://localhost:8080/j#...")
    token, code = parts.fragment or None, tail.upper() or None
    if token is None and code is None:
        raise BadValue("link", link, "a whole link, with everything after the #")
    return Place(f"{parts.scheme}://{parts.netloc}", role, token, code)


def clean_code(code: str) -> str:
    """Return a join code as it is written on the wall: capitals, no spaces or dashes."""
    return re.sub(r"[\s-]", "", code).upper()
