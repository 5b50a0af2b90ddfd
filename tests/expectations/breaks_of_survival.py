"""Ways to break the marts of survival, genes and cohorts; written as ``statements`` says."""

from tests.expectations.statements import Break


def change(table: str, assignment: str, where: str = "true") -> str:
    return f"update marts.{table} set {assignment} where cohort = '$s' and {where}"


def again(table: str, where: str = "true") -> str:
    return f"insert into marts.{table} select * from marts.{table} where cohort = '$s' and {where}"


_CURVE = {
    "above_one": Break(
        change("fct_survival_curve", "ci_upper = 0.5", "time_days = 100"),
        "!fct_survival_curve.survival_is_a_share",
    ),
    "left_from_nowhere": Break(
        change("fct_survival_curve", "n_at_risk = 1", "time_days = 100"),
        "!fct_survival_curve.leavers_were_at_risk",
    ),
    "risen_from_the_dead": Break(
        change("fct_survival_curve", "survival = 0.9, ci_upper = 1", "time_days = 200"),
        "!fct_survival_curve.curves_fall",
    ),
    "few": Break(
        "delete from marts.fct_survival_curve where cohort = '$s' and time_days = 100",
        "!fct_survival_curve.no_curve_of_few",
    ),
}
_GROUP = {
    "median_of_two": Break(
        change("fct_survival_group", "n_events = 2", "group_name = 'positive'"),
        "!fct_survival_group.few_events_have_no_median",
    ),
    "median_outside": Break(
        change("fct_survival_group", "median_ci_lower_days = 9999", "group_name = 'positive'"),
        "!fct_survival_group.interval_holds_the_median",
    ),
    "in_two_groups": Break(
        change("fct_survival_group", "n_patients = 99", "group_name = 'positive'"),
        "!fct_survival_group.groups_add_up",
    ),
    "two_origins": Break(
        change("fct_survival_group", "time_zero = 'diagnosis, sampling'", "group_name = 'all'"),
        "fct_survival_group.one_time_zero",
    ),
}
_TEST = {
    "asked_twice": Break(again("fct_survival_test"), "!fct_survival_test.asked_once"),
    "no_reason": Break(
        change("fct_survival_test", "p_value = null"), "!fct_survival_test.estimate_or_reason"
    ),
    "too_few": Break(
        change("fct_survival_test", "events_positive = 4"), "!fct_survival_test.few_events_are_not_estimated"
    ),
    "p_of_two": Break(
        change("fct_survival_test", "p_value = 2, q_value = 2"), "!fct_survival_test.p_value_in_range"
    ),
    "chance_of_two": Break(
        change("fct_survival_test", "empirical_p = 2"), "!fct_survival_test.empirical_p_in_range"
    ),
    "q_below_p": Break(
        change("fct_survival_test", "q_value = 0.001"), "!fct_survival_test.q_is_no_smaller_than_p"
    ),
    "crossing": Break(
        change("fct_survival_test", "ph_p_value = 0.001"), "fct_survival_test.hazards_are_steady"
    ),
    "crowded": Break(
        change("fct_survival_test", "events_per_variable = 2"), "fct_survival_test.enough_events_per_variable"
    ),
}
_GENE = {
    "gene_no_reason": Break(
        change("fct_gene_survival_test", "p_value = null"), "!fct_gene_survival_test.estimate_or_reason"
    ),
    "gene_too_few": Break(
        change("fct_gene_survival_test", "events_mutated = 4"),
        "!fct_gene_survival_test.few_events_are_not_estimated",
    ),
    "gene_twice": Break(again("fct_gene_frequency"), "!fct_gene_frequency.counted_once"),
    "gene_unread": Break(
        change("fct_gene_frequency", "n_mutated = 200, frequency = 2"),
        "!fct_gene_frequency.mutated_were_assessed fct_gene_frequency.no_gene_is_in_everybody",
    ),
    "gene_share": Break(
        change("fct_gene_frequency", "frequency = 0.1"), "!fct_gene_frequency.frequency_is_the_share"
    ),
    "gene_in_all": Break(
        change("fct_gene_frequency", "n_mutated = 99, frequency = 0.99"),
        "fct_gene_frequency.no_gene_is_in_everybody",
    ),
    "pair_twice": Break(again("fct_comutation"), "!fct_comutation.compared_once"),
    "pair_no_reason": Break(change("fct_comutation", "p_value = null"), "!fct_comutation.estimate_or_reason"),
    "pair_p": Break(change("fct_comutation", "p_value = 2"), "!fct_comutation.p_value_in_range"),
}
_SUMMARY = {
    "summed_twice": Break(again("fct_cohort_summary"), "!fct_cohort_summary.summed_once"),
    "parts": Break(change("fct_cohort_summary", "n_sex_unknown = 7"), "!fct_cohort_summary.parts_add_up"),
    "lost_patient": Break(
        change("fct_cohort_summary", "n_patients = 2, n_female = 2, n_high_risk = 2", "group_name = 'all'"),
        "!fct_cohort_summary.groups_add_up",
    ),
}

BREAKS = {**_CURVE, **_GROUP, **_TEST, **_GENE, **_SUMMARY}
