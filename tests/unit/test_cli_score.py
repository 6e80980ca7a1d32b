"""Laws of `unisono score`, run as people run it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from unisono import __version__
from unisono.synchrony import Cohesion, SessionScore, score
from unisono.testing import Habit, SimulatedPlayer


def unisono(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command and return what it said."""
    return subprocess.run(
        [sys.executable, "-I", "-m", "unisono.cli", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=cwd,
    )


def people(count: int = 3, beats: int = 60, start_s: float = 0.0) -> dict[str, list[float]]:
    """Return simulated players at 120 beats per minute."""
    found = {}
    for i in range(count):
        player = SimulatedPlayer(Habit(), random.Random(i))
        found[f"P{i}"] = [t for k in range(beats) for t in player.play(start_s + 0.5 * k)]
    return found


def written(folder: Path, players: dict[str, list[float]]) -> Path:
    """Return a tidy table of these onsets."""
    file = folder / "take.csv"
    rows = [f"{name},{t!r}" for name, times in players.items() for t in times]
    file.write_text("\n".join(["player,onset_s", *rows]) + "\n")
    return file


def json_of(*words: object) -> dict[str, Any]:
    """Run the command and return the JSON it wrote to the terminal."""
    done = unisono(*words, "--json", "-")
    assert done.returncode == 0, done.stderr
    body: dict[str, Any] = json.loads(done.stdout)
    return body


def headline(result: object) -> float:
    """Return the number of a score that has one."""
    assert isinstance(result, SessionScore)
    assert isinstance(result.cohesion, Cohesion)
    return result.cohesion.value


def test_the_command_says_what_the_library_says(tmp_path: Path) -> None:
    """One metric, one number, whoever asks."""
    players = people()

    song = json_of("score", written(tmp_path, players), "--bpm", 120)["songs"][0]

    assert song["score"]["cohesion"]["value"] == pytest.approx(
        headline(score(players, bpm=120)), abs=1e-12
    )
    assert song["players"] == list(players)


def test_without_a_click_the_groups_own_beat_is_used_and_said(tmp_path: Path) -> None:
    """--no-click, and a file with nothing to go by, are flagged in words and in the JSON."""
    file = written(tmp_path, people())

    for words in ([], ["--no-click"]):
        song = json_of("score", file, *words)["songs"][0]
        assert song["score"]["click"] is False
        assert "own beat" in song["against"]
    assert "Never compare" in unisono("score", file, "--no-click").stdout


def test_the_first_click_moves_with_the_music(tmp_path: Path) -> None:
    """Playing 3.2 s later against a click that starts 3.2 s later is the same playing."""
    early = json_of("score", written(tmp_path, people()), "--bpm", 120)
    later = people(start_s=3.2)
    moved = json_of("score", written(tmp_path, later), "--bpm", 120, "--click", 3.2)

    assert moved["songs"][0]["score"]["cohesion"]["value"] == pytest.approx(
        early["songs"][0]["score"]["cohesion"]["value"], abs=1e-6
    )


def test_a_player_can_be_the_click(tmp_path: Path) -> None:
    """--click NAME takes that player's onsets as the beat and leaves them out of the group."""
    players = people()
    players["Bell"] = [0.5 * k for k in range(60)]

    song = json_of("score", written(tmp_path, players), "--click", "bell")["songs"][0]

    assert [one["name"] for one in song["score"]["people"]] == ["P0", "P1", "P2"]
    assert song["score"]["cohesion"]["value"] == pytest.approx(
        headline(score(people(), bpm=120)), abs=0.5
    )


def test_too_little_is_said_in_words_and_never_as_zero(tmp_path: Path) -> None:
    """Four taps are no score: null reasons in the JSON, a sentence on the terminal."""
    file = written(tmp_path, {"Ann": [0.0, 0.5], "Ben": [0.01, 0.52]})

    song = json_of("score", file, "--bpm", 120)["songs"][0]

    assert song["score"]["cohesion"].keys() == {"too_little", "have", "need"}
    assert "to say (" in unisono("score", file, "--bpm", 120).stdout


def test_the_table_shows_everybody_and_what_the_number_does_not_say(tmp_path: Path) -> None:
    """Names, number, band, spread; and that habit and device cannot be told apart."""
    said = unisono("score", written(tmp_path, people(12)), "--bpm", 120).stdout

    for word in (*people(12), "Togetherness", "spread", "12 people", "cannot be told apart"):
        assert word in " ".join(said.split())


def test_the_json_file_is_written_beside_the_table(tmp_path: Path) -> None:
    """--json OUT gives both."""
    out = tmp_path / "score.json"

    done = unisono("score", written(tmp_path, people()), "--bpm", 120, "--json", out)

    assert "Togetherness" in done.stdout
    assert json.loads(out.read_text())["songs"][0]["onsets"] == 180


def test_every_song_of_the_recording_is_scored_on_its_own_grid(shared_data: Path) -> None:
    """Without --song all five; with it, that one; a wrong name lists what there is."""
    file = shared_data / "iemp_cuban_son_salsa.csv"

    songs = json_of("score", file)["songs"]
    assert len(songs) == 5
    assert all(np.isfinite(song["score"]["cohesion"]["value"]) for song in songs)

    assert len(json_of("score", file, "--song", "Habanera")["songs"]) == 1
    wrong = unisono("score", file, "--song", "Yesterday")
    assert wrong.returncode == 1
    assert "Habanera" in wrong.stderr


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("player,onset_s\nAnn,one\n", [], ["line 2", "'one'", "seconds"]),
        ("player,onset_s\nAnn,1.0\n", ["--bpm", "500"], ["500", "20 to 300"]),
        ("player,onset_s\nAnn,1.0\n", ["--click", "2.0"], ["--bpm"]),
        ("player,onset_s\nAnn,1.0\n", ["--click", "Zoe"], ["Ann"]),
        ("player,onset_s\nAnn,1.0\n", ["--meter", "many"], ["2+2+3"]),
        ("player,onset_s\nAnn,1.0\n", ["--no-click", "--click", "1"], ["without --click"]),
        ("player,onset_s\nAnn,1.0\n", ["--json", "/nowhere/at/all.json"], ["all.json"]),
    ],
)
def test_what_cannot_be_used_is_told_in_one_sentence(
    tmp_path: Path, text: str, words: list[str], said: list[str]
) -> None:
    """Exit code 1, the place, what stood there, what was expected, no traceback."""
    file = tmp_path / "take.csv"
    file.write_text(text)

    done = unisono("score", file, *words)

    assert done.returncode == 1
    assert done.stderr.startswith("unisono: ")
    assert "Traceback" not in done.stderr
    for part in said:
        assert part in done.stderr


