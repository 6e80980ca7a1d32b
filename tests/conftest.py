"""Fixtures that every test folder shares: where things are, and real servers to talk to."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from circles import Circle, new_circle
from postgres_cluster import Cluster, find_programs, running_cluster
from serving import Server, running_server

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REAL_TIME = {"app", "browser", "e2e", "faults", "midi"}
TRIES, REST_S = 3, 5.0
_database_numbers = itertools.count(1)

# A busy machine is no counterexample: laws are about values, time limits have tests of their own.
settings.register_profile(
    "unisono", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unisono")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the suite be run in two parts: what may share a machine, and what wants one to itself."""
    words = "only the tests that judge values, or only those that play against the real clock"
    parser.addoption("--part", choices=("values", "time"), help=words)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give the report of each part a file of its own: `x.xml` becomes `x-values.xml`."""
    part, report = config.getoption("part"), config.getoption("xmlpath")
    if part and report:
        path = Path(report)
        config.option.xmlpath = str(path.with_stem(f"{path.stem}-{part}"))


def folder_of(path: Path) -> str:
    """Return in which folder of tests a path lies."""
    return path.relative_to(ROOT / "tests").parts[0]


def plays_in_time(item: pytest.Item) -> bool:
    """Return whether a test plays against the real clock."""
    return folder_of(item.path) in REAL_TIME or bool(item.get_closest_marker("real_time"))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out at once what has no tests of values."""
    aside = config.getoption("part") == "values" and collection_path.parent == ROOT / "tests"
    return True if aside and collection_path.name in REAL_TIME else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the part that is asked for; what plays in time may be tried again (decision 24)."""
    part = config.getoption("part")
    if part is not None:
        other = [item for item in items if plays_in_time(item) != (part == "time")]
        config.hook.pytest_deselected(items=other)
        items[:] = [item for item in items if plays_in_time(item) == (part == "time")]
    for item in items:
        if plays_in_time(item) and not item.get_closest_marker("nightly"):
            item.add_marker(pytest.mark.flaky(reruns=TRIES - 1, reruns_delay=REST_S))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that skips counts as not passed with CI=true, unless it needs a device."""
    report = yield
    if not hasattr(report, "wasxfail") and not item.get_closest_marker("hardware"):
        refuse_skip(report)
    if report.failed:
        load = " ".join(f"{one:.1f}" for one in os.getloadavg())
        report.sections.append(("the machine", f"load {load} on {os.cpu_count()} processors"))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips as a whole."""
    report = yield
    refuse_skip(report)
    return report


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure in CI, where it would be a gap that nobody sees."""
    if os.environ.get("CI") == "true" and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {report.longrepr}"


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The folder of the checkout; the code under test is the installed wheel, not this."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The recordings that tests read by path: UNISONO_SHARED/data, or ../shared/data."""
    folder = Path(os.environ.get("UNISONO_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"the shared recordings are not at {folder}; set UNISONO_SHARED")
    return folder


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser for tests on real pages: UNISONO_CHROMIUM, or the first one on PATH."""
    names = (os.environ.get("UNISONO_CHROMIUM", ""), *CHROMIUM_NAMES)
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("no Chromium here: apt install chromium, or set UNISONO_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def axe_path() -> Path:
    """The accessibility checker that tests inject into pages; npm ci puts it there."""
    path = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.skip("axe-core is not in node_modules: run npm ci")
    return path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in a process of its own."""
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def circle(server: Server) -> Circle:
    """A circle that nobody has entered yet."""
    return new_circle(server)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A PostgreSQL server for the whole run."""
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server programs here: apt install postgresql")
    with running_cluster(programs) as cluster:
        yield cluster


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """The SQLAlchemy URL of an empty PostgreSQL database that this test alone has."""
    name = f"test_{next(_database_numbers)}"
    yield postgres_cluster.create_database(name)
    postgres_cluster.drop_database(name)


@pytest.fixture(scope="session")
def wheel_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel under test: the one that `make test` built, or one built now."""
    if "UNISONO_WHEEL" in os.environ:
        return Path(os.environ["UNISONO_WHEEL"])
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--wheel-dir"]
    subprocess.run([*build, str(folder), str(ROOT)], check=True)
    return next(folder.glob("unisono-*.whl"))
