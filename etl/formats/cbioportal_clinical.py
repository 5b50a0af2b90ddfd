"""cBioPortal's clinical tables, patient and sample level: up to four `#` lines, a header, one row each.

Which column feeds which field is the seed `clinical_column`. Every pair PREFIX_STATUS and PREFIX_MONTHS is
an outcome; every other cell that is not empty is kept verbatim as an attribute. A file that mixes both
levels (before 2016) is read as sample level: its patient columns are attributes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from etl.formats import Batch, ReadContext
from etl.formats.attributes import ATTRIBUTE, attributes
from etl.formats.declared import CLINICAL_NAMES, check_said, extra_na, said_columns
from etl.formats.table_rows import Level, below_zero, contradictions, without_repeats
from etl.rejects import LINE
from etl.schema import Column, Kind, TableSchema, conform
from etl.table import open_table
from etl.text import TextFile
from etl.vocabulary import Vocabulary

LAYOUT = "cbioportal"
OUTCOME = pl.Struct({"endpoint": pl.String(), "status": pl.String(), "months": pl.Float64()})

_PATIENT_FIELDS: Mapping[str, pl.DataType] = {
    "patient_id": pl.String(),
    "sex": pl.String(),
    "age_years": pl.Float64(),
    "race": pl.String(),
    "ethnicity": pl.String(),
    "smoking_status": pl.String(),
    "pack_years": pl.Float64(),
    "histology": pl.String(),
    "stage_group": pl.String(),
    "stage_edition": pl.String(),
    "t_stage": pl.String(),
    "n_stage": pl.String(),
    "m_stage": pl.String(),
}
_SAMPLE_FIELDS: Mapping[str, pl.DataType] = {
    "sample_id": pl.String(),
    "patient_id": pl.String(),
    "sample_type": pl.String(),
    "oncotree_code": pl.String(),
    "cancer_type": pl.String(),
    "cancer_type_detailed": pl.String(),
    "panel_id": pl.String(),
    "somatic_status": pl.String(),
    "tmb_nonsynonymous": pl.Float64(),
    "stage_group": pl.String(),
}


class _Pair(NamedTuple):
    """An outcome: endpoint and the delivered names of its two columns."""

    endpoint: str
    status: str
    months: str


@dataclass(frozen=True)
class ClinicalTable:
    """Reader of one level. `key` must be filled and unique; `required` must be in the header and filled."""

    slug: str
    level: str
    fields: Mapping[str, pl.DataType]
    key: str
    required: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The landing table has the format's name."""
        return self.slug

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        """Columns of the landing table."""
        return {**self.fields, "outcomes": pl.List(OUTCOME), "attributes": pl.List(ATTRIBUTE)}

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """The whole table as one batch, since its rules go across rows."""
        schema = self.columns(context.vocabulary, context.source.options)
        table = open_table(text, schema)
        check_said(context.source.options, table.header, text.path, table.header_line)
        batch = table.read_filled(table.header)
        mapped = schema.resolve(table.header)
        pairs = _pairs(table.header, set(mapped.values()))
        with_outcomes = _with_outcomes(schema, pairs)
        for sentence in with_outcomes.passed_over(table.header):
            context.note(sentence)
        na = (*context.vocabulary.na_spellings(LAYOUT), *extra_na(context.source.options))
        rows, n_repeats = without_repeats(batch.rows)
        # Our name of a cell cannot be that of a delivered column: no header holds a tab.
        cells = {f"\t{n}": name for n, name in enumerate(table.header)}
        rows = rows.with_columns(pl.col(name).str.strip_chars().alias(cell) for cell, name in cells.items())
        typed = conform(rows, with_outcomes, na, keep=tuple(cells))
        level = Level(self.key, tuple(cells), self.level)
        good, at_odds = contradictions(typed.rows, [level], cells, whole=self.key, nulls_count=True)
        kept = good.unique(subset=self.key, keep="first", maintain_order=True)
        for sentence in below_zero(kept, {f"_months_{n}": pair.months for n, pair in enumerate(pairs)}):
            context.note(sentence)
        in_use = {*mapped.values(), *(pair.status for pair in pairs), *(pair.months for pair in pairs)}
        verbatim = {cell: name for cell, name in cells.items() if name not in in_use}
        yield Batch(
            rows=kept.with_columns(_outcomes(pairs), attributes(kept, verbatim, na)).select(
                LINE, *self.schema
            ),
            rejects=batch.rejected(typed.faults, at_odds),
            rows_read=batch.rows_read,
            rows_duplicate=n_repeats + good.height - kept.height,
            rows_filtered=batch.rows_filtered,
        )

    def columns(self, vocabulary: Vocabulary, options: Sequence[tuple[str, str]] = ()) -> TableSchema:
        """The columns that are read, in the spellings of the seed and, in front, of study.toml."""
        ours = {landing: name for name, landing in CLINICAL_NAMES.items()}
        said = {CLINICAL_NAMES.get(ours, ours): theirs for ours, theirs in said_columns(options).items()}
        columns = []
        for name, dtype in self.fields.items():
            spellings = vocabulary.spellings(LAYOUT, self.level, name) or (name.upper(),)
            kind: Kind = "number" if dtype == pl.Float64() else "text"
            column = Column(name, spellings, kind, key=ours.get(name, name))
            if name in said:
                column = replace(column, source=(said[name], *spellings))
            needed = name in self.required
            columns.append(replace(column, required=needed, not_null=needed))
        return TableSchema(self.kind, tuple(columns))


def _pairs(header: Sequence[str], mapped: set[str]) -> tuple[_Pair, ...]:
    """PREFIX_STATUS and PREFIX_MONTHS of the header, unless a field has claimed one of them."""
    by_upper = {name.upper(): name for name in reversed(header) if name not in mapped}
    prefixes = [name.upper().removesuffix("_STATUS") for name in header if name.upper().endswith("_STATUS")]
    return tuple(
        _Pair(prefix, by_upper[f"{prefix}_STATUS"], by_upper[f"{prefix}_MONTHS"])
        for prefix in dict.fromkeys(prefixes)
        if prefix and f"{prefix}_STATUS" in by_upper and f"{prefix}_MONTHS" in by_upper
    )


def _with_outcomes(schema: TableSchema, pairs: Sequence[_Pair]) -> TableSchema:
    columns = [
        column
        for n, pair in enumerate(pairs)
        for column in (
            Column(f"_status_{n}", (pair.status,)),
            Column(f"_months_{n}", (pair.months,), "number"),
        )
    ]
    return replace(schema, columns=(*schema.columns, *columns))


def _outcomes(pairs: Sequence[_Pair]) -> pl.Expr:
    """The pairs of which a cell is filled."""
    structs = []
    for n, pair in enumerate(pairs):
        status, months = pl.col(f"_status_{n}"), pl.col(f"_months_{n}")
        struct = pl.struct(
            pl.lit(pair.endpoint).alias("endpoint"), status.alias("status"), months.alias("months")
        )
        structs.append(pl.when(status.is_not_null() | months.is_not_null()).then(struct))
    if not structs:
        return pl.lit([], dtype=pl.List(OUTCOME)).alias("outcomes")
    return pl.concat_list(structs).list.drop_nulls().cast(pl.List(OUTCOME)).alias("outcomes")


CBIOPORTAL_PATIENT = ClinicalTable(
    "cbioportal_patient", "patient", _PATIENT_FIELDS, "patient_id", ("patient_id",)
)
CBIOPORTAL_SAMPLE = ClinicalTable(
    "cbioportal_sample", "sample", _SAMPLE_FIELDS, "sample_id", ("sample_id", "patient_id")
)
