"""Compare the score with its peers on this machine and write docs/benchmarks.md.

    python benchmarks/synchrony/run.py [--people 10,100,500] [--print]

Each measurement runs in a process of its own; all of them in one go, one after the other.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from contenders import CONTENDERS
from picture import growth

DOCS = Path(__file__).resolve().parents[2] / "docs"
PICTURE = "images/benchmarks-synchrony.svg"
BEGIN, END = "<!-- synchrony: begin -->", "<!-- synchrony: end -->"
HEAD = (
    "# Benchmarks\n\nMeasured by `make bench`; each part is written by its own program. "
    "The clock has a page of its own:\n[the clock against others](benchmarks-clock.md).\n"
)
ONE_CORE = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
Table = dict[str, dict[int, dict[str, float]]]


def main() -> None:
    """Measure everything and write it down."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", default="10,100,500")
    options.add_argument("--print", action="store_true", help="only print, change no file")
    wish = options.parse_args()
    sizes = [int(n) for n in wish.people.split(",")]
    table = measured(sizes)
    text = "\n".join(report(table, sizes))
    if wish.print:
        print(text)
        return
    series = {
        CONTENDERS[name].title: [(n, row["time_s"]) for n, row in rows.items()]
        for name, rows in table.items()
    }
    (DOCS / "images").mkdir(exist_ok=True)
    (DOCS / PICTURE).write_text(growth(series), encoding="utf-8")
    write(DOCS / "benchmarks.md", text)
    print(text)


def measured(sizes: list[int]) -> Table:
    """Return time and memory of every contender at every size it can be waited for."""
    table: Table = {}
    for name, contender in CONTENDERS.items():
        for people in sizes:
            if people > contender.most:
                continue
            command = [sys.executable, "-I", str(Path(__file__).with_name("measure.py"))]
            done = subprocess.run(
                [*command, name, str(people)],
                capture_output=True,
                text=True,
                check=True,
                env=os.environ | ONE_CORE,
            )
            table.setdefault(name, {})[people] = json.loads(done.stdout)
            print(f"{contender.title}, {people} people: {done.stdout.strip()}", file=sys.stderr)
    return table


def report(table: Table, sizes: list[int]) -> list[str]:
    """Return the part of docs/benchmarks.md that this program owns."""
    return [
        "## Synchrony",
        "",
        "A circle of simulated people taps for 30 minutes at 120 beats a minute (3 600 beats each,"
        " one tap in a hundred left out). Processor time on one core, best of several runs, each"
        " contender in a process of its own; memory is the peak of that process, its input and"
        " libraries included. What"
        " multiSyncPy is given (evenly sampled phases, interpolated between taps) is made"
        " beforehand and not counted.",
        "",
        *_rows(table, sizes),
        "",
        f"![Growth with the number of people]({PICTURE})",
        "",
        *_goals(table, max(sizes)),
        "",
        "`rho` and `coherence` are other figures than the headline, and depend on the number of"
        " people; they are here because they are what there is to compare with. Figures in brackets"
        " were not waited for: they are the largest measured one, grown as the method grows.",
        "",
        f"Python {platform.python_version()}, numpy {version('numpy')}, multiSyncPy"
        f" {version('multiSyncPy')}, {platform.machine()}, {_processor()};"
        f" {date.today().isoformat()}.",
    ]


def _rows(table: Table, sizes: list[int]) -> list[str]:
    head = " | ".join(f"{n} people" for n in sizes)
    lines = [f"| | {head} |", "| - |" + " -: |" * len(sizes)]
    for name, rows in table.items():
        cells = " | ".join(_cell(name, rows, n) for n in sizes)
        lines.append(f"| {CONTENDERS[name].title} | {cells} |")
    return lines


def _cell(name: str, rows: dict[int, dict[str, float]], people: int) -> str:
    if people in rows:
        row = rows[people]
        return f"{_time(row['time_s'])}, {row['peak_mb'] / 1024:.2f} GB"
    largest = max(rows)
    grown = rows[largest]["time_s"] * (people / largest) ** CONTENDERS[name].growth
    return f"({_time(grown)})"


def _time(seconds: float) -> str:
    if seconds >= 120.0:
        return f"{seconds / 60.0:.0f} min"
    return f"{seconds:.2f} s" if seconds >= 1.0 else f"{seconds * 1000.0:.0f} ms"


def _goals(table: Table, most: int) -> list[str]:
    ours, peer, live = table["headline"][most], table["rho100"][most], table["live"][most]
    lines = []
    ratio = peer["time_s"] / ours["time_s"]
    lines.append(
        f"- At {most} people the headline with everybody's offset and contribution takes"
        f" 1/{ratio:.0f} of the time of `rho` at 100 Hz (goal: 1/20)."
    )
    before = sorted(n for n in table["headline"] if n < most)
    if before:
        grown = ours["time_s"] / table["headline"][before[-1]]["time_s"]
        lines.append(
            f"- From {before[-1]} to {most} people, {most / before[-1]:g} times as many, it takes"
            f" {grown:.1f} times as long (goal: linear)."
        )
    rate = live["taps"] / live["time_s"]
    lines.append(
        f"- Live, one core takes {rate:,.0f} taps a second, matching and closing of beats included"
        " (goal: 200,000)."
    )
    both = [n for n in table["numpy"] if n in table["headline"]]
    apart = max(abs(table["numpy"][n]["value"] - table["headline"][n]["value"]) for n in both)
    lines.append(
        f"- The headline and its plain numpy twin differ by {apart:.1g} points of 100 at most."
    )
    return lines


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1] if found else platform.processor() or "unknown processor"


def write(path: Path, text: str) -> None:
    """Put the text where this program's part is, or at the end; leave everything else alone."""
    part = f"{BEGIN}\n{text}\n{END}"
    old = path.read_text(encoding="utf-8") if path.exists() else HEAD
    if BEGIN in old:
        new = re.sub(f"{BEGIN}.*{END}", lambda _: part, old, flags=re.DOTALL)
    else:
        new = f"{old.rstrip()}\n\n{part}\n"
    path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
