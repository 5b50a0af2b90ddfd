"""Ways to break the marts of patients, samples and signatures; written as ``statements`` says."""

from tests.expectations.statements import (
    ONE,
    THREE,
    TWO,
    Break,
    more_patients,
    more_rows,
    set_rows,
)


def _dim_patient() -> dict[str, Break]:
    table = "marts.dim_patient"
    return {
        "no_key": Break(
            more_rows(table, ONE, patient_key="null", patient_id="'PLANTED-9'", is_index_record="false"),
            "!dim_patient.patient_key_not_null",
        ),
        "same_key": Break(
            more_rows(table, ONE, pack_years="1", is_index_record="false"), "!dim_patient.patient_key_unique"
        ),
        "no_study": Break(
            f"update marts.dim_patient set study_id = null where patient_key like '$s:%' and {THREE}",
            "!dim_patient.study_id_not_null",
        ),
        "no_id": Break(set_rows(table, "patient_id = null", THREE), "!dim_patient.patient_id_not_null"),
        "other_key": Break(
            set_rows(table, "patient_id = 'PLANTED-9'", THREE), "!dim_patient.key_is_study_and_patient"
        ),
        "no_person": Break(set_rows(table, "person_id = null", THREE), "!dim_patient.person_id_not_null"),
        "counted_twice": Break(
            set_rows(table, "person_id = '$s:PLANTED-1'", TWO), "!dim_patient.one_index_record_per_person"
        ),
        "not_counted": Break(
            set_rows(table, "is_index_record = false", TWO), "!dim_patient.one_index_record_per_person"
        ),
        "sex": Break(set_rows(table, "sex = 'female'", ONE), "!dim_patient.sex_known_word"),
        "risk": Break(set_rows(table, "risk_group = 'low'", ONE), "!dim_patient.risk_group_known_word"),
        "stage": Break(set_rows(table, "stage_group = 'IIB'", ONE), "dim_patient.stage_group_known_word"),
        "two_editions": Break(
            set_rows(table, "stage_edition = '8th'", ONE), "dim_patient.one_edition_per_study"
        ),
        "status": Break(
            set_rows(table, "leader_signature_status = 'maybe', leader_signature = null", THREE),
            "!dim_patient.leader_signature_status_known_word !dim_patient.unsequenced_are_not_assessable "
            "!fct_patient_signature.default_signature_agrees",
        ),
        "no_status": Break(
            set_rows(table, "leader_signature_status = null, leader_signature = null", THREE),
            "!dim_patient.leader_signature_status_not_null",
        ),
        "false_for_unknown": Break(
            set_rows(table, "leader_signature = false", THREE), "!dim_patient.signature_flag_follows_status"
        ),
        "null_for_negative": Break(
            set_rows(table, "leader_signature = null", TWO), "!dim_patient.signature_flag_follows_status"
        ),
        "unsequenced": Break(
            set_rows(table, "is_sequenced = false, tmb_per_mb = null", TWO),
            "!dim_patient.unsequenced_are_not_assessable "
            "!fct_patient_signature.unsequenced_are_not_assessable "
            "!dim_sample.sequenced_samples_make_sequenced_patients",
        ),
        "perhaps_sequenced": Break(
            set_rows(table, "is_sequenced = null, tmb_per_mb = null", TWO),
            "!dim_patient.unsequenced_are_not_assessable "
            "!fct_patient_signature.unsequenced_are_not_assessable "
            "!dim_sample.sequenced_samples_make_sequenced_patients",
        ),
        "positive_of_nothing": Break(
            set_rows(table, "n_leader_variants = 0", ONE), "!dim_patient.positive_have_variants"
        ),
        "negative_of_two": Break(
            set_rows(table, "n_leader_variants = 2", TWO), "dim_patient.negative_have_no_variants"
        ),
        "age": Break(
            set_rows(table, "age_at_diagnosis_years = 140", ONE),
            "dim_patient.age_at_diagnosis_years_in_range",
        ),
        "young": Break(more_patients(25, age_at_diagnosis_years="12"), "dim_patient.median_age_plausible"),
        "packs": Break(set_rows(table, "pack_years = 900", ONE), "dim_patient.pack_years_in_range"),
        "burden": Break(set_rows(table, "tmb_per_mb = -1", ONE), "dim_patient.tmb_per_mb_in_range"),
        "burden_unsequenced": Break(
            set_rows(table, "tmb_per_mb = 0", THREE), "!dim_patient.unsequenced_have_no_burden"
        ),
        "sexless": Break(more_patients(25, sex="null"), "dim_patient.sex_mostly_known"),
        "unsequenced_study": Break(more_patients(25, is_sequenced="false"), "dim_patient.mostly_sequenced"),
    }


