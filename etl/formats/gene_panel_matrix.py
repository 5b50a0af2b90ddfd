"""data_gene_panel_matrix.txt of cBioPortal: the panel with which each sample was sequenced."""

from collections.abc import Iterator, Mapping

import polars as pl

from etl.formats import Batch, ReadContext
from etl.formats.table_rows import Level, contradictions, without_repeats
from etl.rejects import LINE
from etl.schema import Column, TableSchema, conform
from etl.table import open_table
from etl.text import TextFile


class GenePanelMatrix:
    """Reader of the matrix into `gene_panel_matrix`; of its columns only that of mutations counts."""

    slug = "gene_panel_matrix"
    kind = "gene_panel_matrix"
    schema: Mapping[str, pl.DataType] = {"sample_id": pl.String(), "mutations_panel": pl.String()}

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """The whole matrix as one batch."""
        plain = TableSchema(self.kind, (Column("sample_id", ("SAMPLE_ID",), required=True, not_null=True),))
        table = open_table(text, plain)
        # The column has the profile's stable id: `mutations`, in older studies `<study>_mutations`.
        profiles = [name for name in table.header if name.lower().endswith("mutations")]
        if not profiles:
            context.note(
                "no column 'mutations': the matrix does not say by which panel mutations were sought"
            )
        spellings = ("mutations", *profiles)
        schema = TableSchema(self.kind, (*plain.columns, Column("mutations_panel", spellings)))
        batch = table.read_filled(table.header)
        rows, n_repeats = without_repeats(batch.rows)
        typed = conform(rows, schema, context.vocabulary.na_spellings("cbioportal"))
        level = Level("sample_id", ("mutations_panel",), "sample")
        shown = schema.resolve(table.header)
        good, at_odds = contradictions(typed.rows, [level], shown, whole="sample_id", nulls_count=True)
        kept = good.unique(subset="sample_id", keep="first", maintain_order=True)
        yield Batch(
            rows=kept.select(LINE, *self.schema),
            rejects=batch.rejected(typed.faults, at_odds),
            rows_read=batch.rows_read,
            rows_duplicate=n_repeats + good.height - kept.height,
            rows_filtered=batch.rows_filtered,
        )


GENE_PANEL_MATRIX = GenePanelMatrix()
