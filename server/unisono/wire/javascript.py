"""``wire.js`` and ``wire.d.ts``: names, limits and types of all messages, written from the table.

The types are a file of their own because only the checker reads them: a phone pays for every byte.
"""

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
// {what} of everything that travels between the browser and the server.
"""


def wire_js() -> str:
    """Return the text of ``static/js/wire.js``."""
    values = [_const(name, value, doc) for name, value, doc in _constants()]
    return "\n".join([_HEAD.format(what="Names and limits"), *values, ""])


def wire_d_ts() -> str:
    """Return the text of ``static/js/wire.d.ts``."""
    bodies: list[type[msgspec.Struct]] = [Auth, *(row.body for row in (*FROM_CLIENT, *FROM_SERVER))]
    types = [_interface(body) for body in [*structs_in(bodies), *bodies]]
    values = [f"/** {doc} */\nexport const {name}: {_kind(v)};\n" for name, v, doc in _constants()]
    return "\n".join([_HEAD.format(what="Types"), *types, *values, ""])


def _interface(body: type[msgspec.Struct]) -> str:
    summary = (body.__doc__ or "").strip().split("\n")[0]
    lines = [f"/** {summary} */", f"export interface {body.__name__} {{"]
    for f in fields_of(body):
        note = " ".join(part for part in (f.meaning, f"({f.limits})" if f.limits else "") if part)
        lines += [f"  /** {note} */"] if note else []
        lines.append(f"  {f.name}{'?' if f.optional else ''}: {f.kind};")
    return "\n".join([*lines, "}", ""])


def _constants() -> list[tuple[str, object, str]]:
    return [
        ("PROTOCOL", PROTOCOL, "Version of this protocol."),
        ("SEND", _names([r.name for r in FROM_CLIENT]), "What a client may send."),
        ("HEAR", _names([r.name for r in FROM_SERVER]), "What the server sends."),
        ("LIMITS", _limits(), "Ranges the server accepts."),
        ("CODE_ALPHABET", CODE_ALPHABET, "Letters of a join code: none looks like another."),
        ("CODE_LENGTH", CODE_LENGTH, "Letters in a join code."),
    ]


def _kind(value: object) -> str:
    """Return a constant's type: names are literals, numbers are numbers."""
    if isinstance(value, dict):
        return f"Readonly<{{ {'; '.join(f'{k}: {_kind(v)}' for k, v in value.items())} }}>"
    return json.dumps(value) if isinstance(value, str) else "number"


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
