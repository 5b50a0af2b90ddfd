"""Lines to fields: which lines are rows, which have the wrong number of fields, and the cells of the others.

Batches in which every line is a row with the right number of fields (nearly all) are proven so by one
comparison of their separators with the expected pattern. The others are taken apart line by line, still
without a Python loop.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from etl import rejects
from etl.errors import LedgerError
from etl.rejects import LINE
from etl.text import TextBatch

TEXT = "raw_text"
NUMBER = "line_number"
QUOTE = '"'
_OPEN = "a quotation mark is not closed on its line: close it, or take the line break out of the cell"
# What Python counts as white space: a line of nothing but these and separators is blank.
_WHITE = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
# Control characters that text hardly ever holds: one that a batch lacks serves to read whole lines as cells.
_SPARE = [bytes([byte]) for byte in (0x1F, 0x1E, 0x1D, 0x1C, *range(1, 9), *range(14, 28))]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a line is cut. `header`: stripped names in file order; one without name is `column_<its number>`.

    `is_quoted`: a cell that starts with a quotation mark may stand in quotes; `is_strict`: it does, whatever
    that makes of its row. `noise`: every byte that neither separates fields nor ends a line; `pattern`: the
    separators of one whole row.
    """

    header: tuple[str, ...]
    separator: str
    is_quoted: bool
    is_strict: bool
    comment: str | None
    header_text: str
    noise: bytes = field(repr=False)
    pattern: bytes = field(repr=False)

    @classmethod
    def of(
        cls, line: str, separator: str, comment: str | None, *, is_quoted: bool, is_strict: bool
    ) -> "Layout":
        """The layout that a header line shows."""
        cells = line.split(separator)
        if is_strict:
            cells = pl.select(_quoted_cells(pl.lit(line), separator)).item().to_list()
            cells = pl.select(_unquoted(pl.Series(cells))).to_series().to_list()
        names = tuple(cell.strip() or f"column_{n}" for n, cell in enumerate(cells, 1))
        noise = bytes(byte for byte in range(256) if byte not in (ord(separator), ord("\n")))
        pattern = separator.encode() * (len(names) - 1) + b"\n"
        return cls(names, separator, is_quoted, is_strict, comment, line, noise, pattern)


@dataclass(frozen=True, slots=True)
class Parsed:
    """`rows` (`source_line` and the picked columns), `rejects`, and the counts of `TableBatch`."""

    rows: pl.DataFrame
    rejects: pl.DataFrame
    rows_read: int
    rows_filtered: int


def raw_lines(batch: TextBatch) -> pl.DataFrame:
    """`line_number` and `raw_text` of every line of a batch."""
    spare = next((byte for byte in _SPARE if byte not in batch.data), None)
    if spare is not None:
        lines = _csv(batch.data, spare.decode(), 1, [0]).to_series()
    if spare is None or len(lines) != batch.n_lines:
        lines = pl.Series(batch.data.decode().removesuffix("\n").split("\n"), dtype=pl.String)
    numbers = pl.int_range(batch.first_line, batch.first_line + batch.n_lines, dtype=pl.Int64, eager=True)
    return pl.DataFrame({NUMBER: numbers, TEXT: lines})


def is_blank(line: str, separator: str) -> bool:
    """True for a line without a single filled cell."""
    return not line.strip(_WHITE + separator)


def parse(batch: TextBatch, layout: Layout, picked: Sequence[str]) -> Parsed:
    """The rows of a batch. `picked` are names of the header, each found once in it."""
    if batch.n_lines and not (layout.is_quoted and _opens_quote(batch, layout)) and _is_even(batch, layout):
        rows = _named(_csv(batch.data, layout.separator, len(layout.header), _wanted(layout, picked)), layout)
        if rows.height != batch.n_lines:
            raise LedgerError(
                f"{batch.n_lines} lines from line {batch.first_line} on gave {rows.height} rows"
            )
        if not _is_odd(rows.to_series(0), layout):
            numbers = pl.int_range(
                batch.first_line, batch.first_line + batch.n_lines, dtype=pl.Int64, eager=True
            )
            rows = rows.insert_column(0, numbers.alias(LINE)).select(LINE, *picked)
            return Parsed(rows, rejects.none(), rows.height, 0)
    found = _line_by_line(raw_lines(batch), layout, picked)
    return replace(found, rejects=rejects.with_bytes(found.rejects, batch))


def _opens_quote(batch: TextBatch, layout: Layout) -> bool:
    """True if a cell may start with a quotation mark; one within a cell (`5"`) means nothing."""
    data, mark = batch.data, QUOTE.encode()
    return mark in data and (
        data.startswith(mark) or layout.separator.encode() + mark in data or b"\n" + mark in data
    )


def _is_even(batch: TextBatch, layout: Layout) -> bool:
    """True if each line has as many separators as the header."""
    if len(batch.data) < len(layout.pattern) * batch.n_lines:
        return False
    return batch.data.translate(None, layout.noise) == layout.pattern * batch.n_lines


def _is_odd(first: pl.Series, layout: Layout) -> bool:
    """True if the first cells show that a line may be blank, a comment, or the header again."""
    cell = pl.col(first.name)
    odd = cell.str.strip_chars(_WHITE).is_in(["", layout.header[0]])
    if layout.comment:
        odd |= cell.str.starts_with(layout.comment)
    return bool(first.to_frame().select(odd.any()).item())


