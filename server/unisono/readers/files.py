"""Opening a file of onsets."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from unisono.errors import BadFile
from unisono.readers.midi import parse_midi
from unisono.readers.performance import Performance
from unisono.readers.plain import PlainFile
from unisono.readers.session import parse_session
from unisono.readers.tables import parse_table

MAX_BYTES: Final = 200 * 1024 * 1024


def read_performances(path: str | Path) -> tuple[Performance, ...]:
    """Return what a file of onsets holds; MIDI and JSON are told by their first bytes.

    Raises:
        BadFile: if it cannot be opened or read, with the line and what was expected.
    """
    name = Path(path).name
    body = _bytes_of(Path(path), name)
    if body.startswith(b"MThd"):
        return (parse_midi(name, body),)
    text = _text_of(body, name)
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return parse_session(name, text)
    return parse_table(name, text)


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadFile(name, None, f"{size} bytes", f"at most {MAX_BYTES}")
        return path.read_bytes()
    except OSError as problem:
        raise _unopened(path, problem) from problem


def _unopened(path: Path, problem: OSError) -> BadFile:
    if isinstance(problem, FileNotFoundError):
        sentence = f"There is no file {path}. Is the name right, and the folder?"
    elif isinstance(problem, IsADirectoryError) or path.is_dir():
        sentence = f"{path} is a folder; name one of the files in it."
    else:
        sentence = f"{path} cannot be opened: {problem.strerror or problem}."
    return PlainFile(str(path), None, problem.strerror, "a file that can be opened", sentence)


def _text_of(body: bytes, name: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = body.count(b"\n", 0, problem.start) + 1
        seen = body[problem.start : problem.start + 1]
        raise BadFile(name, line, seen, "text in UTF-8, or a MIDI file") from problem
