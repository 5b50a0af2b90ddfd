"""How the calls of one file are made, what is found out beside them, and what they come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from etl.rejects import LINE
from etl.vcf.annotation import Annotation
from etl.vcf.classes import Terms
from etl.vcf.header import Header
from etl.vcf.notes import Notes
from etl.vcf.reference import Reference
from etl.vcf.reserved import Declared
from etl.vcf.samples import Pair
from etl.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Plan:
    """How the calls of one file are made; what holds for all of its batches."""

    header: Header
    pairs: tuple[Pair, ...]
    build: str
    vocabulary: Vocabulary
    annotation: Annotation | None
    reference: Reference | None
    info: Mapping[str, Declared]
    formats: Mapping[str, Declared]
    terms: Terms
    callers: str | None
    listed: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[int, ...]:
        """Places of the sample columns that are read."""
        read = {place for pair in self.pairs for place in (pair.tumor, pair.normal) if place is not None}
        return tuple(sorted(read))


@dataclass(slots=True)
class Tally:
    """What is found out beside the rows: notes, lines of unknown sequences, and REF against the reference
    sequence.
    """

    notes: Notes = field(default_factory=Notes)
    n_unknown: int = 0
    n_checked: int = 0
    n_mismatches: int = 0

    def add(self, other: "Tally") -> None:
        """Add what a later batch found."""
        self.notes.merge(other.notes)
        self.n_unknown += other.n_unknown
        self.n_checked += other.n_checked
        self.n_mismatches += other.n_mismatches


@dataclass(frozen=True, slots=True)
class Calls:
    """`rows` with the columns of the landing table, `faults` of lines, alleles and calls, and how many
    were left out.
    """

    rows: pl.DataFrame
    faults: pl.DataFrame
    n_filtered: int


def filtered(
    notes: Notes, frame: pl.DataFrame, filters: Sequence[tuple[str, pl.Expr, str]], shown: str
) -> tuple[pl.DataFrame, int]:
    """Leave out what the specification allows and no small variant is; the first rule that holds counts."""
    hits = frame.select(when.fill_null(False).alias(rule_id) for rule_id, when, _ in filters)
    if not any(hits.select(pl.all().any()).row(0)):
        return frame, 0
    first = hits.select(
        pl.coalesce(pl.when(pl.col(name)).then(pl.lit(name)) for name in hits.columns)
    ).to_series()
    for rule_id, _, why in filters:
        gone = frame.filter(first.eq_missing(rule_id))
        if not gone.is_empty():
            notes.add(f"left out ({rule_id}): {why}", gone[LINE], gone[shown][0])
    return frame.filter(first.is_null()), first.count()