def _line_by_line(lines: pl.DataFrame, layout: Layout, picked: Sequence[str]) -> Parsed:
    """Every line classified by itself."""
    n, raw = len(layout.header), pl.col(TEXT)
    lines = lines.filter(raw.str.strip_chars(_WHITE + layout.separator) != "")
    count = raw.str.count_matches(layout.separator, literal=True).cast(pl.Int64) + 1
    is_open = pl.lit(False)
    if layout.is_quoted:
        lines = lines.with_columns(_quoted_cells(raw, layout.separator).alias("cells"))
        if not layout.is_strict:  # marks in pairs that are no quotes: `"x`, then `5" cm`
            fits = pl.col("cells").list.len() == n
            is_even = raw.str.count_matches(QUOTE, literal=True) % 2 == 0
            plain = pl.when(~fits & (count == n) & is_even).then(raw.str.split(layout.separator))
            lines = lines.with_columns(plain.alias("plain"))
            is_open = pl.col("plain").is_null()
            lines = lines.with_columns(pl.coalesce("plain", "cells").alias("cells"))
        else:
            is_open = pl.lit(True)
        count = pl.col("cells").list.len().cast(pl.Int64)
        is_open &= pl.col("cells").list.eval(_is_open(pl.element())).list.any()
    lines = lines.with_columns(count.alias("found"), is_open.alias("open"))
    is_noise = raw.str.strip_chars() == layout.header_text.strip()
    if layout.comment:
        is_noise |= raw.str.starts_with(layout.comment) & ((pl.col("found") != n) | (n == 1))
    rows = lines.filter(~is_noise)
    ragged = pl.col("found") != n
    good = rows.filter(~ragged & ~pl.col("open"))
    message = pl.format("expected {} fields, found {}", pl.lit(n), pl.col("found"))
    bad = (
        rows.filter(ragged | pl.col("open"))
        .rechunk()
        .select(
            pl.col(NUMBER),
            pl.col(TEXT),
            rule_id=pl.when(pl.col("open")).then(pl.lit("unclosed_quote")).otherwise(pl.lit("ragged_row")),
            message=pl.when(pl.col("open")).then(pl.lit(_OPEN)).otherwise(message),
        )
    )
    cells = _cells(good, layout, picked).insert_column(0, good[NUMBER].alias(LINE))
    return Parsed(cells.select(LINE, *picked), bad, lines.height, lines.height - rows.height)


def _cells(good: pl.DataFrame, layout: Layout, picked: Sequence[str]) -> pl.DataFrame:
    """The wanted columns of lines whose number of fields is right."""
    wanted = _wanted(layout, picked)
    if layout.is_quoted:
        cells = [_unquoted(pl.col("cells").list.get(n)).alias(layout.header[n]) for n in wanted]
        return good.select(cells)
    if good.is_empty():
        return pl.DataFrame(schema={layout.header[n]: pl.String() for n in wanted})
    data = good[TEXT].str.join("\n").item().encode() + b"\n"
    frame = _named(_csv(data, layout.separator, len(layout.header), wanted), layout)
    if frame.height != good.height:
        raise LedgerError(f"{good.height} rows from line {good[NUMBER][0]} on gave {frame.height}")
    return frame


def _wanted(layout: Layout, picked: Sequence[str]) -> list[int]:
    """Numbers of the picked columns and of the first, which shows what kind of line it is."""
    at = {name: n for n, name in enumerate(layout.header)}
    return sorted({0, *(at[name] for name in picked)})


def _csv(data: bytes, separator: str, n_columns: int, wanted: list[int]) -> pl.DataFrame:
    return pl.read_csv(
        data,
        has_header=False,
        separator=separator,
        quote_char=None,
        schema={str(n): pl.String() for n in range(n_columns)},
        columns=wanted,
        empty_string_is_null=False,
        raise_if_empty=False,
    )


def _named(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    return frame.rename({column: layout.header[int(column)] for column in frame.columns})


def _quoted_cells(line: pl.Expr, separator: str) -> pl.Expr:
    """List of the cells of a line, quotes still on; a separator between quotes does not count."""
    cut = re.escape(separator)
    cell = rf'{cut}(?:"(?:[^"]|"")*"[^{cut}]*|[^{cut}]*)'
    return pl.concat_str(pl.lit(separator), line).str.extract_all(cell).list.eval(pl.element().str.slice(1))


def _is_open(cell: pl.Expr) -> pl.Expr:
    return cell.str.starts_with(QUOTE) & ~cell.str.contains(r'^"(?:[^"]|"")*"')


def _unquoted(cell: pl.Expr | pl.Series) -> pl.Expr:
    """The cell without its quotes; two quotes within them are one. Cells without quotes stay as they are."""
    cell = pl.lit(cell) if isinstance(cell, pl.Series) else cell
    inner = cell.str.extract(r'(?s)^"((?:[^"]|"")*)"', 1).str.replace_all('""', QUOTE, literal=True)
    behind = cell.str.extract(r'(?s)^"(?:[^"]|"")*"(.*)$', 1)
    return pl.coalesce(inner + behind, cell)
