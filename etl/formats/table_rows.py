"""Rules across the rows of a clinical table: repeats, contradictions, rows with a time below zero."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from etl.rejects import FAULT_SCHEMA, LINE, no_faults, sentence

RULE = "contradictory_rows"
_SHOWN_LINES = 10


@dataclass(frozen=True, slots=True)
class Level:
    """Columns that must agree wherever `key` is the same. `what` names the key in messages."""

    key: str
    columns: tuple[str, ...]
    what: str


def without_repeats(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The rows without exact repeats (the first one stays, in order), and how many repeats there were."""
    cells = [name for name in rows.columns if name != LINE]
    kept = rows.unique(subset=cells, keep="first", maintain_order=True)
    return kept, rows.height - kept.height


def contradictions(
    rows: pl.DataFrame, levels: Sequence[Level], shown: Mapping[str, str], *, whole: str, nulls_count: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split off every row of a `whole` (patient or sample) of which two rows contradict each other.

    `nulls_count`: an empty cell contradicts a filled one. Returns the sound rows and the faults; the
    message names the first column that differs and two lines that show it.
    """
    if not levels:
        return rows, no_faults()
    found = [_contradiction(rows, level, shown, whole, nulls_count) for level in levels]
    first = pl.concat(found).unique(subset=[whole], keep="first", maintain_order=True)
    if first.is_empty():
        return rows, no_faults()
    bad = rows.join(first, on=whole, how="inner", maintain_order="left")
    faults = bad.select(
        pl.col(LINE).alias("line_number"), pl.lit(RULE).alias("rule_id"), pl.col("_message").alias("message")
    ).cast(dict(FAULT_SCHEMA))  # type: ignore[arg-type]
    return rows.join(first, on=whole, how="anti", maintain_order="left"), faults


def below_zero(rows: pl.DataFrame, times: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each column of times (in `rows`: delivered name) that is below zero somewhere.

    Such a row is sound in all else, and its patient may be told of nowhere else: it lands, and the models
    take the time for unknown.
    """
    for name, shown in times.items():
        lines = rows.filter(pl.col(name) < 0)[LINE].to_list()
        if lines:
            listed = ", ".join(map(str, lines[:_SHOWN_LINES])) + (", …" if len(lines) > _SHOWN_LINES else "")
            what = f"1 row (line {listed})" if len(lines) == 1 else f"{len(lines):,} rows (lines {listed})"
            yield f"{shown} is below 0 in {what}: the time is taken as unknown, correct the file"


def _contradiction(
    rows: pl.DataFrame, level: Level, shown: Mapping[str, str], whole: str, nulls_count: bool
) -> pl.DataFrame:
    """One line for each `whole` at fault on this level: its id and `_message`."""
    found = [pl.DataFrame(schema={whole: rows.schema[whole], "_message": pl.String()})]
    columns = [name for name in level.columns if name in shown and name != level.key]
    suspect = _disagreeing(rows, level.key, columns, nulls_count)
    for name in columns if not suspect.is_empty() else ():
        cell = pl.col(name)
        anchor = (cell.first() if nulls_count else cell.drop_nulls().first()).over(level.key)
        differs = cell.ne_missing(anchor) if nulls_count else (cell != anchor).fill_null(False)
        agrees = cell.eq_missing(anchor) if nulls_count else (cell == anchor).fill_null(False)
        lines = (
            suspect.with_columns(differs.alias("_differs"), agrees.alias("_agrees"))
            .group_by(level.key, maintain_order=True)
            .agg(
                pl.col(whole).unique().alias("_whole"),
                pl.col(LINE).filter(pl.col("_agrees")).first().alias("_line"),
                pl.col(LINE).filter(pl.col("_differs")).first().alias("_other"),
            )
            .filter(pl.col("_other").is_not_null())
        )
        message = sentence(
            "lines {} and {} contradict each other in {} of one {}: correct the file",
            "_line",
            "_other",
            pl.lit(shown[name]),
            pl.lit(level.what),
        )
        found.append(lines.explode("_whole").select(pl.col("_whole").alias(whole), message.alias("_message")))
    return pl.concat(found)


def _disagreeing(rows: pl.DataFrame, key: str, columns: Sequence[str], nulls_count: bool) -> pl.DataFrame:
    """The rows of the keys under which a column has two values: one cheap pass before a closer look."""
    if not columns:
        return rows.clear()
    differs = [pl.col(name).min() != pl.col(name).max() for name in columns]
    if nulls_count:
        differs += [(pl.col(name).null_count() > 0) & (pl.col(name).count() > 0) for name in columns]
    keys = (
        rows.filter(pl.col(key).is_not_null() & pl.col(key).is_duplicated())
        .group_by(key)
        .agg(pl.any_horizontal([test.fill_null(False) for test in differs]).alias("_differs"))
        .filter("_differs")
    )
    return rows.join(keys.select(key), on=key, how="semi", maintain_order="left")
