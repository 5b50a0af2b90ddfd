"""Reading of a clinical table of any form, in steps that all forms share.

A form says which columns feed which field (the seed `clinical_column`), how it writes outcomes, and which of
its rows are not rows of patients. The rest is here: separators, rows left out by a stated rule, types,
repeats, contradictions, and every other cell kept verbatim.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from etl.clinical import left_out, outcomes
from etl.clinical.landing import DECIDING, FIELDS, KIND, PATIENT_FIELDS, SCHEMA
from etl.formats import Batch, ReadContext
from etl.formats.attributes import attributes
from etl.formats.declared import extra_na
from etl.formats.table_rows import Level, contradictions, without_repeats
from etl.header import require
from etl.rejects import LINE, no_faults
from etl.schema import Column, TableSchema, conform
from etl.table import Table, open_table
from etl.text import TextFile

# NA spellings of the TCGA forms (which cBioPortal hands on) and of clinical tables at large.
NA_SCOPES = ("cbioportal", "clinical")
KEYS = {"patient": "patient_id", "sample": "sample_id"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text rows of a table. `header`: delivered names, as the rows bear them; `level` of all rows."""

    header: tuple[str, ...]
    rows: pl.DataFrame
    level: str
    n_left_out: int = 0


@dataclass(frozen=True)
class ClinicalForm:
    """Reader of one form. `layout` and `level` name its rows of the seed `clinical_column`."""

    slug: str
    level: str
    has_one_patient_per_sample_table: bool = False
    left_out_by: tuple[str, ...] = left_out.COLUMNS

    @property
    def kind(self) -> str:
        """All forms land in one table."""
        return KIND

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        """Columns of the landing table."""
        return SCHEMA

    def fields(self, context: ReadContext) -> TableSchema:
        """Our fields and the columns that may feed them."""
        columns = [
            Column(name, spellings, "number" if FIELDS.get(name) == pl.Float64() else "text")
            for name in (*FIELDS, *DECIDING)
            if (spellings := context.vocabulary.spellings(self.slug, self.level, name))
        ]
        return TableSchema(KIND, tuple(_needed(column, self.level) for column in columns))

    def check(self, table: Table, context: ReadContext, path: str) -> None:
        """Raise FileFault where the header lacks what the file was said to hold."""

    def sheet(self, table: Table, rows: pl.DataFrame, context: ReadContext) -> Sheet:
        """The rows of patients, without what the form writes between header and data."""
        return Sheet(table.header, rows, self.level)

    def rules(self, sheet: Sheet, fields: TableSchema, context: ReadContext) -> outcomes.Rules:
        """The outcomes that the table holds."""
        return ()

    def replaced(self, rows: pl.DataFrame, shown: Mapping[str, str], context: ReadContext) -> pl.DataFrame:
        """The rows, with words put in the place of others. `shown`: ours to delivered."""
        return rows

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """The whole table as one batch, since its rules go across rows."""
        fields = self.fields(context)
        table = open_table(text, separator=None, repeats=True)
        self.check(table, context, text.path)
        require(fields, table.header, text.path, table.header_line)
        batch = table.read(table.header)
        sheet = self.sheet(table, batch.rows, context)
        shown = fields.resolve(sheet.header)
        rules = self.rules(sheet, fields, context)
        schema = replace(fields, columns=(*_to_land(fields), *outcomes.columns(rules)))
        rows = _with_points(sheet.rows, schema, table.separator)
        rows = self.replaced(rows, shown, context)
        decisive = {ours: name for ours, name in shown.items() if ours in self.left_out_by}
        rows, n_left_out = left_out.without(rows, decisive, context)
        rows, n_repeats = without_repeats(rows)
        typed, faults, n_same, cells = self._typed(rows, sheet, schema, rules, context)
        used = set(schema.resolve(sheet.header).values())
        verbatim = {cell: name for cell, name in cells.items() if name not in used}
        asked = replace(fields, columns=(*fields.columns, *outcomes.columns(rules)))
        for sentence in (*asked.passed_over(sheet.header), *left_out.told(typed, rules)):
            context.note(sentence)
        yield Batch(
            rows=typed.with_columns(
                pl.lit(sheet.level).alias("level"),
                outcomes.outcomes(rules),
                attributes(typed, verbatim, self._na(context)),
                *(pl.lit(None, dtype).alias(name) for name, dtype in FIELDS.items() if name not in typed),
            ).select(LINE, *SCHEMA),
            rejects=batch.rejected(*faults),
            rows_read=batch.rows_read,
            rows_duplicate=n_repeats + n_same,
            rows_filtered=batch.rows_filtered + sheet.n_left_out + n_left_out,
        )

    def _na(self, context: ReadContext) -> tuple[str, ...]:
        return (*context.vocabulary.na_spellings(*NA_SCOPES), *extra_na(context.source.options))

    def _typed(
        self,
        rows: pl.DataFrame,
        sheet: Sheet,
        schema: TableSchema,
        rules: outcomes.Rules,
        context: ReadContext,
    ) -> tuple[pl.DataFrame, list[pl.DataFrame], int, dict[str, str]]:
        """The sound rows, the faults of the others, how many repeats, the names of verbatim cells."""
        # Our name of a cell cannot be that of a delivered column: no header holds a tab.
        cells = {f"\t{n}": name for n, name in enumerate(sheet.header)}
        rows = rows.with_columns(pl.col(name).str.strip_chars().alias(cell) for cell, name in cells.items())
        typed = conform(rows, schema, self._na(context), keep=(*cells, left_out.LAST_NORMAL))
        good = typed.rows
        key = KEYS.get(sheet.level)
        at_odds, of_patients, n_same = no_faults(), no_faults(), 0
        if key is not None:
            level = Level(key, tuple(cells), sheet.level)
            good, at_odds = contradictions(good, [level], cells, whole=key, nulls_count=True)
            n_same = good.height
            good = good.unique(subset=key, keep="first", maintain_order=True)
            n_same -= good.height
        if self.has_one_patient_per_sample_table:
            good, of_patients = _patients_agree(good, schema, rules, sheet)
        good = left_out.as_patients(good)
        return good, [typed.faults, at_odds, of_patients], n_same, cells


def _needed(column: Column, level: str) -> Column:
    needed = column.name == "patient_id" or (column.name == "sample_id" and level == "sample")
    return replace(column, required=needed, not_null=needed)


def _to_land(fields: TableSchema) -> tuple[Column, ...]:
    return tuple(column for column in fields.columns if column.name in FIELDS)


def _patients_agree(
    rows: pl.DataFrame, schema: TableSchema, rules: outcomes.Rules, sheet: Sheet
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split off the patients of whom two samples tell different things."""
    ours = {column.name for column in outcomes.columns(rules)} | set(PATIENT_FIELDS)
    theirs = {ours_: name for ours_, name in schema.resolve(sheet.header).items() if ours_ in ours}
    level = Level("patient_id", tuple(theirs), "patient")
    return contradictions(rows, [level], theirs, whole="patient_id", nulls_count=False)


def _with_points(rows: pl.DataFrame, schema: TableSchema, separator: str) -> pl.DataFrame:
    """In a table cut by semicolons a comma within a number is its decimal point (61,5)."""
    if separator != ";":
        return rows
    theirs = schema.resolve(rows.columns)
    numbers = {theirs[c.name] for c in schema.columns if c.dtype == "number" and c.name in theirs}
    return rows.with_columns(
        pl.col(name).str.replace(r"^(\s*[+-]?\d+),(\d+)\s*$", "${1}.${2}") for name in sorted(numbers)
    )
