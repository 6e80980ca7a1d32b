"""Every socket event once, as a table; checks, JavaScript constants and docs derive from it."""

from unisono.wire.auth import Auth
from unisono.wire.codec import decode, decode_auth, name_of
from unisono.wire.table import FROM_CLIENT, FROM_SERVER, MAX_BYTES, Row

__all__ = [
    "FROM_CLIENT",
    "FROM_SERVER",
    "MAX_BYTES",
    "Auth",
    "Row",
    "decode",
    "decode_auth",
    "name_of",
]
