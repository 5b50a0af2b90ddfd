"""Lines to fields: which lines are rows, which have the wrong number of fields, and the cells of the others.

Batches in which every line is a row with the right number of fields (nearly all) are proven so, as polars'
reader cuts a ragged row in silence: where the last cell of each line is filled, no line has too few fields,
and the number of all separators tells that none has too many; elsewhere the separators are compared with the
expected pattern. Other batches are taken apart line by line, still without a Python loop.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from etl import quotes, rejects
from etl.errors import LedgerError
from etl.header import WHITE, Layout
from etl.rejects import LINE, sentence
from etl.text import TextBatch, as_text, count

TEXT = "raw_text"
NUMBER = "line_number"
TAB = "\t"
_OPEN = "a quotation mark is not closed on its line: close it, or take the line break out of the cell"


@dataclass(frozen=True, slots=True)
class Parsed:
    """`rows` (`source_line` and the picked columns), `rejects`, and the rest of `TableBatch`."""

    rows: pl.DataFrame
    rejects: pl.DataFrame
    rows_read: int
    rows_filtered: int
    text: TextBatch
    is_bare: bool = False


def raw_lines(batch: TextBatch) -> pl.DataFrame:
    """`line_number` and `raw_text` of every line of a batch; of a row that goes on over several, one."""
    spare = next((byte for byte in quotes.SPARE if byte not in batch.data), None)
    if spare is not None:
        lines = _read_csv(batch.data, spare.decode(), 1, [0]).to_series()
    if spare is None or len(lines) != batch.n_lines:
        lines = pl.Series(batch.data.decode().removesuffix("\n").split("\n"), dtype=pl.String)
    numbers = pl.int_range(batch.first_line, batch.first_line + batch.n_lines, dtype=pl.Int64, eager=True)
    frame = pl.DataFrame({NUMBER: numbers, TEXT: lines})
    if not batch.spans:
        return frame
    first = {at: start for start, n in batch.spans.items() for at in range(start, start + n)}
    start = pl.col(NUMBER).replace(first)
    return frame.group_by(start, maintain_order=True).agg(pl.col(TEXT).str.join("\n"))


def parse(batch: TextBatch, layout: Layout, picked: Sequence[str], *, is_whole: bool = False) -> Parsed:
    """The rows of a batch. `picked` are names of the header, each found once in it.

    `is_whole`: the batch is the whole table, so that rows may go on over several lines.
    """
    plain: bytes | None = batch.data
    has_quotes = (
        layout.is_quoted and not batch.counted.is_simple and quotes.opens(batch.data, layout.separator)
    )
    if has_quotes:
        plain = quotes.without(batch.data, layout.separator)
    if plain is not None and batch.n_lines and _may_be_even(plain, batch, layout):
        cells = _csv(plain, layout, picked)
        if cells.height != batch.n_lines:
            raise LedgerError(f"{batch.n_lines} lines from line {batch.first_line} gave {cells.height} rows")
        first, last = cells.to_series(0), cells.to_series(-1)
        is_even = not (last == "").any() or _is_even(plain, batch.n_lines, layout)
        if is_even and not _is_odd(first, layout):
            end = batch.first_line + batch.n_lines
            numbers = pl.int_range(batch.first_line, end, dtype=pl.Int64, eager=True)
            rows = _named(cells, layout, picked).insert_column(0, numbers.alias(LINE))
            is_bare = batch.counted.is_simple and (layout.separator == TAB or not batch.counted.n_tabs)
            return Parsed(rows, rejects.none(), rows.height, 0, batch, is_bare)
    if is_whole and has_quotes:
        batch = replace(batch, spans=_spans(batch, layout))
    rows, bad, n_read, n_filtered = _line_by_line(raw_lines(batch), layout, picked)
    return Parsed(rows, rejects.with_bytes(bad, batch), n_read, n_filtered, batch)


def _spans(batch: TextBatch, layout: Layout) -> dict[int, int]:
    """Rows of the batch that go on over several lines."""
    lines, n_fields = raw_lines(batch)[TEXT], len(layout.header)
    found = quotes.going_on(lines, layout.separator, n_fields, is_strict=layout.is_strict)
    return {batch.first_line + place: n for place, n in found.items()}


def _may_be_even(data: bytes, batch: TextBatch, layout: Layout) -> bool:
    """True if the first line has as many separators as the header, and all lines together as they should.

    `data` are the lines of the batch, perhaps without quotation marks. From the first line polars' reader
    takes how many columns there are.
    """
    n, separator = len(layout.header) - 1, layout.separator.encode()
    if data.count(separator, 0, data.index(b"\n")) != n:
        return False
    is_counted = layout.separator == TAB and data is batch.data
    return (batch.counted.n_tabs if is_counted else count(data, separator)) == n * batch.n_lines


def _is_even(data: bytes, n_lines: int, layout: Layout) -> bool:
    """True if each line has as many separators as the header."""
    if len(data) < len(layout.pattern) * n_lines:
        return False
    return data.translate(None, layout.noise) == layout.pattern * n_lines


def _is_odd(first: pl.Series, layout: Layout) -> bool:
    """True if the first cells show that a line may be blank, a comment, or the header again."""
    may_be, odd = _odd(first.name, layout.header[0], layout.comment)
    cells = first.to_frame()
    return bool(cells.select(may_be).item() and cells.select(odd).item())


@lru_cache(maxsize=64)
def _odd(column: str, name: str, comment: str | None) -> tuple[pl.Expr, pl.Expr]:
    """What tells nearly all batches, at a fifth of the cost, and what tells the others."""
    cell = pl.col(column)
    # White space sorts before or behind the signs of ASCII.
    may_be = (cell < "!") | (cell > "~") | cell.str.starts_with(name)
    odd = cell.str.strip_chars(WHITE).is_in(["", name])
    if comment:
        may_be |= cell.str.starts_with(comment)
        odd |= cell.str.starts_with(comment)
    return may_be.any(), odd.any()


def _line_by_line(
    lines: pl.DataFrame, layout: Layout, picked: Sequence[str]
) -> tuple[pl.DataFrame, pl.DataFrame, int, int]:
    """Every line classified by itself: rows, rejects (but their bytes), rows read and filtered."""
    n, raw = len(layout.header), pl.col(TEXT)
    lines = lines.filter(raw.str.strip_chars(WHITE + layout.separator) != "")
    n_fields = raw.str.count_matches(layout.separator, literal=True).cast(pl.Int64) + 1
    is_open = pl.lit(False)
    if layout.is_quoted:
        lines = lines.with_columns(quotes.cells(raw, layout.separator).alias("cells"))
        if not layout.is_strict:  # marks in pairs that are no quotes: `"x`, then `5" cm`
            fits = pl.col("cells").list.len() == n
            is_even = raw.str.count_matches(quotes.QUOTE, literal=True) % 2 == 0
            plain = pl.when(~fits & (n_fields == n) & is_even).then(raw.str.split(layout.separator))
            lines = lines.with_columns(plain.alias("plain"))
            is_open = pl.col("plain").is_null()
            lines = lines.with_columns(pl.coalesce("plain", "cells").alias("cells"))
        else:
            is_open = pl.lit(True)
        n_fields = pl.col("cells").list.len().cast(pl.Int64)
        is_open &= pl.col("cells").list.eval(quotes.is_open(pl.element())).list.any()
    lines = lines.with_columns(n_fields.alias("found"), is_open.alias("open"))
    is_noise = raw.str.strip_chars(WHITE) == layout.header_text.strip(WHITE)
    if layout.comment:
        is_noise |= raw.str.starts_with(layout.comment) & ((pl.col("found") != n) | (n == 1))
    rows = lines.filter(~is_noise)
    ragged = pl.col("found") != n
    good = rows.filter(~ragged & ~pl.col("open"))
    message = sentence("expected {} fields, found {}", pl.lit(n), pl.col("found"))
    bad = rows.filter(ragged | pl.col("open")).select(
        pl.col(NUMBER),
        pl.col(TEXT),
        rule_id=pl.when(pl.col("open")).then(pl.lit("unclosed_quote")).otherwise(pl.lit("ragged_row")),
        message=pl.when(pl.col("open")).then(pl.lit(_OPEN)).otherwise(message),
    )
    cells = _cells(good, layout, picked).insert_column(0, good[NUMBER].alias(LINE))
    return cells, bad, lines.height, lines.height - rows.height


def _cells(good: pl.DataFrame, layout: Layout, picked: Sequence[str]) -> pl.DataFrame:
    """The picked columns of lines whose number of fields is right."""
    if layout.is_quoted:
        at = _places(layout)
        return good.select(quotes.unquoted(pl.col("cells").list.get(at[name])).alias(name) for name in picked)
    if good.is_empty():
        return pl.DataFrame(schema=dict.fromkeys(picked, pl.String()))
    cells = _csv(good[TEXT].str.join("\n").item().encode() + b"\n", layout, picked)
    if cells.height != good.height:
        raise LedgerError(f"{good.height} rows from line {good[NUMBER][0]} on gave {cells.height}")
    return _named(cells, layout, picked)


def _csv(data: bytes, layout: Layout, picked: Sequence[str]) -> pl.DataFrame:
    """The picked columns, the first and the last, each named by its number, in file order."""
    at = _places(layout)
    return _read_csv(
        data,
        layout.separator,
        len(layout.header),
        sorted({0, *(at[name] for name in picked), len(layout.header) - 1}),
    )


def _places(layout: Layout) -> dict[str, int]:
    return {name: n for n, name in enumerate(layout.header)}


def _read_csv(data: bytes, separator: str, n_columns: int, wanted: list[int]) -> pl.DataFrame:
    return pl.read_csv(
        as_text(data),
        has_header=False,
        separator=separator,
        quote_char=None,
        schema={str(n): pl.String() for n in range(n_columns)},
        columns=wanted,
        empty_string_is_null=False,
        raise_if_empty=False,
        extra_columns="ignore",  # what is ragged is told by the separators
    ).rechunk()  # of the many stretches that the reader gives, each step and Parquet would pay for each


def _named(cells: pl.DataFrame, layout: Layout, picked: Sequence[str]) -> pl.DataFrame:
    at = _places(layout)
    return pl.DataFrame([cells[str(at[name])].alias(name) for name in picked])
