"""aliquot.tsv of the GDC's biospecimen download: which aliquot was taken from which sample."""

from etl.formats.gdc_table import CASE, PATIENT, GdcTable
from etl.schema import Column

GDC_ALIQUOT = GdcTable(
    "gdc_aliquot",
    (
        PATIENT,
        CASE,
        Column("sample_submitter_id", ("samples.submitter_id", "sample_submitter_id")),
        Column("aliquot_id", ("aliquots.aliquot_id", "aliquot_id"), required=True, not_null=True),
        Column("aliquot_submitter_id", ("aliquots.submitter_id", "aliquot_submitter_id")),
    ),
)
