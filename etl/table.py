"""Delimited tables on top of the text layer: header, field counts, every row as text with its line number."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import polars as pl

from etl.errors import FileFault
from etl.fields import Layout, is_blank, parse, raw_lines
from etl.rejects import LINE
from etl.rejects import SCHEMA as REJECT_SCHEMA
from etl.schema import TableSchema
from etl.text import TextBatch, TextFile

MAX_COMMENT_BYTES = 64 << 20
MAX_WHOLE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Comment:
    """A line before the header that starts with the comment sign; `text` comes without it, not stripped."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class TableBatch:
    """Rows of one stretch of a table.

    `rows`: `source_line` (Int64) and the asked columns under their delivered (stripped) names, all text; an
    empty cell is "". `rejects`: rows with a wrong number of fields. rows_read = rows.height + rejects.height
    + rows_filtered; filtered are repeated header lines and comment lines between the rows.
    """

    rows: pl.DataFrame
    rejects: pl.DataFrame
    rows_read: int
    rows_filtered: int
    text: TextBatch

    def rejected(self, *faults: pl.DataFrame) -> pl.DataFrame:
        """The batch's own rejects and those of `faults` (`FAULT_SCHEMA`), with their raw text."""
        found = (
            pl.concat([frame.select("line_number", "rule_id", "message") for frame in faults])
            if faults
            else None
        )
        if found is None or found.is_empty():
            return self.rejects
        named = found.join(raw_lines(self.text), on="line_number", how="left", maintain_order="left")
        return pl.concat([self.rejects, named.select(*REJECT_SCHEMA)]).sort(
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
        """All rows as one batch, for files that fit in memory (clinical). FileFault above 1 GiB of text."""
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
        first_line = parts[0].first_line if parts else self.header_line + 1
        whole = TextBatch(
            b"".join(part.data for part in parts), first_line, sum(part.n_lines for part in parts)
        )
        return self._parsed(whole, self._picked(columns))

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
                f"has more than one column {_list(twice)}",
                "leave one of each, or give them different names",
            )
        return picked

    def _parsed(self, batch: TextBatch, picked: tuple[str, ...]) -> TableBatch:
        found = parse(batch, self._layout, picked)
        return TableBatch(found.rows, found.rejects, found.rows_read, found.rows_filtered, batch)


def open_table(
    text: TextFile,
    schema: TableSchema | None = None,
    *,
    separator: str | None = "\t",
    comment: str | None = "#",
    quoted: bool | None = None,
    repeats: bool = False,
) -> Table:
    """Read up to the header and check it.

    Lines before the header that start with `comment`, quoted or not, are handed on. `quoted`: cells may
    stand in double quotes; by default if a name of the header does. With a schema only its columns are read
    by default. `separator` None: the header shows it (tab, comma or semicolon). `repeats`: a name that comes
    again is told apart by its number (`name.2`) instead of being a fault.
    Raises FileFault: no header, a column name twice among those asked for, a required column missing.
    """
    comments, header_line, line, rest = _head(text, separator, comment)
    if separator is None:
        separator = separator_of(line)
        quoted = True if separator != "\t" else quoted
    is_quoted = _is_quoted(line, separator) if quoted is None else quoted
    layout = Layout.of(line, separator, is_quoted, comment)
    if repeats:
        layout = replace(layout, header=_told_apart(layout.header))
    wanted = None
    if schema is not None:
        require(schema, layout.header, text.path, header_line)
        wanted = tuple(dict.fromkeys(schema.resolve(layout.header).values()))
    table = Table(text, comments, layout, header_line, wanted, rest)
    table._picked(None)
    return table


def require(schema: TableSchema, header: Sequence[str], path: str, line: int) -> None:
    """Raise FileFault where the header (on `line`) lacks a required column."""
    missing = schema.missing(header)
    if missing:
        raise FileFault(path, line, *_missing(missing, header))


def separator_of(line: str) -> str:
    """The separator that a header line shows: a tab if there is one, else the one of `,` and `;` with more.

    Those within double quotes do not count.
    """
    bare = re.sub(r'"(?:[^"]|"")*"', "", line)
    return max(",;", key=bare.count) if "\t" not in bare and re.search("[,;]", bare) else "\t"


def _told_apart(header: Sequence[str]) -> tuple[str, ...]:
    """The names, each one that comes again with its number behind it."""
    taken, number, names = set(header), Counter[str](), list[str]()
    for name in header:
        number[name] += 1
        shown = name
        while number[name] > 1 and (shown := f"{name}.{number[name]}") in taken:
            number[name] += 1
        taken.add(shown)
        names.append(shown)
    return tuple(names)


def _head(
    text: TextFile, separator: str | None, comment: str | None
) -> tuple[tuple[Comment, ...], int, str, Iterator[TextBatch]]:
    """Comments, number and text of the header line, and the batches behind it."""
    comments: list[Comment] = []
    size = 0
    batches = text.batches()
    for batch in batches:
        at, number = 0, batch.first_line
        while at < len(batch.data):
            end = batch.data.index(b"\n", at)
            line = batch.data[at:end].decode()
            at, number = end + 1, number + 1
            if is_blank(line, separator or "\t,;"):
                continue
            if comment is not None and line.startswith(f'"{comment}'):
                line = _unquoted_comment(line, separator or separator_of(line))
            if comment is None or not line.startswith(comment):
                rest = TextBatch(batch.data[at:], number, batch.n_lines - (number - batch.first_line))
                return tuple(comments), number - 1, line, chain([rest] if rest.data else [], batches)
            comments.append(Comment(number - 1, line[len(comment) :]))
            size += len(line)
        if size > MAX_COMMENT_BYTES:
            break
    raise FileFault(
        text.path, None, "has no header line: only blank lines and comments", "deliver it with its header"
    )


def _unquoted_comment(line: str, separator: str) -> str:
    """A comment as R and spreadsheets write it: each cell in quotes, empty cells behind."""
    return separator.join(cell.strip().strip('"') for cell in line.rstrip(separator).split(separator))


def _is_quoted(line: str, separator: str) -> bool:
    names = [name.strip() for name in line.split(separator)]
    return any(len(name) > 1 and name.startswith('"') and name.endswith('"') for name in names)


def _missing(missing: Sequence[str], header: Sequence[str]) -> tuple[str, str]:
    message = f"lacks the required column {_list(missing)}"
    by_key = {_key(name): name for name in header if name}
    near = [
        by_key[k] for name in missing for k in difflib.get_close_matches(_key(name), by_key, n=1, cutoff=0.6)
    ]
    if near:
        message += f"; nearest: {_list(dict.fromkeys(near))}"
    if len(header) == 1:
        return message, "the line has one field only: is it separated by something else than tabs?"
    return message, "deliver it with this column, or map the column in study.toml"


def _key(name: str) -> str:
    return re.sub(r"[^0-9a-z]", "", name.lower())


def _list(names: Sequence[str] | dict[str, None]) -> str:
    shown = [repr(name[:80]) if not name.isprintable() or not name else name[:80] for name in names]
    return ", ".join(shown[:10]) + (f" and {len(shown) - 10} more" if len(shown) > 10 else "")
