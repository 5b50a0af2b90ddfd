"""Fisher's exact test of a signature against each driver gene. The arithmetic is in dbt/python/estimators."""

from estimators.fisher import rows
from estimators.tables import table


def model(dbt, session):
    return table(
        rows(dbt.ref("int_genes__paired").df()),
        text="cohort_type cohort signature_id gene_symbol not_estimated_reason",
        integer="signature_version n_positive_mutated n_positive_wild_type n_negative_mutated "
        "n_negative_wild_type",
        number="odds_ratio ci_lower ci_upper p_value",
    )
