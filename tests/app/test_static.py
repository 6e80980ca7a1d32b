"""What travels is small: text is compressed where the client takes it, and only there."""

from __future__ import annotations

import gzip
import re
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from serving import Server, running_server
from unisono.app.languages import LANGUAGES

PLAY_PAGE_BUDGET = 90_000
UNASKED = {
    "/static/vendor/socket.io.esm.min.js",
    "/static/parcels/{tag}/play/js/play/leading.js",
    "/static/parcels/{tag}/play/js/play/quick.js",
}
"""What the play page loads by itself behind the door and the pad."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server."""
    with running_server(tmp_path_factory.mktemp("compress")) as running:
        yield running


def fetch(url: str, encoding: str, tag: str = "en") -> tuple[bytes, str | None]:
    """Return the bytes that travelled, and how they were encoded."""
    headers = {"Accept-Encoding": encoding, "Accept-Language": tag}
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read(), answer.headers["Content-Encoding"]


def test_scripts_come_compressed_and_whole(server: Server) -> None:
    """A script unpacks to what a client without compression gets, in under half the bytes."""
    url = f"{server.url}/static/js/timeline.js"
    packed, encoding = fetch(url, "gzip")
    plain, none = fetch(url, "identity")

    assert (encoding, none) == ("gzip", None)
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2


@pytest.mark.parametrize("tag", [language.tag for language in LANGUAGES])
def test_the_play_page_with_all_it_loads_is_at_most_90_kb_on_the_wire(
    server: Server, tag: str
) -> None:
    """The page, its styles, every module it names, and what these load by themselves."""
    page, _ = fetch(f"{server.url}/j", "gzip", tag)
    text = gzip.decompress(page).decode()
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', text))
    unasked = {part.format(tag=tag) for part in UNASKED}

    total = len(page) + sum(len(fetch(server.url + part, "gzip")[0]) for part in parts | unasked)

    assert {f"/static/parcels/{tag}/play.js", "/static/parcels/play.css"} <= parts
    assert total < PLAY_PAGE_BUDGET


def test_a_parcel_does_what_its_modules_do_and_is_made_anew_only_when_they_change(
    server: Server,
) -> None:
    """All modules of the page are in it, once; asked for again it is the same to the byte."""
    parcel, _ = fetch(f"{server.url}/static/parcels/en/play.js", "identity")
    page, _ = fetch(f"{server.url}/j?plain", "identity")
    named = re.findall(r'href="/static/(js/[^"]+\.js)"', page.decode())

    assert len(named) > 40
    for name in named:
        assert parcel.decode().count(f'm["{name}"]??=') == 1, name
    assert fetch(f"{server.url}/static/parcels/en/play.js", "identity")[0] == parcel


def test_a_parcel_is_there_for_pages_only(server: Server) -> None:
    """No path leads from parcels to other files."""
    for name in (
        "play.js",
        "play.txt",
        "play",
        "stage.css",
        "xx/play.js",
        "en/nowhere.js",
        "en/..%2Fdom.js",
        "en/play",
        "en/play.json",
        "en/play.css",
        "en/play/js/dom.js",
        "en/play/vendor/echarts.esm.min.js",
        "en/play/js/%2e%2e/pages/play.js",
        "en/play.js/js/play/leading.js",
        "en/nowhere/js/play/leading.js",
    ):
        with pytest.raises(urllib.error.HTTPError) as refused:
            fetch(f"{server.url}/static/parcels/{name}", "gzip")
        assert refused.value.code == 404


def test_small_answers_and_health_are_left_alone(server: Server) -> None:
    """Compressing a line of JSON would make it longer."""
    assert fetch(f"{server.url}/healthz", "gzip")[1] is None


def test_static_files_stay_inside_their_folder(server: Server) -> None:
    """No address leads to a file outside the static folder."""
    for path in ("/static/../__init__.py", "/static/%2e%2e/__init__.py", "/static//etc/passwd"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            fetch(server.url + path, "gzip")
        assert refused.value.code in {403, 404}
