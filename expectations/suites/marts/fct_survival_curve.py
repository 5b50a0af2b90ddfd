"""Kaplan-Meier curves as published."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import holds, no_rows

TABLE = "fct_survival_curve"
_STUDY = "cohort"


def suite() -> list[Expectation]:
    """Expectations of ``marts.fct_survival_curve``."""
    return [
        holds(
            "survival_is_a_share",
            "survival between 0 and 1 and ci_lower <= survival and survival <= ci_upper",
            "critical",
            "An estimate is a share, within its interval.",
            "survival",
            _STUDY,
        ),
        holds(
            "leavers_were_at_risk",
            "n_event + n_censored <= n_at_risk",
            "critical",
            "Nobody leaves who was not at risk.",
            "n_at_risk",
            _STUDY,
        ),
        no_rows(
            "curves_fall",
            """
select * from {batch} qualify survival > lag(survival) over (partition by cohort_type, cohort, endpoint,
signature_id, signature_version, risk_stratum, group_name order by time_days)""",
            "critical",
            "A curve never rises.",
            "survival",
            _STUDY,
        ),
        no_rows(
            "no_curve_of_few",
            """
select cohort, endpoint, group_name, sum(n_event + n_censored) as n_patients from {batch}
group by cohort_type, cohort, endpoint, signature_id, signature_version, risk_stratum, group_name
having n_patients < 5""",
            "critical",
            "No curve shows fewer than five patients.",
            "group_name",
            _STUDY,
        ),
    ]
