"""The server's refusals as our own errors, by their code."""

from __future__ import annotations

from typing import Final

from unisono import errors
from unisono.errors import PeerError


class Refused(PeerError):
    """A refusal with a code of its own that this version does not know."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


_BY_CODE: Final[dict[str, type[PeerError]]] = {
    kind.code: kind
    for kind in (
        errors.BadMessage,
        errors.NotAllowed,
        errors.NotNow,
        errors.UnknownDoor,
        errors.TooMuch,
    )
}
FOR_GOOD: Final = frozenset({"bad_message", "not_allowed", "not_now", "unknown_door", "bad_value"})
"""Refusals that trying again will not change."""


def error_of(data: object) -> PeerError | None:
    """Return the error a refusal or problem describes, or None if it names no code."""
    if not isinstance(data, dict):
        return None
    inner = data.get("data")
    body = inner if isinstance(inner, dict) else data
    code, message = body.get("code"), body.get("message")
    if not isinstance(code, str):
        return None
    sentence = message if isinstance(message, str) else code
    kind = _BY_CODE.get(code)
    return kind(sentence) if kind is not None else Refused(sentence, code)
