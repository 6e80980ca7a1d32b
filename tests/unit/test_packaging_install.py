"""Laws about installing: into an empty environment, without Node, and the commands are there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from types import ModuleType

import pytest

import unisono
import unisono_midi
import unisono_web

COMMANDS = ("serve", "demo", "replay", "score")


@pytest.fixture(scope="module")
def empty_environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new virtual environment with nothing in it but pip."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=True)
    return folder / "bin"


@pytest.fixture(scope="module")
def installed(empty_environment: Path, wheel_path: Path, repo_root: Path) -> Path:
    """The same environment after `pip install` of the wheel on a machine that has no Node."""
    constraints = repo_root / "scripts" / "constraints.txt"
    pip: list[str | Path] = [empty_environment / "python", "-m", "pip", "install", "-qq"]
    run([*pip, "-c", constraints, wheel_path], empty_environment, timeout_s=400.0)
    return empty_environment


def run(command: list[str | Path], bin_folder: Path, timeout_s: float = 60.0) -> str:
    """Run a command that finds nothing of this machine but the environment's own programs."""
    done = subprocess.run(
        command,
        cwd=bin_folder,
        env={**os.environ, "PATH": str(bin_folder)},
        text=True,
        capture_output=True,
        timeout=timeout_s,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.timeout(600)
def test_wheel_installs_into_an_empty_environment_without_node(installed: Path) -> None:
    """After one `pip install` the command answers, and pip finds every need fulfilled."""
    assert shutil.which("node", path=str(installed)) is None
    run([installed / "python", "-m", "pip", "check"], installed)
    assert "unisono" in run([installed / "unisono", "--help"], installed).lower()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("command", COMMANDS)
def test_installed_command_explains_itself(installed: Path, command: str) -> None:
    """Every command of the quickstart is there and says how it is used."""
    assert command in run([installed / "unisono", command, "--help"], installed)


@pytest.mark.skipif("UNISONO_WHEEL" not in os.environ, reason="only `make test` uses the wheel")
@pytest.mark.parametrize("package", [unisono, unisono_midi, unisono_web])
def test_tests_run_on_installed_code(package: ModuleType) -> None:
    """Under `make test` nothing is imported from the checkout, and none of it can be."""
    assert sys.flags.isolated
    assert package.__file__ is not None
    assert Path(package.__file__).parent.parent == Path(sysconfig.get_path("purelib"))
