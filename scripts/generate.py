"""Write the files that derive from the table of messages and of the library (make generate)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from unisono.library import pattern_schema, song_schema
from unisono.wire.document import protocol_md
from unisono.wire.javascript import wire_d_ts, wire_js

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "server/unisono/library"
WRITTEN: dict[Path, Callable[[], str]] = {
    ROOT / "web/unisono_web/static/js/wire.js": wire_js,
    ROOT / "web/unisono_web/static/js/wire.d.ts": wire_d_ts,
    ROOT / "docs/protocol.md": protocol_md,
    LIBRARY / "pattern.schema.json": pattern_schema,
    LIBRARY / "song.schema.json": song_schema,
}


def main() -> int:
    """Write every derived file; with ``--check`` only say whether they are up to date."""
    stale = [path for path, text in WRITTEN.items() if not _same(path, text())]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not up to date: run 'make generate'")
        return 1 if stale else 0
    for path in stale:
        path.write_text(WRITTEN[path](), encoding="utf-8")
    return 0


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
