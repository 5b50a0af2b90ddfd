"""Groups of the survival comparisons as published."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import holds, no_rows

TABLE = "fct_survival_group"
_STUDY = "cohort"


def suite() -> list[Expectation]:
    """Expectations of ``marts.fct_survival_group``."""
    return [
        holds(
            "few_events_have_no_median",
            "n_events >= 5 or (median_days is null and not_estimated_reason is not null)",
            "critical",
            "A group of fewer than five events has no median and says why.",
            "median_days",
            _STUDY,
        ),
        holds(
            "interval_holds_the_median",
            "median_days between median_ci_lower_days and coalesce(median_ci_upper_days, median_days)",
            "critical",
            "A median lies within its interval.",
            "median_days",
            _STUDY,
        ),
        no_rows(
            "groups_add_up",
            """
select cohort, endpoint, sum(n_patients) filter (where group_name <> 'all') as n_parts,
    sum(n_patients) filter (where group_name = 'all') as n_all
from {batch}
group by cohort_type, cohort, endpoint, signature_id, signature_version, risk_stratum
having n_parts <> n_all""",
            "critical",
            "Positive, negative and not assessable are all, and nobody is in two.",
            "n_patients",
            _STUDY,
        ),
        holds(
            "one_time_zero",
            "time_zero not like '%,%'",
            "warning",
            "The studies of a cohort count time from the same moment.",
            "time_zero",
            _STUDY,
        ),
    ]
