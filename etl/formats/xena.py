"""UCSC Xena's clinical matrices and survival tables: one row per sample, facts of the patient in each.

Normal samples are mixed in and are no tumours. OS comes from OS and OS.time where the table has them, else
from vital status and its days. The samples of a patient must agree in what they say of the patient.
"""

from dataclasses import dataclass

import polars as pl

from etl.clinical import tcga
from etl.clinical.outcomes import Rules
from etl.clinical.reader import ClinicalForm, Sheet
from etl.clinical.rule import Outcome
from etl.formats import ReadContext
from etl.schema import TableSchema


@dataclass(frozen=True)
class Xena(ClinicalForm):
    """Reader of a matrix."""

    def rules(self, sheet: Sheet, fields: TableSchema, context: ReadContext) -> Rules:
        """Pairs of the table, and OS from vital status where there is no pair of it."""
        found = (*tcga.pairs(sheet.header), *_older_pairs(sheet))
        if any(endpoint == "OS" for endpoint, _ in found):
            return found
        return (*found, *tcga.overall(sheet.header, fields, self.slug, self.level, context.vocabulary))


def _older_pairs(sheet: Sheet) -> Rules:
    """_OS_IND and _OS with _OS_UNIT days, as the matrices had them until 2017; _RFS alike."""
    by_upper = {name.upper(): name for name in reversed(sheet.header)}
    found = []
    for status in (name for name in by_upper if name.startswith("_") and name.endswith("_IND")):
        time = status.removesuffix("_IND")
        unit = by_upper.get(f"{time}_UNIT")
        if time in by_upper and (unit is None or _is_days(sheet.rows[unit])):
            found.append((time.removeprefix("_"), Outcome(by_upper[status], days=by_upper[time])))
    present = {name.upper() for name, _ in tcga.pairs(sheet.header)}
    return tuple((endpoint, outcome) for endpoint, outcome in found if endpoint not in present)


def _is_days(unit: pl.Series) -> bool:
    return set(unit.str.strip_chars().str.to_lowercase().unique()) <= {"days", ""}


XENA = Xena("xena", "sample", has_one_patient_per_sample_table=True)
