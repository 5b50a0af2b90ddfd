"""Tumour samples as published."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import (
    ENOUGH_PATIENTS,
    holds,
    leads_to,
    never_null,
    no_rows,
    rare,
    unique,
    within,
)

TABLE = "dim_sample"


def suite() -> list[Expectation]:
    """Expectations of ``marts.dim_sample``."""
    return [
        never_null("sample_key", "critical", "Every sample has a key."),
        unique("sample_key", "critical", "No two samples share a key."),
        never_null("patient_key", "critical", "Every sample is of a patient."),
        leads_to(
            "patient_exists",
            ("patient_key",),
            "marts.dim_patient",
            "critical",
            "Every sample's patient exists.",
        ),
        within("n_aliquots", 0, 100, "warning", "A sample has at most 100 aliquots."),
        no_rows(
            "sequenced_samples_make_sequenced_patients",
            """
select sample.*
from {batch} as sample
join marts.dim_patient as patient using (patient_key)
where sample.is_sequenced and patient.is_sequenced is not true""",
            "critical",
            "A patient with a sequenced sample is sequenced.",
            "is_sequenced",
        ),
        no_rows(
            "samples_with_variants_are_sequenced",
            """
select sample.*
from {batch} as sample
semi join marts.fct_mutation as mutation using (sample_key)
where sample.is_sequenced is not true""",
            "critical",
            "A sample with a variant is sequenced.",
            "is_sequenced",
        ),
        within("tmb_per_mb", 0, 2000, "warning", "Mutational burden is 0 to 2,000 variants per megabase."),
        no_rows(
            "unsequenced_have_no_burden",
            "select * from {batch} where is_sequenced is not true and tmb_per_mb is not null",
            "critical",
            "No sample has a burden without having been sequenced: unknown is never zero.",
            "tmb_per_mb",
        ),
        holds(
            "burden_is_variants_per_megabase",
            "abs(tmb_per_mb * tmb_megabases - n_tmb_variants) <= 0.001 * greatest(n_tmb_variants, 1)",
            "critical",
            "The burden is the number of counted variants divided by the megabases interrogated.",
            "tmb_per_mb",
        ),
        rare(
            "burden_agrees_with_the_study",
            "abs(tmb_per_mb - tmb_per_mb_as_delivered) > 0.05 * greatest(tmb_per_mb_as_delivered, 1)",
            "In nine of ten samples the burden is within 5 % of the one that the study gives; else its rule "
            "or its megabases are other ones.",
            at_most=0.1,
            among="tmb_per_mb is not null and tmb_per_mb_as_delivered is not null",
            at_least_rows=ENOUGH_PATIENTS,
            column="tmb_per_mb",
        ),
    ]
