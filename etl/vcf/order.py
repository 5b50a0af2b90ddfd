"""Whether the lines are sorted and each sequence stands together. Rows are loaded in any order: this is
reported.
"""

import polars as pl

from etl.rejects import LINE
from etl.vcf.notes import Notes

# A file of more sequences than this is not followed further.
_MAX_SEQUENCES = 100_000


class Order:
    """Follows the order of one file across its batches."""

    def __init__(self) -> None:
        self._closed: set[str] = set()
        self._sequence: str | None = None
        self._position: int | None = None

    def look(self, rows: pl.DataFrame, notes: Notes) -> None:
        """Look at the next records (CHROM and POS as text). Sequences in angle brackets have no place of
        their own.
        """
        rows = rows.filter(~pl.col("CHROM").str.starts_with("<"))
        if rows.is_empty():
            return
        frame = rows.select(LINE, "CHROM", pl.col("POS").cast(pl.Int64, strict=False).alias("position"))
        same = pl.col("CHROM") == pl.col("CHROM").shift(1, fill_value=self._sequence)
        before = pl.col("position").shift(1, fill_value=self._position)
        unsorted = frame.filter(same & (pl.col("position") < before))
        notes.add("not sorted: a position is smaller than the one before it", unsorted[LINE])
        starts = frame.filter(~same.fill_null(False)) if self._sequence is None else frame.filter(~same)
        again = starts.filter(~pl.col("CHROM").is_first_distinct() | pl.col("CHROM").is_in(self._closed))
        if not again.is_empty():
            notes.add("not contiguous: a sequence comes back after another", again[LINE], again["CHROM"][0])
        if self._sequence is not None and not starts.is_empty():
            self._closed.add(self._sequence)
        if len(self._closed) < _MAX_SEQUENCES:
            self._closed.update(starts["CHROM"].unique())
        self._sequence, self._position = frame.row(-1)[1:]
        self._closed.discard(str(self._sequence))
