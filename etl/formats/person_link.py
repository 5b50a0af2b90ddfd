"""A table of who is who, supplied by a centre: one row for each patient of a study, and the person it is.

Columns `patient_id`, `person_id` and, where the patient is of another study than the file, `study_id`. A
person is named, never linked pairwise, so that links cannot run in circles.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from etl.formats import Batch, ReadContext
from etl.formats.declared import extra_na, with_columns
from etl.formats.table_rows import Level, contradictions, without_repeats
from etl.rejects import LINE
from etl.schema import Column, TableSchema, conform
from etl.table import open_table
from etl.text import TextFile

COLUMNS = ("study_id", "patient_id", "person_id")
_COLUMNS = (
    Column("linked_study_id", ("study_id",)),
    Column("patient_id", ("patient_id",), required=True, not_null=True),
    Column("person_id", ("person_id",), required=True, not_null=True),
)
# A cell holds no tab, so that study and patient joined by one are a key.
_KEY = "\tpatient"


class PersonLink:
    """Reader of the table into `person_link`. A patient whose rows name two persons is rejected whole."""

    slug = "person_link"
    kind = "person_link"
    schema: Mapping[str, pl.DataType] = {column.name: pl.String() for column in _COLUMNS}

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """The whole table as one batch, since its rule goes across rows."""
        schema = with_columns(TableSchema(self.kind, _COLUMNS), context.source.options)
        table = open_table(text, schema)
        batch = table.read(table.header)
        rows, n_repeats = without_repeats(batch.rows)
        na = (*context.vocabulary.na_spellings("any"), *extra_na(context.source.options))
        typed = conform(rows, schema, na)
        study = pl.coalesce("linked_study_id", pl.lit(context.source.study_id))
        keyed = typed.rows.with_columns(pl.concat_str(study, "patient_id", separator="\t").alias(_KEY))
        shown = {**schema.resolve(table.header), _KEY: "patient"}
        level = Level(_KEY, ("person_id",), "patient")
        good, at_odds = contradictions(keyed, [level], shown, whole=_KEY, nulls_count=True)
        kept = good.unique(subset=_KEY, keep="first", maintain_order=True)
        yield Batch(
            rows=kept.select(LINE, *self.schema),
            rejects=batch.rejected(typed.faults, at_odds),
            rows_read=batch.rows_read,
            rows_duplicate=n_repeats + good.height - kept.height,
            rows_filtered=batch.rows_filtered,
        )


PERSON_LINK = PersonLink()
