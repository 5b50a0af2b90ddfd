"""Reading of the GDC's clinical and biospecimen tables: one way for all, told apart by their columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from etl.formats import Batch, ReadContext
from etl.formats.declared import check_said, extra_na, with_columns
from etl.formats.table_rows import Level, below_zero, contradictions, without_repeats
from etl.rejects import LINE, Rule, sentence, sift
from etl.schema import Column, TableSchema, conform
from etl.table import open_table
from etl.text import TextFile

_INT32 = 2**31 - 1
_DTYPES: Mapping[str, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int32(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
}
PATIENT = Column("patient_id", ("cases.submitter_id", "case_submitter_id"), required=True, not_null=True)
CASE = Column("case_id", ("cases.case_id", "case_id"))


@dataclass(frozen=True)
class GdcTable:
    """Reader of one of the GDC's tables. Columns without a prefix are those that the GDC wrote until 2024."""

    slug: str
    columns: tuple[Column, ...]
    levels: Sequence[Level] = field(default=())
    is_needed: bool = False
    """Every download has rows of it. Of the others the GDC writes a header alone where a cohort has none."""

    @property
    def kind(self) -> str:
        """The landing table has the format's name."""
        return self.slug

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        """Columns of the landing table."""
        return {column.name: _DTYPES[column.dtype] for column in self.columns}

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """The whole table as one batch, since its rules go across rows."""
        schema = with_columns(TableSchema(self.kind, self.columns), context.source.options)
        table = open_table(text, schema)
        check_said(context.source.options, table.header, text.path, table.header_line)
        batch = table.read_filled(table.header) if self.is_needed else table.read(table.header)
        rows, n_repeats = without_repeats(batch.rows)
        na = (*context.vocabulary.na_spellings("gdc"), *extra_na(context.source.options))
        typed = conform(rows, schema, na)
        good, too_large = sift(typed.rows, _size_rules(self.columns))
        shown = schema.resolve(table.header)
        good, at_odds = contradictions(good, self.levels, shown, whole="patient_id", nulls_count=False)
        deaths = {name: shown[name] for name in ("days_to_death",) if name in shown}
        for told in (*schema.passed_over(table.header), *below_zero(good, deaths)):
            context.note(told)
        yield Batch(
            rows=good.select(LINE, *[pl.col(name).cast(dtype) for name, dtype in self.schema.items()]),
            rejects=batch.rejected(typed.faults, too_large, at_odds),
            rows_read=batch.rows_read,
            rows_duplicate=n_repeats,
            rows_filtered=batch.rows_filtered,
        )


def prefixed(prefix: str, name: str, dtype: str = "text", ours: str | None = None) -> Column:
    """Column `prefix.name` of today's tables, `name` of the older ones."""
    if dtype == "integer":
        return Column(ours or name, (f"{prefix}.{name}", name), "integer")
    if dtype == "number":
        return Column(ours or name, (f"{prefix}.{name}", name), "number")
    if dtype == "boolean":
        return Column(ours or name, (f"{prefix}.{name}", name), "boolean")
    return Column(ours or name, (f"{prefix}.{name}", name))


def _size_rules(columns: Sequence[Column]) -> list[Rule]:
    return [
        Rule(
            "not_an_integer",
            pl.col(column.name).abs() > _INT32,
            sentence(
                "{} {} is too large for a number of days or a year",
                pl.lit(column.source[0]),
                pl.col(column.name),
            ),
        )
        for column in columns
        if column.dtype == "integer"
    ]
