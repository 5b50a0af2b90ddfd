"""The columns that a table was delivered with, and a word for the content of each, told by its first rows.

The word serves one purpose: to say which new column may be an old one under another name. Standard library
only: for ten rows a parser's start costs more than the work.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, zip_longest

from etl.text import Shown

Columns = tuple[tuple[str, str], ...]
"""Delivered name and content: `integer`, `number`, `boolean`, `date`, `text`, or "" where all is empty."""
ROWS = 10
_WORDS = (  # of cells in lower case
    ("boolean", re.compile(r"true|false|yes|no")),
    ("integer", re.compile(r"[+-]?[0-9]{1,18}(\.0*)?")),
    ("number", re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?")),
    (
        "date",
        re.compile(r"[0-9]{4}[-/][0-9]{1,2}([-/][0-9]{1,2})?([t ].*)?|([0-9]{1,2}[./-]){2}[0-9]{2,4}"),
    ),
)
_ANY = re.compile("|".join(f"(?:{form.pattern})" for _, form in _WORDS))


def described(table: Shown | None, nothing: Sequence[str]) -> Columns:
    """The columns of a table; none for a file that is none. `nothing`: spellings of an empty cell."""
    if table is None:
        return ()
    whole = table.rows[: table.rows.rfind(b"\n") + 1].decode(errors="replace")
    rows = [line.split(table.separator) for line in whole.split("\n", ROWS)[:ROWS] if line.strip()]
    empty = _empty(tuple(nothing))
    words = [_word(column, empty) for column in islice(zip_longest(*rows, fillvalue=""), len(table.header))]
    words += [""] * (len(table.header) - len(words))
    return tuple(zip(table.header, words, strict=True))


@lru_cache(maxsize=64)
def _empty(nothing: tuple[str, ...]) -> frozenset[str]:
    return frozenset({"", *(spelling.casefold() for spelling in nothing)})


def _word(column: Sequence[str], empty: frozenset[str]) -> str:
    filled = []
    for delivered in filter(None, column):
        cell = delivered.strip().strip('"').casefold()
        if cell not in empty:
            if not _ANY.fullmatch(cell):  # of most columns that are text, the first cell
                return "text"
            filled.append(cell)
    if not filled:
        return ""
    return next((word for word, form in _WORDS if all(map(form.fullmatch, filled))), "text")
