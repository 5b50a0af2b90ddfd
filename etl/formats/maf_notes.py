"""What a person should know of a MAF, counted over its batches and said once at its end."""

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from etl import fraction, genome
from etl.formats import ReadContext
from etl.formats.maf_symbols import Dates
from etl.rejects import LINE

_REFERENCE, _ALLELE_1 = pl.col("reference_allele"), pl.col("allele_1")
_IMPLIED = pl.when(_REFERENCE == genome.NONE).then(1).otherwise(genome.allele_length(_REFERENCE) - 1)
_HAS_OTHER_END = (pl.col("end_delivered") != pl.col("start_position") + _IMPLIED).fill_null(False)
_HAS_OTHER_ALLELE = ((_ALLELE_1 != _REFERENCE) & (pl.col("alternate_allele") != _ALLELE_1)).fill_null(False)
_COUNTS = (
    pl.col("build").is_null().sum().alias("without"),
    _HAS_OTHER_END.sum().alias("end"),
    pl.col(LINE).filter(_HAS_OTHER_END).min().alias("end_line"),
    _HAS_OTHER_ALLELE.sum().alias("allele"),
    pl.col(LINE).filter(_HAS_OTHER_ALLELE).min().alias("allele_line"),
    pl.col("genome_build").value_counts().implode().alias("builds"),
)


@dataclass(slots=True)
class _Rows:
    """A number of rows and the first of them."""

    n: int = 0
    line: int | None = None

    def add(self, n: int, line: int | None) -> None:
        self.n += n
        self.line = line if self.line is None else self.line

    def __str__(self) -> str:
        return _rows(self.n)


@dataclass(slots=True)
class Tally:
    """Counts of one file."""

    aliquots: list[str]
    n_rows: int = 0
    n_without_build: int = 0
    builds: Counter[str] = field(default_factory=Counter)
    other_end: _Rows = field(default_factory=_Rows)
    other_allele: _Rows = field(default_factory=_Rows)
    words: dict[str, _Rows] = field(default_factory=dict)
    n_mended: int = 0
    n_lost: int = 0
    other_scale: _Rows = field(default_factory=_Rows)
    dates: list[tuple[int, str]] = field(default_factory=list)

    def count(self, rows: pl.DataFrame) -> None:
        """Count rows that passed every rule, as `maf_normal` prepares them."""
        counts = rows.select(_COUNTS).row(0, named=True)
        self.n_without_build += counts["without"]
        self.other_end.add(counts["end"], counts["end_line"])
        self.other_allele.add(counts["allele"], counts["allele_line"])
        self.builds.update({found["genome_build"]: found["count"] for found in counts["builds"]})

    def believed(self, rows: pl.DataFrame) -> pl.Series:
        """`t_vaf` from 0 to 1 of rows that passed every rule. Counts what is left out of it."""
        read = fraction.within(rows["t_vaf"], rows["delivered_vaf"])
        lines = rows[LINE].filter(read.is_null() & rows["delivered_vaf"].is_not_null())
        if not lines.is_empty():
            self.other_scale.add(len(lines), lines[0])
        return read

    def count_words(self, words: dict[str, tuple[int, int]]) -> None:
        """Count classes that were read from another tool's words."""
        for word, (n, line) in words.items():
            self.words.setdefault(word, _Rows()).add(n, line)

    def count_dates(self, dates: Dates | None) -> None:
        """Count symbols that are dates."""
        if dates is not None:
            self.n_mended += dates.n_mended
            self.n_lost += dates.n_lost
            self.dates += dates.examples

    def say(self, context: ReadContext) -> None:
        """Note what was found."""
        said_by = context.source.option("genome_build_from") or "the study"
        said = context.source.option("genome_build")
        said_build = genome.build_of(said, context.vocabulary) if said else None
        if self.n_without_build:
            context.note(
                f"{_rows(self.n_without_build)} without NCBI_Build: taken as {said_build}, by {said_by}"
            )
        n_other = self.builds.total() - self.builds[said_build] if said_build else 0
        if n_other and said_by in ("study.toml", "meta_study.txt"):
            context.note(
                f"NCBI_Build of {_rows(n_other)} is not {said_build}, as {said_by} says: "
                "what the rows say counts"
            )
        if len(self.builds) > 1:
            found = ", ".join(f"{_rows(self.builds[build])} of {build}" for build in sorted(self.builds))
            context.note(f"holds more than one build ({found}): each row keeps its own")
        if self.other_end.n:
            context.note(
                f"End_Position of {self.other_end} does not fit the reference allele "
                f"(first: line {self.other_end.line}): it was computed from the allele"
            )
        if self.other_allele.n:
            context.note(
                f"Tumor_Seq_Allele1 of {self.other_allele} is a second alternate allele "
                f"(first: line {self.other_allele.line}): only that of Tumor_Seq_Allele2 is read"
            )
        if self.other_scale.n:
            context.note(
                f"the allele fraction of {self.other_scale} is no number from 0 to 1, or stands among "
                f"numbers mostly above 1 (first: line {self.other_scale.line}): it is NULL. Write "
                'fractions, or percentages with "%"'
            )
        if self.words:
            shown = ", ".join(f'"{word}" in {rows}' for word, rows in sorted(self.words.items()))
            context.note(f"Variant_Classification in other words, read as MAF's classes: {shown}")
        if self.dates:
            shown = ", ".join(f'line {line}: "{word}"' for line, word in self.dates[:5])
            n = self.n_mended + self.n_lost
            context.note(
                f"Hugo_Symbol of {_rows(n)} is a date, as a spreadsheet makes of SEPT9 or MARCH1 ({shown}): "
                f"{self.n_mended} mended by the variant's place or Entrez id, {self.n_lost} left empty"
            )
        if not self.n_rows and self.aliquots:
            context.note(f"no variant rows: {', '.join(self.aliquots[:10])} sequenced, nothing found")


def _rows(n: int) -> str:
    return f"{n} row" if n == 1 else f"{n} rows"
