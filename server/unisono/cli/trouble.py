"""What went amiss, in one sentence instead of a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from unisono.errors import OurError, PeerError

UNUSABLE: Final = 1
OURS: Final = 70
STOPPED: Final = 130


@contextmanager
def plain_words() -> Iterator[None]:
    """Turn errors that have a sentence into that sentence and an exit code."""
    try:
        yield
    except PeerError as problem:
        _leave(problem.message, UNUSABLE)
    except OurError as problem:
        _leave(f"{problem.message} Please tell the makers of Unisono how you got here.", OURS)
    except (KeyboardInterrupt, BrokenPipeError):
        _leave("", STOPPED)


def _leave(sentence: str, code: int) -> None:
    if sentence:
        print(f"unisono: {sentence}", file=sys.stderr)
    raise SystemExit(code) from None
