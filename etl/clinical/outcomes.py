"""Outcomes of a row: the columns they are typed in, and the list that lands."""

from collections.abc import Mapping, Sequence

import polars as pl

from etl.clinical.landing import OUTCOME
from etl.clinical.rule import Outcome
from etl.schema import Column

Rules = Sequence[tuple[str, Outcome]]


def columns(rules: Rules) -> tuple[Column, ...]:
    """The cells of all rules, under names of our own: `_status_0`, `_days_0`, …"""
    return tuple(column for n, (_, rule) in enumerate(rules) for column in _columns(n, rule))


def times(rules: Rules) -> dict[str, str]:
    """The columns of times, ours to delivered, but those of last contacts, which before day 0 count as 0."""
    return {
        column.name: column.source[0]
        for column in columns(rules)
        if column.dtype == "number" and not column.name.startswith("_censor")
    }


def n_before_day_zero(rows: pl.DataFrame, rules: Rules) -> int:
    """How many rows have a last contact before day 0."""
    names = [column.name for column in columns(rules) if column.name.startswith("_censor")]
    return rows.filter(pl.any_horizontal(pl.col(name) < 0 for name in names)).height if names else 0


def outcomes(rules: Rules) -> pl.Expr:
    """One element per rule of which a cell is filled."""
    structs = [_struct(n, endpoint, rule) for n, (endpoint, rule) in enumerate(rules)]
    if not structs:
        return pl.lit([], dtype=pl.List(OUTCOME)).alias("outcomes")
    return pl.concat_list(structs).list.drop_nulls().cast(pl.List(OUTCOME)).alias("outcomes")


def taken_for_no_event(rows: pl.DataFrame, rules: Rules) -> dict[str, Mapping[str, int]]:
    """By endpoint, the words that count as no event for want of being listed as one, with their numbers."""
    found: dict[str, Mapping[str, int]] = {}
    for n, (endpoint, rule) in enumerate(rules):
        if rule.event_values and not rule.censor_values:
            status = pl.col(f"_status_{n}")
            words = rows.filter(~_among(status, rule.event_values)).select(status).to_series().value_counts()
            if not words.is_empty():
                found[endpoint] = dict(words.sort(words.columns).iter_rows())
    return found


def _columns(n: int, rule: Outcome) -> list[Column]:
    times = {"_days": rule.days, "_months": rule.months, "_event_days": rule.event_days}
    return [
        Column(f"_status_{n}", (rule.event,)),
        *(Column(f"{name}_{n}", (theirs,), "number") for name, theirs in times.items() if theirs is not None),
        *(Column(f"_censor_{n}_{k}", (theirs,), "number") for k, theirs in enumerate(rule.censor_days)),
    ]


def _struct(n: int, endpoint: str, rule: Outcome) -> pl.Expr:
    status = pl.col(f"_status_{n}")
    nothing = pl.lit(None, pl.Float64)
    contacts = [pl.col(f"_censor_{n}_{k}") for k in range(len(rule.censor_days))]
    cells = {
        "status": status,
        "word": _word(status, rule),
        "days": pl.col(f"_days_{n}") if rule.days is not None else nothing,
        "months": pl.col(f"_months_{n}") if rule.months is not None else nothing,
        "event_days": pl.col(f"_event_days_{n}") if rule.event_days is not None else nothing,
        "contact_days": pl.max_horizontal(contacts).clip(lower_bound=0) if contacts else nothing,
    }
    struct = pl.struct(pl.lit(endpoint).alias("endpoint"), *(cell.alias(k) for k, cell in cells.items()))
    is_filled = pl.any_horizontal(cell.is_not_null() for name, cell in cells.items() if name != "word")
    return pl.when(is_filled).then(struct)


def _word(status: pl.Expr, rule: Outcome) -> pl.Expr:
    """What the vocabulary is asked for: 1 or 0 where the rule decides, NULL where it says nothing."""
    if not rule.event_values and not rule.censor_values:
        # A column of 0 and 1 becomes 0.0 and 1.0 in tables that a program wrote with a gap in them.
        return status.str.to_lowercase().str.replace(r"^([01])\.0+$", "$1")
    no_event = _among(status, rule.censor_values) if rule.censor_values else status.is_not_null()
    return pl.when(_among(status, rule.event_values)).then(pl.lit("1")).when(no_event).then(pl.lit("0"))


def _among(status: pl.Expr, words: Sequence[str]) -> pl.Expr:
    return status.str.to_lowercase().is_in([word.strip().lower() for word in words])
