"""Pathology of GDC's pathology_detail.tsv."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import holds, leads_to, never_null, within

TABLE = "gdc_pathology_detail"


def suite() -> list[Expectation]:
    """Expectations of ``landing.gdc_pathology_detail``."""
    return [
        never_null("patient_id", "critical", "Every pathology detail names its patient."),
        leads_to(
            "patient_is_known",
            ("study_id", "patient_id"),
            "landing.gdc_clinical",
            "warning",
            "Every pathology detail belongs to a patient of the clinical file.",
        ),
        leads_to(
            "diagnosis_is_known",
            ("study_id", "diagnosis_id"),
            "landing.gdc_clinical",
            "warning",
            "Every pathology detail belongs to a diagnosis of the clinical file.",
        ),
        within("lymph_nodes_positive", 0, 200, "warning", "Positive lymph nodes are 0 to 200."),
        within("lymph_nodes_tested", 0, 200, "warning", "Tested lymph nodes are 0 to 200."),
        holds(
            "nodes_positive_within_tested",
            "lymph_nodes_positive <= lymph_nodes_tested",
            "warning",
            "No more lymph nodes are positive than were tested.",
            "lymph_nodes_positive",
        ),
    ]
