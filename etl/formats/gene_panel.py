"""data_gene_panel_*.txt of cBioPortal: the genes that a panel covers, all in one line."""

from collections.abc import Iterator, Mapping

import polars as pl

from etl import rejects
from etl.formats import Batch, ReadContext, key_values
from etl.rejects import LINE
from etl.text import TextFile


class GenePanel:
    """Reader of a panel into `gene_panel`: one row for each gene; a gene listed twice is a duplicate."""

    slug = "gene_panel"
    kind = "gene_panel"
    schema: Mapping[str, pl.DataType] = {"panel_id": pl.String(), "gene_symbol": pl.String()}

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """The panel as one batch. Raises FileFault without `stable_id:` or `gene_list:`."""
        found = key_values.read(text, "gene_list")
        kept = found.members.unique(subset="member", keep="first", maintain_order=True)
        panel = found.values["stable_id"]
        if kept.is_empty():
            context.note(f"panel {panel} lists no gene")
        elif kept["member"].str.contains(r"^\d+$").all():
            context.note(f"panel {panel} lists Entrez ids, not symbols: its genes are not matched by symbol")
        yield Batch(
            rows=kept.select(LINE, pl.lit(panel).alias("panel_id"), pl.col("member").alias("gene_symbol")),
            rejects=rejects.none(),
            rows_read=found.members.height,
            rows_duplicate=found.members.height - kept.height,
        )


GENE_PANEL = GenePanel()
