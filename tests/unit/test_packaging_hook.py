"""Laws about the build hook: it fetches only what is absent, and notices what was altered."""

from __future__ import annotations

import importlib.util
import json
import shutil
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

PAPERS = ("package.json", "package-lock.json")


@pytest.fixture(scope="module")
def hook(repo_root: Path) -> ModuleType:
    """The build hook, imported from where the build finds it."""
    spec = importlib.util.spec_from_file_location("hatch_build", repo_root / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def built(repo_root: Path, wheel_path: Path, tmp_path: Path, hook: ModuleType) -> Path:
    """A checkout after a build, with no node_modules: only what the hook looks at."""
    for name in PAPERS:
        shutil.copy(repo_root / name, tmp_path / name)
    (tmp_path / hook.VENDOR).mkdir(parents=True)
    with zipfile.ZipFile(wheel_path) as wheel:
        for name in wheel.namelist():
            if name.startswith("unisono_web/static/vendor/"):
                (tmp_path / "web" / name).write_bytes(wheel.read(name))
    return tmp_path


def test_second_build_needs_no_network(hook: ModuleType, built: Path) -> None:
    """Where every file is there in its locked version, nothing is missing and nothing changes."""
    before = {path: path.stat().st_mtime_ns for path in (built / hook.VENDOR).iterdir()}
    assert hook.missing(built) == []
    hook.bring(built)
    assert before == {path: path.stat().st_mtime_ns for path in (built / hook.VENDOR).iterdir()}


@pytest.mark.parametrize("name", ["socket.io.esm.min.js", "echarts.esm.min.js"])
def test_altered_or_absent_file_is_noticed(hook: ModuleType, built: Path, name: str) -> None:
    """One changed byte, or no file at all, and the next build fetches it again."""
    path = built / hook.VENDOR / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert hook.missing(built) == [name]
    path.unlink()
    assert hook.missing(built) == [name]


def test_another_locked_version_is_noticed(hook: ModuleType, built: Path) -> None:
    """Moving the lock file to another version makes the file of the old one count as missing."""
    lock = json.loads((built / "package-lock.json").read_text(encoding="utf-8"))
    lock["packages"]["node_modules/echarts"]["version"] = "0.0.1"
    (built / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    assert hook.missing(built) == ["echarts.esm.min.js"]


def test_lock_file_names_no_address(repo_root: Path) -> None:
    """The lock pins versions and checksums and leaves the registry to the machine's own npm."""
    lock = json.loads((repo_root / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not [name for name, entry in packages.items() if "resolved" in entry]
