"""Ways to break what cBioPortal delivers beside variants; written as ``statements`` says."""

from tests.expectations.statements import Break, more_rows, set_rows


def _outcome(status: str, months: str) -> str:
    return f"outcomes = [{{'endpoint': 'OS', 'status': {status}, 'months': {months}}}]"


def _cbioportal() -> dict[str, Break]:
    patient, sample = "landing.cbioportal_patient", "landing.cbioportal_sample"
    matrix, listed, panel = "landing.gene_panel_matrix", "landing.case_list", "landing.gene_panel"
    link = "landing.person_link"
    many = (
        more_rows(patient, "true", 25, patient_id="'PLANTED-D' || i")
        + "; "
        + more_rows(sample, "true", 25, patient_id="'PLANTED-D' || i", sample_id="'PLANTED-D-T' || i")
    )
    return {
        "no_patient_id": Break(
            more_rows(patient, "true", patient_id="null"), "!cbioportal_patient.patient_id_not_null"
        ),
        "told_twice": Break(
            more_rows(patient, "true", source_line="7"), "cbioportal_patient.patient_told_once"
        ),
        "told_two_ways": Break(
            more_rows(patient, "true", age_years="62"),
            "cbioportal_patient.patient_told_once !cbioportal_patient.patient_told_one_way",
        ),
        "sampleless": Break(
            more_rows(patient, "true", patient_id="'PLANTED-X'"), "cbioportal_patient.patient_has_a_sample"
        ),
        "sex": Break(set_rows(patient, "sex = 'PLANTED'"), "cbioportal_patient.sex_known_word"),
        "age": Break(set_rows(patient, "age_years = -1"), "cbioportal_patient.age_years_in_range"),
        "days_for_years": Break(
            set_rows(patient, "age_years = 24000"),
            "!cbioportal_patient.ages_are_in_years cbioportal_patient.age_years_in_range",
        ),
        "pack_years": Break(set_rows(patient, "pack_years = 900"), "cbioportal_patient.pack_years_in_range"),
        "odd_outcome": Break(
            set_rows(patient, _outcome("'PLANTED'", "3.0")), "cbioportal_patient.outcome_status_understood"
        ),
        "months_before": Break(
            set_rows(patient, _outcome("'1:DECEASED'", "-3.0")),
            "cbioportal_patient.outcome_months_not_negative",
        ),
        "days_for_months": Break(
            set_rows(patient, _outcome("'1:DECEASED'", "900.0")),
            "!cbioportal_patient.outcome_months_are_months",
        ),
        "timeless": Break(
            set_rows(patient, _outcome("'1:DECEASED'", "null")), "cbioportal_patient.events_have_a_time"
        ),
        "all_events": Break(many, "cbioportal_patient.events_and_others"),
        "no_sample_id": Break(
            more_rows(sample, "true", sample_id="null"), "!cbioportal_sample.sample_id_not_null"
        ),
        "nobodys_sample": Break(
            more_rows(sample, "true", patient_id="null", sample_id="'PLANTED-X-T01'"),
            "!cbioportal_sample.patient_id_not_null",
        ),
        "sample_twice": Break(
            more_rows(sample, "true", oncotree_code="'LUSC'"), "cbioportal_sample.sample_told_once"
        ),
        "sample_on_two_panels": Break(
            more_rows(sample, "true", panel_id="'WES'"),
            "cbioportal_sample.sample_told_once !cbioportal_sample.one_panel_per_sample "
            "gene_panel_matrix.matrix_agrees_with_the_samples",
        ),
        "sample_of_two": Break(
            more_rows(sample, "true", patient_id="'PLANTED-X'"),
            "cbioportal_sample.sample_told_once !cbioportal_sample.one_patient_per_sample "
            "cbioportal_sample.patient_is_known",
        ),
        "other_names": Break(
            set_rows(sample, "patient_id = 'PLANTED-X'"),
            "!cbioportal_sample.samples_meet_the_patients cbioportal_sample.patient_is_known "
            "cbioportal_patient.patient_has_a_sample",
        ),
        "sample_stranger": Break(
            more_rows(sample, "true", patient_id="'PLANTED-X'", sample_id="'PLANTED-X-T01'"),
            "cbioportal_sample.patient_is_known",
        ),
        "lost_panel": Break(
            set_rows(sample, "panel_id = 'LOST'"),
            "cbioportal_sample.panel_is_known gene_panel_matrix.matrix_agrees_with_the_samples",
        ),
        "oncotree": Break(
            set_rows(sample, "oncotree_code = 'lung cancer'"), "cbioportal_sample.oncotree_code_well_formed"
        ),
        "burden": Break(
            set_rows(sample, "tmb_nonsynonymous = -4"), "cbioportal_sample.tmb_nonsynonymous_in_range"
        ),
        "months_before_of_a_sample": Break(
            set_rows(sample, _outcome("'1:Recurred'", "-3.0")),
            "cbioportal_sample.outcome_months_not_negative",
        ),
        "no_panel_id": Break(
            more_rows(panel, "gene_symbol = 'TP53'", panel_id="null"), "!gene_panel.panel_id_not_null"
        ),
        "no_gene": Break(
            more_rows(panel, "gene_symbol = 'TP53'", gene_symbol="null"), "!gene_panel.gene_symbol_not_null"
        ),
        "gene_twice": Break(
            more_rows(panel, "gene_symbol = 'TP53'", source_line="4"), "gene_panel.gene_listed_once"
        ),
        "two_tellings": Break(
            more_rows(panel, "true", source_file_id="'$s/second'", gene_symbol="gene_symbol || '2'"),
            "gene_panel.panel_told_the_same_everywhere",
        ),
        "cut_panel": Break(
            f"delete from {panel} where study_id = '$s' and gene_symbol = 'TP53'",
            "gene_panel.panel_has_genes_enough",
        ),
        "date": Break(
            more_rows(panel, "gene_symbol = 'TP53'", gene_symbol="'2-Sep'"), "gene_panel.genes_are_not_dates"
        ),
        "matrix_nobody": Break(
            more_rows(matrix, "true", sample_id="null"), "!gene_panel_matrix.sample_id_not_null"
        ),
        "two_panels": Break(
            more_rows(matrix, "true", mutations_panel="'WES'"),
            "!gene_panel_matrix.one_panel_per_sample gene_panel_matrix.matrix_agrees_with_the_samples",
        ),
        "matrix_stranger": Break(
            set_rows(matrix, "sample_id = 'PLANTED-X'"), "gene_panel_matrix.sample_is_known"
        ),
        "matrix_lost_panel": Break(
            set_rows(matrix, "mutations_panel = 'LOST'"),
            "gene_panel_matrix.panel_is_known gene_panel_matrix.matrix_agrees_with_the_samples",
        ),
        "matrix_differs": Break(
            set_rows(matrix, "mutations_panel = 'WES'"), "gene_panel_matrix.matrix_agrees_with_the_samples"
        ),
        "link_of_nobody": Break(
            more_rows(link, "true", patient_id="null"), "!person_link.patient_id_not_null"
        ),
        "link_to_nobody": Break(set_rows(link, "person_id = null"), "!person_link.person_id_not_null"),
        "link_to_two": Break(
            more_rows(link, "true", linked_study_id="'$s'", person_id="'PLANTED-H2'"),
            "person_link.one_person_per_patient",
        ),
        "nameless_list": Break(
            more_rows(listed, "sample_id = 'PLANTED-C1-T01'", list_id="null"), "!case_list.list_id_not_null"
        ),
        "list_nobody": Break(
            more_rows(listed, "sample_id = 'PLANTED-C1-T01'", sample_id="null"),
            "!case_list.sample_id_not_null",
        ),
        "list_stranger": Break(
            more_rows(listed, "sample_id = 'PLANTED-C1-T01'", sample_id="'PLANTED-X'"),
            "case_list.sample_is_known",
        ),
        "listed_twice": Break(
            more_rows(listed, "sample_id = 'PLANTED-C1-T01'", source_line="7"), "case_list.sample_listed_once"
        ),
        "incomplete": Break(
            set_rows("landing.mutations", "tumor_sample_barcode = 'PLANTED-C1-T02'", "source_line = 9"),
            "case_list.sequenced_list_is_complete",
        ),
    }


BREAKS = _cbioportal()
