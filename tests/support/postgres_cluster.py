"""A real PostgreSQL server for tests: its own folder, its own port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from serving import free_port

HOST = "127.0.0.1"
SUPERUSER = "unisono"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running PostgreSQL server that trusts everyone on this machine."""

    programs: Path
    folder: Path
    port: int

    def create_database(self, name: str) -> str:
        """Make an empty database and return its SQLAlchemy URL."""
        self._run("createdb", name)
        return f"postgresql+asyncpg://{SUPERUSER}@{HOST}:{self.port}/{name}"

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run("dropdb", "--force", name)

    def _run(self, program: str, *arguments: str) -> None:
        address = ["--host", HOST, "--port", str(self.port), "--username", SUPERUSER]
        run([str(self.programs / program), *address, *arguments])


def find_programs() -> Path | None:
    """Find the folder with ``initdb`` in it: PATH first, then where Debian puts the newest."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max(
        (path.parent for path in folders), key=lambda path: float(path.parent.name), default=None
    )


@contextmanager
def running_cluster(programs: Path) -> Iterator[Cluster]:
    """Start a server in a folder of its own; stop it and remove the folder at the end."""
    folder = Path(tempfile.mkdtemp(prefix="unisono-postgres-"))
    cluster = Cluster(programs, folder, free_port())
    try:
        shutil.chown(folder, user=account())
        _initialise(cluster)
        _control(cluster, "start", "--log", str(folder / "log"), "--options", _options(cluster))
        try:
            yield cluster
        finally:
            _control(cluster, "stop", "--mode", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def account() -> str:
    """Return who runs the server: PostgreSQL refuses to be root."""
    me = pwd.getpwuid(os.getuid()).pw_name
    if os.getuid() != 0:
        return me
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def run(command: list[str], user: str | None = None) -> None:
    """Run a program and, where it ends badly, show what it said."""
    done = subprocess.run(
        command,
        user=user,
        cwd="/",
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{done.stdout}")


def _initialise(cluster: Cluster) -> None:
    run(
        [
            str(cluster.programs / "initdb"),
            f"--pgdata={cluster.folder / 'data'}",
            f"--username={SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
        ],
        user=account(),
    )


def _control(cluster: Cluster, action: str, *arguments: str) -> None:
    data = f"--pgdata={cluster.folder / 'data'}"
    run([str(cluster.programs / "pg_ctl"), action, data, "--wait", *arguments], user=account())


def _options(cluster: Cluster) -> str:
    # fsync off: these tests ask what PostgreSQL stores, not whether a disk survives a power cut.
    return f"-p {cluster.port} -c listen_addresses={HOST} -k {cluster.folder} -c fsync=off"
