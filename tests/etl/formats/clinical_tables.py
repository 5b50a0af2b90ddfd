"""Clinical tables as the centres write them, by their real headers, with patients who do not exist."""

from collections.abc import Mapping, Sequence

BCR = {
    # name: (name in the BCR's XML, CDE number)
    "bcr_patient_uuid": ("bcr_patient_uuid", "CDE_ID:"),
    "bcr_patient_barcode": ("bcr_patient_barcode", "CDE_ID:2003301"),
    "form_completion_date": ("form_completion_date", "CDE_ID:"),
    "histologic_diagnosis": ("diagnosis", "CDE_ID:3081934"),
    "gender": ("gender", "CDE_ID:2200604"),
    "birth_days_to": ("days_to_birth", "CDE_ID:3008233"),
    "race": ("race", "CDE_ID:2192199"),
    "ethnicity": ("ethnicity", "CDE_ID:2192217"),
    "tumor_status": ("person_neoplasm_cancer_status", "CDE_ID:2759550"),
    "vital_status": ("vital_status", "CDE_ID:5"),
    "last_contact_days_to": ("days_to_last_followup", "CDE_ID:3008273"),
    "death_days_to": ("days_to_death", "CDE_ID:3165475"),
    "tobacco_smoking_history_indicator": ("tobacco_smoking_history", "CDE_ID:2181650"),
    "tobacco_smoking_pack_years_smoked": ("number_pack_years_smoked", "CDE_ID:2955385"),
    "age_at_initial_pathologic_diagnosis": ("age_at_initial_pathologic_diagnosis", "CDE_ID:2006657"),
    "ajcc_staging_edition": ("system_version", "CDE_ID:2722309"),
    "ajcc_tumor_pathologic_pt": ("pathologic_T", "CDE_ID:3045435"),
    "ajcc_nodes_pathologic_pn": ("pathologic_N", "CDE_ID:3203106"),
    "ajcc_metastasis_pathologic_pm": ("pathologic_M", "CDE_ID:3045439"),
    "ajcc_pathologic_tumor_stage": ("pathologic_stage", "CDE_ID:3203222"),
}
# In lung the name comes twice: the diagnosis of the case and its histological type.
BCR_TWICE = ("histologic_diagnosis", "histological_type", "CDE_ID:3081932")
FOLLOW_UP = {
    "bcr_patient_uuid": ("bcr_patient_uuid", "CDE_ID:"),
    "bcr_patient_barcode": ("bcr_patient_barcode", "CDE_ID:2003301"),
    "bcr_followup_barcode": ("bcr_followup_barcode", "CDE_ID:"),
    "vital_status": ("vital_status", "CDE_ID:5"),
    "last_contact_days_to": ("days_to_last_followup", "CDE_ID:3008273"),
    "death_days_to": ("days_to_death", "CDE_ID:3165475"),
    "new_tumor_event_dx_days_to": ("days_to_new_tumor_event_after_initial_treatment", "CDE_ID:3392464"),
}
NTE = {
    "bcr_patient_uuid": ("bcr_patient_uuid", "CDE_ID:"),
    "bcr_patient_barcode": ("bcr_patient_barcode", "CDE_ID:2003301"),
    "new_tumor_event_dx_days_to": ("days_to_new_tumor_event_after_initial_treatment", "CDE_ID:3392464"),
    "new_tumor_event_type": ("new_neoplasm_event_type", "CDE_ID:3119721"),
}
CDR = (
    "bcr_patient_barcode type age_at_initial_pathologic_diagnosis gender race ajcc_pathologic_tumor_stage "
    "clinical_stage histological_type histological_grade initial_pathologic_dx_year menopause_status "
    "birth_days_to vital_status tumor_status last_contact_days_to death_days_to cause_of_death "
    "new_tumor_event_type new_tumor_event_site new_tumor_event_site_other new_tumor_event_dx_days_to "
    "treatment_outcome_first_course margin_status residual_tumor OS OS.time DSS DSS.time DFI DFI.time PFI "
    "PFI.time Redaction"
).split()
XENA = (
    "sampleID _INTEGRATION _PATIENT _cohort _primary_disease _primary_site "
    "age_at_initial_pathologic_diagnosis days_to_birth days_to_death days_to_last_followup gender "
    "histological_type number_pack_years_smoked pathologic_M pathologic_N pathologic_T pathologic_stage "
    "sample_type system_version tobacco_smoking_history vital_status"
).split()
SURVIVAL = "sample _PATIENT OS OS.time DSS DSS.time DFI DFI.time PFI PFI.time Redaction".split()

Row = Mapping[str, str]


def _line(cells: Sequence[str]) -> str:
    return "\t".join(cells) + "\n"


def biotab(columns: Mapping[str, tuple[str, str]], *rows: Row, twice: bool = False) -> str:
    """A biotab table: three header rows, `[Not Available]` where a row does not say."""
    more = [BCR_TWICE] if twice else []
    heads = [
        [*columns, *(name for name, _, _ in more)],
        [*(name for name, _ in columns.values()), *(name for _, name, _ in more)],
        [*(cde for _, cde in columns.values()), *(cde for _, _, cde in more)],
    ]
    names = [*columns, *(name for _, name, _ in more)]
    return "".join(map(_line, [*heads, *([row.get(c, "[Not Available]") for c in names] for row in rows)]))


def matrix(columns: Sequence[str], *rows: Row, nothing: str = "", separator: str = "\t") -> str:
    """A table with one header row, and `nothing` where a row does not say."""
    lines = [list(columns), *([row.get(c, nothing) for c in columns] for row in rows)]
    return "".join(_line(line) for line in lines).replace("\t", separator)