def _dim_sample() -> dict[str, Break]:
    table = "marts.dim_sample"
    return {
        "sample_without_key": Break(
            more_rows(table, TWO, sample_key="null"), "!dim_sample.sample_key_not_null"
        ),
        "same_sample": Break(more_rows(table, TWO, panel_id="'P'"), "!dim_sample.sample_key_unique"),
        "sample_of_nobody": Break(
            more_rows(table, TWO, patient_key="null", sample_key="'$s:PLANTED-X-01A'"),
            "!dim_sample.patient_key_not_null",
        ),
        "sample_of_a_stranger": Break(
            more_rows(table, TWO, patient_key="'$s:PLANTED-X'", sample_key="'$s:PLANTED-X-01A'"),
            "!dim_sample.patient_exists",
        ),
        "burden_of_sample": Break(
            set_rows(table, "tmb_per_mb = -5, n_tmb_variants = -150", TWO), "dim_sample.tmb_per_mb_in_range"
        ),
        "zero_for_unsequenced": Break(
            set_rows(table, "tmb_per_mb = 0", THREE), "!dim_sample.unsequenced_have_no_burden"
        ),
        "burden_of_other_megabases": Break(
            set_rows(table, "tmb_megabases = 50", TWO), "!dim_sample.burden_is_variants_per_megabase"
        ),
        "burden_of_another_rule": Break(
            more_rows(table, TWO, 25, sample_key="'$s:PLANTED-2-B' || i", tmb_per_mb_as_delivered="2.5"),
            "dim_sample.burden_agrees_with_the_study",
        ),
        "aliquots": Break(set_rows(table, "n_aliquots = 999", TWO), "dim_sample.n_aliquots_in_range"),
        "variants_unsequenced": Break(
            set_rows(table, "is_sequenced = false, tmb_per_mb = null", TWO),
            "!dim_sample.samples_with_variants_are_sequenced "
            "!fct_leader_signature.unsequenced_are_not_assessable",
        ),
    }


def _signatures() -> dict[str, Break]:
    call, patient = "marts.fct_leader_signature", "marts.fct_patient_signature"
    return {
        "call_of_no_sample": Break(
            set_rows(call, "sample_key = null", THREE), "!fct_leader_signature.sample_key_not_null"
        ),
        "call_of_nothing": Break(
            set_rows(call, "signature_id = null", THREE), "!fct_leader_signature.signature_id_not_null"
        ),
        "call_without_status": Break(
            set_rows(call, "status = null", THREE), "!fct_leader_signature.status_not_null"
        ),
        "call_of_odd_status": Break(
            set_rows(call, "status = 'maybe'", TWO), "!fct_leader_signature.status_known_word"
        ),
        "call_of_strange_sample": Break(
            set_rows(call, "sample_key = '$s:PLANTED-X-01A'", THREE), "!fct_leader_signature.sample_exists"
        ),
        "call_of_a_stranger": Break(
            set_rows(call, "patient_key = '$s:PLANTED-X'", THREE), "!fct_leader_signature.patient_exists"
        ),
        "called_twice": Break(more_rows(call, THREE, reason="'other'"), "!fct_leader_signature.called_once"),
        "called_unsequenced": Break(
            set_rows(call, "status = 'negative'", THREE),
            "!fct_leader_signature.unsequenced_are_not_assessable",
        ),
        "call_positive_of_nothing": Break(
            set_rows(call, "n_variants = 0", ONE), "!fct_leader_signature.positive_have_variants"
        ),
        "call_negative_of_two": Break(
            set_rows(call, "n_variants = 2", TWO), "fct_leader_signature.negative_have_no_variants"
        ),
        "unexplained": Break(
            set_rows(call, "reason = ' '", THREE), "fct_leader_signature.not_assessable_says_why"
        ),
        "more_than_all": Break(
            set_rows(call, "n_assessed_genes = 375", ONE), "!fct_leader_signature.assessed_within_targets"
        ),
        "fraction": Break(
            set_rows(call, "callable_fraction = 1.5", ONE),
            "!fct_leader_signature.callable_fraction_in_range",
        ),
        "signature_of_nobody": Break(
            more_rows(patient, THREE, patient_key="null"), "!fct_patient_signature.patient_key_not_null"
        ),
        "signature_of_nothing": Break(
            more_rows(patient, THREE, signature_id="null"), "!fct_patient_signature.signature_id_not_null"
        ),
        "signature_without_status": Break(
            set_rows(patient, "status = null", THREE), "!fct_patient_signature.status_not_null"
        ),
        "signature_of_odd_status": Break(
            set_rows(patient, "status = 'maybe'", TWO),
            "!fct_patient_signature.status_known_word !fct_patient_signature.default_signature_agrees",
        ),
        "signature_of_a_stranger": Break(
            more_rows(patient, THREE, patient_key="'$s:PLANTED-X'"), "!fct_patient_signature.patient_exists"
        ),
        "signature_twice": Break(
            more_rows(patient, THREE, status="'not_assessable'"), "!fct_patient_signature.called_once"
        ),
        "signatureless": Break(
            "delete from marts.fct_patient_signature where patient_key = '$s:PLANTED-3'",
            "!fct_patient_signature.every_patient_is_called",
        ),
    }


BREAKS = {**_dim_patient(), **_dim_sample(), **_signatures()}
