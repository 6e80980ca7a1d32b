"""Pages and files over HTTP: where they are, and what protects them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import jinja2
import pytest

from rawclient import Circle
from unisono.app.contexts import TEMPLATES
from unisono.app.headers import content_policy
from unisono.app.origins import is_host_allowed
from unisono.app.serve import RunningServer
from unisono.app.settings import load_settings
from unisono.app.static import static_folder

PATHS = {
    "/": "home.html",
    "/j": "play.html",
    "/j/K7QM2X": "play.html",
    "/console": "console.html",
    "/stage": "stage.html",
    "/review": "review.html",
    "/clock": "clock.html",
    "/patterns": "patterns.html",
}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "unisono",
}
LAN = {"host": "0.0.0.0"}


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A plain HTTP client."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.mark.parametrize("path", ["/", "/j/K7QM2X", "/console"])
async def test_the_language_can_be_chosen_on_the_page_itself(
    server: RunningServer, http: aiohttp.ClientSession, path: str
) -> None:
    """Where people are for long: one field, and no two things of one name."""
    text = await (await http.get(server.url + path)).text()
    names = re.findall(r' id="([^"]+)"', text)
    assert names.count("language") == 1
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("path", [*PATHS, "/ready"])
async def test_no_two_things_of_a_page_have_one_name(
    server: RunningServer, http: aiohttp.ClientSession, path: str
) -> None:
    """Not in a language whose words come along as data, either."""
    text = await (await http.get(server.url + path, headers={"Accept-Language": "ar"})).text()
    names = re.findall(r' id="([^"]+)"', text)
    assert 'lang="ar" dir="rtl"' in text
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("path", PATHS)
async def test_every_page_is_served_with_its_protections(
    server: RunningServer, http: aiohttp.ClientSession, path: str
) -> None:
    """A page comes as HTML, is kept by no cache, and may load nothing from elsewhere."""
    answer = await http.get(server.url + path)
    policy = answer.headers["Content-Security-Policy"]

    assert answer.status == 200
    assert answer.content_type == "text/html"
    assert answer.headers["Cache-Control"] == "no-store"
    assert {name: answer.headers[name] for name in FIXED} == FIXED
    assert "default-src 'none'" in policy
    assert not [word for word in ("unsafe", "blob:", "*", "data: ") if word in policy]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_needs_nothing_but_its_documented_context(name: str) -> None:
    """A page can be drawn from its context class alone, and every field says what it is."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("unisono_web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    context = TEMPLATES[name]()
    html = environment.get_template(name).render(dataclasses.asdict(context))

    assert html.lstrip().startswith("<!doctype html>")
    assert all(field.metadata["help"] for field in dataclasses.fields(context))


async def test_refusals_are_protected_too(
    server: RunningServer, http: aiohttp.ClientSession
) -> None:
    """Also what is not there carries the headers."""
    for path in ("/nothing", "/static/../pyproject.toml", "/j/%3Cscript%3E", "/api/review"):
        answer = await http.get(server.url + path)
        assert answer.status in (401, 404)
        assert answer.headers["Content-Security-Policy"] == content_policy(
            server.url.removeprefix("http://")
        )


async def test_our_scripts_are_checked_for_news_and_vendor_files_kept(
    server: RunningServer, http: aiohttp.ClientSession
) -> None:
    """A changed script is seen at the next load; an unchanged one costs an empty answer."""
    address = f"{server.url}/static/js/timeline.js"
    first = await http.get(address)
    again = await http.get(address, headers={"If-None-Match": first.headers["ETag"]})
    vendor = next((static_folder() / "vendor").glob("socket.io*.js"))
    kept = await http.get(f"{server.url}/static/vendor/{vendor.name}")

    assert (first.status, first.headers["Cache-Control"]) == (200, "no-cache")
    assert "javascript" in first.content_type
    assert again.status == 304
    assert "max-age=" in kept.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2f__init__.py",
        "/static/%2e%2e/__init__.py",
        "/static//etc/passwd",
        "/static/js/..%5c..%5c__init__.py",
        "/static/",
        "/static/js",
    ],
)
async def test_nothing_outside_the_static_folder_is_served(
    server: RunningServer, http: aiohttp.ClientSession, path: str
) -> None:
    """No path leads out, and folders are not listed."""
    async with http.get(server.url + path) as answer:
        assert answer.status in (403, 404)


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("localhost", True),
        ("127.0.0.1:8080", True),
        ("[::1]:8080", True),
        ("192.168.1.7:8080", True),
        ("drums.local", True),
        ("circle.example.org", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("", False),
    ],
)
async def test_only_names_of_this_server_are_answered(
    server: RunningServer, http: aiohttp.ClientSession, host: str, allowed: bool
) -> None:
    """A foreign name pointing here (DNS rebinding) gets no page and no connection."""
    assert is_host_allowed(host, server.application.settings) == allowed
    if host:
        answer = await http.get(f"{server.url}/healthz", headers={"Host": host})
        assert answer.status == (200 if allowed else 421)


