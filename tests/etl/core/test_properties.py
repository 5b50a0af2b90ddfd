"""Whatever the bytes: only our own exceptions, every line accounted for, cells that come back as written."""

import csv
import hashlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from etl.errors import FileFault
from etl.fields import _line_by_line, parse, raw_lines
from etl.header import Layout
from etl.ledger import Ledger
from etl.schema import Column, TableSchema, conform
from etl.table import open_table
from etl.text import Limits, TextBatch, open_text
from etl.text.counts import counts
from tests.etl.core.delivered import COMPRESSIONS, read_text

EXAMPLES = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LIMITS = st.builds(
    Limits, chunk=st.integers(1, 50), batch=st.integers(1, 200), threads_from=st.sampled_from([1, 1 << 30])
)
# Bytes that tables are made of come up more often than chance would have them.
TABLE_BYTES = st.lists(
    st.one_of(
        st.sampled_from(
            [b"\t", b"\n", b"\r\n", b"\r", b'"', b"#", b" ", b"a", b"a\tb\n", b",", "é".encode()]
        ),
        st.binary(),
    ),
    max_size=60,
).map(b"".join)
CELL = st.text(st.characters(exclude_characters="\t\n\r\0", exclude_categories=["Cs"]), max_size=8)
CELL_OF_LINE = st.one_of(
    st.text("ab# \té", max_size=3),
    st.text("ab", max_size=3).map(lambda text: f'"{text}"'),
    st.text('a" \t#', max_size=4),
)
SCHEMA = TableSchema(
    "t", (Column("a", ("a",)), Column("n", ("n",), "integer"), Column("x", ("x",), "number"))
)


@pytest.fixture(scope="module")
def raw() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@EXAMPLES
@given(data=TABLE_BYTES, compression=st.sampled_from(sorted(COMPRESSIONS)), limits=LIMITS)
def test_any_bytes_give_all_their_lines_or_a_fault(
    raw: Path, data: bytes, compression: str, limits: Limits
) -> None:
    delivered = COMPRESSIONS[compression](data)
    read = read_text(raw, delivered, limits)
    assert read.sha256 == hashlib.sha256(delivered).hexdigest()
    if (
        read.fault is None
        and not any("read as such" in note for note in read.notes)
        and compression != "plain"
    ):
        unix = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        if b"\r" not in unix:
            assert len(read.lines) == unix.count(b"\n") + (not unix.endswith(b"\n"))
    assert [number for number, _ in read.lines] == list(range(1, len(read.lines) + 1))


