"""What random gene sets do where the signature is asked about. The arithmetic is in dbt/python/estimators."""

from estimators.chance import Genome, rows
from estimators.comparisons import comparisons
from estimators.tables import table


def model(dbt, session):
    subjects = dbt.ref("int_survival__subject").df()
    groupings = dbt.ref("int_survival__grouping").df()
    # a random set is hit as the signature is: by variants that change the protein
    hits = dbt.ref("int_genes__hit").filter("is_mutated").df()
    genome = Genome.of(hits, dbt.ref("int_genes__target").df())
    asked = (one for one in comparisons(subjects, groupings, "signature") if one.is_headline_question)
    return table(
        (row for comparison in asked for row in rows(comparison, genome)),
        text="cohort_type cohort endpoint comparison_id risk_stratum method empirical_p_reason",
        integer="comparison_version n_null_sets n_null_patients",
        number="empirical_p null_chi2 null_median_chi2 null_median_n_positive",
    )