def test_scoring_loads_neither_server_nor_network(tmp_path: Path) -> None:
    """A researcher's notebook or a small machine needs numpy and no more."""
    file = written(tmp_path, people())
    program = (
        "import sys; sys.argv = ['unisono', 'score', sys.argv[1], '--bpm', '120']\n"
        "from unisono.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'aiohttp', 'socketio', 'sqlalchemy', 'jinja2', 'mido'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "[]"


def test_version_help_and_misunderstandings() -> None:
    """--version says it, --help lists the commands, an unknown one exits with 2."""
    assert unisono("--version").stdout.strip() == f"unisono {__version__}"
    helped = unisono("--help")
    assert helped.returncode == 0
    for command in ("serve", "demo", "replay", "score"):
        assert command in helped.stdout
    unknown = unisono("dance")
    assert unknown.returncode == 2
    assert "Please check" in unknown.stderr
    assert "Error" not in unknown.stderr


def test_the_share_of_beats_is_called_played(tmp_path: Path) -> None:
    """Nobody hits anything."""
    said = unisono("score", written(tmp_path, people()), "--bpm", 120).stdout

    assert "played %" in said
    assert "hit" not in said.split()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["score", "nowhere.csv"], "There is no file nowhere.csv"),
        (["replay", "take.csv"], "Which circle shall they join?"),
        (["replay", "take.csv", "--code", "ABC234", "--url", "http://127.0.0.1:9"], "give --url"),
        (
            ["replay", "take.csv", "--code", "ABC234", "--lead", "http://127.0.0.1:9/console#x"],
            "Give its tempo with --bpm",
        ),
    ],
)
def test_what_is_not_there_is_told_plainly(tmp_path: Path, words: list[str], said: str) -> None:
    """A sentence and what to do, never a template with None in it."""
    written(tmp_path, people())

    done = unisono(*words, cwd=tmp_path)

    assert done.returncode == 1
    assert said in done.stderr
    assert "None" not in done.stderr
    assert "found" not in done.stderr