def test_names_that_were_configured_are_answered() -> None:
    """The public address and further names can be given; * switches the check off."""
    public = load_settings(public_url="https://circle.example.org/")
    listed = load_settings(allowed_hosts="a.example.org, b.example.org")

    assert public.public_url == "https://circle.example.org"
    assert is_host_allowed("circle.example.org", public)
    assert is_host_allowed("b.example.org:80", listed)
    assert not is_host_allowed("c.example.org", listed)
    assert is_host_allowed("c.example.org", load_settings(allowed_hosts="*"))


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (None, True),
        ("same", True),
        ("https://evil.example.org", False),
        ("null", False),
        ("http://localhost:1", False),
    ],
)
async def test_other_web_pages_may_not_open_circles_or_connect(
    server: RunningServer, http: aiohttp.ClientSession, origin: str | None, allowed: bool
) -> None:
    """The Origin of a browser's request must be ours; programs send none."""
    headers = {} if origin is None else {"Origin": server.url if origin == "same" else origin}
    opened = await http.post(f"{server.url}/api/circles", headers=headers)
    address = f"{server.url}/socket.io/?EIO=4&transport=websocket"

    assert opened.status == (201 if allowed else 403)
    if allowed:
        await (await http.ws_connect(address, headers=headers)).close()
    else:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(address, headers=headers)
        assert refused.value.status == 403


async def test_a_new_circle_comes_with_all_its_links(
    server: RunningServer, http: aiohttp.ClientSession
) -> None:
    """Tokens are in the fragments, where no request and no log ever sees them."""
    answer = await http.post(f"{server.url}/api/circles")
    body: dict[str, Any] = await answer.json()
    links = body["links"]

    assert answer.headers["Cache-Control"] == "no-store"
    assert set(links) == {"console", "helper", "join", "lobby", "stage", "review"}
    assert links["console"] == f"{server.url}/console#{body['console']}"
    assert links["lobby"].endswith(f"/j/{body['code']}")
    for name in ("console", "helper", "join", "stage", "review"):
        path, _, token = links[name].partition("#")
        assert len(token) >= 22
        assert token not in path


async def test_circles_cannot_be_opened_without_end(
    server: RunningServer, http: aiohttp.ClientSession
) -> None:
    """One address opens a score of circles, then is asked to wait."""
    statuses = [(await http.post(f"{server.url}/api/circles")).status for _ in range(22)]

    assert statuses == [201] * 20 + [429] * 2


async def test_health_says_what_works(server: RunningServer, http: aiohttp.ClientSession) -> None:
    """The health page answers for the server and its database."""
    answer = await http.get(f"{server.url}/healthz")
    body = await answer.json()

    assert (answer.status, body["status"], body["database"]) == (200, "ok", "ok")
    assert body["version"]


async def test_the_review_needs_its_link(
    server: RunningServer, circle: Circle, http: aiohttp.ClientSession
) -> None:
    """The review and the console token open report and exports; others and none do not."""
    for path in (
        "/api/review",
        "/api/review/export.json",
        "/api/review/taps.csv",
        "/api/review/export.mid",
    ):
        for token, status in (
            (circle.review, 200),
            (circle.console, 200),
            (circle.join, 404),
            (circle.stage, 404),
            ("x" * 43, 404),
        ):
            headers = {"Authorization": f"Bearer {token}"}
            answer = await http.get(server.url + path, headers=headers)
            assert (path, token, answer.status) == (path, token, status)
            assert answer.headers["Cache-Control"] == "no-store"
        assert (await http.get(server.url + path)).status == 401
        by_query = await http.get(server.url + path, params={"token": circle.review})
        assert by_query.status == 401


async def test_the_same_log_gives_the_same_report(
    server: RunningServer, circle: Circle, http: aiohttp.ClientSession
) -> None:
    """Asked twice, the review answers with the same bytes."""
    headers = {"Authorization": f"Bearer {circle.review}"}
    first = await (await http.get(f"{server.url}/api/review", headers=headers)).read()
    second = await (await http.get(f"{server.url}/api/review", headers=headers)).read()

    assert first == second


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"Accept-Language": "de-AT"}, "Noch hat niemand gespielt"),
        ({"Accept-Language": "de", "Cookie": "unisono.lang=fr"}, "Personne n’a encore joué"),
        ({"Accept-Language": "nn"}, "Nobody has tapped yet"),
    ],
)
async def test_the_review_speaks_the_language_of_its_page(
    server: RunningServer,
    circle: Circle,
    http: aiohttp.ClientSession,
    wish: dict[str, str],
    words: str,
) -> None:
    """What somebody chose, else what their browser wishes, else English; numbers are the same."""
    headers = {"Authorization": f"Bearer {circle.review}", **wish}
    report = await (await http.get(f"{server.url}/api/review", headers=headers)).json()

    assert report["sentence"].startswith(words)
    assert len(report["says_not"]) == 8
    assert report["taps"] == 0
