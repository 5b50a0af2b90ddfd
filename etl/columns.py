"""The columns that a table was delivered with, and a word for the content of each, told by its first rows.

The word serves one purpose: to say which new column may be an old one under another name. Standard library
only: ten rows of a hundred columns take half a millisecond so, a tenth of what a parser's start costs, and a
night may bring hundreds of small files.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, zip_longest

from etl.text import Shown

Columns = tuple[tuple[str, str], ...]
"""Delivered name and content: `integer`, `number`, `boolean`, `date`, `text`, or "" where all is empty."""
ROWS = 10
_WORDS = (
    ("boolean", re.compile(r"true|false|yes|no", re.IGNORECASE)),
    ("integer", re.compile(r"[+-]?[0-9]{1,18}(\.0*)?")),
    ("number", re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)),
    (
        "date",
        re.compile(r"[0-9]{4}[-/][0-9]{1,2}([-/][0-9]{1,2})?([T ].*)?|([0-9]{1,2}[./-]){2}[0-9]{2,4}"),
    ),
)
_ANY = re.compile("|".join(f"(?:{form.pattern})" for _, form in _WORDS), re.IGNORECASE)


def described(table: Shown | None, nothing: Sequence[str]) -> Columns:
    """The columns of a table; none for a file that is none. `nothing`: spellings of an empty cell."""
    if table is None:
        return ()
    whole = table.rows[: table.rows.rfind(b"\n") + 1].decode(errors="replace")
    rows = [line.split(table.separator) for line in whole.split("\n", ROWS)[:ROWS] if line.strip()]
    empty = frozenset({"", *(spelling.casefold() for spelling in nothing)})
    cells = islice(zip_longest(*rows, fillvalue=""), len(table.header))
    words = [_word(column, empty) for column in map(frozenset, cells)]
    words += [""] * (len(table.header) - len(words))
    return tuple(zip(table.header, words, strict=True))


@lru_cache(maxsize=4096)  # the files of one caller have many columns alike
def _word(column: frozenset[str], empty: frozenset[str]) -> str:
    filled = []
    for delivered in column:
        cell = delivered.strip().strip('"')
        if cell.casefold() not in empty:
            if not _ANY.fullmatch(cell):  # of most columns that are text, the first cell
                return "text"
            filled.append(cell)
    if not filled:
        return ""
    return next((word for word, form in _WORDS if all(map(form.fullmatch, filled))), "text")
