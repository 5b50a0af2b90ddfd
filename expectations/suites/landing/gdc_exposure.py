"""Smoking and other exposures of GDC's exposure.tsv."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import holds, leads_to, never_null, within

TABLE = "gdc_exposure"


def suite() -> list[Expectation]:
    """Expectations of ``landing.gdc_exposure``."""
    return [
        never_null("patient_id", "critical", "Every exposure names its patient."),
        leads_to(
            "patient_is_known",
            ("study_id", "patient_id"),
            "landing.gdc_clinical",
            "warning",
            "Every exposure belongs to a patient of the clinical file.",
        ),
        within("pack_years_smoked", 0, 300, "warning", "Pack-years are 0 to 300."),
        within("cigarettes_per_day", 0, 200, "warning", "Cigarettes per day are 0 to 200."),
        within("tobacco_smoking_onset_year", 1900, 2100, "warning", "Smoking began in a year after 1900."),
        within("tobacco_smoking_quit_year", 1900, 2100, "warning", "Smoking ended in a year after 1900."),
        holds(
            "onset_before_quitting",
            "tobacco_smoking_onset_year <= tobacco_smoking_quit_year",
            "warning",
            "Nobody quit smoking before beginning.",
            "tobacco_smoking_quit_year",
        ),
        holds(
            "never_smokers_did_not_smoke",
            "not (tobacco_smoking_status ilike '%non-smoker%' and pack_years_smoked > 0)",
            "warning",
            "A lifelong non-smoker has no pack-years.",
            "pack_years_smoked",
        ),
    ]
