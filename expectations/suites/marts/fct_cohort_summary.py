"""The first table of a paper, as published."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import distinct_rows, holds, no_rows

TABLE = "fct_cohort_summary"
_STUDY = "cohort"


def suite() -> list[Expectation]:
    """Expectations of ``marts.fct_cohort_summary``."""
    return [
        distinct_rows(
            "summed_once",
            ("cohort_type", "cohort", "signature_id", "signature_version", "group_name"),
            "critical",
            "A group is summed once.",
            _STUDY,
        ),
        holds(
            "parts_add_up",
            "n_female + n_male + n_sex_unknown = n_patients "
            "and n_high_risk + n_standard_risk + n_risk_unknown = n_patients",
            "critical",
            "Known and unknown together are all.",
            "n_patients",
            _STUDY,
        ),
        no_rows(
            "groups_add_up",
            """
select cohort, sum(n_patients) filter (where group_name <> 'all') as n_parts,
    sum(n_patients) filter (where group_name = 'all') as n_all
from {batch}
group by cohort_type, cohort, signature_id, signature_version
having n_parts <> n_all""",
            "critical",
            "Positive, negative and not assessable are all, and nobody is in two.",
            "n_patients",
            _STUDY,
        ),
    ]
