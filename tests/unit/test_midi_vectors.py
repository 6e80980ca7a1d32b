"""The bridge and the browser take the same strokes for the same: tests/vectors/midi.json."""

from __future__ import annotations

import json
from pathlib import Path

from unisono_midi.mapping import GENERAL_MIDI
from unisono_midi.strikes import Strikes


def test_both_readers_agree(repo_root: Path) -> None:
    """General MIDI's notes, and which of many close note-ons are strikes."""
    vectors = json.loads((repo_root / "tests" / "vectors" / "midi.json").read_text("utf-8"))
    assert {int(n): s for n, s in vectors["general_midi"].items()} == {
        note: GENERAL_MIDI.stroke(note) for note in range(128)
    }
    strikes = Strikes()
    assert [strikes.take(ms / 1000, 9, n, v) for ms, n, v, _ in vectors["strikes"]] == [
        counts for *_, counts in vectors["strikes"]
    ]
