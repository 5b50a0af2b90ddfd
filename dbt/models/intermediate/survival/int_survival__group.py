"""Median and follow-up of every group of every comparison. The arithmetic is in dbt/python/estimators."""

from estimators.comparisons import comparisons
from estimators.groups import group_rows
from estimators.tables import table


def model(dbt, session):
    subjects = dbt.ref("int_survival__subject").df()
    groupings = dbt.ref("int_survival__grouping").df()
    return table(
        (row for comparison in comparisons(subjects, groupings) for row in group_rows(comparison)),
        text="cohort_type cohort endpoint comparison_kind comparison_id risk_stratum group_name "
        "not_estimated_reason",
        integer="comparison_version n_patients n_events n_late_entry",
        number="median_days median_ci_lower_days median_ci_upper_days median_ci_lower_loglog_days "
        "median_ci_upper_loglog_days follow_up_median_days follow_up_ci_lower_days follow_up_ci_upper_days",
    )
