"""Rows of a clinical table over several lines: a cell in quotes may hold line breaks (RFC 4180)."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.errors import FileFault
from etl.quotes import MAX_LINES, going_on
from etl.table import TableBatch, open_table
from etl.text import open_text
from tests.etl.delivery import land_file

CELL = st.text(st.sampled_from('ab",;\n 1é'), max_size=8)


def read(raw: Path, data: bytes, separator: str | None = None) -> tuple[TableBatch, list[str]]:
    (raw / "t.csv").write_bytes(data)
    with open_text(raw, "t.csv") as text:
        return open_table(text, separator=separator).read(), text.notes


def bad(batch: TableBatch) -> list[tuple[int, str, str]]:
    return batch.rejects.select("line_number", "rule_id", "raw_text").rows()


def test_a_row_bears_the_number_of_its_first_line(tmp_path: Path) -> None:
    data = b'"id","note","n"\n1,"one\n\n, ""two""\n",5\n2,plain,6\n3,"a\r\nb",7\n'
    batch, notes = read(tmp_path, data)
    assert batch.rows.rows() == [
        (2, "1", 'one\n\n, "two"\n', "5"),
        (6, "2", "plain", "6"),
        (7, "3", "a\nb", "7"),
    ]
    assert batch.rejects.is_empty()
    assert batch.rows_read == 3
    assert notes == ["2 rows go on over several lines within quotes (first: line 2)"]


def test_a_mark_that_nobody_closes_swallows_no_other_row(tmp_path: Path) -> None:
    batch, notes = read(tmp_path, b"id,note\n" + b'1,"open\n' + b"2,b\n" * 300)
    assert batch.rows.height == 300
    assert bad(batch) == [(2, "unclosed_quote", '1,"open')]
    assert notes == []


def test_two_marks_that_nobody_closes_do_not_close_each_other(tmp_path: Path) -> None:
    batch, _ = read(tmp_path, b'id,a,b\n1,"foo,x\n2,"bar,y\n3,c,z\n')
    assert batch.rows.rows() == [(4, "3", "c", "z")]
    assert [(line, rule) for line, rule, _ in bad(batch)] == [(2, "unclosed_quote"), (3, "unclosed_quote")]


def test_rows_of_a_table_without_quotes_stay_rows(tmp_path: Path) -> None:
    batch, _ = read(tmp_path, b'a\tb\n"x\ty\nz"\tw\n1\t"two\nlines"\n', "\t")
    assert batch.rows.rows() == [(3, 'z"', "w"), (4, "1", "two\nlines")]
    assert [(line, rule) for line, rule, _ in bad(batch)] == [(2, "unclosed_quote")]


@pytest.mark.parametrize("header", ['id,"no\nte",n', '"id";"no\nte";"n"', 'id\t"no\nte"\tn'])
def test_a_header_that_goes_on_is_told_and_its_rest_is_no_row(tmp_path: Path, header: str) -> None:
    with pytest.raises(FileFault, match=r"t.csv, line 1.* quotation mark in its header"):
        read(tmp_path, f"{header}\n1,c,4\n".encode())


def test_a_row_over_lines_that_is_rejected_keeps_all_of_them(tmp_path: Path) -> None:
    text = 'PATIENT_ID,AGE,NOTE\nP1,61,ok\nP2,"old\nâge",x\nP3,"62","two\nlines"\n'
    options = (("column", "patient_id=PATIENT_ID"), ("column", "age_at_diagnosis_years=AGE"))
    for encoding in ("utf-8", "utf-16-le", "cp1252"):
        found = land_file(tmp_path, text.encode(encoding), "mapped_clinical", options=options)
        [row] = found.rejects.to_dicts()
        assert (row["line_number"], row["rule_id"]) == (3, "not_a_number")
        assert row["raw_text"] == 'P2,"old\nâge",x'
        kept = row["raw_text"].encode() if row["raw_bytes"] is None else row["raw_bytes"]
        assert kept == row["raw_text"].encode(encoding)


def test_a_cell_of_too_many_lines_is_left_to_be_told(tmp_path: Path) -> None:
    for n_lines, is_read in ((MAX_LINES, True), (MAX_LINES + 1, False)):
        cell = "\n".join("x" * 3 for _ in range(n_lines))
        batch, _ = read(tmp_path, f'id,note\n1,"{cell}"\n'.encode())
        assert (batch.rows.height == 1) == is_read
        assert batch.rejects.is_empty() == is_read


def test_however_many_rows_go_on_all_are_found() -> None:
    import polars as pl

    lines = pl.Series("line", ['1,"a', 'b",c'] * 50_000)
    assert len(going_on(lines, ",", 3, is_strict=True)) == 50_000


def test_a_hostile_table_is_not_looked_at_without_end() -> None:
    import polars as pl

    lines = pl.Series("line", ['1,"a', '"b,"c'] * 100_000)
    assert going_on(lines, ",", 9, is_strict=True) == {}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELL, CELL), max_size=8), separator=st.sampled_from("\t,;"))
def test_what_a_program_writes_with_all_cells_in_quotes_comes_back(
    tmp_path: Path, rows: list[tuple[str, str]], separator: str
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([("id", "a", "b"), *((str(n), *row) for n, row in enumerate(rows))])
    batch, _ = read(tmp_path, stream.getvalue().encode(), separator)
    assert [row[1:] for row in batch.rows.rows()] == [(str(n), *row) for n, row in enumerate(rows)]
    assert batch.rejects.is_empty()
