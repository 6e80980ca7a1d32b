"""The event log on a database: SQLite by default, PostgreSQL by its URL.

The promise, in three lines: an entry handed to :meth:`Store.append` is committed exactly once or
its future never resolves; entries of a session are stored in order and without gaps; what is
committed survives the end of the process and of the machine (``synchronous=FULL``).

All methods belong to one event loop; none may be called from another thread.
"""

from unisono.store.rows import CodeTaken, SessionRow, TokenKind
from unisono.store.store import Store
from unisono.store.writer import EntryRefused, Health

__all__ = ["CodeTaken", "EntryRefused", "Health", "SessionRow", "Store", "TokenKind"]
