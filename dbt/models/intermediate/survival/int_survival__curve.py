"""The Kaplan-Meier curves of every comparison by a signature. The arithmetic is in dbt/python/estimators."""

from estimators.comparisons import comparisons
from estimators.groups import curve_rows
from estimators.tables import table


def model(dbt, session):
    subjects = dbt.ref("int_survival__subject").df()
    groupings = dbt.ref("int_survival__grouping").df()
    return table(
        (
            row
            for comparison in comparisons(subjects, groupings, "signature")
            for row in curve_rows(comparison)
        ),
        text="cohort_type cohort endpoint comparison_id risk_stratum group_name",
        integer="comparison_version n_at_risk n_event n_censored",
        number="time_days survival ci_lower ci_upper",
    )
