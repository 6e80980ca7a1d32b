"""Laws of the table of messages: every row takes what it describes and refuses all else kindly."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect as mi

from unisono.errors import BadMessage, NotAllowed, PeerError
from unisono.session import commands as c
from unisono.session import messages as m
from unisono.session.caller import Role
from unisono.wire import FROM_CLIENT, FROM_SERVER, Row, decode, decode_auth, name_of
from unisono.wire.table import CODE_ALPHABET, CODE_LENGTH

KEY = "abcdefghijklmnopqrstuv"
EXAMPLES: dict[str, dict[str, Any]] = {
    "sync": {"t0": 12.5},
    "taps": {"taps": [[1, 10.0, 0.004, "touch"], [2, 10.5, 0.004, "midi", 0.8]]},
    "clock": {"round_trip_s": 0.04, "bound_s": 0.01, "output_latency_s": 0.02, "wireless": True},
    "profile": {"name": "Ana", "animal": 3, "colour": 4},
    "leave": {},
    "arrange": {"tempo_bpm": 96.5, "grouping": [2, 2, 3], "count_in_bars": 2},
    "start": {},
    "stop": {"when": "now", "how": "last"},
    "mode": {"mode": "sit"},
    "sound": {"hears": True, "listening": "cable", "offset_s": 0.02, "scatter_s": 0.01},
    "signal": {"kind": "heart"},
    "howami": {},
    "late": {"cue": 3, "beat": 16.0},
    "livecall": {"onsets": [[12.5, "bass", 0.9], [13.0]], "bars": 2, "quantise": "hard"},
    "cue": {"what": {"kind": "tempo", "tempo_bpm": 112.0, "over_bars": 4}, "when": "cycle"},
    "cancel": {"cue": 3},
    "undo": {},
    "setgroove": {"groove": {"cycle_beats": 4.0, "layers": [{"name": "pulse", "notes": [[0.0]]}]}},
    "hand": {"seat": 7},
    "sethearing": {"who": "section", "bars": 2},
    "mute": {"seat": 7, "muted": True},
    "assign": {"seat": 7, "section": "alto", "part": 1},
    "say": {"text": "Lovely.", "seat": 7},
    "recheck": {"seat": 7},
    "setplan": {"plan": {"title": "Tuesday", "activities": [{"kind": "groove"}]}},
    "go": {"index": 2},
    "robots": {"count": 3, "skill": "beginner", "delay_ms": 80.0, "dropouts": True},
    "door": {"open": True},
    "admit": {"key": "connection 1"},
    "rename": {"seat": 7, "name": "Bo"},
    "remove": {"seat": 7},
    "end": {},
}
AUTH: dict[str, Any] = {
    "role": "play",
    "token": KEY,
    "code": "K7Q-M2X",
    "key": KEY,
    "name": "Ana",
    "device": "bridge",
    "protocol": 1,
}
WHOLE_TAP: list[object] = [1, 1.0, 0.0, "key", 0.5, 2.0, "bass"]
WHOLE_ROWS: dict[type, list[object]] = {c.Tap: WHOLE_TAP, c.CallOnset: [12.5, "bass", 0.9]}
KIND_OF_REFUSAL = re.compile(r"^'\w+' was not taken: .+\.$", re.DOTALL)

rows = pytest.mark.parametrize("row", FROM_CLIENT, ids=lambda row: row.name)


def allowed_role(row: Row) -> Role:
    """Return a role that may send a message."""
    return min(row.roles)


def refusal(row: Row, payload: object) -> str:
    """Return the sentence with which a body is refused."""
    with pytest.raises(BadMessage) as caught:
        decode(row.name, allowed_role(row), payload)
    return reads_well(caught.value)


def reads_well(error: PeerError) -> str:
    """Return a refusal's sentence after checking that a person can read it."""
    assert KIND_OF_REFUSAL.match(error.message), error.message
    assert not set("`$|") & set(error.message), error.message
    for raw in ("Expected", "Invalid", "Object", "Number", "rror"):
        assert raw not in error.message, error.message
    assert len(error.message) < 200
    return error.message


# what is taken


