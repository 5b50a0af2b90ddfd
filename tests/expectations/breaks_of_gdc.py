"""Ways to break what GDC delivers beside variants; written as ``statements`` says."""

from tests.expectations.statements import Break, more_rows, set_rows


def _gdc_clinical() -> dict[str, Break]:
    table = "landing.gdc_clinical"
    more = {"patient_id": "'PLANTED-H' || i", "case_id": "'other-' || i", "diagnosis_id": "'other-' || i"}
    return {
        "no_patient": Break(
            more_rows(table, "true", patient_id="null", case_id="'case-9'"),
            "!gdc_clinical.patient_id_not_null",
        ),
        "two_cases": Break(
            more_rows(table, "true", case_id="'case-2'"), "!gdc_clinical.one_case_per_patient"
        ),
        "two_patients": Break(
            more_rows(table, "true", patient_id="'PLANTED-G2'"), "!gdc_clinical.one_patient_per_case"
        ),
        "odd_sex": Break(set_rows(table, "sex = 'PLANTED'"), "gdc_clinical.sex_known_word"),
        "odd_status": Break(
            set_rows(table, "vital_status = 'PLANTED'"), "gdc_clinical.vital_status_known_word"
        ),
        "young": Break(
            set_rows(table, "age_at_index_years = -5, days_to_birth = null"),
            "gdc_clinical.age_at_index_years_in_range",
        ),
        "old": Break(
            set_rows(table, "age_at_diagnosis_days = 50000"), "gdc_clinical.age_at_diagnosis_days_in_range"
        ),
        "age_in_days": Break(
            set_rows(table, "age_at_index_years = 24000, days_to_birth = null"),
            "!gdc_clinical.ages_are_in_their_unit gdc_clinical.age_at_index_years_in_range",
        ),
        "two_ages": Break(set_rows(table, "days_to_birth = -10000"), "gdc_clinical.age_agrees_with_birth"),
        "unborn": Break(
            set_rows(table, "days_to_birth = 5, age_at_index_years = null"),
            "gdc_clinical.days_to_birth_in_range",
        ),
        "late_death": Break(set_rows(table, "days_to_death = 20000"), "gdc_clinical.days_to_death_in_range"),
        "early_end": Break(
            set_rows(table, "days_to_last_follow_up = -1"), "gdc_clinical.days_to_last_follow_up_in_range"
        ),
        "short_year": Break(
            set_rows(table, "year_of_diagnosis = 201"), "gdc_clinical.year_of_diagnosis_in_range"
        ),
        "dayless": Break(set_rows(table, "days_to_death = null"), "gdc_clinical.deaths_have_a_day"),
        "undead": Break(set_rows(table, "vital_status = 'Alive'"), "gdc_clinical.the_living_have_no_death"),
        "ghost": Break(
            set_rows(table, "days_to_last_follow_up = 1000"), "gdc_clinical.no_follow_up_after_death"
        ),
        "two_primaries": Break(
            more_rows(table, "true", diagnosis_id="'diagnosis-2'"), "gdc_clinical.one_primary_diagnosis"
        ),
        "unknown": Break(
            more_rows(table, "true", 25, vital_status="'Unknown'", days_to_death="null", **more),
            "gdc_clinical.vital_status_mostly_known",
        ),
        "all_dead": Break(more_rows(table, "true", 25, **more), "gdc_clinical.deaths_and_survivors"),
    }


