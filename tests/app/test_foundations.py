"""The small parts of the shell: clock, tokens, addresses, settings, limits, collection."""

from __future__ import annotations

import asyncio
import gc
import itertools
from dataclasses import astuple, replace
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

from unisono.app import addresses, collection
from unisono.app.clock import ServerClock
from unisono.app.contexts import TEMPLATES
from unisono.app.invitations import qr_image
from unisono.app.limits import TokenBucket
from unisono.app.settings import Settings, load_settings
from unisono.app.tokens import (
    capabilities_of,
    clean_code,
    new_code,
    new_console_token,
    token_hash,
)
from unisono.errors import BadValue
from unisono.store import TokenKind
from unisono.wire.table import CODE_ALPHABET


def test_session_time_goes_on_through_a_restart() -> None:
    """A new process tells the session time the old one would have told."""
    unix_s, up_s = 1_800_000_000.25, 5_000.0
    old = ServerClock(lambda: unix_s, lambda: up_s)
    epoch_s = old.unix_s()
    new = ServerClock(lambda: unix_s + 100.0, lambda: 7.0)

    assert old.session_s(epoch_s, up_s + 100.0) == pytest.approx(100.0, abs=1e-6)
    assert new.session_s(epoch_s) == pytest.approx(100.0, abs=1e-6)


def test_a_pause_while_the_clocks_are_read_does_not_shift_time() -> None:
    """The process may be held up between two readings; the closest pair counts."""
    ticks = itertools.count()
    now = {"s": 0.0}

    def wall() -> float:
        now["s"] += 0.5 if next(ticks) != 4 else 0.0  # held up, but once
        return 1000.0 + now["s"]

    clock = ServerClock(wall, lambda: now["s"])

    assert clock.unix_s() - now["s"] == pytest.approx(1000.0, abs=1e-9)


def test_session_time_is_as_fine_as_the_machines_clock() -> None:
    """Differences of session times keep nanoseconds although Unix times are large."""
    clock = ServerClock(lambda: 1_800_000_000.123, lambda: 12.0)
    first, second = (
        clock.session_s(1_799_990_000.0, 12.0),
        clock.session_s(1_799_990_000.0, 12.000001),
    )

    assert second - first == pytest.approx(1e-6, abs=1e-11)


def test_a_console_token_leads_to_every_other_and_a_stage_token_to_the_join_link_only() -> None:
    """The chain goes one way: console to helper to stage to join, helper to review."""
    token = new_console_token()
    console = capabilities_of(TokenKind.CONSOLE, token)
    assert console.stage is not None
    stage = capabilities_of(TokenKind.STAGE, console.stage)

    assert console == capabilities_of(TokenKind.CONSOLE, token)
    assert (stage.join, stage.console, stage.review) == (console.join, None, None)
    assert console.helper is not None
    helper = capabilities_of(TokenKind.HELPER, console.helper)
    assert helper == replace(console, console=None)
    assert len(set(astuple(console))) == 5
    assert len({token_hash(t or "") for t in (console.stage, console.join, token)}) == 3


def test_codes_are_made_of_signs_that_cannot_be_mistaken() -> None:
    """No 0 O 1 I L U, six signs, and they differ."""
    codes = {new_code() for _ in range(200)}

    assert len(codes) > 195
    assert all(len(code) == 6 and set(code) <= set(CODE_ALPHABET) for code in codes)
    assert not set("0O1ILU") & set(CODE_ALPHABET)


@given(st.text(CODE_ALPHABET, min_size=6, max_size=6))
def test_a_code_may_be_typed_with_spaces_dashes_and_small_letters(code: str) -> None:
    """What people type on phones is understood."""
    assert clean_code(f" {code[:2].lower()} {code[2:4]}-{code[4:]} ") == code


@given(st.text(max_size=20))
def test_a_cleaned_code_is_a_code_or_nothing(text: str) -> None:
    """Nothing that is not six of our signs ever reaches the database."""
    code = clean_code(text)
    assert code is None or (len(code) == 6 and set(code) <= set(CODE_ALPHABET))


def test_a_qr_code_is_an_image_with_a_title() -> None:
    """It can be shown by an <img> under our content policy."""
    image = qr_image("http://192.168.1.5:8080/j#abc", "a title")

    assert image.startswith("data:image/svg+xml")
    assert "a%20title" in image


