"""The columns that a table was delivered with, and a word for the content of each, told by its first rows.

The word serves one purpose: to say which new column may be an old one under another name.
"""

from collections.abc import Sequence

import polars as pl

from etl.text import Shown

Columns = tuple[tuple[str, str], ...]
"""Delivered name and content: `integer`, `number`, `boolean`, `date`, `text`, or "" where all is empty."""
ROWS = 50
_WORDS = (
    (pl.Boolean, "boolean"),
    (pl.Date, "date"),
    (pl.Datetime, "date"),
    (pl.Time, "date"),
    (pl.Float64, "number"),
    (pl.Int64, "integer"),
    (pl.Int128, "integer"),
)


def described(table: Shown | None, nothing: Sequence[str]) -> Columns:
    """The columns of a table; none for a file that is none. `nothing`: spellings of an empty cell."""
    if table is None:
        return ()
    words = _words(table, nothing)
    return tuple((name, words[n] if n < len(words) else "") for n, name in enumerate(table.header))


def _words(table: Shown, nothing: Sequence[str]) -> list[str]:
    """Content by position; empty where the first rows cannot be split."""
    rows = table.rows[: table.rows.rfind(b"\n") + 1]
    if not rows.strip():
        return []
    try:
        frame = pl.read_csv(
            rows,
            has_header=False,
            separator=table.separator,
            quote_char=None,  # a lone quotation mark would swallow lines
            infer_schema_length=ROWS,
            n_rows=ROWS,
            null_values=list(nothing),
            try_parse_dates=True,
            truncate_ragged_lines=True,
            ignore_errors=True,
        )
    except pl.exceptions.PolarsError:
        return []
    return [_word(column) for column in frame.iter_columns()]


def _word(column: pl.Series) -> str:
    if column.null_count() == len(column):
        return ""
    return next((word for dtype, word in _WORDS if column.dtype == dtype), "text")