def _gdc_other() -> dict[str, Break]:
    visit, smoke, nodes = "landing.gdc_follow_up", "landing.gdc_exposure", "landing.gdc_pathology_detail"
    sheet, aliquot = "landing.gdc_sample_sheet", "landing.gdc_aliquot"
    breaks = {}
    for table in (visit, smoke, nodes, sheet, aliquot):
        suite = table.removeprefix("landing.")
        breaks[f"{suite}_nobody"] = Break(
            more_rows(table, "true", patient_id="null"), f"!{suite}.patient_id_not_null"
        )
    for table in (visit, smoke, nodes):
        suite = table.removeprefix("landing.")
        breaks[f"{suite}_stranger"] = Break(
            set_rows(table, "patient_id = 'PLANTED-X'"), f"{suite}.patient_is_known"
        )
    own = {"sample_id": "'PLANTED-X-01A'", "file_id": "'file-9'"}
    tube = {"sample_submitter_id": "'PLANTED-X-01A'", "aliquot_id": "'uuid-9'"}
    return {
        **breaks,
        "visit_before": Break(
            set_rows(visit, "days_to_follow_up = -1"), "gdc_follow_up.days_to_follow_up_in_range"
        ),
        "progress_before": Break(
            set_rows(visit, "days_to_progression = -1"), "gdc_follow_up.days_to_progression_in_range"
        ),
        "relapse_before": Break(
            set_rows(visit, "days_to_recurrence = -1"), "gdc_follow_up.days_to_recurrence_in_range"
        ),
        "visit_after_death": Break(
            set_rows(visit, "days_to_follow_up = 1000"), "gdc_follow_up.no_visit_after_death"
        ),
        "packs": Break(set_rows(smoke, "pack_years_smoked = 900"), "gdc_exposure.pack_years_smoked_in_range"),
        "cigarettes": Break(
            set_rows(smoke, "cigarettes_per_day = 900"), "gdc_exposure.cigarettes_per_day_in_range"
        ),
        "onset": Break(
            set_rows(smoke, "tobacco_smoking_onset_year = 60"),
            "gdc_exposure.tobacco_smoking_onset_year_in_range",
        ),
        "quit": Break(
            set_rows(smoke, "tobacco_smoking_quit_year = 2990"),
            "gdc_exposure.tobacco_smoking_quit_year_in_range",
        ),
        "quit_first": Break(
            set_rows(smoke, "tobacco_smoking_quit_year = 1950"), "gdc_exposure.onset_before_quitting"
        ),
        "never": Break(
            set_rows(smoke, "tobacco_smoking_status = 'Lifelong Non-Smoker'"),
            "gdc_exposure.never_smokers_did_not_smoke",
        ),
        "diagnosis": Break(
            set_rows(nodes, "diagnosis_id = 'PLANTED-X'"), "gdc_pathology_detail.diagnosis_is_known"
        ),
        "nodes_negative": Break(
            set_rows(nodes, "lymph_nodes_positive = -1"), "gdc_pathology_detail.lymph_nodes_positive_in_range"
        ),
        "nodes_many": Break(
            set_rows(nodes, "lymph_nodes_tested = 999"), "gdc_pathology_detail.lymph_nodes_tested_in_range"
        ),
        "nodes_beyond": Break(
            set_rows(nodes, "lymph_nodes_positive = 9"), "gdc_pathology_detail.nodes_positive_within_tested"
        ),
        "no_file": Break(set_rows(sheet, "file_id = null"), "!gdc_sample_sheet.file_id_not_null"),
        "file_of_two": Break(
            more_rows(sheet, "true", patient_id="'PLANTED-X'", sample_id="'PLANTED-X-01A'"),
            "!gdc_sample_sheet.one_patient_per_file gdc_sample_sheet.patient_is_known",
        ),
        "sheet_sample_of_two": Break(
            more_rows(sheet, "true", patient_id="'PLANTED-X'", file_id="'file-9'"),
            "!gdc_sample_sheet.one_patient_per_sample gdc_sample_sheet.patient_is_known",
        ),
        "sheet_stranger": Break(
            more_rows(sheet, "true", patient_id="'PLANTED-X'", **own), "gdc_sample_sheet.patient_is_known"
        ),
        "aliquot_of_two": Break(
            more_rows(aliquot, "true", patient_id="'PLANTED-X'", sample_submitter_id="'PLANTED-X-01A'"),
            "!gdc_aliquot.one_patient_per_aliquot gdc_aliquot.patient_is_known",
        ),
        "tube_sample_of_two": Break(
            more_rows(aliquot, "true", patient_id="'PLANTED-X'", aliquot_id="'uuid-9'"),
            "!gdc_aliquot.one_patient_per_sample gdc_aliquot.patient_is_known",
        ),
        "aliquot_stranger": Break(
            more_rows(aliquot, "true", patient_id="'PLANTED-X'", **tube), "gdc_aliquot.patient_is_known"
        ),
    }


BREAKS = {**_gdc_clinical(), **_gdc_other()}
