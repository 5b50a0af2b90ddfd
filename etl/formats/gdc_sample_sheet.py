"""gdc_sample_sheet*.tsv of a GDC cart: which file belongs to which case and sample.

For a file made of a tumour and its normal the sheet lists both in one cell, in any order: the tumour counts.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from etl.formats import Batch, ReadContext
from etl.formats.table_rows import without_repeats
from etl.rejects import LINE
from etl.schema import Column, TableSchema, conform
from etl.table import open_table
from etl.text import TextFile

_SCHEMA = TableSchema(
    "gdc_sample_sheet",
    (
        Column("file_id", ("File ID",), required=True, not_null=True),
        Column("file_name", ("File Name",), required=True, not_null=True),
        Column("patient_id", ("Case ID",), required=True, not_null=True),
        Column("sample_id", ("Sample ID",), required=True, not_null=True),
        Column("tissue_type", ("Tissue Type", "Sample Type")),
    ),
)


class GdcSampleSheet:
    """Reader of a sample sheet into `gdc_sample_sheet`."""

    slug = "gdc_sample_sheet"
    kind = "gdc_sample_sheet"
    schema: Mapping[str, pl.DataType] = {column.name: pl.String() for column in _SCHEMA.columns}

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """The whole sheet as one batch."""
        table = open_table(text, _SCHEMA)
        batch = table.read(table.header)
        rows, n_repeats = without_repeats(batch.rows)
        typed = conform(rows, _SCHEMA, context.vocabulary.na_spellings("gdc"))
        types = pl.col("tissue_type").str.split(",")
        is_normal = types.list.eval(pl.element().str.contains("(?i)normal"))
        tumour = pl.coalesce(is_normal.list.arg_min(), pl.lit(0)).cast(pl.Int64)
        good = typed.rows.with_columns(
            pl.col("patient_id").str.split(",").list.first().str.strip_chars(),
            _member("sample_id", tumour),
            _member("tissue_type", tumour),
        )
        yield Batch(
            rows=good.select(LINE, *self.schema),
            rejects=batch.rejected(typed.faults),
            rows_read=batch.rows_read,
            rows_duplicate=n_repeats,
            rows_filtered=batch.rows_filtered,
        )


def _member(name: str, index: pl.Expr) -> pl.Expr:
    members = pl.col(name).str.split(",")
    found = pl.coalesce(members.list.get(index, null_on_oob=True), members.list.first())
    return found.str.strip_chars().alias(name)


GDC_SAMPLE_SHEET = GdcSampleSheet()
