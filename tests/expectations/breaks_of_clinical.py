"""Ways to break what other clinical tables deliver; written as ``statements`` says."""

from tests.expectations.statements import Break, more_rows, set_rows

_TABLE = "landing.clinical"


def _outcome(word: str, **times: str) -> str:
    cells = {"days": "null", "months": "null", "event_days": "null", "contact_days": "null", **times}
    listed = ", ".join(f"'{name}': {value}" for name, value in cells.items())
    return f"outcomes = [{{'endpoint': 'OS', 'status': 'PLANTED', 'word': {word}, {listed}}}]"


def _clinical() -> dict[str, Break]:
    return {
        "told_of_nobody": Break(
            more_rows(_TABLE, "true", patient_id="null", sample_id="null"), "!clinical.patient_id_not_null"
        ),
        "no_level": Break(set_rows(_TABLE, "level = 'PLANTED'"), "!clinical.level_known_word"),
        "told_of_two": Break(
            more_rows(_TABLE, "true", patient_id="'PLANTED-X'"), "!clinical.one_patient_per_sample"
        ),
        "told_sex": Break(set_rows(_TABLE, "sex = 'PLANTED'"), "clinical.sex_known_word"),
        "told_two_sexes": Break(more_rows(_TABLE, "true", sex="'male'"), "clinical.one_sex_per_patient"),
        "told_age": Break(
            set_rows(_TABLE, "age_at_diagnosis_years = -1"), "clinical.age_at_diagnosis_years_in_range"
        ),
        "told_days_for_years": Break(
            set_rows(_TABLE, "age_at_diagnosis_years = 22500"),
            "!clinical.ages_are_in_their_unit clinical.age_at_diagnosis_years_in_range",
        ),
        "told_years_for_days": Break(
            set_rows(_TABLE, "age_at_diagnosis_days = 61"), "!clinical.ages_are_in_their_unit"
        ),
        "told_age_in_days": Break(
            set_rows(_TABLE, "age_at_diagnosis_days = 90000"), "clinical.age_at_diagnosis_days_in_range"
        ),
        "told_unborn": Break(set_rows(_TABLE, "days_to_birth = 22500"), "clinical.days_to_birth_in_range"),
        "told_pack_years": Break(set_rows(_TABLE, "pack_years = 900"), "clinical.pack_years_in_range"),
        "told_burden": Break(set_rows(_TABLE, "tmb_per_mb = -4"), "clinical.tmb_per_mb_in_range"),
        "told_odd_outcome": Break(
            set_rows(_TABLE, _outcome("'PLANTED'", days="300.0")), "clinical.outcome_status_understood"
        ),
        "told_negative_time": Break(
            set_rows(_TABLE, _outcome("'dead'", event_days="-3.0")), "clinical.outcome_times_not_negative"
        ),
        "told_days_for_months": Break(
            set_rows(_TABLE, _outcome("'dead'", months="900.0")), "!clinical.outcome_times_are_in_their_unit"
        ),
        "told_months_for_days": Break(
            set_rows(_TABLE, _outcome("'dead'", days="12.0"))
            + "; "
            + more_rows(_TABLE, "true", 25, patient_id="'PLANTED-D' || i", sample_id="'PLANTED-D-01' || i"),
            "clinical.days_are_not_months",
        ),
        "told_no_time": Break(
            set_rows(_TABLE, _outcome("'dead'", contact_days="300.0")), "clinical.events_have_a_time"
        ),
    }


BREAKS = _clinical()
