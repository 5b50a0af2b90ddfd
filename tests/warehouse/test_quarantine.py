"""What is quarantined, as people get it: counted, shown, exported; hostile texts harm nobody."""

import csv
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse import homes
from warehouse import quarantine
from warehouse.errors import NothingServed, WarehouseError
from warehouse.harmless import in_a_spreadsheet, on_a_terminal
from warehouse.layout import Home
from warehouse.quarantine import Chosen, Standing

NIGHTS = [f"202611{day}T020000Z-aaaa" for day in range(10, 20)]
HOSTILE = '=HYPERLINK("http://x")\t\x1b[2J\x9b31m\u202e-1;x,\'"'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two nights: one row of alpha is mended in the second, beta has a hostile row and a file held back."""
    place = Home(tmp_path_factory.mktemp("home"))
    bad = homes.record("beta/bad.tsv", status="held_back", reason="cut off", line_number=3)
    beta = homes.land(place, "beta/b.tsv", 1, [(2, HOSTILE, "ragged_row")])
    first = homes.land(place, "alpha/a.tsv", 5, [(7, "x", "r"), (9, "y", "r"), (11, "z", "s")])
    homes.night(place, [first, beta, bad], run_id=NIGHTS[0])
    second = homes.land(place, "alpha/a.tsv", 6, [(9, "y", "r"), (11, "z", "s"), (12, "w", "s")])
    homes.night(place, [second, beta, bad], run_id=NIGHTS[1])
    return place


def test_a_home_that_serves_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(NothingServed):
        quarantine.groups(Home(tmp_path), Chosen())


def test_open_rows_are_counted_by_study_rule_and_file(home: Home) -> None:
    found = quarantine.groups(home, Chosen())
    assert [(g.study_id, g.rule_id, g.path, g.n_open, g.n_resolved, g.line_number) for g in found] == [
        ("alpha", "s", "alpha/a.tsv", 2, 0, 11),
        ("alpha", "r", "alpha/a.tsv", 1, 0, 9),
        ("beta", "file_held_back", "beta/bad.tsv", 1, 0, 3),
        ("beta", "ragged_row", "beta/b.tsv", 1, 0, 2),
    ]
    assert found[1].message == "r: line 9"
    assert (found[1].first_seen_run_id, found[1].last_seen_run_id) == (NIGHTS[0], NIGHTS[1])


def test_what_is_resolved_is_shown_when_asked_for(home: Home) -> None:
    found = quarantine.groups(home, Chosen("alpha", "r", with_resolved=True))
    assert [(g.n_open, g.n_resolved, g.line_number) for g in found] == [(1, 1, 7)]


@pytest.mark.parametrize(
    ("chosen", "lines"),
    [
        (Chosen(study="beta"), [2, 3]),
        (Chosen(rule="s"), [11, 12]),
        (Chosen(path="alpha/a.tsv", rule="r"), [9]),
        (Chosen(path="beta/*"), [2, 3]),
        (Chosen(path="nobody's/*.tsv"), []),
    ],
)
def test_rows_are_chosen(home: Home, chosen: Chosen, lines: list[int]) -> None:
    rows, total = quarantine.rows(home, chosen, 100)
    assert [row.line_number for row in rows] == lines
    assert total == len(lines)


def test_a_limit_tells_how_many_there_are(home: Home) -> None:
    rows, total = quarantine.rows(home, Chosen(), 2)
    assert (len(rows), total) == (2, 5)


def test_a_text_is_kept_as_delivered(home: Home) -> None:
    [row] = quarantine.rows(home, Chosen(rule="ragged_row"), 1)[0]
    assert row.raw_text == HOSTILE


@pytest.mark.parametrize("chosen", [Chosen(study="alhpa"), Chosen(rule="raged_row")])
def test_a_slip_is_told_with_the_nearest_word(home: Home, chosen: Chosen) -> None:
    with pytest.raises(WarehouseError, match=r"nearest one is (alpha|ragged_row)"):
        quarantine.groups(home, chosen)


def test_parquet_holds_every_character(home: Home, tmp_path: Path) -> None:
    assert quarantine.export(home, Chosen(study="beta"), tmp_path / "q.parquet", "parquet") == 2
    found = duckdb.sql(f"SELECT raw_text FROM '{tmp_path}/q.parquet' WHERE line_number = 2").fetchall()
    assert found == [(HOSTILE,)]


def test_parquet_holds_the_bytes_of_a_line_that_was_no_utf8(tmp_path: Path) -> None:
    place = Home(tmp_path / "home")
    latin = homes.land(place, "alpha/a.tsv", 1, [(7, "é", "r"), (8, "x", "r")])
    delivered = pl.when(pl.col("line_number") == 7).then(pl.lit(b"\xe9")).alias("raw_bytes")
    rejects = place.lake / str(latin.rejects)
    pl.read_parquet(rejects).with_columns(delivered).write_parquet(rejects)
    mended = homes.land(place, "alpha/a.tsv", 2)
    homes.night(place, [latin], run_id=NIGHTS[0])
    homes.night(place, [mended], run_id=NIGHTS[1])  # resolved rows keep theirs too
    out = tmp_path / "q.parquet"
    assert quarantine.export(place, Chosen(with_resolved=True), out, "parquet") == 2
    assert pl.read_parquet(out)["raw_bytes"].to_list() == [b"\xe9", None]


def test_csv_harms_no_spreadsheet(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "q.csv"
    assert quarantine.export(home, Chosen(with_resolved=True), out, "csv") == 6
    text = out.read_text()
    assert "\x1b" not in text
    assert "\u202e" not in text
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    [hostile] = [row["raw_text"] for row in rows if row["rule_id"] == "ragged_row"]
    assert hostile.startswith("'=HYPERLINK")
    assert "\\x1b[2J\\x9b31m\\u202e" in hostile
    assert {row["resolved_run_id"] for row in rows} == {"", NIGHTS[1]}


def test_an_export_that_fails_leaves_what_was_there(home: Home, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="cannot be written"):
        quarantine.export(home, Chosen(), tmp_path / "none" / "q.csv", "csv")
    out = tmp_path / "q.csv"
    out.write_text("mine")
    with pytest.raises(WarehouseError, match="no study"):
        quarantine.export(home, Chosen(study="?"), out, "csv")
    assert out.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["q.csv"]


def test_how_files_stand_and_what_a_run_changed(home: Home) -> None:
    assert quarantine.standing(home, Chosen(), since=NIGHTS[1]) == {
        "alpha/a.tsv": Standing(is_held_back=False, n_open=3, n_new=1, n_resolved=1),
        "beta/b.tsv": Standing(is_held_back=False, n_open=1),
        "beta/bad.tsv": Standing(is_held_back=True, n_open=0),
    }


@given(st.text())
def test_a_terminal_gets_printable_signs_from_which_the_text_can_be_had_back(text: str) -> None:
    shown = on_a_terminal(text)
    assert shown.isprintable()
    assert shown.encode("latin-1", "backslashreplace").decode("unicode_escape") == text


@given(st.text())
def test_a_cell_never_starts_as_a_formula(text: str) -> None:
    cell = in_a_spreadsheet(text)
    assert not cell.lstrip().startswith(
        ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
    )
    assert "\x1b" not in cell
    assert "\n" not in cell
