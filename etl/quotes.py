"""Quotation marks around the cells of a delimited line: where cells end, and what they hold."""

import re
from collections.abc import Iterable, Sequence

import polars as pl

QUOTE = '"'
# Control characters that text hardly ever holds: one that a batch lacks serves to read whole lines as cells.
SPARE = [bytes([byte]) for byte in (0x1F, 0x1E, 0x1D, 0x1C, *range(1, 9), *range(14, 28))]

# A note of a clinical table may have some paragraphs; a mark that nobody closed must not swallow the table.
MAX_LINES = 100
MAX_IN_VAIN = 1 << 26
"""Characters that may be looked through for ends that no row has; behind that no more rows are joined."""


def opens(data: bytes, separator: str) -> bool:
    """True if a cell may start with a quotation mark; one within a cell (`5"`) means nothing."""
    mark = QUOTE.encode()
    return mark in data and (
        data.startswith(mark) or separator.encode() + mark in data or b"\n" + mark in data
    )


def without(data: bytes, separator: str) -> bytes | None:
    """The lines without their quotation marks, if each stands at the start and the end of a whole cell.

    None where one stands elsewhere, or a cell holds a separator: then only a look at each line tells.
    """
    quote, cut = QUOTE.encode(), separator.encode()
    spare = [byte for byte in SPARE if byte not in data][:2]
    if len(spare) < 2:
        return None
    opening, closing = spare
    data = b"\n" + data
    for end in (cut, b"\n"):
        data = data.replace(end + quote, end + opening)
    for end in (cut, b"\n"):
        data = data.replace(quote + end, closing + end)
    if quote in data:
        return None
    kept = set(cut + b"\n" + opening + closing)
    marks = data.translate(None, bytes(byte for byte in range(256) if byte not in kept))
    pairs = marks.count(opening + closing)
    if not pairs == marks.count(opening) == marks.count(closing):
        return None
    return data[1:].translate(None, opening + closing)


def cells(line: pl.Expr, separator: str) -> pl.Expr:
    """List of the cells of a line, quotes still on; a separator between quotes does not count."""
    cut = re.escape(separator)
    cell = rf'{cut}(?:"(?:[^"]|"")*"[^{cut}]*|[^{cut}]*)'
    return pl.concat_str(pl.lit(separator), line).str.extract_all(cell).list.eval(pl.element().str.slice(1))


def going_on(lines: pl.Series, separator: str, n_fields: int, *, is_strict: bool) -> dict[int, int]:
    """Rows that go on over several lines, as a cell in quotes holds line breaks: place of the first line, and
    how many there are.

    Lines are one row only if together they have the right number of fields, and each cell with a line break
    ends where its quotes do. Where quotes are not the rule (`is_strict`), lines that all have the right
    number of separators are rows of their own.
    """
    line = pl.col(lines.name)
    marked = lines.to_frame().with_row_index("place").filter(line.str.contains(QUOTE, literal=True))
    opening = marked.filter(_leaves_open(line, separator))["place"]
    texts = lines.to_list() if len(opening) else []
    return _rows(texts, opening, separator, n_fields, is_strict=is_strict)


def _rows(
    lines: Sequence[str], opening: Iterable[int], separator: str, n_fields: int, *, is_strict: bool
) -> dict[int, int]:
    cut = re.escape(separator)
    cell = re.compile(rf'{cut}((?:"(?:[^"]|"")*"[^{cut}]*|[^{cut}]*))')
    closed = re.compile(r'"(?:[^"]|"")*"(?!")')
    found: dict[int, int] = {}
    behind, in_vain = 0, 0
    for start in opening:
        if start < behind or in_vain > MAX_IN_VAIN:
            continue
        looked = 0
        for end in range(start + 1, min(start + MAX_LINES, len(lines))):
            if QUOTE not in lines[end]:
                continue
            row = lines[start : end + 1]
            text = separator + "\n".join(row)
            looked += len(text)
            cells = cell.findall(text)
            if any(text.startswith(QUOTE) and not closed.match(text) for text in cells):
                continue
            is_row = len(cells) == n_fields and all(
                closed.fullmatch(text.rstrip(" \t")) for text in cells if "\n" in text
            )
            if is_row and (is_strict or any(line.count(separator) != n_fields - 1 for line in row)):
                found[start], behind, looked = len(row), end + 1, 0
            break
        in_vain += looked
    return found


def leaves_open(line: str, separator: str) -> bool:
    """True if the quotation mark of a cell is not closed on the line."""
    return QUOTE in line and bool(pl.select(_leaves_open(pl.lit(line), separator)).item())


def _leaves_open(line: pl.Expr, separator: str) -> pl.Expr:
    return cells(line, separator).list.eval(is_open(pl.element())).list.any()


def is_open(cell: pl.Expr) -> pl.Expr:
    """True for a cell whose quotation mark is not closed."""
    return cell.str.starts_with(QUOTE) & ~cell.str.contains(r'(?s)^"(?:[^"]|"")*"(?:[^"]|$)')


def unquoted(cell: pl.Expr | pl.Series) -> pl.Expr:
    """The cell without its quotes; two quotes within them are one. Cells without quotes stay as they are."""
    cell = pl.lit(cell) if isinstance(cell, pl.Series) else cell
    inner = cell.str.extract(r'(?s)^"((?:[^"]|"")*)"', 1).str.replace_all('""', QUOTE, literal=True)
    behind = cell.str.extract(r'(?s)^"(?:[^"]|"")*"(.*)$', 1)
    return pl.coalesce(inner + behind, cell)
