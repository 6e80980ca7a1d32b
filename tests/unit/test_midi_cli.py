"""Laws of the command `unisono-midi`: commands explain themselves, trouble is a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from unisono_midi.cli import app
from unisono_midi.leading import CUE_NAMES, CUES
from unisono_midi.mapping_text import parse_mapping

COMMANDS = sorted(
    command.name or command.callback.__name__  # type: ignore[union-attr]
    for command in app.registered_commands
)


def bridge(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command as people do, on a machine without a sound system."""
    code = "from unisono_midi.cli import main; main()"
    command = [sys.executable, "-c", code, *arguments]
    env = {"JACK_DEFAULT_SERVER": "nobody-is-here", "NO_COLOR": "1", "PATH": "/usr/bin", **more}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


def test_every_command_of_the_page_is_there_and_explained(repo_root: Path) -> None:
    """docs/midi.md names each, and each has a sentence of help."""
    page = (repo_root / "docs" / "midi.md").read_text(encoding="utf-8")
    help_text = bridge("--help").stdout
    for name in COMMANDS:
        assert f"unisono-midi {name}" in page
        assert name in help_text


def test_every_cue_is_on_the_page(repo_root: Path) -> None:
    """A cue nobody can read about does not exist."""
    page = (repo_root / "docs" / "midi.md").read_text(encoding="utf-8")
    cues = page.split("Cues are", 1)[1].split("\n\n", 1)[0].replace("\n", " ").replace("`", " ")
    assert all(f" {word}" in cues for name in CUE_NAMES for word in name.split())
    assert set(CUES) == CUE_NAMES


def test_the_mapping_of_the_page_is_a_mapping(repo_root: Path) -> None:
    """What people copy from docs/midi.md works."""
    page = (repo_root / "docs" / "midi.md").read_text(encoding="utf-8")
    text = page.split("# my-pads.txt", 1)[1].split("```", 1)[0]
    pads = parse_mapping("my-pads.txt", text, CUE_NAMES)
    assert pads.stroke(39) == "slap"
    assert pads.cues[("control", 64)] == "call"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("play", "--code", "K7QM2X"), "an --in to play on"),
        (("play", "--in", "x"), "either a --code or a --link"),
        (("play", "--in", "x", "--link", "http://h/nowhere"), "a link such as"),
        (("play", "--in", "x", "--code", "A", "--map", "/nowhere.txt"), "a text file with a map"),
        (("lead", "--in", "x", "--link", "http://h/j#token"), "the link of the console"),
        (("link", "--link", "http://h/j#token"), "Link takes no seat"),
    ],
)
def test_what_cannot_be_is_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    """Exit code 1, no traceback; what was seen and what is needed."""
    done = bridge(*arguments)
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("unisono-midi: ")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_while_it_is_still_loading_ends_it_quietly() -> None:
    """No traceback: whoever changes their mind at once has done nothing that needs explaining."""
    code = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'unisono_midi.cli':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "from unisono_midi.entry import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (130, "")
