"""``wire.js``: names, limits and types of all messages for the browser, written from the table."""

from __future__ import annotations

import json

import msgspec

from unisono.pulse import MAX_BEATS, MAX_BPM, MIN_BEATS, MIN_BPM
from unisono.session import commands as c
from unisono.session.messages import PROTOCOL
from unisono.session.tapping import MAX_AGE_S
from unisono.wire.auth import Auth
from unisono.wire.kinds import fields_of, structs_in
from unisono.wire.table import CODE_ALPHABET, CODE_LENGTH, FROM_CLIENT, FROM_SERVER, MAX_BYTES

_HEAD = """\
// Written from the table of messages in unisono.wire; do not edit (make generate).
// Names, limits and types of everything that travels between the browser and the server.
"""


def wire_js() -> str:
    """Return the text of ``static/js/wire.js``."""
    bodies: list[type[msgspec.Struct]] = [Auth, *(row.body for row in (*FROM_CLIENT, *FROM_SERVER))]
    types = [_typedef(body) for body in [*structs_in(bodies), *bodies]]
    return "\n".join([_HEAD, *types, *_constants(), ""])


def _typedef(body: type[msgspec.Struct]) -> str:
    summary = (body.__doc__ or "").strip().split("\n")[0]
    lines = ["/**", f" * {summary}", f" * @typedef {{object}} {body.__name__}"]
    for f in fields_of(body):
        name = f"[{f.name}]" if f.optional else f.name
        note = " ".join(part for part in (f.meaning, f"({f.limits})" if f.limits else "") if part)
        lines.append(f" * @property {{{f.kind}}} {name} {note}".rstrip())
    return "\n".join([*lines, " */", ""])


def _constants() -> list[str]:
    return [
        _const("PROTOCOL", PROTOCOL, "Version of this protocol."),
        _const("SEND", _names([r.name for r in FROM_CLIENT]), "What a client may send."),
        _const("HEAR", _names([r.name for r in FROM_SERVER]), "What the server sends."),
        _const("LIMITS", _limits(), "Ranges the server accepts."),
        _const("CODE_ALPHABET", CODE_ALPHABET, "Letters of a join code: none looks like another."),
        _const("CODE_LENGTH", CODE_LENGTH, "Letters in a join code."),
    ]


def _names(names: list[str]) -> dict[str, str]:
    return {name: name for name in names}


def _limits() -> dict[str, float]:
    return {
        "minBpm": MIN_BPM,
        "maxBpm": MAX_BPM,
        "minBeats": MIN_BEATS,
        "maxBeats": MAX_BEATS,
        "maxCountInBars": c.MAX_COUNT_IN_BARS,
        "maxName": c.MAX_NAME,
        "maxTaps": c.MAX_TAPS,
        "maxSeats": c.MAX_SEATS,
        "maxBytes": MAX_BYTES,
        "maxTapAgeS": MAX_AGE_S,
        "animals": c.ANIMAL_COUNT,
        "colours": c.COLOUR_COUNT,
    }


def _const(name: str, value: object, doc: str) -> str:
    text = json.dumps(value, indent=2)
    frozen = f"Object.freeze({text})" if isinstance(value, dict) else text
    return f"/** {doc} */\nexport const {name} = {frozen};\n"
