"""Aliquots of GDC's biospecimen download: which tube is of whose sample."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import leads_to, never_null, one_to_one

TABLE = "gdc_aliquot"


def suite() -> list[Expectation]:
    """Expectations of ``landing.gdc_aliquot``."""
    return [
        never_null("patient_id", "critical", "Every aliquot names its patient."),
        one_to_one(
            "one_patient_per_aliquot",
            "aliquot_id",
            "patient_id",
            "critical",
            "An aliquot belongs to one patient; told of two, its variants could be either's.",
        ),
        one_to_one(
            "one_patient_per_sample",
            "sample_submitter_id",
            "patient_id",
            "critical",
            "A sample belongs to one patient.",
        ),
        leads_to(
            "patient_is_known",
            ("study_id", "patient_id"),
            "landing.gdc_clinical",
            "warning",
            "Every patient with an aliquot is in the clinical file.",
        ),
    ]
