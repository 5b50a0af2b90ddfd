"""Tests of survival by signature as published."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import distinct_rows, holds, no_rows, within

TABLE = "fct_survival_test"
_STUDY = "cohort"


def suite() -> list[Expectation]:
    """Expectations of ``marts.fct_survival_test``."""
    return [
        distinct_rows(
            "asked_once",
            (
                *("cohort_type", "cohort", "endpoint", "signature_id", "signature_version"),
                *("risk_stratum", "method"),
            ),
            "critical",
            "A comparison is made once by a method.",
            _STUDY,
        ),
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
            "p_value is null or (events_positive >= 5 and events_negative >= 5)",
            "critical",
            "Nothing is estimated from fewer than five events in a group.",
            "p_value",
            _STUDY,
        ),
        within("p_value", 0, 1, "critical", "A p value is a probability.", _STUDY),
        within("empirical_p", 0, 1, "critical", "A p value is a probability.", _STUDY),
        holds(
            "q_is_no_smaller_than_p",
            "q_value >= p_value - 1e-12",
            "critical",
            "Asking many questions makes no answer surer.",
            "q_value",
            _STUDY,
        ),
        no_rows(
            "the_headline_is_there",
            """
select any_value(cohort) as cohort from {batch}
where cohort_type = 'pooled' having count(*) > 0 and count(*) filter (where is_headline) = 0""",
            "critical",
            "Where there are patients with NSCLC the headline question has its row.",
            "is_headline",
            _STUDY,
        ),
        holds(
            "hazards_are_steady",
            "not is_headline or ph_p_value >= 0.01",
            "warning",
            "The hazard ratio of the headline does not change with time.",
            "ph_p_value",
            _STUDY,
        ),
        holds(
            "enough_events_per_variable",
            "events_per_variable >= 5",
            "warning",
            "A model has at least five events for each coefficient.",
            "events_per_variable",
            _STUDY,
        ),
    ]
