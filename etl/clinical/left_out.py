"""Rows of a clinical table that are no rows of the warehouse, each by a stated rule, and the notes on them.

Redacted patients (TCGA-CDR's `Redaction`), cancer types other than the study's, and normal samples. A patient
known from a normal sample alone stays, without a sample.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from etl.clinical import outcomes
from etl.formats import ReadContext
from etl.formats.table_rows import below_zero
from etl.rejects import LINE

# True for the one row that stands for a patient without a tumour; no delivered column can be called this.
LAST_NORMAL = "\tnormal"
RULES = ("redacted", "cancer_type", "normal_sample")
COLUMNS = ("patient_id", "sample_id", "sample_type", "redaction", "cancer_type")
_BARCODE = r"^TCGA-[A-Z0-9]{2}-[A-Z0-9]{4}-([0-9]{2})"


def without(rows: pl.DataFrame, shown: Mapping[str, str], context: ReadContext) -> tuple[pl.DataFrame, int]:
    """The rows that stay, with `LAST_NORMAL`, and how many do not. `shown`: ours to delivered."""
    n = rows.height
    rows = _without_redacted(rows, shown, context)
    rows = _without_other_types(rows, shown, context)
    rows = _without_normals(rows, shown, context)
    return rows, n - rows.height


def as_patients(rows: pl.DataFrame) -> pl.DataFrame:
    """Take the sample from rows that stand for a patient only."""
    if "sample_id" not in rows.columns:
        return rows
    is_normal = pl.col(LAST_NORMAL)
    return rows.with_columns(pl.when(~is_normal).then(pl.col("sample_id")).alias("sample_id"))


def told(rows: pl.DataFrame, rules: outcomes.Rules) -> Iterator[str]:
    """What a person should know of the times and statuses that were read."""
    yield from below_zero(rows, outcomes.times(rules))
    if n := outcomes.n_before_day_zero(rows, rules):
        yield f"last contact before day 0 in {_rows(n)}: counted as day 0, as in TCGA-CDR"
    for endpoint, words in outcomes.taken_for_no_event(rows, rules).items():
        listed = ", ".join(f"{word[:40]!r} ({n:,})" for word, n in list(words.items())[:10])
        yield (
            f"{endpoint}: taken for no event, since event_values does not list them: {listed}; "
            "name those that are in censor_values, and others are unknown"
        )


def _without_redacted(rows: pl.DataFrame, shown: Mapping[str, str], context: ReadContext) -> pl.DataFrame:
    if "redaction" not in shown:
        return rows
    nothing = [spelling.lower() for spelling in context.vocabulary.na_spellings("cbioportal", "clinical")]
    cell = pl.col(shown["redaction"]).str.strip_chars().str.to_lowercase()
    kept = rows.filter(cell.is_in(nothing))
    if n := rows.height - kept.height:
        context.note(f"{_rows(n)} of patients whom TCGA has redacted left out (rule {RULES[0]})")
    return kept


def _without_other_types(rows: pl.DataFrame, shown: Mapping[str, str], context: ReadContext) -> pl.DataFrame:
    if "cancer_type" not in shown or rows.is_empty():
        return rows
    column = pl.col(shown["cancer_type"]).str.strip_chars().str.to_uppercase()
    said = context.source.option("cancer_type")
    if said is None:
        n = rows.select(column.n_unique()).item()
        if n > 1:
            context.note(f"holds {n:,} cancer types, all loaded: cancer_type in study.toml loads one")
        return rows
    types = context.vocabulary.cancer_types.get(said.lower(), (said.upper(),))
    kept = rows.filter(column.is_in(types).fill_null(False))
    if kept.is_empty():
        context.note(f"no row is of the study's cancer type {said!r}: all are loaded")
        return rows
    if n := rows.height - kept.height:
        context.note(f"{_rows(n)} of other cancer types than {', '.join(types)} left out (rule {RULES[1]})")
    return kept


def _without_normals(rows: pl.DataFrame, shown: Mapping[str, str], context: ReadContext) -> pl.DataFrame:
    if "sample_id" not in shown:
        return rows.with_columns(pl.lit(False).alias(LAST_NORMAL))
    normal = sorted(context.vocabulary.normal_samples)
    is_normal = pl.col(shown["sample_id"]).str.strip_chars().str.extract(_BARCODE, 1).is_in(normal)
    if "sample_type" in shown:
        word = pl.col(shown["sample_type"]).str.strip_chars().str.to_lowercase()
        # The barcode decides where there is one: its two digits are what TCGA goes by.
        is_normal = pl.coalesce(is_normal, word.is_in(normal))
    rows = rows.with_columns(is_normal.fill_null(False).alias(LAST_NORMAL))
    if not rows[LAST_NORMAL].any():
        return rows
    patient = pl.col(shown["patient_id"]).str.strip_chars()
    has_tumor = (~pl.col(LAST_NORMAL)).any().over(patient)
    is_first = pl.col(LINE) == pl.col(LINE).min().over(patient)
    kept = rows.filter(~pl.col(LAST_NORMAL) | (~has_tumor & is_first))
    n_out, n_kept = rows.height - kept.height, int(kept[LAST_NORMAL].sum())
    if n_out:
        context.note(f"{_rows(n_out)} of normal samples left out (rule {RULES[2]})")
    if n_kept:
        context.note(f"{_rows(n_kept)} of normal samples kept as patients: they have no tumour sample here")
    return kept


def _rows(n: int) -> str:
    return f"{n:,} row{'' if n == 1 else 's'}"
