"""Laws of reading tables of onsets."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.errors import BadFile, BadValue
from unisono.readers import Performance, parse_table, pick, read_performances

CUBAN = "iemp_cuban_son_salsa.csv"

names = st.text(st.characters(categories=("L", "N"), include_characters=" -"), min_size=1)
players = names.map(str.strip).filter(lambda n: bool(n) and not _number(n))
times = st.floats(-1e5, 1e5, allow_nan=False)


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def only(performances: tuple[Performance, ...]) -> Performance:
    """Return the one song there is."""
    (performance,) = performances
    return performance


@given(st.lists(st.tuples(players, times), min_size=1))
def test_a_tidy_table_gives_back_every_onset_to_the_last_digit(
    rows: list[tuple[str, float]],
) -> None:
    """Nobody is lost, nothing is rounded, each player's onsets come in order."""
    text = "player,onset_s\n" + "".join(f'"{who}",{t!r}\n' for who, t in rows)

    read = only(parse_table("t.csv", text))

    expected = {who: sorted(t for w, t in rows if w == who) for who, _ in rows}
    assert {p.name: list(p.onsets_s) for p in read.players} == expected


@given(
    st.lists(players, min_size=1, max_size=5, unique_by=str.casefold).filter(
        lambda ns: (
            not {n.casefold() for n in ns}
            & {"player", "song", "title", "piece", "section", "cycle", "sd", "beat", "bar"}
        )
    ),
    st.data(),
)
def test_a_wide_table_gives_each_column_to_its_player(who: list[str], data: st.DataObject) -> None:
    """Empty cells and cells that say NA hold no onset; all others come back exactly."""
    cell = st.one_of(st.none(), times)
    rows = data.draw(st.lists(st.tuples(*[cell] * len(who)), min_size=1))
    rows = [*rows, tuple(0.25 for _ in who)]
    empty = data.draw(st.sampled_from(["", "NA", " ", "nan"]))
    body = "".join(",".join(empty if c is None else repr(c) for c in row) + "\n" for row in rows)

    read = only(parse_table("w.csv", ",".join(f'"{n}"' for n in who) + "\n" + body))

    columns = [[c for c in column if c is not None] for column in zip(*rows, strict=True)]
    assert {p.name: list(p.onsets_s) for p in read.players} == {
        name: sorted(column) for name, column in zip(who, columns, strict=True)
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_delimiter_line_ending_and_byte_order_mark_do_not_matter(
    delimiter: str, ending: str
) -> None:
    """A table saved by any spreadsheet reads the same."""
    lines = ["Player,Onset_s", "Ann,1.5", "", "Ben,0.25"]
    text = "\ufeff" + ending.join(line.replace(",", delimiter) for line in lines)

    read = only(parse_table("t.csv", text))

    assert [(p.name, p.onsets_s) for p in read.players] == [("Ann", (1.5,)), ("Ben", (0.25,))]


@pytest.mark.parametrize(
    ("text", "line", "seen"),
    [
        ("", 1, ""),
        ("0.5,1.0\n", 1, "0.5,1.0"),
        ("player,velocity\nAnn,1\n", 1, "player,velocity"),
        ("player,onset_s\nAnn,1.0\nAnn,half past\n", 3, "half past"),
        ("player,onset_s\nAnn,1.0\nAnn,inf\n", 3, "inf"),
        ("player,onset_s\n,1.0\n", 2, ""),
        ("player,onset_s\nAnn,\n", 2, ""),
        ("player,onset_s\nAnn,1.0,7\n", 2, "3 cells"),
        ("player,onset_s\nAnn,12,5\n", 2, "3 cells"),
        ("player,onset_s\nAnn,1234567\n", 2, "1234567"),
        ("Ann,Ben\n1.0,oops\n", 2, "oops"),
        ("Ann,ANN\n1.0,2.0\n", 1, "Ann,ANN"),
        ("Title,Section\na,b\n", 1, "Title,Section"),
        ("Ann,Isochronous.SD.Time\n1.0,2.0\n1.0,2.0\n", 3, "2.0"),
        ('player,onset_s\n"Ann\nLee",1.0\nBen,x\n', 4, "x"),
        ("player,onset_s\n", None, "no onsets"),
    ],
)
def test_an_unreadable_table_names_the_line_and_what_stood_there(
    text: str, line: int | None, seen: str
) -> None:
    """The sentence is enough to find the place and mend it."""
    with pytest.raises(BadFile) as caught:
        parse_table("take.csv", text)

    assert (caught.value.name, caught.value.line, caught.value.seen) == ("take.csv", line, seen)
    assert caught.value.expected


def test_large_numbers_ask_whether_they_are_milliseconds() -> None:
    """The commonest slip has its own hint."""
    with pytest.raises(BadFile, match="milliseconds"):
        parse_table("take.csv", "player,onset_s\nAnn,512345.5\n")


def test_the_recording_reads_as_five_songs_with_all_their_onsets(shared_data: Path) -> None:
    """Every filled instrument cell of the file is an onset, counted without this reader."""
    with (shared_data / CUBAN).open(newline="") as file:
        rows = list(csv.DictReader(file))
    instruments = ["Clave", "Bass", "Guitar", "Tres", "Bongo", "Bell", "Cajon", "Conga", "Trumpet"]

    songs = read_performances(shared_data / CUBAN)

    assert [song.title for song in songs] == list(dict.fromkeys(row["Title"] for row in rows))
    for song in songs:
        own = [row for row in rows if row["Title"] == song.title]
        expected = {i: [float(r[i]) for r in own if r[i]] for i in instruments}
        assert {p.name: list(p.onsets_s) for p in song.players} == {
            i: times for i, times in expected.items() if times
        }
        assert song.grid is not None
        assert len(song.grid.times_s) == len(own)
        assert len(song.grid.bar_starts) == len(own) // 16


def test_a_song_is_found_by_title_or_piece_and_the_choice_is_told(shared_data: Path) -> None:
    """Without a name the sentence lists what there is."""
    songs = read_performances(shared_data / CUBAN)

    assert pick(songs, "habanera") is pick(songs, "Song_5")
    with pytest.raises(BadValue, match=r"El Cantante.*--song"):
        pick(songs, None)
    with pytest.raises(BadValue, match="Palo Santo"):
        pick(songs, "Yesterday")


@given(st.lists(times, min_size=1), times, st.floats(0.0, 1e4))
def test_a_cut_keeps_exactly_what_lies_in_it(
    onsets: list[float], from_s: float, length_s: float
) -> None:
    """The start belongs to the cut, its end does not; players without onsets leave."""
    text = "player,onset_s\n" + "".join(f"Ann,{t!r}\n" for t in onsets)

    cut = only(parse_table("t.csv", text)).between(from_s, from_s + length_s)

    inside = sorted(t for t in onsets if from_s <= t < from_s + length_s)
    assert [list(p.onsets_s) for p in cut.players] == ([inside] if inside else [])


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """The path is repeated; no traceback is needed to see it."""
    with pytest.raises(BadFile, match=r"nowhere\.csv"):
        read_performances(tmp_path / "nowhere.csv")


def test_a_file_that_is_no_text_names_the_line(tmp_path: Path) -> None:
    """A stray byte is found by its line."""
    file = tmp_path / "latin.csv"
    file.write_bytes(b"player,onset_s\nAnn,1.0\nJos\xe9,2.0\n")

    with pytest.raises(BadFile) as caught:
        read_performances(file)

    assert caught.value.line == 3


@given(st.lists(st.floats(-1e5, 1e5, allow_nan=False), min_size=1))
def test_a_comma_is_a_decimal_point_between_semicolons(onsets: list[float]) -> None:
    """A spreadsheet of much of Europe writes 0,526: the same onsets as with a point."""
    lines = [f"Ann;{t!r}" for t in onsets]

    (read,) = parse_table("t.csv", "player;onset_s\n" + "\n".join(lines).replace(".", ","))

    assert read.players[0].onsets_s == tuple(sorted(onsets))


def test_two_marks_in_a_number_are_refused() -> None:
    """1.234,5 could be two things."""
    with pytest.raises(BadFile, match=r"1\.234,5"):
        parse_table("t.csv", "player;onset_s\nAnn;1.234,5\n")


@pytest.mark.parametrize("text", ["name,time\nAnn,0.5\n", "time;who\n0,5;Ann\n"])
def test_a_table_with_other_column_names_is_told_the_right_ones(text: str) -> None:
    """A column of names is no player's onsets."""
    with pytest.raises(BadFile, match="should be called player,onset_s"):
        parse_table("t.csv", text)


def test_nothing_in_a_file_is_a_plain_sentence() -> None:
    """No quotation marks around what is not there."""
    with pytest.raises(BadFile, match=r"^t\.csv holds no onsets; at least one onset is expected"):
        parse_table("t.csv", "player,onset_s\n")


def test_beats_nobody_played_lie_between_those_that_were() -> None:
    """A circle's taps know the click where somebody tapped; wireless taps are left out."""
    head = "run,beat_in_bar,seat,label,time_s,beat,target_s,measured,refined_time_s\n"
    rows = ["1,2,1,Ann,10.51,1.02,10.5,1,", "1,1,1,Ann,12.0,4.0,12.0,1,12.01"]
    (read,) = parse_table("t.csv", head + "\n".join([*rows, "1,1,2,Ben,12.0,4.0,12.0,0,"]))

    assert [(p.name, p.onsets_s) for p in read.players] == [("1 Ann", (10.51, 12.01))]
    assert read.grid is not None
    assert read.grid.times_s == pytest.approx((10.0, 10.5, 11.0, 11.5, 12.0))
    assert read.grid.bar_starts == (0, 4)
    assert not read.presence_known
    assert (read.title, read.piece) == ("run 1", "1")
