"""Tumour samples as published."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import leads_to, never_null, no_rows, unique, within

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
    ]
