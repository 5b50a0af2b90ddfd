"""The header of a delimited table: the comments before it, its line, and what its columns are called."""

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import polars as pl

from etl import quotes
from etl.errors import FileFault
from etl.schema import Column, TableSchema
from etl.text import TextBatch, TextFile

MAX_COMMENT_BYTES = 64 << 20
# What Python counts as white space: a line of nothing but these and separators is blank.
WHITE = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
_PATTERN = re.compile(r"(?s)(?:\*?|\^.*\$)\Z")


@dataclass(frozen=True, slots=True)
class Comment:
    """A line before the header that starts with the comment sign; `text` comes without it, not stripped."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How a line is cut. `header`: stripped names in file order; one without name is `column_<its number>`,
    and so is one that polars would take for a pattern of names (`*`, `^…$`).

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
            cells = pl.select(quotes.cells(pl.lit(line), separator)).item().to_list()
            cells = pl.select(quotes.unquoted(pl.Series(cells))).to_series().to_list()
        names = tuple(
            f"column_{n}" if _PATTERN.match(name := cell.strip()) else name for n, cell in enumerate(cells, 1)
        )
        noise = bytes(byte for byte in range(256) if byte not in (ord(separator), ord("\n")))
        pattern = separator.encode() * (len(names) - 1) + b"\n"
        return cls(names, separator, is_quoted, is_strict, comment, line, noise, pattern)


@dataclass(frozen=True, slots=True)
class Head:
    """The comments before the header line, its number and text, and the batches behind it."""

    comments: tuple[Comment, ...]
    line: int
    text: str
    rest: Iterator[TextBatch]


def head(text: TextFile, separator: str | None = "\t", comment: str | None = "#") -> Head:
    """Read up to the header. Raises FileFault where there is none."""
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
                rest = batch.behind(number - batch.first_line)
                return Head(tuple(comments), number - 1, line, chain([rest] if rest.data else [], batches))
            comments.append(Comment(number - 1, line[len(comment) :]))
            size += len(line)
        if size > MAX_COMMENT_BYTES:
            break
    raise FileFault(
        text.path, None, "has no header line: only blank lines and comments", "deliver it with its header"
    )


def is_blank(line: str, separator: str) -> bool:
    """True for a line without a single filled cell."""
    return not line.strip(WHITE + separator)


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


def told_apart(header: Sequence[str]) -> tuple[str, ...]:
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


def _unquoted_comment(line: str, separator: str) -> str:
    """A comment as R and spreadsheets write it: each cell in quotes, empty cells behind."""
    return separator.join(cell.strip().strip('"') for cell in line.rstrip(separator).split(separator))


def is_quoted(line: str, separator: str) -> bool:
    """True if a name of the header stands in double quotes."""
    names = [name.strip() for name in line.split(separator)]
    return any(len(name) > 1 and name.startswith('"') and name.endswith('"') for name in names)


def _missing(missing: Sequence[Column], header: Sequence[str]) -> tuple[str, str]:
    """What is lacking, and what to do; names the nearest column and the line that maps it."""
    message = f"lacks the required column {listed([column.source[0] for column in missing])}"
    by_key = {_key(name): name for name in header if name}
    near: dict[str, str | None] = {}
    for column in missing:
        for k in difflib.get_close_matches(_key(column.source[0]), by_key, n=1, cutoff=0.6):
            near[by_key[k]] = column.key
    if near:
        message += f"; nearest: {listed(list(near))}"
    if len(header) == 1:
        return message, "the line has one field only: is it separated by something else than tabs?"
    lines = [f"{key} = {json.dumps(name)}" for name, key in near.items() if key is not None]
    if lines:
        return (
            message,
            f"deliver it with this column, or add to [file.columns] of study.toml: {', '.join(lines)}",
        )
    return message, "deliver it with this column, or map the column in study.toml"


def _key(name: str) -> str:
    return re.sub(r"[^0-9a-z]", "", name.lower())


def listed(names: Sequence[str]) -> str:
    """Names as a message shows them: ten at most, none longer than a line, control signs spelled out."""
    shown = [repr(name[:80]) if not name.isprintable() or not name else name[:80] for name in names]
    return ", ".join(shown[:10]) + (f" and {len(shown) - 10} more" if len(shown) > 10 else "")