@EXAMPLES
@given(
    data=st.binary(max_size=300),
    compression=st.sampled_from(sorted(COMPRESSIONS)),
    at=st.integers(0, 400),
    limits=LIMITS,
)
def test_a_damaged_file_is_a_fault_or_the_whole_text(
    raw: Path, data: bytes, compression: str, at: int, limits: Limits
) -> None:
    whole = COMPRESSIONS[compression](b"a\tb\n1\t2\n" + data)
    damaged = (
        whole[:at] + bytes([(whole[at] + 1) % 256]) + whole[at + 1 :] if at < len(whole) else whole[: at // 3]
    )
    read = read_text(raw, damaged, limits)
    assert read.sha256 == hashlib.sha256(damaged).hexdigest()


@EXAMPLES
@given(
    data=TABLE_BYTES,
    limits=LIMITS,
    separator=st.sampled_from(["\t", ","]),
    quoted=st.sampled_from([None, True, False]),
)
def test_any_bytes_as_a_table_lose_no_line(
    raw: Path, data: bytes, limits: Limits, separator: str, quoted: bool | None
) -> None:
    lines = dict(read_text(raw, data, limits).lines)
    ledger, seen = Ledger(), set[int]()
    with open_text(raw, "table.txt", limits=limits) as text:
        try:
            table = open_table(text, separator=separator, quoted=quoted)
            for batch in table.batches():
                typed = conform(batch.rows, SCHEMA, ["NA"])
                bad = batch.rejected(typed.faults)
                assert bad["raw_text"].to_list() == [lines[number] for number in bad["line_number"]]
                ledger.add(
                    read=batch.rows_read,
                    loaded=typed.rows.height,
                    quarantined=bad.height,
                    duplicate=0,
                    filtered=batch.rows_filtered,
                )
                numbers = [*typed.rows["source_line"], *bad["line_number"]]
                assert not seen.intersection(numbers)
                seen.update(numbers)
        except FileFault:
            return
    data_lines = {
        number
        for number, line in lines.items()
        if number > table.header_line and line.replace(separator, " ").strip()
    }
    assert ledger.rows_read == len(data_lines)
    assert seen <= data_lines
    assert ledger.rows_filtered == len(data_lines - seen)
    assert all(
        lines[n].startswith("#") or lines[n].strip() == lines[table.header_line].strip()
        for n in data_lines - seen
    )


@EXAMPLES
@given(
    cells=st.lists(st.tuples(CELL, CELL, CELL), max_size=30),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    compression=st.sampled_from(sorted(COMPRESSIONS)),
    limits=LIMITS,
)
def test_a_table_comes_back_as_it_was_written(
    raw: Path, cells: list[tuple[str, str, str]], end: str, encoding: str, compression: str, limits: Limits
) -> None:
    # A number in front, so that no row looks blank, like a comment, or like the header.
    rows = [(str(n), *row) for n, row in enumerate(cells)]
    text = end.join("\t".join(row) for row in [("id", "a", "b", "c"), *rows])
    (raw / "t.txt").write_bytes(COMPRESSIONS[compression](text.encode(encoding)))
    with open_text(raw, "t.txt", limits=limits) as opened:
        batches = list(open_table(opened, quoted=False).batches())
        opened.finish()
    assert [row for batch in batches for row in batch.rows.rows()] == [
        (n, *row) for n, row in enumerate(rows, 2)
    ]
    assert sum(batch.rows_read for batch in batches) == len(rows)
    assert not any(batch.rejects.height for batch in batches)


@EXAMPLES
@given(
    cells=st.lists(st.tuples(CELL, CELL), max_size=30),
    separator=st.sampled_from(["\t", ",", ";", "|"]),
    limits=LIMITS,
)
def test_a_quoted_table_comes_back_as_it_was_written(
    raw: Path, cells: list[tuple[str, str]], separator: str, limits: Limits
) -> None:
    rows = [(str(n), *row) for n, row in enumerate(cells)]
    quoted = [
        separator.join('"' + cell.replace('"', '""') + '"' for cell in row)
        for row in [("id", "a", "b"), *rows]
    ]
    (raw / "t.txt").write_text("\n".join(quoted) + "\n", encoding="utf-8", newline="")
    with open_text(raw, "t.txt", limits=limits) as opened:
        batches = list(open_table(opened, separator=separator).batches())
    assert [row for batch in batches for row in batch.rows.rows()] == [
        (n, *row) for n, row in enumerate(rows, 2)
    ]


@EXAMPLES
@given(cells=st.lists(st.tuples(CELL, CELL), max_size=30), limits=LIMITS)
def test_a_table_whose_cells_are_quoted_where_they_must_be_comes_back(
    raw: Path, cells: list[tuple[str, str]], limits: Limits
) -> None:
    rows = [(str(n), *row) for n, row in enumerate(cells)]
    with (raw / "t.txt").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, "excel-tab", lineterminator="\n").writerows([("id", "a", "b"), *rows])
    with open_text(raw, "t.txt", limits=limits) as opened:
        batches = list(open_table(opened).batches())
    assert [row for batch in batches for row in batch.rows.rows()] == [
        (n, *row) for n, row in enumerate(rows, 2)
    ]


