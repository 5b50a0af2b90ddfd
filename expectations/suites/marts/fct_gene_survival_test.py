"""Tests of survival by driver gene as published."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import holds

TABLE = "fct_gene_survival_test"
_STUDY = "cohort"


def suite() -> list[Expectation]:
    """Expectations of ``marts.fct_gene_survival_test``."""
    return [
        holds(
            "estimate_or_reason",
            "(p_value is null) = (not_estimated_reason is not null)",
            "critical",
            "There is an estimate, or the reason why there is none.",
            "p_value",
            _STUDY,
        ),
        holds(
            "few_events_are_not_estimated",
            "p_value is null or (events_mutated >= 5 and events_wild_type >= 5)",
            "critical",
            "Nothing is estimated from fewer than five events in a group.",
            "p_value",
            _STUDY,
        ),
    ]
