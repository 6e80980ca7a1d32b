"""The library's data files keep their promises: sizes, sources, rights, and no trap."""

from __future__ import annotations

import json
import math
import re
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import pytest

from unisono.errors import BadFile, BadValue
from unisono.library import (
    Library,
    load_library,
    pattern_schema,
    read_pattern,
    read_song,
    song_json,
    song_schema,
)
from unisono.prompts import Prompt
from unisono.pulse import Meter
from unisono.rhythm.abc_read import read_abc
from unisono.rhythm.abc_write import write_abc
from unisono.rhythm.midi import read_midi, write_pattern_midi, write_song_midi
from unisono.rhythm.mini import euclid
from unisono.rhythm.pattern import Pattern
from unisono.rhythm.phrase import Phrase, phrase_of_layer, phrases_of_call
from unisono.rhythm.sheets import groove_of, phrase_of_line, sheet_of
from unisono.rhythm.song import Song
from unisono.session.phrases import GrooveSpec, PromptSpec, SongSpec

LIBRARY = load_library()
ITEMS: list[Pattern | Song] = [*LIBRARY.patterns, *LIBRARY.songs]
TRAPS = (
    "kookaburra", "funga", "himmel und erde", "music alone", "siyahamba", "unomathemba", "siwelile",
    "nkosi", "tutira", "day-o", "tingalayo", "this little light", "teleco", "ijexa", "ijexá",
    "jajinmori", "kecak", "gnawa", "chaal", "batá", "vodou",
)  # fmt: skip
"""Songs under copyright or in dispute, and rhythms that wait for a person of the tradition."""
EVEN = {
    "tresillo": (3, 8, 0),
    "cinquillo": (5, 8, 0),
    "standard-bell": (7, 12, 3),
    "bossa-clave": (5, 16, 0),
}
SCHEMAS = {"pattern.schema.json": pattern_schema(), "song.schema.json": song_schema()}
patterns = pytest.mark.parametrize("pattern", LIBRARY.patterns, ids=lambda pattern: pattern.id)
songs = pytest.mark.parametrize("song", LIBRARY.songs, ids=lambda song: song.id)


def files(kind: str) -> list[Any]:
    """Return the data files of a kind."""
    folder = resources.files("unisono.library") / kind
    return [file for file in folder.iterdir() if file.name.endswith(".json")]


def phrases(pattern: Pattern) -> list[Phrase]:
    """Return every phrase a pattern gives."""
    layers = [phrase_of_layer(pattern, i) for i in range(len(pattern.layers))]
    calls = [p for i in range(len(pattern.calls)) for p in phrases_of_call(pattern, i)]
    return layers + calls


def test_the_shelves_are_full() -> None:
    """Thirty-one patterns and more, rounds and answered songs, each in a file of its id."""
    assert len(LIBRARY.patterns) >= 31
    assert {song.form for song in LIBRARY.songs} >= {"round", "call-response"}
    for kind, items in (("patterns", LIBRARY.patterns), ("songs", LIBRARY.songs)):
        names = {file.name for file in files(kind)}
        assert {f"{item.id}.json" for item in items} == names


@patterns
def test_a_pattern_keeps_its_promises(pattern: Pattern) -> None:
    """Every layer fills the cycle, the feel adds up to nothing, ``high`` has two sources."""
    steps = pattern.cycle.beats * pattern.cycle.parts_per_beat

    assert all(len(layer.grid) == steps for layer in pattern.layers)
    assert abs(math.fsum(pattern.feel.offsets)) < 1e-6 * max(1, len(pattern.feel.offsets))
    assert pattern.confidence != "high" or len({source.who for source in pattern.sources}) >= 2
    assert pattern.status in ("open", "ask")
    assert pattern.status == "open" or pattern.controversy
    assert pattern.context
    assert pattern.people_place


@songs
def test_a_song_has_its_ground(song: Song) -> None:
    """Why it may be sung, where that was looked at, what was printed when, by whom, which day."""
    rights = song.rights

    assert all((rights.ground, rights.country, rights.first_print, rights.checked_by, rights.date))
    assert re.search(r"public domain|CC0", rights.ground)
    assert re.search(r"\d{4}", rights.first_print)
    assert song.status in ("open", "ask")


def test_no_trap_is_on_a_shelf() -> None:
    """No song of the list of traps and no rhythm that waits for somebody to confirm it."""
    for file in (*files("patterns"), *files("songs")):
        text = file.read_text(encoding="utf-8").casefold()
        assert not [trap for trap in TRAPS if trap in text], file.name


def test_nothing_excluded_is_offered() -> None:
    """A pattern marked ``excluded`` may be in a file, and is kept off the shelf."""
    pattern = LIBRARY.pattern("march")
    hidden = msgspec.structs.replace(pattern, status="excluded")

    assert Library.of([pattern], []).patterns == (pattern,)
    assert Library.of([hidden], []).patterns == ()
    assert all(item.status != "excluded" for item in ITEMS)


