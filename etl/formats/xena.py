"""UCSC Xena's clinical matrices and survival tables: one row per sample, facts of the patient in each.

Normal samples are mixed in and are no tumours. OS comes from OS and OS.time where the table has them, else
from vital status and its days. The samples of a patient must agree in what they say of the patient.
"""

from dataclasses import dataclass

from etl.clinical import tcga
from etl.clinical.outcomes import Rules
from etl.clinical.reader import ClinicalForm, Sheet
from etl.formats import ReadContext
from etl.schema import TableSchema


@dataclass(frozen=True)
class Xena(ClinicalForm):
    """Reader of a matrix."""

    def rules(self, sheet: Sheet, fields: TableSchema, context: ReadContext) -> Rules:
        """Pairs of the table, and OS from vital status where there is no pair of it."""
        found = tcga.pairs(sheet.header)
        if any(endpoint == "OS" for endpoint, _ in found):
            return found
        return (*found, *tcga.overall(sheet.header, fields, self.slug, self.level, context.vocabulary))


XENA = Xena("xena", "sample", has_one_patient_per_sample_table=True)
