"""Laws of leaving with one's taps: nothing of them, nor of who it was, stays; all else does."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from plain_state import plain
from session_desk import Desk, one, player, playing, stored, taps
from unisono.review import build_report, report_json, session_json, session_midi, taps_csv
from unisono.session import Entry, Forget, Session
from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session import events as e
from unisono.session import inner as i
from unisono.session import messages as m
from unisono.session.caller import SHELL
from unisono.session.forgetting import blanked, still_there
from unisono.store import SessionRow, Store
from unisono.store.engine import driver_url, read_engine

WORDS = ("Anneliese", "Annerl", "Jodlerin", "Kontra-Alt", "wooden spoon")
"""All that ana says of herself, in this order: two names, a tag, a section, an instrument."""

ROW = SessionRow(1, "K7QM2X", f"{0:064x}", f"{1:064x}", f"{2:064x}", f"{3:064x}", 1.7e9)


def played(desk: Desk, beats: int = 24) -> Desk:
    """Have everybody play along, ana a little early."""
    playing(desk)
    run = desk.session.state.runs[-1]
    for k in range(beats):
        time_s = run.timeline.time_at(6 + k)
        desk.now_s = time_s + 0.3
        for at, key in enumerate(key for key in ("ana", "bo", "cy") if key in desk.seats):
            desk.play(key, taps((k + 1, time_s - 0.0171 * (at + 1))))
        desk.tick(0.0)
    return desk


def introduced(desk: Desk) -> Desk:
    """Have ana say who she is; her tag is used to choose people, landed and still armed."""
    first, second, tag, section, instrument = WORDS
    place = {"section": section, "tags": [tag, "glasses"], "instrument": instrument}
    desk.play("ana", c.Profile(name=first, animal=7, colour=3, **place))  # type: ignore[arg-type]
    desk.lead(c.Rename(1, second))
    desk.play("ana", c.SoundReport(True, "cable", 0.0123456, 0.0098765))
    desk.play("bo", c.Profile(name="Bo", tags=["glasses"]))
    if desk.session.state.run is None:
        playing(desk)
    for who in (q.Selection("tag", tag=tag), q.Selection("section", section=section)):
        desk.lead(c.Cue(q.Sculpt(who), "bar"))
        desk.wait(4.0)
        desk.tick()
    return desk


def leave_with_taps(desk: Desk, key: str = "ana") -> Desk:
    """Have somebody leave and take their taps along."""
    seat = desk.seats[key]
    effects = desk.session.receive(c.Leave(take_taps=True), player(desk, key), desk.now_s)
    assert [x for x in effects if isinstance(x, Forget)] == [Forget(seat, len(desk.log) + 1)]
    desk.perform(effects)
    return desk


def test_nothing_of_the_taps_is_left_in_a_blanked_log(trio: Desk) -> None:
    """Neither a time nor a batch's moment; all other entries are as they were."""
    leave_with_taps(played(trio))
    log = blanked(trio.log)
    assert [x.n for x in log] == [x.n for x in trio.log]
    assert not [x for x in log if isinstance(x.event, e.TapsPlayed) and x.event.seat == 1]
    others = [x for x in log if not isinstance(x.event, e.TapsRefused)]
    theirs = {x.n for x in trio.log} - {x.n for x in others}
    assert others == [x for x in trio.log if x.n not in theirs]
    times = {x.at_s for x in others}
    assert all(x.at_s in times for x in log)
    assert [x.at_s for x in log] == sorted(x.at_s for x in log)
    assert blanked(log) == log
    assert (still_there(trio.log), still_there(log)) == ({1: len(trio.log) - 1}, {})


def test_a_blanked_log_gives_the_same_state_and_live_score(trio: Desk) -> None:
    """Going on from either log is the same to the last digit, also after more has been played."""
    leave_with_taps(played(trio))
    trio.enter("ana")
    run = trio.session.state.runs[-1]
    for k in range(40, 70):
        time_s = run.timeline.time_at(k)
        trio.now_s = time_s + 0.3
        for key in ("ana", "bo", "cy"):
            trio.play(key, taps((k + 1, time_s)))
        trio.tick(0.0)
    again = Session.replay(blanked(trio.log))
    again.receive(i.Tick(), SHELL, trio.now_s)
    assert plain(again.state) == plain(trio.session.state)
    assert plain(again._live.score()) == plain(trio.session._live.score())
    assert plain(again._live.cohesion) == plain(trio.session._live.cohesion)
    assert trio.session._live.score().people == 3


def test_the_live_number_begins_anew(trio: Desk) -> None:
    """What was together with somebody who took their taps cannot be told any more."""
    played(trio)
    assert trio.session._live.score().people == 3
    leave_with_taps(trio)
    assert trio.session._live.score().people == 0
    assert trio.session._live.score().value is None
    assert trio.tick()[-1] is not None
    assert all(stroke.seat != 1 for x in trio.sent[-4:] for stroke in strokes(x[1]))


