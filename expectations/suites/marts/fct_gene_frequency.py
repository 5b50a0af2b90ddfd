"""How often genes are mutated, as published."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import distinct_rows, holds

TABLE = "fct_gene_frequency"
_STUDY = "cohort"


def suite() -> list[Expectation]:
    """Expectations of ``marts.fct_gene_frequency``."""
    return [
        distinct_rows(
            "counted_once",
            ("cohort_type", "cohort", "gene_symbol"),
            "critical",
            "A gene is counted once.",
            _STUDY,
        ),
        holds(
            "mutated_were_assessed",
            "n_mutated <= n_assessed",
            "critical",
            "Nobody is mutated in a gene that was not read.",
            "n_mutated",
            _STUDY,
        ),
        holds(
            "frequency_is_the_share",
            "abs(frequency - n_mutated / n_assessed) < 1e-9",
            "critical",
            "The frequency is that of those in whom the gene was read.",
            "frequency",
            _STUDY,
        ),
        holds(
            "no_gene_is_in_everybody",
            "n_assessed < 20 or frequency < 0.95",
            "warning",
            "No gene is mutated in nearly everybody; such a one hints at inherited variants left in.",
            "frequency",
            _STUDY,
        ),
    ]
