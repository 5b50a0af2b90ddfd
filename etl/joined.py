"""Many small files with one header as one table: a row costs what it costs in a large file.

Made for files of which nothing is to be said but their rows. Where something is (a rejected row, a note),
the caller reads each file by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, islice, zip_longest

import polars as pl

from etl.columns import ROWS
from etl.header import Comment, Head, head
from etl.rejects import LINE
from etl.schema import TableSchema
from etl.table import SHOWN_BYTES, Table, open_table
from etl.text import Shown, TextBatch, TextFile, joined

# Text of all files together: a few batches of a large one.
MAX_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Joined:
    """`table` has the rows of all files, its line numbers count from 1 over all of them.

    `comments` and `lines` are those of each file: what stands before its header, and the numbers of the
    lines behind it.
    """

    table: Table
    comments: tuple[tuple[Comment, ...], ...]
    lines: tuple[range, ...]

    def apart(self, rows: pl.DataFrame) -> list[pl.DataFrame] | None:
        """The rows of each file with the line numbers of that file; None unless each line gave a row."""
        if rows.height != sum(map(len, self.lines)):
            return None
        sizes = [len(lines) for lines in self.lines]
        ends = list(accumulate(sizes))
        # From the number of a line over all files to that in its own, for all files at once.
        shifts = [lines.start - 1 - (end - n) for lines, end, n in zip(self.lines, ends, sizes, strict=True)]
        shift = pl.Series(shifts, dtype=pl.Int64).repeat_by(pl.Series(sizes, dtype=pl.UInt32)).explode()
        rows = rows.with_columns(pl.col(LINE) + shift.drop_nulls())
        return [rows.slice(end - n, n) for end, n in zip(ends, sizes, strict=True)]


def join(texts: Sequence[TextFile], schema: TableSchema) -> Joined | None:
    """Read all files to their ends; None where headers differ, or the text is too much for one stretch.

    Raises what `etl.table.open_table` raises, of the file that is at fault.
    """
    heads: list[Head] = []
    lines: list[range] = []
    batches: list[TextBatch] = []
    firsts: list[bytes] = []
    size = 0
    for text in texts:
        start = head(text)
        n_lines = 0
        firsts.append(b"")
        for batch in start.rest:
            firsts[-1] = firsts[-1] or batch.data[:SHOWN_BYTES]
            batches.append(batch)
            n_lines += batch.n_lines
            size += len(batch.data)
            if size > MAX_BYTES:  # looked at with each batch: a small file may unfold into a large one
                return None
        heads.append(start)
        lines.append(range(start.line + 1, start.line + 1 + n_lines))
        if start.text != heads[0].text:
            return None
    whole = [replace(joined(batches), first_line=1)] if batches else []
    first = replace(heads[0], rest=iter(whole))
    table = open_table(texts[0], schema, start=first)
    shown = Shown(table.header, _mixed(firsts), table.separator)
    for text in texts:
        text.table = shown
    return Joined(table, tuple(start.comments for start in heads), tuple(lines))


def _mixed(firsts: Sequence[bytes]) -> bytes:
    """The first whole lines of each text, one of each in turn: what tells of the columns of all."""
    lines = (first[: first.rfind(b"\n") + 1].split(b"\n")[:-1] for first in firsts)
    turns = chain.from_iterable(zip_longest(*lines))
    return b"".join(line + b"\n" for line in islice((line for line in turns if line is not None), ROWS))
