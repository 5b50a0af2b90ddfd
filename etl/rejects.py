"""Rows that are not loaded: their form, and the rules that pick them.

A fault names a line and a rule; a reject is a fault together with the text of its line, and with its bytes
as delivered where they are not the text's UTF-8 (Latin-1, UTF-16).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from etl.text import TextBatch

FAULT_SCHEMA: dict[str, pl.DataType] = {
    "line_number": pl.Int64(),
    "rule_id": pl.String(),
    "message": pl.String(),
}
SCHEMA: dict[str, pl.DataType] = {
    "line_number": pl.Int64(),
    "raw_text": pl.String(),
    "rule_id": pl.String(),
    "message": pl.String(),
    "raw_bytes": pl.Binary(),
}
LINE = "source_line"


@dataclass(frozen=True, slots=True)
class Rule:
    """Reject the rows where `when` is true (null is false); `message` is worked out on those only."""

    rule_id: str
    when: pl.Expr
    message: pl.Expr


def sentence(template: str, *values: pl.Expr | str) -> pl.Expr:
    """The template with a value (or a column's name) at each `{}`; NULL if one is.

    `polars.format` does the same, but panics over frames of several chunks, such as a filter leaves
    (pola-rs/polars#25339).
    """
    first, *rest = template.split("{}")
    pieces: list[pl.Expr] = [pl.lit(first)]
    for value, text in zip(values, rest, strict=True):
        pieces += [pl.col(value) if isinstance(value, str) else value, pl.lit(text)]
    return pl.concat_str(pieces)


def no_faults() -> pl.DataFrame:
    """An empty frame of faults."""
    return pl.DataFrame(schema=FAULT_SCHEMA)


def none() -> pl.DataFrame:
    """An empty frame of rejects."""
    return pl.DataFrame(schema=SCHEMA)


def with_bytes(rejects: pl.DataFrame, text: TextBatch) -> pl.DataFrame:
    """Rejects of a batch, which have all but `raw_bytes`, with these."""
    delivered = text.delivered(rejects["line_number"].to_list())
    return rejects.with_columns(pl.Series("raw_bytes", delivered, dtype=pl.Binary)).select(*SCHEMA)


def sift(frame: pl.DataFrame, rules: Sequence[Rule]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split a frame with `source_line` into the rows that pass every rule and the faults of the others.

    The first rule that holds wins: one fault per row. The order of rows is kept.
    """
    if frame.is_empty() or not rules:
        return frame, no_faults()
    if not any(frame.select([rule.when.any().alias(str(n)) for n, rule in enumerate(rules)]).row(0)):
        return frame, no_faults()
    hits = frame.select([rule.when.fill_null(False).alias(str(n)) for n, rule in enumerate(rules)])
    first = hits.select(
        pl.coalesce([pl.when(pl.col(c)).then(pl.lit(int(c))) for c in hits.columns])
    ).to_series()
    faults = []
    for n, rule in enumerate(rules):
        bad = frame.filter(first.eq_missing(n))
        if not bad.is_empty():
            faults.append(
                bad.select(
                    pl.col(LINE).alias("line_number"),
                    pl.lit(rule.rule_id).alias("rule_id"),
                    rule.message.cast(pl.String).alias("message"),
                )
            )
    return frame.filter(first.is_null()), pl.concat(faults).sort("line_number")
