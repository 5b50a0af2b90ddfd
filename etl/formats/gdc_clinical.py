"""clinical.tsv of the GDC: one row for each diagnosis and treatment of a case."""

from etl.formats.gdc_table import CASE, PATIENT, GdcTable, prefixed
from etl.formats.table_rows import Level
from etl.schema import Column

_OF_THE_CASE = (
    CASE,
    Column("project_id", ("project.project_id", "cases.project.project_id", "project_id")),
    prefixed("cases", "primary_site"),
    prefixed("cases", "disease_type"),
    prefixed("cases", "index_date"),
    # The GDC's dictionary renamed gender to sex_at_birth in 2025.
    Column("sex", ("demographic.gender", "gender", "demographic.sex_at_birth", "sex_at_birth")),
    prefixed("demographic", "race"),
    prefixed("demographic", "ethnicity"),
    prefixed("demographic", "vital_status"),
    prefixed("demographic", "days_to_birth", "integer"),
    prefixed("demographic", "days_to_death", "integer"),
    prefixed("demographic", "age_at_index", "number", ours="age_at_index_years"),
    prefixed("demographic", "cause_of_death"),
    prefixed("demographic", "age_is_obfuscated", "boolean"),
)
_OF_THE_DIAGNOSIS = (
    prefixed("diagnoses", "age_at_diagnosis", "integer", ours="age_at_diagnosis_days"),
    prefixed("diagnoses", "ajcc_pathologic_stage"),
    prefixed("diagnoses", "ajcc_pathologic_t"),
    prefixed("diagnoses", "ajcc_pathologic_n"),
    prefixed("diagnoses", "ajcc_pathologic_m"),
    prefixed("diagnoses", "ajcc_clinical_stage"),
    prefixed("diagnoses", "ajcc_clinical_t"),
    prefixed("diagnoses", "ajcc_clinical_n"),
    prefixed("diagnoses", "ajcc_clinical_m"),
    prefixed("diagnoses", "ajcc_staging_system_edition"),
    prefixed("diagnoses", "classification_of_tumor"),
    prefixed("diagnoses", "diagnosis_is_primary_disease", "boolean"),
    prefixed("diagnoses", "days_to_diagnosis", "integer"),
    prefixed("diagnoses", "days_to_last_follow_up", "integer"),
    prefixed("diagnoses", "morphology"),
    prefixed("diagnoses", "primary_diagnosis"),
    prefixed("diagnoses", "icd_10_code"),
    prefixed("diagnoses", "tissue_or_organ_of_origin"),
    prefixed("diagnoses", "site_of_resection_or_biopsy"),
    prefixed("diagnoses", "prior_malignancy"),
    prefixed("diagnoses", "synchronous_malignancy"),
    prefixed("diagnoses", "prior_treatment"),
    prefixed("diagnoses", "residual_disease"),
    prefixed("diagnoses", "laterality"),
    prefixed("diagnoses", "year_of_diagnosis", "integer"),
)

GDC_CLINICAL = GdcTable(
    "gdc_clinical",
    (
        PATIENT,
        *_OF_THE_CASE,
        prefixed("diagnoses", "diagnosis_id"),
        *_OF_THE_DIAGNOSIS,
        prefixed("treatments", "treatment_id"),
    ),
    is_needed=True,
    levels=(
        Level("patient_id", tuple(column.name for column in _OF_THE_CASE), "case"),
        Level("diagnosis_id", ("patient_id", *(column.name for column in _OF_THE_DIAGNOSIS)), "diagnosis"),
    ),
)
