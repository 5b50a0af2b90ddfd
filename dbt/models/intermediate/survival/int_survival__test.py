"""The tests of every comparison. The arithmetic is in dbt/python/estimators."""

from estimators.comparisons import comparisons
from estimators.group_tests import rows
from estimators.tables import table


def model(dbt, session):
    subjects = dbt.ref("int_survival__subject").df()
    groupings = dbt.ref("int_survival__grouping").df()
    return table(
        (row for comparison in comparisons(subjects, groupings) for row in rows(comparison)),
        text="cohort_type cohort endpoint comparison_kind comparison_id risk_stratum method covariates "
        "covariates_left_out not_estimated_reason",
        integer="comparison_version n_positive n_negative n_not_assessable events_positive events_negative "
        "n_late_entry n_studies n_used events_used",
        number="chi2 log_hazard_ratio standard_error hazard_ratio ci_lower ci_upper p_value ph_p_value "
        "concordance events_per_variable",
    )
