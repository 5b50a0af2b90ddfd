"""Data lines of a VCF as frames: one row per line that has all its fields, and why the other lines have
not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from etl.errors import FileFault
from etl.rejects import LINE, no_faults, none, sentence, with_bytes
from etl.text import TextBatch, as_text, count
from etl.vcf.header import COLUMNS, FORMAT, Header, read


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines behind the header; `first_line` is the number of the first one in the delivered file.

    `text` is the batch that they are of.
    """

    data: bytes
    first_line: int
    text: TextBatch

    @property
    def n_lines(self) -> int:
        """Lines of the chunk: the batch goes on to its end."""
        return self.text.first_line + self.text.n_lines - self.first_line

    @property
    def n_tabs(self) -> int:
        """Tabs of the chunk."""
        return self.text.counted.n_tabs if self.data is self.text.data else count(self.data, b"\t")

    def raw_text(self, lines: pl.Series) -> pl.Series:
        """The text of the lines numbered in `lines`."""
        texts = pl.Series("raw_text", self.data.decode("utf-8", "replace").split("\n"), dtype=pl.String)
        return texts.gather((lines - self.first_line).cast(pl.UInt32))

    def rejects(self, faults: pl.DataFrame) -> pl.DataFrame:
        """Faults (`etl.rejects.FAULT_SCHEMA`) together with the text of their lines."""
        if faults.is_empty():
            return none()
        raw = self.raw_text(faults["line_number"])
        return with_bytes(faults.with_columns(raw).sort("line_number"), self.text)


@dataclass(frozen=True, slots=True)
class Records:
    """Rows of one chunk: `source_line`, the eight fixed columns, FORMAT and the wanted samples, all text.

    `n_repeated` counts header lines between the data lines.
    """

    rows: pl.DataFrame
    faults: pl.DataFrame
    n_repeated: int

    @property
    def n_lines(self) -> int:
        """Lines that are not blank."""
        return self.rows.height + self.faults.height + self.n_repeated

    def keeping(self, *columns: str) -> "Records":
        """The same with these columns alone."""
        return Records(self.rows.select(columns), self.faults, self.n_repeated)


class Lines:
    """The numbered lines of the header, then the chunks of what follows it."""

    def __init__(self, batches: Iterable[TextBatch]) -> None:
        self._batches = iter(batches)
        self._rest: Chunk | None = None
        self._of_header: list[TextBatch] = []

    def numbered(self) -> Iterator[tuple[int, str]]:
        """Line by line; what was not asked for is left to `chunks`."""
        for batch in self._batches:
            self._of_header.append(batch)
            at, number, data = 0, batch.first_line, batch.data
            while at < len(data):
                end = data.find(b"\n", at)
                end = len(data) if end < 0 else end
                self._rest = Chunk(data[end + 1 :], number + 1, batch) if self._is_last(data, at) else None
                line = data[at:end].decode("utf-8", "replace")
                at, number = end + 1, number + 1
                yield number - 1, line

    def delivered(self, number: int) -> bytes | None:
        """The bytes of a header line where they are not the text's UTF-8."""
        batch = next(batch for batch in reversed(self._of_header) if batch.first_line <= number)
        return batch.delivered([number])[0]

    @staticmethod
    def _is_last(data: bytes, at: int) -> bool:
        # Only the #CHROM line ends a header: the rest is copied once, not for each line.
        return data[at : at + 1] == b"#" and data[at + 1 : at + 2] != b"#"

    def chunks(self) -> Iterator[Chunk]:
        """The lines behind the last one that `numbered` gave."""
        if self._rest is not None and self._rest.data:
            yield self._rest
        for batch in self._batches:
            yield Chunk(batch.data, batch.first_line, batch)


def open_lines(path: str, batches: Iterable[TextBatch]) -> tuple[Header, Iterator[Chunk]]:
    """The header, and the rest of the file in chunks. Raises FileFault for a header that cannot be used."""
    lines = Lines(batches)
    header = read(path, lines.numbered())
    stray = tuple((number, text, lines.delivered(number)) for number, text, _ in header.stray)
    return replace(header, stray=stray), lines.chunks()


