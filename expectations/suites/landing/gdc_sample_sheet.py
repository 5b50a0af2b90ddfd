"""The sample sheet of a GDC download: which file is of whose sample."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import leads_to, never_null, one_to_one

TABLE = "gdc_sample_sheet"


def suite() -> list[Expectation]:
    """Expectations of ``landing.gdc_sample_sheet``."""
    return [
        never_null("file_id", "critical", "Every line of a sample sheet names its file."),
        never_null("patient_id", "critical", "Every line of a sample sheet names its patient."),
        one_to_one(
            "one_patient_per_file",
            "file_id",
            "patient_id",
            "critical",
            "A file belongs to one patient; told of two, its variants could be either's.",
        ),
        one_to_one(
            "one_patient_per_sample",
            "sample_id",
            "patient_id",
            "critical",
            "A sample belongs to one patient.",
        ),
        leads_to(
            "patient_is_known",
            ("study_id", "patient_id"),
            "landing.gdc_clinical",
            "warning",
            "Every patient of a sample sheet is in the clinical file.",
        ),
    ]
