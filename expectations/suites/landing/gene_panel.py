"""Genes of the gene panels delivered; a row for each gene listed."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import distinct_rows, never_null, no_rows

TABLE = "gene_panel"


def suite() -> list[Expectation]:
    """Expectations of ``landing.gene_panel``."""
    return [
        never_null("panel_id", "critical", "Every gene names the panel it is on."),
        never_null("gene_symbol", "critical", "Every line of a panel names a gene."),
        distinct_rows(
            "gene_listed_once",
            ("study_id", "source_file_id", "panel_id", "gene_symbol"),
            "warning",
            "A file lists a gene of a panel once.",
        ),
        no_rows(
            "panel_told_the_same_everywhere",
            """
select study_id, panel_id, genes from (
    select study_id, source_file_id, panel_id, list_sort(list(distinct gene_symbol)) as genes
    from {batch} group by all
) as delivered
qualify min(genes) over (partition by panel_id) <> max(genes) over (partition by panel_id)""",
            "warning",
            "A panel delivered in several files has the same genes in each.",
            "panel_id",
            counted="count(distinct panel_id)",
        ),
        no_rows(
            "panel_has_genes_enough",
            """
select study_id, panel_id, count(distinct gene_symbol) as n_genes from {batch}
where panel_id is not null
group by all having n_genes < 5""",
            "warning",
            "A panel lists at least five genes; a shorter list is most likely cut off.",
            "gene_symbol",
        ),
        no_rows(
            "genes_are_not_dates",
            """
select * from {batch}
where gene_symbol similar to '([0-9]{{1,2}}-[A-Za-z]{{3}}|[A-Za-z]{{3}}-[0-9]{{1,2}})'""",
            "warning",
            "No gene became a date, as spreadsheets do with SEPT2 and MARCH1.",
            "gene_symbol",
        ),
    ]
