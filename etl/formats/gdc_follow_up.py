"""follow_up.tsv of the GDC: one row for each follow-up (repeated for each molecular test in it)."""

from etl.formats.gdc_table import CASE, PATIENT, GdcTable, prefixed

GDC_FOLLOW_UP = GdcTable(
    "gdc_follow_up",
    (
        PATIENT,
        CASE,
        prefixed("follow_ups", "follow_up_id"),
        prefixed("follow_ups", "days_to_follow_up", "integer"),
        prefixed("follow_ups", "days_to_progression", "integer"),
        prefixed("follow_ups", "days_to_recurrence", "integer"),
        prefixed("follow_ups", "progression_or_recurrence"),
        prefixed("follow_ups", "progression_or_recurrence_type"),
        prefixed("follow_ups", "disease_response"),
        prefixed("follow_ups", "ecog_performance_status"),
        prefixed("follow_ups", "timepoint_category"),
    ),
)
