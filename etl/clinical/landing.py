"""The landing table `clinical`: one row per patient, sample or follow-up of a clinical table."""

from collections.abc import Mapping

import polars as pl

from etl.formats.attributes import ATTRIBUTE

KIND = "clinical"
# days, months: the time as delivered in that unit. event_days and contact_days: a pair, of which the status
# says which one counts. `word` is what the vocabulary event_status is asked for; `status` stays as delivered.
OUTCOME = pl.Struct(
    {
        "endpoint": pl.String(),
        "status": pl.String(),
        "word": pl.String(),
        "days": pl.Float64(),
        "months": pl.Float64(),
        "event_days": pl.Float64(),
        "contact_days": pl.Float64(),
    }
)
IDS = ("patient_id", "sample_id", "follow_up_id")
PATIENT_FIELDS: Mapping[str, pl.DataType] = {
    "sex": pl.String(),
    "age_at_diagnosis_years": pl.Float64(),
    "age_at_diagnosis_days": pl.Float64(),
    "days_to_birth": pl.Float64(),
    "race": pl.String(),
    "ethnicity": pl.String(),
    "smoking_status": pl.String(),
    "pack_years": pl.Float64(),
    "cancer_type": pl.String(),
    "histology": pl.String(),
    "stage_group": pl.String(),
    "stage_basis": pl.String(),
    "stage_edition": pl.String(),
    "t_stage": pl.String(),
    "n_stage": pl.String(),
    "m_stage": pl.String(),
    "pathologic_stage": pl.String(),
    "pathologic_t": pl.String(),
    "pathologic_n": pl.String(),
    "pathologic_m": pl.String(),
    "clinical_stage": pl.String(),
    "clinical_t": pl.String(),
    "clinical_n": pl.String(),
    "clinical_m": pl.String(),
}
SAMPLE_FIELDS: Mapping[str, pl.DataType] = {
    "sample_type": pl.String(),
    "oncotree_code": pl.String(),
    "cancer_type_detailed": pl.String(),
    "panel_id": pl.String(),
    "tmb_per_mb": pl.Float64(),
}
FIELDS: Mapping[str, pl.DataType] = {
    **dict.fromkeys(IDS, pl.String()),
    **PATIENT_FIELDS,
    **SAMPLE_FIELDS,
    "days_to_new_tumor_event": pl.Float64(),
}
SCHEMA: Mapping[str, pl.DataType] = {
    "level": pl.String(),
    **FIELDS,
    "outcomes": pl.List(OUTCOME),
    "attributes": pl.List(ATTRIBUTE),
}
# Columns that feed no field by themselves: they decide what becomes of a row, or make an outcome.
DECIDING = ("redaction", "vital_status", "days_to_death", "days_to_last_contact")