def test_every_row_has_an_example() -> None:
    """A new message needs an example here, and with it all laws below."""
    assert set(EXAMPLES) == {row.name for row in FROM_CLIENT}
    assert len({row.body for row in FROM_CLIENT}) == len(FROM_CLIENT)


@rows
def test_an_example_of_every_message_is_taken(row: Row) -> None:
    """The example becomes the body the row names, and its fields say what was sent."""
    command = decode(row.name, allowed_role(row), EXAMPLES[row.name])
    assert type(command) is row.body
    assert msgspec.to_builtins(command) == msgspec.to_builtins(
        msgspec.convert(EXAMPLES[row.name], row.body)
    )
    for field, value in EXAMPLES[row.name].items():
        if not isinstance(value, list | dict):
            assert getattr(command, field) == value


@rows
def test_fields_with_a_default_may_be_left_out(row: Row) -> None:
    """Only required fields are required; nothing at all stands for an empty body."""
    info = mi.type_info(row.body)
    assert isinstance(info, mi.StructType)
    needed = {f.name for f in info.fields if f.required}
    body = {name: value for name, value in EXAMPLES[row.name].items() if name in needed}
    assert type(decode(row.name, allowed_role(row), body)) is row.body
    for name in needed:
        lacking = {key: value for key, value in body.items() if key != name}
        assert f"it lacks {name}." in refusal(row, lacking)
    if not needed:
        assert decode(row.name, allowed_role(row), None) == msgspec.convert({}, row.body)


def test_taps_are_rows() -> None:
    """Number, time, bound, source and what is known besides; no part too few, none too many."""
    command = decode("taps", Role.PLAY, EXAMPLES["taps"])
    assert isinstance(command, c.Taps)
    assert [tap.velocity for tap in command.taps] == [None, 0.8]
    row = next(row for row in FROM_CLIENT if row.name == "taps")
    parts = len(c.Tap.__struct_fields__)
    assert "must have 4 parts, not 3" in refusal(row, {"taps": [[1, 1.0, 0.0]]})
    long = [*WHOLE_TAP[:parts], 0.0]
    assert f"may have {parts} parts, not {parts + 1}" in refusal(row, {"taps": [long]})


# who may send what


@pytest.mark.parametrize("role", list(Role))
@rows
def test_a_message_is_taken_from_its_roles_only(row: Row, role: Role) -> None:
    """Other roles hear whom it is for, whatever they put into it."""
    if role in row.roles:
        assert type(decode(row.name, role, EXAMPLES[row.name])) is row.body
        return
    for payload in (EXAMPLES[row.name], {"x": 1}, None, 7):
        with pytest.raises(NotAllowed, match=r"is for .+ only\.$"):
            decode(row.name, role, payload)


def test_the_shell_speaks_no_wire() -> None:
    """No message may come from the role of the server itself."""
    assert all(Role.SHELL not in row.roles for row in FROM_CLIENT)


def test_facilitators_lead_and_participants_play() -> None:
    """The matrix in one look."""
    matrix = {role: {row.name for row in FROM_CLIENT if role in row.roles} for role in Role}
    assert matrix[Role.STAGE] == {"sync"}
    playing = {"taps", "clock", "profile", "mode", "sound", "signal", "howami", "late", "leave"}
    assert matrix[Role.PLAY] == playing | {"sync", "livecall"}
    assert matrix[Role.LEAD] == matrix[Role.HELP] == set(EXAMPLES) - playing


@given(st.text(max_size=200))
def test_unknown_messages_are_refused_shortly(name: str) -> None:
    """No name but those of the table opens anything, and a long one is not said back in full."""
    if name not in EXAMPLES:
        with pytest.raises(BadMessage, match="There is no message called") as caught:
            decode(name, Role.LEAD, {})
        assert len(caught.value.message) < 220


@pytest.mark.parametrize("name", ["connect", "disconnect", "welcome", "saved", "__init__", ""])
def test_reserved_and_server_names_are_not_messages(name: str) -> None:
    """What only the server says, or Socket.IO itself, cannot be sent by a client."""
    for role in Role:
        with pytest.raises(BadMessage):
            decode(name, role, {})


