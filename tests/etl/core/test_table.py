"""Header, field counts and rows of delimited tables."""

from pathlib import Path

import pytest

from etl import rejects
from etl.errors import FileFault
from etl.schema import Column, TableSchema, conform
from etl.table import Table, TableBatch, open_table
from etl.text import Limits, open_text

SCHEMA = TableSchema(
    "calls",
    (
        Column("gene", ("Hugo_Symbol",), required=True),
        Column("start", ("Start_Position", "Start_position"), "integer", required=True, not_null=True),
        Column("depth", ("t_depth",), "integer"),
    ),
)


def read(
    raw: Path, data: bytes, schema: TableSchema | None = None, **options: object
) -> tuple[Table, TableBatch]:
    (raw / "t.txt").write_bytes(data)
    with open_text(raw, "t.txt") as text:
        table = open_table(text, schema, **options)  # type: ignore[arg-type]
        return table, table.read()


def fault(raw: Path, data: bytes, schema: TableSchema | None = None) -> FileFault:
    with pytest.raises(FileFault) as caught:
        read(raw, data, schema)
    return caught.value


def test_comments_header_and_rows_keep_the_numbers_of_the_file(tmp_path: Path) -> None:
    data = b"#version 2.4\r\n\r\n# two\r\n Gene \tNote\t\r\nTP53\t \tx\r\n\r\n  \r\n\t\t\r\nKRAS\tq\t\r\n"
    table, batch = read(tmp_path, data)
    assert [(c.line, c.text) for c in table.comments] == [(1, "version 2.4"), (3, " two")]
    assert (table.header, table.header_line) == (("Gene", "Note", "column_3"), 4)
    assert batch.rows.columns == ["source_line", "Gene", "Note", "column_3"]
    assert batch.rows.rows() == [(5, "TP53", " ", "x"), (9, "KRAS", "q", "")]
    assert (batch.rows_read, batch.rows_filtered, batch.rejects.height) == (2, 0, 0)


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    for data in (b"a\tb", b"a\tb\n", b"#c\na\tb\r\n\r\n"):
        _, batch = read(tmp_path, data)
        assert (batch.rows.height, batch.rows_read) == (0, 0)
        assert batch.rows.columns == ["source_line", "a", "b"]


def test_ragged_rows_are_rejected_with_their_text(tmp_path: Path) -> None:
    _, batch = read(tmp_path, b"a\tb\tc\n1\t2\n1\t2\t3\n\n1\t2\t3\t4\n")
    assert batch.rows.rows() == [(3, "1", "2", "3")]
    assert batch.rejects.rows() == [
        (2, "1\t2", "ragged_row", "expected 3 fields, found 2", None),
        (5, "1\t2\t3\t4", "ragged_row", "expected 3 fields, found 4", None),
    ]
    assert batch.rejects.schema == rejects.SCHEMA
    assert batch.rows_read == 3


@pytest.mark.parametrize("at", [(5, 19_995), (20, 9_000, 19_000), tuple(range(0, 20_000, 7))])
def test_ragged_rows_may_lie_far_apart(tmp_path: Path, at: tuple[int, ...]) -> None:
    """polars' own `format` panicked here, where a filter leaves chunks of different lengths."""
    lines = [b"1\n" if n in at else b"1\t2\n" for n in range(20_000)]
    _, batch = read(tmp_path, b"a\tb\n" + b"".join(lines))
    assert batch.rejects["line_number"].to_list() == [n + 2 for n in at]
    assert set(batch.rejects["message"]) == {"expected 2 fields, found 1"}
    assert batch.rows.height == 20_000 - len(at)


def test_a_short_row_does_not_hide_behind_a_long_one(tmp_path: Path) -> None:
    _, batch = read(tmp_path, b"a\tb\tc\n1\t2\n1\t2\t3\t4\n5\t6\t7\n")
    assert batch.rows.rows() == [(4, "5", "6", "7")]
    assert batch.rejects["line_number"].to_list() == [2, 3]


def test_headers_and_comments_between_the_rows_are_filtered(tmp_path: Path) -> None:
    _, batch = read(tmp_path, b"#v\ngene\tn\nA\t1\n#v\n gene\tn\nB\t2\n#C\t3\n")
    assert batch.rows.rows() == [(3, "A", "1"), (6, "B", "2"), (7, "#C", "3")]
    assert (batch.rows_read, batch.rows_filtered) == (5, 2)


def test_a_row_without_first_cell_is_a_row(tmp_path: Path) -> None:
    _, batch = read(tmp_path, b"gene\tn\n\t1\n \t2\n")
    assert batch.rows.rows() == [(2, "", "1"), (3, " ", "2")]