@pytest.mark.parametrize(
    ("flags", "host", "shared"),
    [
        ({}, "localhost:8080", "http://192.168.1.5:8080"),
        ({}, "192.168.1.9:8080", "http://192.168.1.9:8080"),
        ({"host": "127.0.0.1"}, "localhost:8080", "http://localhost:8080"),
        ({"public_url": "https://u.example.org/"}, "localhost:8080", "https://u.example.org"),
    ],
)
def test_join_links_name_an_address_that_other_devices_can_reach(
    monkeypatch: pytest.MonkeyPatch, flags: dict[str, str], host: str, shared: str
) -> None:
    """On this machine the browser says localhost; a phone gets our address in the network."""
    monkeypatch.setattr(addresses, "lan_address", lambda: "192.168.1.5")
    request = make_mocked_request("GET", "/", headers={"Host": host})

    assert addresses.shared_base(request, load_settings(**flags)) == shared


@pytest.mark.parametrize(
    ("remote", "header", "counted"),
    [
        ("10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "nonsense", "nonsense"),
        ("203.0.113.1", "198.51.100.7", "203.0.113.1"),
        ("2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.1", "", "203.0.113.1"),
    ],
)
def test_who_is_counted_cannot_be_chosen_by_whoever_asks(
    remote: str, header: str, counted: str
) -> None:
    """A forwarded address is believed from a trusted proxy only, and only its last one."""
    settings = load_settings(trusted_proxies="10.0.0.1")
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": header}).clone(
        remote=remote
    )

    assert addresses.peer_address(request, settings) == counted


def test_flags_win_over_variables_and_both_over_defaults(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The order in which settings count."""
    monkeypatch.setenv("UNISONO_PORT", "9001")
    monkeypatch.setenv("UNISONO_HOST", "127.0.0.1")
    monkeypatch.setenv("UNISONO_DATA_DIR", str(tmp_path))
    settings = load_settings(port=9002, host=None)

    assert (settings.port, settings.host) == (9002, "127.0.0.1")
    assert settings.database_address == f"sqlite:///{tmp_path}/unisono.db"
    assert load_settings().port == 9001


@pytest.mark.parametrize(
    "flags", [{"port": 70_000}, {"public_url": "ftp://x"}, {"log_level": "loud"}, {"colour": 1}]
)
def test_a_setting_that_cannot_be_used_is_named(flags: dict[str, object]) -> None:
    """The sentence says which one."""
    with pytest.raises(BadValue) as refused:
        load_settings(**flags)

    assert next(iter(flags)) in refused.value.message


def test_every_setting_and_every_context_says_what_it_is() -> None:
    """Help texts, documentation and templates are written from these words."""
    assert all(field.description for field in Settings.model_fields.values())
    assert all(page.__doc__ and name in page.__doc__ for name, page in TEMPLATES.items())


@given(st.lists(st.floats(0.0, 2.0), max_size=200))
def test_a_bucket_never_gives_more_than_burst_plus_rate(pauses_s: list[float]) -> None:
    """However requests are spread, what passes is bounded."""
    bucket, now_s, passed = TokenBucket(3.0, 5.0, 0.0), 0.0, 0
    for pause_s in pauses_s:
        now_s += pause_s
        passed += bucket.take(now_s)

    assert passed <= 5.0 + 3.0 * now_s + 1e-9


async def test_memory_of_whoever_left_is_given_back_when_it_is_quiet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While somebody is connected survivors are frozen; afterwards everything is looked at."""
    monkeypatch.setattr(collection, "EVERY_S", 0.02)
    busy = True
    tidying = asyncio.create_task(collection.keep_tidy(lambda: not busy))
    try:
        await asyncio.sleep(0.2)
        assert gc.get_freeze_count() > 0
        circular: list[object] = []
        circular.append(circular)
        await asyncio.sleep(0.2)
        marker = id(circular)
        del circular
        busy = False
        await asyncio.sleep(0.3)
        gc.unfreeze()
        assert marker not in {id(one) for one in gc.get_objects() if isinstance(one, list)}
    finally:
        tidying.cancel()
        gc.unfreeze()
