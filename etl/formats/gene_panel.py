"""data_gene_panel_*.txt of cBioPortal: the genes that a panel covers, all in one line."""

from collections.abc import Iterator, Mapping

import polars as pl

from etl import rejects
from etl.formats import Batch, ReadContext, key_values
from etl.rejects import LINE
from etl.text import TextFile

# Optional in cBioPortal's gene panel files: what a mutational burden is divided by.
_CODING_BASES = "number_of_profiled_coding_base_pairs"
_GENOME = 3_300_000_000


class GenePanel:
    """Reader of a panel into `gene_panel`: one row for each gene; a gene listed twice is a duplicate."""

    slug = "gene_panel"
    kind = "gene_panel"
    schema: Mapping[str, pl.DataType] = {
        "panel_id": pl.String(),
        "gene_symbol": pl.String(),
        "n_coding_bases": pl.Int64(),
    }

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """The panel as one batch. Raises FileFault without `stable_id:` or `gene_list:`."""
        found = key_values.read(text, "gene_list")
        kept = found.members.unique(subset="member", keep="first", maintain_order=True)
        panel = found.values["stable_id"]
        if kept.is_empty():
            context.note(f"panel {panel} lists no gene")
        elif kept["member"].str.contains(r"^\d+$").all():
            context.note(f"panel {panel} lists Entrez ids, not symbols: its genes are not matched by symbol")
        n_bases = _coding_bases(found.values.get(_CODING_BASES), panel, context)
        yield Batch(
            rows=kept.select(
                LINE,
                pl.lit(panel).alias("panel_id"),
                pl.col("member").alias("gene_symbol"),
                pl.lit(n_bases, dtype=pl.Int64).alias("n_coding_bases"),
            ),
            rejects=rejects.none(),
            rows_read=found.members.height,
            rows_duplicate=found.members.height - kept.height,
        )


def _coding_bases(said: str | None, panel: str, context: ReadContext) -> int | None:
    """Coding bases that the panel sees, if the file says so; a word that is no such number is noted."""
    if not said:
        return None
    if said.isascii() and said.isdigit() and 0 < int(said) < _GENOME:
        return int(said)
    context.note(
        f"panel {panel}: {_CODING_BASES} {said[:50]!r} is not a number of bases; without it samples of the "
        "panel may have no mutational burden"
    )
    return None


GENE_PANEL = GenePanel()