@pytest.mark.parametrize(("name", "spread"), EVEN.items())
def test_rows_that_are_spread_evenly_are(name: str, spread: tuple[int, int, int]) -> None:
    """Patterns that the literature gives as E(k, n) are that, up to where they begin."""
    grid = LIBRARY.pattern(name).layers[0].grid
    even = "".join("x" if stroke else "." for stroke in euclid(*spread))

    assert grid in even + even


def test_rows_belong_together() -> None:
    """The axatse's knee strokes are the bell; the two cáscaras are one, half a cycle apart."""
    bell, axatse = LIBRARY.pattern("axatse").layers
    one, other = (LIBRARY.pattern(f"cascara-{side}") for side in ("2-3", "3-2"))

    assert axatse.grid.replace("t", ".").replace("p", "x") == bell.grid
    assert LIBRARY.pattern("standard-bell").layers[0].grid == bell.grid
    for a, b in zip(one.layers, other.layers, strict=True):
        assert a.grid[8:] + a.grid[:8] == b.grid
    assert other.layers[1].grid == LIBRARY.pattern("son-clave").layers[0].grid


@patterns
def test_a_circle_can_play_every_phrase(pattern: Pattern) -> None:
    """Each layer and call is a prompt of the session and of the scores."""
    Meter(groove_of(pattern).grouping)
    msgspec.convert(msgspec.to_builtins(groove_of(pattern)), GrooveSpec)
    for phrase in phrases(pattern):
        msgspec.convert(msgspec.to_builtins(phrase), PromptSpec)
        beats, strokes = (tuple(note[i] for note in phrase.notes) for i in (0, 1))
        Prompt(beats, phrase.cycle_beats, Meter(phrase.grouping), strokes)  # type: ignore[arg-type]


@songs
def test_a_circle_can_sing_every_song(song: Song) -> None:
    """The whole and each line fit the session's messages; entries lie on bars."""
    msgspec.convert(msgspec.to_builtins(sheet_of(song)), SongSpec)
    for number, line in enumerate(song.tune.lines):
        phrase = phrase_of_line(song, number)
        msgspec.convert(msgspec.to_builtins(phrase), PromptSpec)
        assert len(phrase.notes) == len(line.notes)
    assert song_json(song)["tune"]["lines"][0]["words"] == song.tune.lines[0].words


@patterns
def test_a_pattern_travels_as_midi(pattern: Pattern) -> None:
    """The boxes come back from the MIDI file, feel and all, on the pattern's own grid."""
    cycle = pattern.cycle
    read = read_midi("a.mid", write_pattern_midi(pattern), cycle.parts_per_beat, cycle.beats)

    assert len(read.rows) == len(pattern.layers)
    for row, layer in zip(read.rows, pattern.layers, strict=True):
        assert [c == "." for c in row.grid] == [c == "." for c in layer.grid]


@songs
def test_a_song_travels_as_abc_and_midi(song: Song) -> None:
    """ABC gives the same tune back; MIDI has a track for each entry of a round."""
    assert read_abc(write_abc(song.tune)) == song.tune
    body = write_song_midi(song)
    assert body.count(b"MTrk") == 1 + (
        len(song.entries) or len({line.role for line in song.tune.lines})
    )


@pytest.mark.parametrize(("name", "schema"), SCHEMAS.items())
def test_the_schemas_that_ship_are_the_structures(name: str, schema: str) -> None:
    """The JSON Schema beside the files is what reading them checks (make generate)."""
    shipped = (resources.files("unisono.library") / name).read_text(encoding="utf-8")

    assert shipped == schema
    assert json.loads(shipped)["$schema"].startswith("https://json-schema.org/")


def test_a_file_that_is_not_as_it_should_be_is_named() -> None:
    """The sentence names the file and the place."""
    pattern, song = files("patterns")[0].read_bytes(), files("songs")[0].read_bytes()
    for reading, body in (
        (read_pattern, b"[]"),
        (read_pattern, b"\xff"),
        (read_pattern, pattern.replace(b'"gm"', b'"gmm"')),
        (read_pattern, re.sub(rb'"beats": \d+', b'"beats": 63', pattern)),
        (read_song, song.replace(b'"K:', b'"k:')),
        (read_song, re.sub(rb'"rights": \{[^}]*\},', b"", song)),
    ):
        with pytest.raises(BadFile, match=r"a\.json"):
            reading("a.json", body)


def test_what_is_not_there_is_said() -> None:
    """Asking for an unknown id gives a sentence."""
    for ask in (Library((), ()).pattern, Library((), ()).song):
        with pytest.raises(BadValue, match="in the library"):
            ask("nothing")


def test_every_pattern_is_in_the_docs(repo_root: Path) -> None:
    """docs/rhythms.md lists each pattern and song by its title."""
    text = (repo_root / "docs" / "rhythms.md").read_text(encoding="utf-8")
    missing = [i.id for i in ITEMS if i.title["en"] not in text]

    assert missing == []
