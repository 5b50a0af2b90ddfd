"""Tumour samples as published."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import leads_to, never_null, no_rows, unique, within

TABLE = "dim_sample"
_STUDY = "split_part(coalesce(patient_key, sample_key), ':', 1)"


def suite() -> list[Expectation]:
    """Expectations of ``marts.dim_sample``."""
    return [
        never_null("sample_key", "critical", "Every sample has a key.", _STUDY),
        unique("sample_key", "critical", "No two samples share a key.", _STUDY),
        never_null("patient_key", "critical", "Every sample is of a patient.", _STUDY),
        leads_to(
            "patient_exists",
            ("patient_key",),
            "marts.dim_patient",
            "critical",
            "Every sample's patient exists.",
            _STUDY,
        ),
        within("n_aliquots", 0, 100, "warning", "A sample has at most 100 aliquots.", _STUDY),
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
            _STUDY,
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
            _STUDY,
        ),
    ]