@EXAMPLES
@given(
    lines=st.lists(
        st.lists(CELL_OF_LINE, min_size=2, max_size=4).map("\t".join),
        min_size=1,
        max_size=20,
    ),
    first_line=st.integers(1, 10**12),
    quoted=st.booleans(),
    strict=st.booleans(),
)
def test_the_short_way_and_the_line_by_line_way_agree(
    lines: list[str], first_line: int, quoted: bool, strict: bool
) -> None:
    layout = Layout.of("a\tb\tc", "\t", "#", is_quoted=quoted or strict, is_strict=strict)
    batch = TextBatch.of(("\n".join(lines) + "\n").encode(), first_line)
    short = parse(batch, layout, ["a", "c"])
    rows, bad, n_read, n_filtered = _line_by_line(raw_lines(batch), layout, ["a", "c"])
    assert short.rows.equals(rows)
    assert short.rejects.drop("raw_bytes").equals(bad)
    assert (short.rows_read, short.rows_filtered) == (n_read, n_filtered)


@EXAMPLES
@given(
    data=st.binary(max_size=300) | TABLE_BYTES, place=st.integers(0, 300), times=st.sampled_from([1, 2000])
)
@example(data=bytes(range(256)), place=128, times=2000)
@example(data=b"#x\t~\n", place=2, times=2000)
def test_a_text_is_counted_byte_by_byte(data: bytes, place: int, times: int) -> None:
    whole = data * times
    found = counts(whole)
    assert (found.n_lines, found.n_tabs) == (whole.count(b"\n"), whole.count(b"\t"))
    assert found.n_low == len(re.sub(rb"[#-\x7f]", b"", whole))
    assert found.is_simple == (re.fullmatch(rb"[#-\x7f\t\n]*", data) is not None)
    assert counts(whole[:place]).plus(counts(whole[place:])) == found
    assert found.less(counts(whole[place:])) == counts(whole[:place])


@EXAMPLES
@given(
    data=TABLE_BYTES.map(lambda data: b"a\tb\n" + data),
    separator=st.sampled_from("\t,"),
    limits=LIMITS,
)
@example(data=b"a\tb\n1\t2\n", separator="\t", limits=Limits())
@example(data=b"a,b\n1,2\t\n", separator=",", limits=Limits())
def test_a_batch_is_bare_only_where_no_cell_would_be_stripped(
    raw: Path, data: bytes, separator: str, limits: Limits
) -> None:
    (raw / "t.txt").write_bytes(data)
    with open_text(raw, "t.txt", limits=limits) as opened:
        try:
            batches = list(open_table(opened, separator=separator, repeats=True).batches())
        except FileFault:
            return
    for batch in batches:
        assert batch.text.n_lines == batch.text.data.count(b"\n")
        stripped = batch.rows.with_columns(pl.col(pl.String).str.strip_chars())
        assert not batch.is_bare or stripped.equals(batch.rows)
    if data == b"a\tb\n1\t2\n":
        assert [batch.is_bare for batch in batches] == [True]


@EXAMPLES
@given(
    numbers=st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)), max_size=20), floats=st.data()
)
def test_numbers_come_back_from_their_text(numbers: list[int | None], floats: st.DataObject) -> None:
    reals = [
        floats.draw(st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))) for _ in numbers
    ]
    frame = pl.DataFrame(
        {
            "source_line": pl.Series(range(len(numbers)), dtype=pl.Int64),
            "n": pl.Series(["NA" if n is None else str(n) for n in numbers], dtype=pl.String),
            "x": pl.Series(["" if x is None else repr(x) for x in reals], dtype=pl.String),
        }
    )
    found = conform(frame, SCHEMA, ["NA"])
    assert found.faults.is_empty()
    assert found.rows["n"].to_list() == numbers
    assert found.rows["x"].to_list() == reals


@EXAMPLES
@given(cells=st.lists(CELL, max_size=30))
def test_a_cell_is_typed_or_null_or_its_row_a_fault(cells: list[str]) -> None:
    frame = pl.DataFrame(
        {
            "source_line": pl.Series(range(len(cells)), dtype=pl.Int64),
            "n": pl.Series(cells, dtype=pl.String),
            "x": pl.Series(cells[::-1], dtype=pl.String),
        }
    )
    found = conform(frame, SCHEMA, ["NA"])
    assert sorted([*found.rows["source_line"], *found.faults["line_number"]]) == list(range(len(cells)))
    lost = [cells[line] for line, n in found.rows.select("source_line", "n").iter_rows() if n is None]
    assert all(cell.strip().upper() in ("", "NA") for cell in lost)
