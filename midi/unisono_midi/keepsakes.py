"""What the bridge remembers between evenings, in the user's configuration folder.

One small JSON file, readable by this user alone (it holds the keys of seats): for each device its
latencies as measured, for each circle and device the key of its seat. A file that cannot be read is
put aside, never overwritten in silence.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

import msgspec
import typer

from unisono.client import new_key
from unisono.units import Seconds
from unisono_midi.ports import identity

FILE: Final = "midi.json"
MOST_SEATS: Final = 50


class Latency(msgspec.Struct, frozen=True):
    """How late a device's own path is, as measured.

    Attributes:
        input_s: from the strike to its stamp.
        output_s: from the message to its sound.
        method: ``calibrate``, ``calibrate by eye`` or ``loopback``.
        spread_s: how much single measurements scattered.
        count: how many there were.
    """

    input_s: Seconds = 0.0
    output_s: Seconds = 0.0
    method: str = ""
    spread_s: Seconds = 0.0
    count: int = 0


class _Kept(msgspec.Struct):
    devices: dict[str, Latency] = msgspec.field(default_factory=dict)
    seats: dict[str, str] = msgspec.field(default_factory=dict)


class Keepsakes:
    """The file and what is in it.

    Args:
        folder: where it is; the user's own configuration folder if left out.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(
            os.environ.get("UNISONO_CONFIG_DIR") or typer.get_app_dir("unisono")
        )
        self._held: list[IO[str]] = []

    def latency(self, port: str) -> Latency:
        """Return what was measured of a port; nothing, if nothing was."""
        return self._read().devices.get(identity(port), Latency())

    def keep_latency(self, port: str, latency: Latency) -> Path:
        """Remember what was measured of a port; return the file."""
        return self._change(lambda kept: kept.devices.__setitem__(identity(port), latency))

    def seat_key(self, circle: str, port: str) -> tuple[str, bool]:
        """Return the key of a device's seat in a circle, and whether it is new.

        The key is held by this process from now on: another bridge that asks meanwhile gets one of
        its own, so that two bridges of one name never take the seat from each other.
        """
        name = f"{circle} {identity(port)}"
        seats = self._read().seats
        known = seats.get(name)
        if known is not None and self._hold(known):
            return known, False
        key = new_key()
        if known is None and self._hold(key):
            self._change(lambda kept: _add_seat(kept.seats, name, key))
        return key, True

    def _read(self) -> _Kept:
        path = self._folder / FILE
        try:
            return msgspec.json.decode(path.read_bytes(), type=_Kept)
        except FileNotFoundError:
            return _Kept()
        except (msgspec.MsgspecError, OSError):
            with suppress(OSError):
                path.replace(path.with_suffix(".unreadable.json"))
            return _Kept()

    def _change(self, change: Callable[[_Kept], None]) -> Path:
        kept = self._read()
        change(kept)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path, draft = self._folder / FILE, self._folder / f"{FILE}.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(kept), indent=2))
        draft.replace(path)
        return path

    def _hold(self, key: str) -> bool:
        """Hold a key for as long as this process lives; return whether nobody else does."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = (self._folder / f"seat-{key[:8]}.lock").open("a", encoding="utf-8")
        try:
            _lock(file)
        except OSError:
            file.close()
            return False
        self._held.append(file)
        return True


def _add_seat(seats: dict[str, str], name: str, key: str) -> None:
    seats[name] = key
    for oldest in list(seats)[:-MOST_SEATS]:
        del seats[oldest]


def _lock(file: IO[str]) -> None:
    """Lock a file without waiting; raises OSError if another process has it."""
    try:
        import fcntl  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        import msvcrt  # noqa: PLC0415 - and this only there

        locking = getattr(msvcrt, "locking")  # noqa: B009 - unknown to the types elsewhere
        locking(file.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
