"""Checking what comes in against the table, with answers a person can read."""

from __future__ import annotations

import re
from typing import Any, Final, cast

import msgspec

from unisono.errors import BadMessage, NotAllowed
from unisono.session.caller import CONSOLES, Role
from unisono.session.commands import AnyCommand
from unisono.session.messages import AnyMessage
from unisono.wire.auth import Auth
from unisono.wire.table import NAME_BY_BODY, ROW_BY_NAME

_WORDS = (
    (re.compile(r"Expected `(?:float|int)` >= (\S+)"), r"must be at least \1"),
    (re.compile(r"Expected `(?:float|int)` <= (\S+)"), r"must be at most \1"),
    (re.compile(r"Expected `int` < (\S+)"), r"must be below \1"),
    (re.compile(r"Expected `str` of length <= (\d+)"), r"may have at most \1 characters"),
    (re.compile(r"Expected `array` of length >= (\d+)"), r"must hold at least \1"),
    (re.compile(r"Expected `array` of length <= (\d+)"), r"may hold at most \1"),
    (
        re.compile(r"Expected `array` of at least length (\d+), got (\d+)"),
        r"must have \1 parts, not \2",
    ),
    (
        re.compile(r"Expected `array` of at most length (\d+), got (\d+)"),
        r"may have \1 parts, not \2",
    ),
    (re.compile(r"Expected `str` matching regex .*"), "does not have the form of a key of ours"),
    (re.compile(r"Invalid enum value (.+)", re.DOTALL), r"cannot be \1"),
    (re.compile(r"(?:Number|Integer value) out of range"), "is a number beyond all bounds"),
    (re.compile(r"Object missing required field `(.+)`"), r"lacks \1"),
    (re.compile(r"Object contains unknown field `(.+)`", re.DOTALL), r"has an unknown part \1"),
)
_KINDS = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_KIND_WORDS: Final = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "str": "text",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
LONGEST: Final = 120
"""Characters of a sentence spent on what was seen: nobody needs their own message back."""
_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `\$?\.?(?P<path>.*?)`)?$", re.DOTALL)


def decode(name: str, role: Role, payload: object) -> AnyCommand:
    """Return the command of a client's message.

    Args:
        name: the Socket.IO event's name.
        role: what the sender may do.
        payload: its one argument, as parsed from JSON; None stands for an empty body.

    Raises:
        BadMessage: if there is no such message or its body is not as the table says.
        NotAllowed: if this role may not send it.
    """
    row = ROW_BY_NAME.get(name)
    if row is None:
        raise BadMessage(f"There is no message called {name[:40]!r}.")
    if role not in row.roles:
        who = "the facilitator" if row.roles == CONSOLES else "somebody with a seat"
        raise NotAllowed(f"'{name}' is for {who} only.")
    return cast("AnyCommand", _checked(name, row.body, {} if payload is None else payload))


def decode_auth(payload: object) -> Auth:
    """Return the handshake of a connection.

    Raises:
        BadMessage: if it is not as :class:`Auth` says.
    """
    return cast("Auth", _checked("auth", Auth, {} if payload is None else payload))


def name_of(message: AnyMessage) -> str:
    """Return the Socket.IO event name of a message the server sends."""
    return NAME_BY_BODY[type(message)]


def _checked(name: str, body: type[msgspec.Struct], payload: object) -> Any:
    try:
        return msgspec.convert(payload, body, strict=True)
    except (msgspec.ValidationError, RecursionError) as error:
        raise BadMessage(f"'{name}' was not taken: {_plain(str(error))}.") from error


def _plain(text: str) -> str:
    """Turn the checker's wording into ours: the field first, then what it must be."""
    match = _PLACE.match(text)
    what, path = (match["what"], match["path"]) if match else (text, None)
    what = _KINDS.sub(lambda kinds: f"must be {_kind(kinds[1])}, not {_kind(kinds[2])}", what)
    for pattern, words in _WORDS:
        what = pattern.sub(words, what)
    return f"{path or 'it'} {what if len(what) <= LONGEST else what[:LONGEST] + '…'}"


def _kind(text: str) -> str:
    """Return the name of a kind of value in plain words."""
    return " or ".join(_KIND_WORDS.get(kind, kind) for kind in text.split(" | "))
