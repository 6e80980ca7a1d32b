"""``unisono score`` on a circle's own log: what its review says, figure by figure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console
from rich.markup import escape

from unisono.errors import BadFile, OurError
from unisono.readers.plain import PlainFile, PlainValue
from unisono.review import Report, build_report, entries_of
from unisono.review.report import Person, Stretch, Togetherness

NOTHING: Final = "–"
FOOT: Final = (
    "These are the figures of the circle's review. Togetherness is about timing only: 0 is what "
    "random tapping gives, 100 is identical."
)


def report_of(file: Path) -> Report | None:
    """Return the review of a circle's export, or None if the file is of another kind.

    Raises:
        BadFile: if it is an export whose log is not whole.
    """
    try:
        with file.open("rb") as opened:
            if not opened.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
                return None
        body = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError:
        return None
    entries = entries_of(body, file.name)
    try:
        return build_report(entries)
    except OurError as problem:
        raise _not_whole(file, problem) from problem


def _not_whole(file: Path, problem: OurError) -> BadFile:
    sentence = f"The log in {file.name} is not whole: {problem.message} Export it once more."
    return PlainFile(file.name, None, problem.message, "a whole log", sentence)


def stretches_of(report: Report, song: str | None) -> tuple[Stretch, ...]:
    """Return the runs and the free play of a review, or the one that was asked for.

    Raises:
        BadValue: if there is none of that name.
    """
    if song is None:
        return report.stretches
    wanted = song.casefold().strip()
    found = tuple(s for s in report.stretches if wanted in {_title(s), str(s.run)})
    if not found:
        names = ", ".join(_title(one) for one in report.stretches) or "nothing yet"
        raise PlainValue("song", song, names, f"There is no {song!r} here; it holds {names}.")
    return found


def show_report(report: Report, stretches: tuple[Stretch, ...], name: str) -> None:
    """Print the figures of a review: all runs together, each by itself, then the people."""
    out = Console(highlight=False)
    out.print(f"[bold]{escape(name)}[/bold]\n{escape(report.sentence)}\n", soft_wrap=True)
    if len(stretches) != 1:
        _print(out, "all runs together", report.together)
    for one in stretches:
        _print(out, _title(one) + _on_parts(one), one.together)
    if len(stretches) == len(report.stretches):
        for person in report.people:
            out.print(f"{_who(person):>20}  {_played(person)}", markup=False)
        out.print()
    out.print(FOOT, style="dim")


def json_of(file: Path, report: Report, stretches: tuple[Stretch, ...]) -> str:
    """Return the same figures as JSON, under the names that ``report.json`` gives them."""
    songs = [
        {
            "title": _title(one),
            "against": f"{_against(one)}, as in the review",
            "onsets": one.taps,
            "parts_per_beat": one.parts_per_beat,
            "together": msgspec.to_builtins(one.together),
        }
        for one in stretches
    ]
    together = msgspec.to_builtins(report.together)
    body = {"file": file.name, "together": together, "songs": songs}
    return json.dumps(body, indent=2, ensure_ascii=False)


def _title(one: Stretch) -> str:
    return "free play" if one.run is None else f"run {one.run}"


def _against(one: Stretch) -> str:
    return "the group's own beat" if one.run is None else "the circle's click"


def _on_parts(one: Stretch) -> str:
    parts = one.parts_per_beat
    return f", against {_against(one)}" + (f" on {parts} parts of each beat" if parts > 1 else "")


def _print(out: Console, title: str, together: Togetherness) -> None:
    out.print(title, style="bold")
    rows = [
        ("Togetherness", _headline(together)),
        ("spread", _number(together.spread_ms, 1.0, "ms", digits=1)),
        ("coverage", _number(together.coverage, 100.0, "%")),
        ("people", f"{together.people:,}"),
        ("taps", f"{together.taps:,}"),
    ]
    for name, value in rows:
        out.print(f"{name:>20}  {value}")
    out.print()


def _headline(together: Togetherness) -> str:
    if together.value is None:
        return together.missing.sentence if together.missing else NOTHING
    band = ""
    if together.low is not None and together.high is not None:
        band = f" ({max(0.0, together.low):.0f} to {together.high:.0f})"
    word = f", {together.word}" if together.word else ""
    return f"{max(0.0, together.value):.0f}{band}{word}"


def _number(value: float | None, times: float, unit: str, digits: int = 0) -> str:
    return NOTHING if value is None else f"{times * value:.{digits}f} {unit}"


def _who(person: Person) -> str:
    return f"{person.seat} {person.name}".strip()


def _played(person: Person) -> str:
    taps = f"{person.taps:,} {'tap' if person.taps == 1 else 'taps'}"
    if not person.measured:
        return f"{taps}, not in the group's numbers"
    return f"{taps}, played {_number(person.coverage, 100.0, '%')}"
