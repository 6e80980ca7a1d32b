"""The tables as the program sees them."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Double, MetaData, Table, Text

from unisono.errors import BadValue, PeerError

METADATA: Final = MetaData()

SESSIONS: Final = Table(
    "sessions",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("console_hash", Text, nullable=False),
    Column("stage_hash", Text, nullable=False),
    Column("join_hash", Text, nullable=False),
    Column("review_hash", Text, nullable=False),
    Column("epoch_s", Double, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("helper_hash", Text, nullable=True),
)
"""One row a session. Hashes are SHA-256 in hex; no token is ever stored."""

LOG: Final = Table(
    "log",
    METADATA,
    Column("session_id", BigInteger, primary_key=True, autoincrement=False),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("at_s", Double, nullable=False),
    Column("body", Text, nullable=False),
)
"""One row an entry; the primary key is what makes an entry happen once."""

_HASH = re.compile(r"[0-9a-f]{64}")


class CodeTaken(PeerError):
    """Another session that is not over has this join code (or one of the tokens)."""

    code = "not_now"


class TokenKind(enum.StrEnum):
    """Which link a token belongs to."""

    CONSOLE = "console"
    HELPER = "helper"
    STAGE = "stage"
    JOIN = "join"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session as the database knows it.

    Attributes:
        id: a random number of 62 bits.
        code: the join code.
        console_hash: SHA-256 (hex) of the console token; the others likewise.
        stage_hash: see ``console_hash``.
        join_hash: see ``console_hash``.
        review_hash: see ``console_hash``.
        epoch_s: session time zero as Unix time.
        ended: whether its log holds an ``ended`` event.
        helper_hash: see ``console_hash``; None for a session opened before there were helpers.
    """

    id: int
    code: str
    console_hash: str
    stage_hash: str
    join_hash: str
    review_hash: str
    epoch_s: float
    ended: bool = False
    helper_hash: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.id < 2**63:
            raise BadValue("session id", self.id, "a number of at most 63 bits")
        hashes = (self.console_hash, self.stage_hash, self.join_hash, self.review_hash)
        for digest in (*hashes, self.helper_hash):
            if digest is not None and not _HASH.fullmatch(digest):
                raise BadValue("hash of a token", digest, "64 hexadecimal digits")
