"""What a person should know of a file whose rows were loaded all the same: one sentence for each kind of
finding.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

KINDS = 40
EXAMPLE_CHARS = 60


@dataclass(slots=True)
class _Finding:
    count: int
    line: int
    example: str | None


class Notes:
    """Counts findings by what is wrong, and keeps the first line of each. Bounded, whatever the file
    holds.
    """

    def __init__(self) -> None:
        self._findings: dict[str, _Finding] = {}
        self._beyond = 0

    def add(self, what: str, lines: pl.Series, example: str | None = None) -> None:
        """Note that `what` holds of the data lines numbered in `lines` (nothing happens for none)."""
        if lines.is_empty():
            return
        first = lines.min()
        if not isinstance(first, int):
            raise TypeError("line numbers are integers")
        self._count(what, len(lines), first, example)

    def _count(self, what: str, n: int, line: int, example: str | None) -> None:
        found = self._findings.get(what)
        if found is not None:
            found.count += n
            if line < found.line:
                found.line, found.example = line, example
        elif len(self._findings) < KINDS:
            self._findings[what] = _Finding(n, line, example)
        else:
            self._beyond += n

    def add_each(self, faults: pl.DataFrame) -> None:
        """Note the rows of a frame with `what`, `line_number` and `example`."""
        grouped = faults.group_by("what").agg(
            pl.len().alias("n"), pl.col("line_number").min(), pl.col("example").sort_by("line_number").first()
        )
        for what, n, line, example in grouped.sort("line_number", "what").iter_rows():
            self._count(what, n, line, example)

    def merge(self, later: "Notes") -> None:
        """Add the findings of a later stretch of the file."""
        for what, found in later._findings.items():
            self._count(what, found.count, found.line, found.example)
        self._beyond += later._beyond

    def sentences(self) -> Iterator[str]:
        """One sentence for each finding, in the order in which they were met."""
        for what, found in self._findings.items():
            shown = "" if found.example is None else f" ({shortened(found.example)})"
            lines = (
                f"line {found.line}"
                if found.count == 1
                else f"{found.count:,} times, first in line {found.line}"
            )
            yield f"{what}{shown}: {lines}"
        if self._beyond:
            yield f"{self._beyond:,} more findings of other kinds"


def shortened(text: str) -> str:
    """The text in quotes, cut to a length that can be read."""
    cut = text if len(text) <= EXAMPLE_CHARS else f"{text[:EXAMPLE_CHARS]}…"
    return f'"{cut}"'
