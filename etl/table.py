"""Delimited tables on top of the text layer: field counts, every row as text with its line number."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import polars as pl

from etl import quotes
from etl.errors import FileFault
from etl.fields import parse, raw_lines
from etl.header import Comment, Head, Layout, head, is_quoted, listed, require, separator_of, told_apart
from etl.rejects import LINE, with_bytes
from etl.schema import TableSchema
from etl.text import Shown, TextBatch, TextFile, joined

MAX_WHOLE_BYTES = 1 << 30
SHOWN_BYTES = 1 << 14
"""First bytes of the rows by which the content of columns is told."""
NO_ROWS = "holds a header and no row"
OPEN_NAME_CURE = "close it, or take the line break out of the name of the column"
COMPLETE = "deliver it completely, or take it out"


@dataclass(frozen=True, slots=True)
class TableBatch:
    """Rows of one stretch of a table.

    `rows`: `source_line` (Int64) and the asked columns under their delivered (stripped) names, all text; an
    empty cell is "". `rejects`: rows with a wrong number of fields. rows_read = rows.height + rejects.height
    + rows_filtered; filtered are repeated header lines and comment lines between the rows. `is_bare`: no cell
    holds white space.
    """

    rows: pl.DataFrame
    rejects: pl.DataFrame
    rows_read: int
    rows_filtered: int
    text: TextBatch
    is_bare: bool = False

    def rejected(self, *faults: pl.DataFrame) -> pl.DataFrame:
        """The batch's own rejects and those of `faults` (`FAULT_SCHEMA`), with their raw text."""
        found = [
            frame.select("line_number", "rule_id", "message") for frame in faults if not frame.is_empty()
        ]
        if not found:
            return self.rejects
        named = pl.concat(found).join(
            raw_lines(self.text), on="line_number", how="left", maintain_order="left"
        )
        return pl.concat([self.rejects, with_bytes(named, self.text)]).sort(
            "line_number", maintain_order=True
        )


class Table:
    """A table whose header was read. `header`: stripped names in file order, all columns."""

    def __init__(
        self,
        text: TextFile,
        comments: tuple[Comment, ...],
        layout: Layout,
        header_line: int,
        wanted: Sequence[str] | None,
        rest: Iterator[TextBatch],
    ) -> None:
        self.comments = comments
        self.header = layout.header
        self.header_line = header_line
        self.separator = layout.separator
        self._text = text
        self._layout = layout
        self._wanted = wanted
        self._rest = rest

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[TableBatch]:
        """The rows, batch by batch, once. `columns`: delivered names (default: the schema's, else all)."""
        picked = self._picked(columns)
        return self._text.beside(self._parsed(batch, picked) for batch in self._rest)

    def read(self, columns: Sequence[str] | None = None) -> TableBatch:
        """All rows as one batch, for files that fit in memory (clinical).

        FileFault above 1 GiB of text, and for a header that goes on over several lines within quotes.
        """
        layout = self._layout
        if layout.is_quoted and quotes.leaves_open(layout.header_text, layout.separator):
            message = "has a quotation mark in its header that is not closed on its line"
            raise FileFault(self._text.path, self.header_line, message, OPEN_NAME_CURE)
        parts: list[TextBatch] = []
        size = 0
        for batch in self._rest:
            parts.append(batch)
            size += len(batch.data)
            if size > MAX_WHOLE_BYTES:
                message = (
                    f"holds more than {MAX_WHOLE_BYTES:,} bytes of text: too much for a file of this kind"
                )
                raise FileFault(self._text.path, batch.first_line, message, "split it by patient")
        whole = joined(parts) if parts else TextBatch.of(b"", self.header_line + 1)
        found = self._parsed(whole, self._picked(columns), is_whole=True)
        spans = found.text.spans
        if spans:
            rows = "1 row goes" if len(spans) == 1 else f"{len(spans)} rows go"
            self._text.say(f"{rows} on over several lines within quotes (first: line {min(spans)})")
        return found

    def read_filled(self, columns: Sequence[str] | None = None) -> TableBatch:
        """As `read`, for a table that a study cannot do without. FileFault if its header is all of it."""
        batch = self.read(columns)
        if batch.rows_read == batch.rows_filtered:
            raise FileFault(self._text.path, self.header_line, NO_ROWS, COMPLETE)
        return batch

    def _picked(self, columns: Sequence[str] | None) -> tuple[str, ...]:
        wanted = self._wanted if columns is None else columns
        picked = self.header if wanted is None else tuple(dict.fromkeys(wanted))
        if LINE in picked:
            message = f"has a column {LINE}, a name that is taken"
            raise FileFault(self._text.path, self.header_line, message, "give it another name")
        counts = Counter(self.header)
        twice = sorted({name for name in picked if counts[name] > 1})
        if twice:
            raise FileFault(
                self._text.path,
                self.header_line,
                f"has more than one column {listed(twice)}",
                "leave one of each, or give them different names",
            )
        return picked

    def _parsed(self, batch: TextBatch, picked: tuple[str, ...], *, is_whole: bool = False) -> TableBatch:
        found = parse(batch, self._layout, picked, is_whole=is_whole)
        return TableBatch(
            found.rows, found.rejects, found.rows_read, found.rows_filtered, found.text, found.is_bare
        )


def open_table(
    text: TextFile,
    schema: TableSchema | None = None,
    *,
    separator: str | None = "\t",
    comment: str | None = "#",
    quoted: bool | None = None,
    start: Head | None = None,
    repeats: bool = False,
) -> Table:
    """Read up to the header and check it.

    Lines before the header that start with `comment`, quoted or not, are handed on. `quoted`: cells may
    stand in double quotes. By default they do in every row if a name of the header does (R), else in the rows
    in which that gives the right number of fields (spreadsheets quote single cells). With a schema only its
    columns are read by default. `separator` None: the header shows it (tab, comma or semicolon). `repeats`: a
    name that comes again is told apart by its number (`name.2`) instead of being a fault. `start` is what
    `head` found, where it was asked before.
    Raises FileFault: no header, a column name twice among those asked for, a required column missing.
    """
    start = start or head(text, separator, comment)
    comments, header_line, line, rest = start.comments, start.line, start.text, start.rest
    if separator is None:
        separator = separator_of(line)
        quoted = True if separator != "\t" else quoted
    is_strict = is_quoted(line, separator) if quoted is None else quoted
    layout = Layout.of(line, separator, comment, is_quoted=quoted is not False, is_strict=is_strict)
    if repeats:
        layout = replace(layout, header=told_apart(layout.header))
    first = next(rest, None)
    rest = rest if first is None else chain([first], rest)
    text.table = Shown(layout.header, b"" if first is None else first.data[:SHOWN_BYTES], separator)
    wanted = None
    if schema is not None:
        require(schema, layout.header, text.path, header_line)
        wanted = tuple(dict.fromkeys(schema.resolve(layout.header).values()))
    table = Table(text, comments, layout, header_line, wanted, rest)
    table._picked(None)
    return table