def strokes(message: object) -> tuple[m.StrokeView, ...]:
    """Return the strokes of a tick."""
    return message.taps if isinstance(message, m.TickMessage) else ()


def test_review_and_exports_forget_them(trio: Desk) -> None:
    """Before and after blanking the same: no tap, no row, no word of how they played."""
    leave_with_taps(played(trio))
    assert report_json(trio.log) == report_json(blanked(trio.log))
    person = build_report(trio.log).people[0]
    assert (person.taps, person.offset_ms, person.beats) == (0, None, 0)
    assert not [row for row in taps_csv(trio.log).splitlines()[1:] if row.split(",")[3] == "1"]
    assert session_json(trio.log) == session_json(blanked(trio.log))
    assert len(taps_csv(trio.log).splitlines()) == 1 + 48


def test_whoever_comes_back_begins_anew(trio: Desk) -> None:
    """Old taps from a device's queue stay gone; new ones count."""
    leave_with_taps(played(trio))
    left_s = trio.now_s
    trio.wait(1.0)
    trio.enter("ana")
    said = trio.play("ana", taps((25, left_s - 2.0), (26, trio.now_s)))
    assert one(said, m.Saved).upto == 26
    assert (25, left_s - 2.0) not in stored(trio)
    assert stored(trio)[-1] == (26, trio.now_s)


def test_leaving_without_a_word_keeps_what_was_played(trio: Desk) -> None:
    """Only on asking."""
    entries = len(stored(played(trio)))
    trio.play("ana", c.Leave())
    assert blanked(trio.log) == trio.log
    assert len(stored(trio)) == entries


def test_in_whatever_order_people_leave_the_log_is_the_same(trio: Desk) -> None:
    """No blanked entry keeps the time of another that was blanked after it."""
    played(trio)
    trio.play("bo", c.Leave(take_taps=True))
    trio.play("ana", c.Leave(take_taps=True))
    first = blanked(trio.log[:-1])
    assert blanked([*first, trio.log[-1]]) == blanked(trio.log)
    theirs = {x.at_s for x in trio.log if isinstance(x.event, e.TapsPlayed) and x.event.seat < 3}
    kept = {x.at_s for x in trio.log if not isinstance(x.event, e.TapsPlayed) or x.event.seat == 3}
    assert not (theirs - kept) & {x.at_s for x in blanked(trio.log)}


def test_who_they_were_leaves_with_the_taps(trio: Desk) -> None:
    """Neither log, state, review, exports nor any later message has a word of theirs."""
    introduced(trio)
    before = b"".join(e.event_to_json(x.event) for x in trio.log).decode()
    assert all(word in before for word in WORDS)
    assert "0.0123456" in before
    leave_with_taps(trio)
    log, said = blanked(trio.log), len(trio.sent)
    trio.tick()
    trio.enter("dora", "another token")
    after = b"".join(e.event_to_json(x.event) for x in log).decode()
    texts = (
        after,
        repr(plain(trio.session.state)),
        repr(trio.sent[said:]),
        *(make(trio.log) for make in (report_json, session_json, session_midi)),
        taps_csv(trio.log),
    )
    for text_ in texts:
        told = text_.decode("latin-1") if isinstance(text_, bytes) else text_
        assert not [word for word in WORDS if word in told]
    assert "0.0123456" not in after
    assert "0.0098765" not in after


def test_the_others_keep_who_they_are(trio: Desk) -> None:
    """Names and tags of those who stay are theirs."""
    leave_with_taps(introduced(trio))
    bo = trio.session.state.seats[2]
    assert (bo.name, bo.tags) == ("Bo", ("glasses",))
    kept = [x.event for x in blanked(trio.log) if isinstance(x.event, e.SeatPlaced)]
    assert [(x.seat, x.tags) for x in kept] == [(1, ()), (2, ("glasses",))]


def test_a_log_without_who_they_were_gives_the_same_state(trio: Desk) -> None:
    """Also while a cue that chose people by their tag is armed, and when they come back."""
    introduced(trio)
    trio.lead(c.Cue(q.Sculpt(q.Selection("tag", tag=WORDS[2])), "bar"))
    assert trio.session.state.armed
    leave_with_taps(trio)
    trio.enter("ana")
    trio.play("ana", c.Profile(name="Somebody else", tags=["new"]))
    log = blanked(trio.log)
    assert plain(Session.replay(log).state) == plain(Session.replay(trio.log).state)
    assert plain(Session.replay(log).state) == plain(trio.session.state)
    assert trio.session.state.seats[1].name == "Somebody else"
    assert blanked(log) == log
    assert (set(still_there(trio.log)), still_there(log)) == ({1}, {})


def test_words_alone_are_to_be_forgotten_too(trio: Desk) -> None:
    """Somebody who never tapped has a name all the same."""
    trio.play("ana", c.Profile(name=WORDS[0]))
    leave_with_taps(trio)
    assert set(still_there(trio.log)) == {1}
    assert not still_there(blanked(trio.log))


