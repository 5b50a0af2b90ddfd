"""The TCGA Clinical Data Resource as delimited text: one row per patient, many cancer types in one table.

Liu et al., Cell 2018;173(2):400-416: endpoints OS, DSS, DFI and PFI in days from diagnosis, curated from all
forms and follow-ups. Redacted patients are left out.
"""

from dataclasses import dataclass

from etl.clinical import tcga
from etl.clinical.outcomes import Rules
from etl.clinical.reader import ClinicalForm, Sheet
from etl.formats import ReadContext
from etl.schema import TableSchema


@dataclass(frozen=True)
class Cdr(ClinicalForm):
    """Reader of the table."""

    def rules(self, sheet: Sheet, fields: TableSchema, context: ReadContext) -> Rules:
        """The endpoints as the authors worked them out."""
        return tcga.pairs(sheet.header)


TCGA_CDR = Cdr("tcga_cdr", "patient")