# limits


def just_outside(kind: mi.Type) -> Iterator[object]:
    """Return values just beyond each limit of a type, and values of other types."""
    if isinstance(kind, mi.Metadata):
        yield from just_outside(kind.type)
    elif isinstance(kind, mi.UnionType):
        known = [t for t in kind.types if not isinstance(t, mi.NoneType)]
        yield from just_outside(known[0])
    elif isinstance(kind, mi.IntType | mi.FloatType):
        yield from _beyond(kind)
        yield from ("1", True, [], {}, math.nan, math.inf, -math.inf, 10**400)
        if isinstance(kind, mi.IntType):
            yield 1.5
    elif isinstance(kind, mi.StrType):
        yield from (7, True, [], {})
        if kind.max_length is not None:
            yield "x" * (kind.max_length + 1)
    elif isinstance(kind, mi.BoolType):
        yield from (0, 1, "true", [], {})
    elif isinstance(kind, mi.LiteralType):
        yield from ("something else", "", 7, [], "x" * 5000)
    elif isinstance(kind, mi.ListType):
        yield from _lists_outside(kind)


def _beyond(kind: mi.IntType | mi.FloatType) -> Iterator[float]:
    step = 1 if isinstance(kind, mi.IntType) else 1e-3
    assert kind.ge is not None, "every number has a smallest value"
    yield kind.ge - step * max(1.0, abs(kind.ge))
    greatest = kind.lt if kind.le is None else kind.le
    assert greatest is not None, "and a greatest"
    yield greatest if kind.le is None else greatest + step * max(1.0, abs(greatest))


def _lists_outside(kind: mi.ListType) -> Iterator[object]:
    assert kind.max_length is not None, "every list has a greatest length"
    yield from ([_good(kind.item_type)] * (kind.max_length + 1), "x", 7, {}, [None], [{}])
    if kind.min_length:
        yield []
    if isinstance(kind.item_type, mi.StructType):
        for place, field in enumerate(kind.item_type.fields):
            for outside in just_outside(field.type):
                broken = list(WHOLE_ROWS[kind.item_type.cls])
                broken[place] = outside
                yield [broken]
    else:
        for outside in just_outside(kind.item_type):
            yield [outside]


def _good(kind: mi.Type) -> object:
    """Return something that a list of this kind may hold."""
    if isinstance(kind, mi.StructType):
        return list(WHOLE_ROWS[kind.cls])
    bare = kind.type if isinstance(kind, mi.Metadata) else kind
    return "x" if isinstance(bare, mi.StrType) else 1


def cases() -> Iterator[tuple[Row, str, object]]:
    """Return each field of each message with values that lie outside what it allows."""
    for row in FROM_CLIENT:
        info = mi.type_info(row.body)
        assert isinstance(info, mi.StructType)
        for field in info.fields:
            for outside in just_outside(field.type):
                yield row, field.name, outside


def test_every_limit_is_kept_and_said() -> None:
    """A value outside any limit of any field is refused with a sentence that names the field."""
    seen = 0
    for row, field, outside in cases():
        said = refusal(row, EXAMPLES[row.name] | {field: outside})
        assert field in said, said
        seen += 1
    assert seen > 150


