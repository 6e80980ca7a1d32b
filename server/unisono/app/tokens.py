"""Capabilities: whoever holds a link may do what the link is for.

::

    console ──▶ helper ──▶ stage ──▶ join
                  └──────▶ review

Each arrow is a one-way step, so a console can show every other link again without the server
storing any of them; the database holds hashes only. A session that was opened before there were
helpers has none: its console leads to stage and review directly.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from typing import Final

from unisono.store import TokenKind
from unisono.wire.table import CODE_ALPHABET, CODE_LENGTH

_CODE = re.compile(rf"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}")
_DERIVED_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What one token gives: itself and all tokens that follow from it."""

    console: str | None = None
    helper: str | None = None
    stage: str | None = None
    join: str | None = None
    review: str | None = None


def new_console_token() -> str:
    """Return a fresh console token of 256 random bits."""
    return secrets.token_urlsafe(32)


def capabilities_of(kind: TokenKind, token: str, *, helped: bool = True) -> Capabilities:
    """Return a token together with everything that follows from it.

    Args:
        kind: what the token opens.
        token: the token.
        helped: whether the session knows helpers; those of former versions do not.
    """
    if kind is TokenKind.CONSOLE and helped:
        return replace(capabilities_of(TokenKind.HELPER, _step("helper", token)), console=token)
    if kind is TokenKind.HELPER or kind is TokenKind.CONSOLE:
        stage, review = _step("stage", token), _step("review", token)
        helper, console = (token, None) if kind is TokenKind.HELPER else (None, token)
        return Capabilities(console, helper, stage, _step("join", stage), review)
    if kind is TokenKind.STAGE:
        return Capabilities(stage=token, join=_step("join", token))
    if kind is TokenKind.JOIN:
        return Capabilities(join=token)
    return Capabilities(review=token)


def token_hash(token: str) -> str:
    """Return what the server keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Return a random join code."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def clean_code(typed: str) -> str | None:
    """Return a typed code as we write it, or None if it cannot be one."""
    code = "".join(ch for ch in typed.upper() if not ch.isspace() and ch != "-")
    return code if _CODE.fullmatch(code) else None


def _step(name: str, token: str) -> str:
    digest = hashlib.sha256(f"unisono {name}:{token}".encode()).digest()[:_DERIVED_BYTES]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
