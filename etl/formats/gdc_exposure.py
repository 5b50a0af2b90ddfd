"""exposure.tsv of the GDC: what a case was exposed to, above all tobacco."""

from etl.formats.gdc_table import CASE, PATIENT, GdcTable, prefixed

GDC_EXPOSURE = GdcTable(
    "gdc_exposure",
    (
        PATIENT,
        CASE,
        prefixed("exposures", "exposure_type"),
        prefixed("exposures", "pack_years_smoked", "number"),
        prefixed("exposures", "tobacco_smoking_status"),
        prefixed("exposures", "tobacco_smoking_onset_year", "integer"),
        prefixed("exposures", "tobacco_smoking_quit_year", "integer"),
        prefixed("exposures", "cigarettes_per_day", "number"),
    ),
)
