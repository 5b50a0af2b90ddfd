"""Driver genes beside the signature, as published."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import distinct_rows, holds, within

TABLE = "fct_comutation"
_STUDY = "cohort"


def suite() -> list[Expectation]:
    """Expectations of ``marts.fct_comutation``."""
    return [
        distinct_rows(
            "compared_once",
            ("cohort_type", "cohort", "signature_id", "signature_version", "gene_symbol"),
            "critical",
            "A gene is compared once with a signature.",
            _STUDY,
        ),
        holds(
            "estimate_or_reason",
            "(p_value is null) = (not_estimated_reason is not null)",
            "critical",
            "There is a test, or the reason why there is none.",
            "p_value",
            _STUDY,
        ),
        within("p_value", 0, 1.0000001, "critical", "A p value is a probability.", _STUDY),
    ]
