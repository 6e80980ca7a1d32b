"""``docs/protocol.md``: the protocol in words, written from the table."""

from __future__ import annotations

import msgspec

from unisono.wire.auth import Auth
from unisono.wire.kinds import fields_of, structs_in
from unisono.wire.table import FROM_CLIENT, FROM_SERVER, MAX_BYTES, Row

_HEAD = f"""\
# The protocol

<!-- Written from the table of messages in `unisono.wire`; do not edit (make generate). -->

Socket.IO 5 over WebSocket only, default namespace, path `/socket.io`. A client sends an event with
one JSON object (nothing for an empty body), at most {MAX_BYTES} bytes, no binary parts.

- Every event of a client is acknowledged: `sync`, and `taps` with a `t0`, with `{{t: [t1, held]}}`
  (session seconds at which it came, and how long until it was answered), everything else with
  `{{}}` or `{{problem: {{code, message, about}}}}`. A problem also arrives as the event `problem`.
  It says what was seen, what is allowed and what to try; it changes nothing and disconnects nobody
  else.
- `taps` are acknowledged as *stored* by `saved {{upto}}`, sent only after the database has
  committed them. Until then a client keeps them and sends them again after a reconnect; sequence
  numbers make every tap count exactly once.
- `welcome` is a full snapshot; `circle`, `beat`, `tick`, `desk` bring it up to date. Ticks are
  numbered so that a client can see a gap.
- All times are seconds of session time. Nobody's wall clock matters.
- A refused connection gets `connect_error` with `data: {{code, message}}`.
"""


def protocol_md() -> str:
    """Return the text of ``docs/protocol.md``."""
    parts = [
        _HEAD,
        "## Handshake (`auth`)\n",
        _body(Auth),
        "## From a client\n",
        *(_section(row) for row in FROM_CLIENT),
        "## From the server\n",
        *(_section(row) for row in FROM_SERVER),
        "## Parts\n",
        *(_part(body) for body in structs_in([r.body for r in (*FROM_CLIENT, *FROM_SERVER)])),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _section(row: Row) -> str:
    who = f" — may be sent by: {', '.join(sorted(row.roles))}" if row.roles else ""
    return f"### `{row.name}`{who}\n\n{_body(row.body)}"


def _part(body: type[msgspec.Struct]) -> str:
    return f"### {body.__name__}\n\n{_body(body)}"


def _body(body: type[msgspec.Struct]) -> str:
    text = _unwrapped(body.__doc__ or "")
    rows = [
        f"| `{f.name}`{'' if not f.optional else ' (optional)'} | `{_cell(f.kind)}` "
        f"| {f.limits} | {f.meaning} |"
        for f in fields_of(body)
    ]
    if not rows:
        return f"{text}\n"
    return "\n".join(
        [text, "", "| field | type | range | meaning |", "| - | - | - | - |", *rows, ""]
    )


def _unwrapped(doc: str) -> str:
    lines = [line.strip() for line in doc.strip().split("\n")]
    return "\n".join(lines).replace("``", "`")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
