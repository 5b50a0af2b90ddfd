"""TCGA's BCR biotab: clinical_patient, follow_up and nte tables of nationwidechildrens.org.

Three header rows: the names, their names in the BCR's XML, and `CDE_ID:` numbers. A name that comes twice
(`histologic_diagnosis` in lung) is told apart by the second row. Follow-up and new-tumour-event tables have
many rows of one patient: each is a contact.
"""

import re
from dataclasses import dataclass

import polars as pl

from etl.clinical import tcga
from etl.clinical.outcomes import Rules
from etl.clinical.reader import ClinicalForm, Sheet
from etl.formats import ReadContext
from etl.rejects import LINE
from etl.schema import TableSchema
from etl.table import Table

_PATIENT = "bcr_patient_barcode"
_OF_PATIENTS = {"gender", "race"}
_NUMBERED = re.compile(r"\.[0-9]+$")


@dataclass(frozen=True)
class Biotab(ClinicalForm):
    """Reader of a biotab table."""

    def sheet(self, table: Table, rows: pl.DataFrame, context: ReadContext) -> Sheet:
        """Without the second and third header row; the second names what the first names twice."""
        patient = next(name for name in table.header if name.lower() == _PATIENT)
        cell = pl.col(patient).str.strip_chars().str.to_lowercase()
        is_name, is_number = cell.is_in([_PATIENT, "patient_barcode"]), cell.str.starts_with("cde_id")
        names = rows.filter(is_name).head(1)
        data = rows.filter(~(is_name | is_number).fill_null(False))
        new = _told_apart(table.header, names)
        header = tuple(new.get(name, name) for name in table.header)
        level = "patient" if _OF_PATIENTS & {name.lower() for name in header} else "follow_up"
        return Sheet(header, data.rename(new), level, rows.height - data.height)

    def rules(self, sheet: Sheet, fields: TableSchema, context: ReadContext) -> Rules:
        """OS. A table without vital status (nte) tells of contacts only."""
        return tcga.overall(sheet.header, fields, self.slug, self.level, context.vocabulary)


def _told_apart(header: tuple[str, ...], names: pl.DataFrame) -> dict[str, str]:
    """Delivered name to that of the second row, for the names that come more than once."""
    if names.is_empty():
        return {}
    second = names.drop(LINE).row(0, named=True)
    again = {name: name.rpartition(".")[0] for name in header if _NUMBERED.search(name)}
    twice = {*again, *again.values()} if set(again.values()) <= set(header) else set()
    new: dict[str, str] = {}
    for name in header:
        other = (second[name] or "").strip()
        if name in twice and other and other not in header and other not in new.values():
            new[name] = other
    return new


TCGA_BCR = Biotab("tcga_bcr", "patient")
