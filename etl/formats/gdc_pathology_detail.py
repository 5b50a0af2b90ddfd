"""pathology_detail.tsv of the GDC: what pathology found at a diagnosis."""

from etl.formats.gdc_table import CASE, PATIENT, GdcTable, prefixed

GDC_PATHOLOGY_DETAIL = GdcTable(
    "gdc_pathology_detail",
    (
        PATIENT,
        CASE,
        prefixed("diagnoses", "diagnosis_id"),
        prefixed("pathology_details", "pathology_detail_id"),
        prefixed("pathology_details", "consistent_pathology_review"),
        prefixed("pathology_details", "vascular_invasion_present"),
        prefixed("pathology_details", "lymphatic_invasion_present"),
        prefixed("pathology_details", "perineural_invasion_present"),
        prefixed("pathology_details", "necrosis_present"),
        prefixed("pathology_details", "lymph_nodes_positive", "integer"),
        prefixed("pathology_details", "lymph_nodes_tested", "integer"),
    ),
)
