"""What a client's text frame may be, decided before any library looks at it.

Engine.IO 4 and Socket.IO 5, the part of them our clients speak::

    3                  pong                40{...}          connect, with the handshake
    1                  close               41               leave
    42["name",{...}]   an event            4212["name",{}]  an event that wants an answer

Everything else is refused here: binary packets, other namespaces, acknowledgements, unknown event
names (and with them the reserved ``connect`` and ``disconnect``, which the library would run).
"""

from __future__ import annotations

import enum
import re
from typing import Final

import msgspec

from unisono.errors import BadMessage, PeerError, TooMuch
from unisono.wire.table import MAX_BYTES, ROW_BY_NAME

MAX_DEPTH: Final = 8
_CONNECT = re.compile(r"40(\{.*\})?", re.DOTALL)
_EVENT = re.compile(r"42([0-9]{0,9})(\[.*\])", re.DOTALL)
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


class FrameKind(enum.Enum):
    """Kinds of frames a client may send."""

    PONG = enum.auto()
    CLOSE = enum.auto()
    CONNECT = enum.auto()
    LEAVE = enum.auto()
    EVENT = enum.auto()


class FrameRefused(Exception):
    """A frame that is not taken.

    Args:
        problem: why; None for what no client of ours sends, which is not worth an answer.
        about: the event's name, if it could be read.
        ack: the number the answer must carry, if one is wanted.
    """

    def __init__(
        self, problem: PeerError | None = None, about: str = "", ack: int | None = None
    ) -> None:
        super().__init__(problem)
        self.problem, self.about, self.ack = problem, about, ack


def read_frame(text: str) -> FrameKind:
    """Return what a frame is.

    Raises:
        FrameRefused: if it is nothing we take.
    """
    if text == "3":
        return FrameKind.PONG
    if text.startswith("42"):
        return _event(text)
    if text == "41":
        return FrameKind.LEAVE
    if text == "1":
        return FrameKind.CLOSE
    handshake = _CONNECT.fullmatch(text)
    if handshake is None or _bytes(text) > MAX_BYTES:
        raise FrameRefused
    if handshake[1] is not None:
        _parsed(handshake[1])
    return FrameKind.CONNECT


def depth(text: str) -> int:
    """Return how deeply the brackets of a valid JSON text are nested; strings do not count.

    Valid, because on an unfinished string the search would take time with the text's square.
    """
    level = deepest = 0
    for match in _STRUCTURE.finditer(text):
        sign = match[0]
        if sign in ("[", "{"):
            level += 1
            deepest = max(deepest, level)
        elif sign in ("]", "}"):
            level -= 1
    return deepest


def _event(text: str) -> FrameKind:
    if _bytes(text) > MAX_BYTES:
        limit = f"A message may have at most {MAX_BYTES // 1024} kB; this one is larger."
        raise FrameRefused(TooMuch(limit))
    match = _EVENT.fullmatch(text)
    if match is None:
        raise FrameRefused(BadMessage("This message could not be read."))
    ack = int(match[1]) if match[1] else None
    name = _name(_parsed(match[2], ack), ack)
    if name not in ROW_BY_NAME:
        raise FrameRefused(BadMessage("There is no such message."), ack=ack)
    return FrameKind.EVENT


def _name(body: object, ack: int | None) -> str:
    match body:
        case [str(name)] | [str(name), dict() | None]:
            return name
        case [str(name), *_] if name in ROW_BY_NAME:
            problem = BadMessage(f"'{name}' takes one object, or nothing.")
            raise FrameRefused(problem, about=name, ack=ack)
    raise FrameRefused(BadMessage("This message could not be read."), ack=ack)


def _parsed(text: str, ack: int | None = None) -> object:
    try:
        parsed: object = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        problem = BadMessage("This message could not be read.")
        raise FrameRefused(problem, ack=ack) from error
    if depth(text) > MAX_DEPTH:
        raise FrameRefused(BadMessage("This message is nested too deeply."), ack=ack)
    return parsed


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
