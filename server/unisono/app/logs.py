"""Logging: few lines, and never a token, a code, a name or anything a client has sent."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any, Final

import structlog

from unisono.app.settings import Settings

LIBRARY_LOGGERS: Final = ("aiohttp", "asyncio", "sqlalchemy")
_QUIET_S: Final = 10.0


def get_logger(room: str) -> Any:
    """Return a logger whose lines say which part of the program speaks."""
    return structlog.get_logger("unisono", room=room)  # lazy: settings come after imports


def configure(settings: Settings) -> None:
    """Set up logging for a server process; a program that embeds the server sets up its own."""
    renderer: Any = structlog.processors.JSONRenderer()
    if settings.log_format == "text":
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.log_level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    for name in LIBRARY_LOGGERS:
        quiet(logging.getLogger(name))


class Sparingly:
    """Says one thing at most once in 10 s, and then how often it has happened since.

    Whatever clients can provoke at will is said through this.
    """

    def __init__(self, room: str, event: str) -> None:
        self._log, self._event = get_logger(room), event
        self._last_s, self._times = -_QUIET_S, 0

    def say(self) -> None:
        """Note that it has happened."""
        self._times += 1
        now_s = time.monotonic()
        if now_s - self._last_s >= _QUIET_S:
            self._log.warning(self._event, times=self._times)
            self._last_s, self._times = now_s, 0


def quiet(logger: logging.Logger) -> logging.Logger:
    """Have a library's logger say where something happened and nothing of what was in it."""
    logger.handlers = [_PlaceOnly()]
    logger.propagate = False
    logger.setLevel(logging.ERROR)
    return logger


class _PlaceOnly(logging.Handler):
    """Turns a library's record into one line without its message; repeats are held back."""

    def __init__(self) -> None:
        super().__init__()
        self._last_s: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        place = f"{record.module}:{record.lineno}"
        now_s = time.monotonic()
        if now_s - self._last_s.get(place, -_QUIET_S) < _QUIET_S:
            return
        self._last_s[place] = now_s
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        get_logger("libraries").error("library trouble", library=record.name, at=place, kind=kind)
