"""What study.toml says of one file, as it reaches a reader: in the options of its record."""

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

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


def said_values(options: Sequence[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Theirs to ours by our column, from the options `("values", JSON)`."""
    found: dict[str, dict[str, str]] = {}
    for key, value in options:
        if key == "values":
            field, words = json.loads(value)
            found[field] = words
    return found


def check_values(options: Sequence[tuple[str, str]], shown: Mapping[str, str], path: str, line: int) -> None:
    """Raise FileFault for values of a column that no delivered one feeds. `shown`: ours to delivered."""
    for field in said_values(options):
        if field not in shown:
            message = f"study.toml gives [file.values.{field}], but no column feeds {field}"
            raise FileFault(path, line, message, "map the column in [file.columns]")


def with_values(
    rows: pl.DataFrame, shown: Mapping[str, str], options: Sequence[tuple[str, str]]
) -> pl.DataFrame:
    """The rows with our words in the place of delivered ones, whatever their case. `shown`: as above."""
    words: dict[str, dict[str, str]] = {}
    for field, values in said_values(options).items():
        words.setdefault(shown[field], {}).update(
            {k.strip().lower(): ours.strip() for k, ours in values.items()}
        )
    return rows.with_columns(
        pl.coalesce(
            pl.col(name)
            .str.strip_chars()
            .str.to_lowercase()
            .replace_strict(values, default=None, return_dtype=pl.String),
            pl.col(name),
        ).alias(name)
        for name, values in words.items()
    )
