"""What study.toml says of one file, as it reaches a reader: in the options of its record."""

import difflib
from collections.abc import Sequence
from dataclasses import replace

from etl.errors import FileFault
from etl.schema import TableSchema

# Names of dim_patient and dim_sample, by which study.toml maps clinical columns, where the landing tables
# differ.
CLINICAL_NAMES = {"age_at_diagnosis_years": "age_years", "tmb_per_mb": "tmb_nonsynonymous"}


def said_columns(options: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Ours to theirs, from the options `("column", "ours=theirs")`."""
    pairs = (value.partition("=") for key, value in options if key == "column")
    return {ours: theirs for ours, _, theirs in pairs}


def with_columns(schema: TableSchema, options: Sequence[tuple[str, str]]) -> TableSchema:
    """The schema with the spellings that study.toml adds (`[file.columns]`: standard = theirs) in front."""
    theirs = said_columns(options)
    columns = tuple(
        replace(column, source=(theirs[column.source[0]], *column.source))
        if column.source[0] in theirs
        else column
        for column in schema.columns
    )
    return replace(schema, columns=columns)


def extra_na(options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Spellings of nothing that study.toml adds for one file."""
    return tuple(value for key, value in options if key == "na")


def check_said(options: Sequence[tuple[str, str]], header: Sequence[str], path: str, line: int) -> None:
    """Raise FileFault for the first column that study.toml names and the header (on `line`) lacks."""
    by_fold = {name.casefold(): name for name in header}
    for ours, theirs in said_columns(options).items():
        if theirs.casefold() not in by_fold:
            near = difflib.get_close_matches(theirs.casefold(), by_fold, n=1, cutoff=0.5)
            nearest = f"; the nearest column is {by_fold[near[0]]!r}" if near else ""
            message = f"study.toml names the column {theirs!r} for {ours}, which the header lacks{nearest}"
            raise FileFault(path, line, message, "correct study.toml, or deliver the file with this column")