def test_quotation_marks_are_plain_signs_where_the_header_has_none(tmp_path: Path) -> None:
    _, batch = read(tmp_path, b'a\tb\n"x\t5" cm\n')
    assert batch.rows.rows() == [(2, '"x', '5" cm')]


def test_cells_that_a_spreadsheet_quotes_are_read_under_a_header_without_quotes(tmp_path: Path) -> None:
    data = b'a\tb\n1\t"x, ""y"""\n"2"\t5" cm\n3\t"with\ttab"\n"\t"\n4\t"two\nlines"\n5\tz\n'
    table, batch = read(tmp_path, data)
    assert table.header == ("a", "b")
    assert batch.rows.rows() == [
        (2, "1", 'x, "y"'),
        (3, "2", '5" cm'),
        (4, "3", "with\ttab"),
        (5, '"', '"'),
        (6, "4", "two\nlines"),
        (8, "5", "z"),
    ]
    assert batch.rejects.is_empty()


def test_a_cell_cut_by_a_line_break_is_not_read_where_batches_stream(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_bytes(b'a\tb\n4\t"two\nlines"\n5\tz\n')
    with open_text(tmp_path, "t.txt") as text:
        [batch] = open_table(text).batches()
    assert batch.rows.rows() == [(4, "5", "z")]
    assert [(r["line_number"], r["rule_id"]) for r in batch.rejects.to_dicts()] == [
        (2, "unclosed_quote"),
        (3, "ragged_row"),
    ]
    assert "take the line break out of the cell" in batch.rejects["message"][0]


def test_quoted_cells_are_read_where_the_header_is_quoted(tmp_path: Path) -> None:
    data = b'"id","name, of"\n"1","a ""b"", c"\n2,5" tall\n"3, open\n"4"tail,\n5\n"6","two\nlines"\n'
    table, batch = read(tmp_path, data, separator=",")
    assert table.header == ("id", "name, of")
    assert batch.rows.rows() == [
        (2, "1", 'a "b", c'),
        (3, "2", '5" tall'),
        (5, "4tail", ""),
        (7, "6", "two\nlines"),
    ]
    assert [(r["line_number"], r["rule_id"]) for r in batch.rejects.to_dicts()] == [
        (4, "unclosed_quote"),
        (6, "ragged_row"),
    ]
    assert batch.rows_read == 6


def test_cells_may_be_quoted_by_wish(tmp_path: Path) -> None:
    _, batch = read(tmp_path, b'a\tb\n"x\ty"\tz\n', quoted=True)
    assert batch.rows.rows() == [(2, "x\ty", "z")]


def test_only_the_columns_of_the_schema_are_read(tmp_path: Path) -> None:
    _, batch = read(tmp_path, b"t_depth\tother\tHUGO_SYMBOL\tStart_position\n9\tx\tTP53\t7\n", SCHEMA)
    assert batch.rows.columns == ["source_line", "HUGO_SYMBOL", "Start_position", "t_depth"]
    assert batch.rows.rows() == [(2, "TP53", "7", "9")]


def test_a_missing_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    found = fault(tmp_path, b"#c\nHugo_Symbol\tStart Pos.\n", SCHEMA)
    assert found.line == 2
    assert found.message == "lacks the required column Start_Position; nearest: Start Pos."
    found = fault(tmp_path, b"Hugo_Symbol,Start_Position\n", SCHEMA)
    assert "is it separated by something else than tabs?" in str(found)


def test_a_column_given_twice_is_refused_where_it_counts(tmp_path: Path) -> None:
    found = fault(tmp_path, b"Hugo_Symbol\tStart_Position\tStart_Position\n", SCHEMA)
    assert (found.line, found.message) == (1, "has more than one column Start_Position")
    _, batch = read(tmp_path, b"Hugo_Symbol\tx\tx\tStart_Position\nTP53\t1\t2\t3\n", SCHEMA)
    assert batch.rows.rows() == [(2, "TP53", "3")]
    assert "more than one column x" in fault(tmp_path, b"x\tx\n1\t2\n").message


def test_what_has_no_header_is_refused(tmp_path: Path) -> None:
    for data in (b"\n", b"#a\n#b\n", b"  \n\t\n"):
        assert "has no header line" in fault(tmp_path, data).message


def test_rejected_adds_the_raw_text_of_later_faults(tmp_path: Path) -> None:
    _, batch = read(tmp_path, b"Hugo_Symbol\tStart_Position\nA\tx\t\nB\tx\nC\t5\n", SCHEMA)
    typed = conform(batch.rows, SCHEMA, ["NA"])
    assert batch.rejected(typed.faults).rows() == [
        (2, "A\tx\t", "ragged_row", "expected 2 fields, found 3", None),
        (3, "B\tx", "not_an_integer", 'Start_Position "x" is not an integer', None),
    ]
    assert batch.rejected().equals(batch.rejects)


def test_a_large_table_comes_in_batches_that_add_up(tmp_path: Path) -> None:
    lines = [f"g{n}\t{n}" if n % 1000 else "short" for n in range(50_000)]
    (tmp_path / "t.txt").write_text("gene\tn\n" + "\n".join(lines))
    with open_text(
        tmp_path, "t.txt", limits=Limits(chunk=10_000, sniff=100, batch=50_000, threads_from=1)
    ) as text:
        batches = list(open_table(text).batches(["n"]))
        text.finish()
    assert len(batches) > 5
    assert sum(batch.rows_read for batch in batches) == 50_000
    numbers = [row for batch in batches for row in batch.rows.rows()]
    assert numbers == [(n + 2, str(n)) for n in range(50_000) if n % 1000]
    bad = [number for batch in batches for number in batch.rejects["line_number"]]
    assert bad == [n + 2 for n in range(0, 50_000, 1000)]


def test_ten_thousand_columns_are_no_trouble(tmp_path: Path) -> None:
    header = "\t".join(f"c{n}" for n in range(10_000))
    row = "\t".join(str(n) for n in range(10_000))
    table, batch = read(tmp_path, f"{header}\n{row}\n{row}\tx\n".encode())
    assert len(table.header) == 10_000
    assert batch.rows.row(0) == (2, *(str(n) for n in range(10_000)))
    assert batch.rejects["message"].to_list() == ["expected 10000 fields, found 10001"]


def test_a_name_that_we_need_ourselves_is_refused(tmp_path: Path) -> None:
    assert "a name that is taken" in fault(tmp_path, b"source_line\tb\n").message


def test_a_row_without_any_cell_is_a_blank_line(tmp_path: Path) -> None:
    _, batch = read(tmp_path, b"a,b\n,\n , \n1,\n\x1c,\n", separator=",")
    assert batch.rows.rows() == [(4, "1", "")]
    assert batch.rows_read == 1


@pytest.mark.parametrize("batch", [1, 30, 1 << 20])
def test_files_with_byte_order_marks_put_behind_each_other_are_one_table(tmp_path: Path, batch: int) -> None:
    one = "\ufeff#c\n\ufeffgene\tn\n\ufeffTP53\t1\nKR\ufeffAS\t2\n"
    (tmp_path / "t.txt").write_text(f"\ufeff{one}{one}\ufeff\n\ufeffEGFR\n", encoding="utf-8")
    limits = Limits(chunk=5, sniff=1, batch=batch, threads_from=1 << 30)
    with open_text(tmp_path, "t.txt", limits=limits) as text:
        batches = list(open_table(text).batches())
        assert text.notes == ["line 2 starts with a byte order mark: such marks are passed over"]
    rows = [(3, "TP53", "1"), (4, "KR\ufeffAS", "2"), (7, "TP53", "1"), (8, "KR\ufeffAS", "2")]
    assert [row for found in batches for row in found.rows.rows()] == rows
    assert sum(found.rows_filtered for found in batches) == 2
    [rejected] = [row for found in batches for row in found.rejects.to_dicts()]
    assert (rejected["line_number"], rejected["raw_text"]) == (10, "EGFR")
    assert rejected["raw_bytes"] == b"\xef\xbb\xbfEGFR"


def test_the_bytes_of_a_row_behind_a_mark_are_those_of_the_files_encoding(tmp_path: Path) -> None:
    line = "\ufeffTé".encode("utf-16-le")
    _, batch = read(tmp_path, "\ufeffgene\tn\n".encode("utf-16-le") + line + "\n".encode("utf-16-le"))
    assert batch.rejects.select("line_number", "raw_text", "raw_bytes").rows() == [(2, "Té", line)]


@pytest.mark.parametrize("start", ["x\x01", "x^", "x\x02", "\x1f"])
def test_no_text_is_taken_for_compressed_where_a_batch_starts_with_it(tmp_path: Path, start: str) -> None:
    (tmp_path / "t.txt").write_text(f"gene\tn\n{start}A\t1\n{start}B\n", encoding="utf-8")
    with open_text(tmp_path, "t.txt", limits=Limits(chunk=5, sniff=1, batch=1, threads_from=1 << 30)) as text:
        batches = list(open_table(text).batches())
    assert [row for found in batches for row in found.rows.rows()] == [(2, f"{start}A", "1")]
    assert [row for found in batches for row in found.rejects["raw_text"]] == [f"{start}B"]


def test_a_file_of_marks_alone_is_empty(tmp_path: Path) -> None:
    assert fault(tmp_path, b"\xef\xbb\xbf\xef\xbb\xbf").message == "is empty"