def parse(path: str, chunk: Chunk, header: Header, samples: Sequence[int]) -> Records:
    """The records of a chunk with the sample columns at the places `samples` (0 is the first sample).

    Raises FileFault for a second #CHROM line with other columns: what follows it belongs to other samples.
    """
    names = _names(header, samples)
    n_lines = chunk.n_lines
    if chunk.n_tabs == n_lines * (header.n_columns - 1):
        rows = _columns(chunk.data, header.n_columns, names)
        if rows is not None and rows.height == n_lines and not rows["CHROM"].str.starts_with("#").any():
            return Records(
                _numbered(rows, pl.int_range(pl.len(), dtype=pl.Int64) + chunk.first_line), no_faults(), 0
            )
    return _line_by_line(path, chunk, header, names)


def _names(header: Header, samples: Sequence[int]) -> dict[int, str]:
    fixed = (*COLUMNS, FORMAT) if header.has_format else COLUMNS
    return dict(enumerate(fixed)) | {len(fixed) + place: f"sample_{place}" for place in samples}


def _numbered(rows: pl.DataFrame, lines: pl.Expr | pl.Series) -> pl.DataFrame:
    return rows.select(lines.alias(LINE), pl.all())


def _columns(data: bytes, n_columns: int, names: dict[int, str]) -> pl.DataFrame | None:
    """The fields through polars' CSV reader, which raises on a line of too many fields; None if it does."""
    schema = {names.get(place, f"_{place}"): pl.String() for place in range(n_columns)}
    try:
        frame = pl.read_csv(
            as_text(data),
            separator="\t",
            has_header=False,
            quote_char=None,
            schema=schema,
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError:
        return None
    return frame.select(names.values())


def _line_by_line(path: str, chunk: Chunk, header: Header, names: dict[int, str]) -> Records:
    """The same for a chunk that holds blank lines, header lines, or lines with too few or too many fields."""
    texts = pl.Series("text", chunk.data.decode("utf-8", "replace").split("\n"), dtype=pl.String)
    frame = texts.to_frame().with_columns(
        (pl.int_range(pl.len(), dtype=pl.Int64) + chunk.first_line).alias(LINE)
    )
    text = pl.col("text")
    is_blank = (text.str.strip_chars() == "") & ~text.str.contains("\t", literal=True)
    frame = frame.filter(~is_blank)
    repeated = frame.filter(text.str.starts_with("#"))
    _same_columns(path, repeated, header)
    frame = frame.filter(~text.str.starts_with("#")).with_columns(
        (text.str.count_matches("\t", literal=True) + 1).alias("n")
    )
    good = frame.filter(pl.col("n") == header.n_columns)
    faults = frame.filter(pl.col("n") != header.n_columns).select(
        pl.col(LINE).alias("line_number"),
        pl.lit("ragged_row").alias("rule_id"),
        sentence("expected {} fields, found {}", pl.lit(header.n_columns), "n").alias("message"),
    )
    if good.is_empty():
        schema = {LINE: pl.Int64(), **{name: pl.String() for name in names.values()}}
        return Records(pl.DataFrame(schema=schema), faults, repeated.height)
    rows = _columns("\n".join(good["text"]).encode() + b"\n", header.n_columns, names)
    if rows is None or rows.height != good.height:
        cells = good["text"].str.split("\t").to_frame("cell")
        rows = cells.select(pl.col("cell").list.get(place).alias(name) for place, name in names.items())
    return Records(_numbered(rows, good[LINE]), faults, repeated.height)


def _same_columns(path: str, repeated: pl.DataFrame, header: Header) -> None:
    titles = repeated.filter(pl.col("text").str.to_lowercase().str.starts_with("#chrom"))
    names = (*COLUMNS, FORMAT, *header.samples) if header.has_format else COLUMNS
    for line, text in titles.head(1000).select(LINE, "text").iter_rows():
        found = tuple(name.strip() for name in text[1:].split("\t"))
        if found[len(COLUMNS) + 1 :] != names[len(COLUMNS) + 1 :]:
            raise FileFault(
                path,
                line,
                "a second #CHROM line names other samples",
                "deliver the files that were joined here one by one",
            )