@pytest.mark.parametrize(
    ("name", "payload", "sentence"),
    [
        ("arrange", {"tempo_bpm": 19.9}, "tempo_bpm must be at least 20.0."),
        ("arrange", {"tempo_bpm": 301}, "tempo_bpm must be at most 300.0."),
        ("arrange", {"tempo_bpm": "90"}, "tempo_bpm must be a number or null, not text."),
        ("arrange", {"grouping": []}, "grouping must hold at least 1."),
        ("arrange", {"grouping": [1] * 13}, "grouping may hold at most 12."),
        ("arrange", {"count_in_bars": 5}, "count_in_bars must be at most 4."),
        ("taps", {"taps": [[0, 1.0, 0.0, "key"]]}, "taps[0][0] must be at least 1."),
        ("taps", {"taps": []}, "taps must hold at least 1."),
        ("taps", {"taps": [[1, 1.0, 0.0, "key"]] * 201}, "taps may hold at most 200."),
        ("profile", {"name": "x" * 21}, "name may have at most 20 characters."),
        ("profile", {"animal": 24}, "animal must be at most 23."),
        ("stop", {"when": "later"}, "when cannot be 'later'."),
        ("door", {"open": 1}, "open must be true or false, not a whole number."),
        ("rename", {"seat": 501, "name": ""}, "seat must be at most 500."),
        ("admit", {"key": "x" * 65}, "key may have at most 64 characters."),
        ("start", {"now": True}, "it has an unknown part now."),
        ("start", [], "it must be an object, not a list."),
        ("sync", {"t0": 10**400}, "t0 is a number beyond all bounds."),
    ],
)
def test_refusals_say_what_is_allowed(name: str, payload: object, sentence: str) -> None:
    """Which part, and what it must be."""
    row = next(row for row in FROM_CLIENT if row.name == name)
    assert refusal(row, payload) == f"'{name}' was not taken: {sentence}"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.sampled_from(FROM_CLIENT), json_values)
def test_nothing_a_client_may_send_breaks_the_check(row: Row, payload: object) -> None:
    """Any JSON is either a body of the table or refused with a sentence."""
    try:
        command = decode(row.name, allowed_role(row), payload)
    except BadMessage as error:
        refused = error
    else:
        assert type(command) is row.body
        return
    assert KIND_OF_REFUSAL.match(refused.message)
    assert len(refused.message) < 220


@given(st.sampled_from(FROM_CLIENT), st.data())
def test_a_broken_example_is_refused_or_still_one(row: Row, data: st.DataObject) -> None:
    """Any JSON in any field of an example never raises anything but a refusal."""
    field = data.draw(st.sampled_from([*EXAMPLES[row.name], "other"]))
    payload = EXAMPLES[row.name] | {field: data.draw(json_values)}
    try:
        command = decode(row.name, allowed_role(row), payload)
    except BadMessage as error:
        refused = error
    else:
        assert field != "other"
        assert type(command) is row.body
        return
    assert KIND_OF_REFUSAL.match(refused.message)


# the handshake


def test_a_whole_handshake_is_taken() -> None:
    """All fields together, or the role alone."""
    assert msgspec.to_builtins(decode_auth(AUTH)) == AUTH
    assert decode_auth({"role": "stage"}).device == "browser"


@pytest.mark.parametrize(
    "change",
    [
        {"role": "shell"},
        {"role": None},
        {"token": "x" * 129},
        {"token": 7},
        {"key": 7},
        {"key": "ümlaut" * 5},
        {"code": "x" * 17},
        {"name": "x" * 21},
        {"device": "phone"},
        {"protocol": "1"},
        {"more": 1},
    ],
)
def test_a_handshake_of_another_form_is_refused(change: dict[str, object]) -> None:
    """Each field has its limits there, too, and nobody becomes the shell."""
    with pytest.raises(BadMessage) as caught:
        decode_auth(AUTH | change)
    assert next(iter(change)) in reads_well(caught.value)


@pytest.mark.parametrize("payload", [None, {}, [], "play", 7])
def test_a_handshake_without_a_role_is_refused(payload: object) -> None:
    """Nobody comes in by saying nothing."""
    with pytest.raises(BadMessage):
        decode_auth(payload)


# what the server says


def test_every_message_of_the_server_has_its_name() -> None:
    """Each body in one row, each name once, none of them empty."""
    assert {row.body for row in FROM_SERVER} == set(get_args(m.AnyMessage))
    assert len({row.name for row in FROM_SERVER}) == len(FROM_SERVER)
    assert name_of(m.Saved(3)) == "saved"
    assert name_of(m.Problem("not_now", "Not now.", "stop")) == "problem"
    assert all(not row.roles for row in FROM_SERVER)


def test_join_codes_have_letters_that_nobody_confuses() -> None:
    """No 0 O, 1 I L, U; each letter once; six of them make a code."""
    assert not set("0O1ILU") & set(CODE_ALPHABET)
    assert len(set(CODE_ALPHABET)) == len(CODE_ALPHABET) == 30
    assert CODE_LENGTH == 6
