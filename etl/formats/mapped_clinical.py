"""Any delimited clinical table that study.toml maps: columns, words, outcomes.

A column that bears our name or cBioPortal's needs no mapping. What study.toml names must be in the header.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from etl.clinical import left_out, rule
from etl.clinical.landing import FIELDS, KIND, PATIENT_FIELDS, SAMPLE_FIELDS
from etl.clinical.outcomes import Rules
from etl.clinical.reader import ClinicalForm, Sheet
from etl.clinical.rule import Outcome
from etl.formats import ReadContext
from etl.formats.declared import check_said, check_values, said_columns, with_values
from etl.schema import Column, TableSchema
from etl.table import Table

# kind of study.toml -> what a row is, and the fields that its columns may feed.
LEVELS = {"clinical_patient": "patient", "clinical_sample": "sample", "follow_up": "follow_up"}
OURS = {
    "clinical_patient": ("patient_id", *PATIENT_FIELDS),
    "clinical_sample": ("sample_id", "patient_id", *SAMPLE_FIELDS, *PATIENT_FIELDS),
    "follow_up": ("patient_id", "follow_up_id", "days_to_new_tumor_event"),
}
# The landing tables of cBioPortal's own files name two fields otherwise.
_CBIOPORTAL = {"age_at_diagnosis_years": "age_years", "tmb_per_mb": "tmb_nonsynonymous"}


@dataclass(frozen=True)
class Mapped(ClinicalForm):
    """Reader of a mapped table. Its kind, columns, words and outcomes come with the file's options."""

    left_out_by: tuple[str, ...] = tuple(name for name in left_out.COLUMNS if name != "cancer_type")

    def fields(self, context: ReadContext) -> TableSchema:
        """The mapped columns, and those that bear a known name."""
        said, kind = said_columns(context.source.options), _kind(context)
        columns = []
        for name in OURS[kind]:
            known = _spellings(name, context)
            source = (said[name],) if name in said else (name, *known)
            needed = name == "patient_id" or (name == "sample_id" and kind == "clinical_sample")
            dtype = FIELDS[name]
            columns.append(
                Column(name, source, "number" if dtype == pl.Float64() else "text", needed, needed)
            )
        return TableSchema(KIND, tuple(columns))

    def check(self, table: Table, context: ReadContext, path: str) -> None:
        """Raise FileFault for a column that study.toml names and the header lacks."""
        options = context.source.options
        check_said(options, table.header, path, table.header_line)
        for endpoint, outcome in _said_outcomes(context):
            for name in outcome.columns:
                where = f"[file.outcomes.{endpoint}]"
                check_said((("column", f"{where}={name}"),), table.header, path, table.header_line)
        shown = self.fields(context).resolve(table.header)
        check_values(options, shown, path, table.header_line)

    def sheet(self, table: Table, rows: pl.DataFrame, context: ReadContext) -> Sheet:
        """All rows."""
        return Sheet(table.header, rows, LEVELS[_kind(context)])

    def rules(self, sheet: Sheet, fields: TableSchema, context: ReadContext) -> Rules:
        """The outcomes of study.toml, and cBioPortal's pairs of endpoints that it does not name."""
        said = _said_outcomes(context)
        known = {endpoint for endpoint, _ in said}
        claimed = {*fields.resolve(sheet.header).values(), *(name for _, o in said for name in o.columns)}
        pairs = cbioportal_pairs(sheet.header, claimed)
        return (*said, *((endpoint, outcome) for endpoint, outcome in pairs if endpoint not in known))

    def replaced(self, rows: pl.DataFrame, shown: Mapping[str, str], context: ReadContext) -> pl.DataFrame:
        """The rows with the words of [file.values] in the place of those delivered, whatever their case."""
        return with_values(rows, shown, context.source.options)


def cbioportal_pairs(header: Sequence[str], claimed: Collection[str]) -> Rules:
    """PREFIX_STATUS with PREFIX_MONTHS, else PREFIX_DAYS, unless something has claimed one of them."""
    by_upper = {name.upper(): name for name in reversed(header) if name not in claimed}
    found = []
    for status in (name.upper() for name in header if name.upper() in by_upper):
        prefix = status.removesuffix("_STATUS")
        months, days = by_upper.get(f"{prefix}_MONTHS"), by_upper.get(f"{prefix}_DAYS")
        if prefix and prefix != status and (months or days):
            found.append((prefix, Outcome(by_upper[status], months=months, days=None if months else days)))
    return tuple(dict(found).items())


def _kind(context: ReadContext) -> str:
    return context.source.option("declared_kind") or "clinical_patient"


def _spellings(name: str, context: ReadContext) -> tuple[str, ...]:
    theirs = _CBIOPORTAL.get(name, name)
    return tuple(
        spelling
        for level in ("patient", "sample")
        for spelling in context.vocabulary.spellings("cbioportal", level, theirs)
    )


def _said_outcomes(context: ReadContext) -> Rules:
    return tuple(rule.from_text(value) for key, value in context.source.options if key == "outcome")


MAPPED_CLINICAL = Mapped("mapped_clinical", "patient")
