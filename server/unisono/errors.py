"""Every error of Unisono, and whose fault each one is.

::

    UnisonoError
    ├── OurError            we did something we should not have; please report it
    └── PeerError           somebody sent or gave us something we cannot use
        ├── BadValue        a value outside what is allowed
        ├── BadMessage      a wire message that is not what the table of messages describes
        ├── BadFile         a file with a line we cannot read
        ├── NotAllowed      a known person asking for something that is not theirs to do
        ├── NotNow          a sensible request at a moment when it means nothing
        ├── UnknownDoor     a code or link that opens nothing (any more)
        └── TooMuch         more, or faster, than one circle can take

Every error carries a ``code`` (stable, for programs) and a sentence that says what was seen, what
was allowed and what to try (for people). Errors from libraries are translated where they enter,
with ``raise ... from``.
"""

from __future__ import annotations


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a sentence that a page may show: the catalogues of other languages have it."""
    return sentence


class UnisonoError(Exception):
    """Base of all errors raised by Unisono; ``code`` is its name on the wire."""

    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class OurError(UnisonoError):
    """A defect of ours: the caller did nothing wrong."""

    code = "our_error"


class PeerError(UnisonoError):
    """The caller, a file or the other side of the wire gave us something unusable."""

    code = "peer_error"


class BadValue(PeerError, ValueError):
    """A value outside its range.

    Args:
        what: the quantity in plain words, for example ``"tempo"``.
        seen: the value that came in.
        allowed: the range in plain words, for example ``"20 to 300 beats per minute"``.
        hint: what to try, if there is something to try.
    """

    code = "bad_value"

    def __init__(self, what: str, seen: object, allowed: str, hint: str = "") -> None:
        tail = f" {hint}" if hint else ""
        super().__init__(f"{what} is {seen!r}; it must be {allowed}.{tail}")
        self.what, self.seen, self.allowed, self.hint = what, seen, allowed, hint


class BadMessage(PeerError):
    """A message that the table in ``unisono.wire`` does not describe."""

    code = "bad_message"


class BadFile(PeerError):
    """A file that cannot be read; says which line, what stood there and what was expected.

    Args:
        name: the file's name as the person gave it.
        line: the line's number, from 1, or None when the file as a whole is meant.
        seen: what stood there.
        expected: what was expected instead.
    """

    code = "bad_file"

    def __init__(self, name: str, line: int | None, seen: object, expected: str) -> None:
        where = f"{name}, line {line}" if line is not None else name
        super().__init__(f"{where}: found {seen!r}; expected {expected}.")
        self.name, self.line, self.seen, self.expected = name, line, seen, expected


class NotAllowed(PeerError):
    """A request that this role may not make."""

    code = "not_allowed"


class NotNow(PeerError):
    """A request that has no meaning in the session's present state."""

    code = "not_now"


class UnknownDoor(PeerError):
    """A join code, link or token that leads nowhere."""

    code = "unknown_door"


class TooMuch(PeerError):
    """Too many or too large messages."""

    code = "too_much"