def test_the_review_calls_them_somebody_who_left(trio: Desk) -> None:
    """Until they come back; who left without a word is still who they were."""
    introduced(trio)
    trio.play("bo", c.Leave())
    leave_with_taps(trio)
    ana, bo, _ = build_report(trio.log).people
    assert (ana.forgotten, ana.name, bo.forgotten, bo.name) == (True, "", False, "Bo")
    trio.enter("ana")
    assert not build_report(trio.log).people[0].forgotten


# in the database


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/unisono.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


async def test_the_stored_rows_are_blanked(address: str, trio: Desk) -> None:
    """The database then holds the blanked log, and doing it twice changes nothing."""
    leave_with_taps(introduced(played(trio)))
    store = await stored_in(address, trio)
    gone = trio.log[-1].n + 1
    await store.forget(1, 1, gone)
    kept = await store.read.entries(1)
    assert kept == as_stored(blanked(trio.log))
    await store.forget(1, 1, gone)
    assert await store.read.entries(1) == kept
    await store.close()
    if address.startswith("sqlite"):
        times = [row[1] for x in trio.log if is_ana(x) for row in x.event.taps]  # type: ignore[union-attr]
        body = Path(address.removeprefix("sqlite:///")).read_bytes()
        assert times
        assert not [time_s for time_s in times if repr(time_s).encode() in body]


async def stored_in(address: str, desk: Desk) -> Store:
    """Open a database and put a session's log into it."""
    store = await Store.open(address)
    await store.add_session(ROW)
    for entry in desk.log:
        store.append(1, entry, urgent=False)
    await store.flush()
    return store


def bytes_of(folder: Path) -> bytes:
    """Return all files of a database: itself, its write-ahead log, its index."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("unisono.db*")))


async def test_the_bytes_of_their_words_are_gone_while_the_server_runs(
    tmp_path: Path, trio: Desk
) -> None:
    """Not only after it has ended: neither the file nor its write-ahead log has them."""
    leave_with_taps(introduced(played(trio)))
    store = await stored_in(f"sqlite:///{tmp_path}/unisono.db", trio)
    assert all(word.encode() in bytes_of(tmp_path) for word in WORDS)
    reader = await store.read._engine.connect()
    await reader.execute(text("SELECT count(*) FROM log"))
    await store.forget(1, 1, trio.log[-1].n + 1)
    assert any(word.encode() in bytes_of(tmp_path) for word in WORDS)  # somebody reads
    await reader.close()
    async with asyncio.timeout(60):
        while any(word.encode() in bytes_of(tmp_path) for word in WORDS):
            await asyncio.sleep(0.05)
    await store.append(1, Entry(trio.log[-1].n + 1, 9e3, e.Ended()))  # it goes on writing
    assert b"Bo" in bytes_of(tmp_path)
    await store.close()


async def test_a_server_killed_before_emptying_the_write_ahead_log_leaves_it_to_the_next(
    tmp_path: Path, trio: Desk
) -> None:
    """What a copy of the files at that moment holds is gone once a server has opened it."""
    leave_with_taps(introduced(trio))
    store = await stored_in(f"sqlite:///{tmp_path}/unisono.db", trio)
    reader = await store.read._engine.connect()
    await reader.execute(text("SELECT count(*) FROM log"))
    await store.forget(1, 1, trio.log[-1].n + 1)
    after = tmp_path / "after"
    after.mkdir()
    for path in tmp_path.glob("unisono.db*"):
        (after / path.name).write_bytes(path.read_bytes())
    await reader.close()
    await store.close()
    assert any(word.encode() in bytes_of(after) for word in WORDS)
    again = await Store.open(f"sqlite:///{after}/unisono.db")
    assert not [word for word in WORDS if word.encode() in bytes_of(after)]
    assert as_stored(blanked(trio.log)) == await again.read.entries(1)
    await again.close()


def is_ana(entry: Entry) -> bool:
    """Return whether an entry holds taps of seat 1."""
    return isinstance(entry.event, e.TapsPlayed) and entry.event.seat == 1


def as_stored(log: list[Entry]) -> list[Entry]:
    """Return a log as it is after being written and read."""
    return [Entry(x.n, x.at_s, e.event_from_json(e.event_to_json(x.event))) for x in log]


async def test_the_file_held_them_before(tmp_path: Path, trio: Desk) -> None:
    """The test above could see a tap if one were there."""
    played(trio)
    store = await stored_in(f"sqlite:///{tmp_path}/unisono.db", trio)
    await store.close()
    engine = read_engine(driver_url(f"sqlite:///{tmp_path}/unisono.db"))
    async with engine.connect() as connection:
        count = await connection.scalar(text("SELECT count(*) FROM log"))
    await engine.dispose()
    assert count == len(trio.log)
    times = [row[1] for x in trio.log if is_ana(x) for row in x.event.taps]  # type: ignore[union-attr]
    body = (tmp_path / "unisono.db").read_bytes()
    assert all(repr(time_s).encode() in body for time_s in times)
