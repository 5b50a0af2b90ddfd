"""Cells that no column of ours is fed by, kept verbatim as name and value."""

from collections.abc import Mapping, Sequence

import polars as pl

from etl.rejects import LINE

ATTRIBUTE = pl.Struct({"name": pl.String(), "value": pl.String()})


def attributes(rows: pl.DataFrame, columns: Mapping[str, str], na: Sequence[str]) -> pl.Series:
    """Every filled cell as name (upper case) and value, in the file's order. `columns`: ours to delivered."""
    if not columns or rows.is_empty():
        return pl.Series("attributes", [[]] * rows.height, dtype=pl.List(ATTRIBUTE))
    names = {cell: name.upper() for cell, name in columns.items()}
    nothing = [spelling.strip().lower() for spelling in na]
    # In slices, since the long form takes a struct for each cell.
    parts = [_attributes_of(part, names, nothing) for part in rows.select(LINE, *columns).iter_slices(10_000)]
    return pl.concat(parts)


def _attributes_of(rows: pl.DataFrame, names: Mapping[str, str], nothing: Sequence[str]) -> pl.Series:
    value = pl.col("value")
    long = rows.unpivot(index=LINE, variable_name="name", value_name="value")
    filled = long.filter(value.is_not_null() & ~value.str.to_lowercase().is_in(list(nothing)))
    lists = (
        filled.with_columns(pl.col("name").replace_strict(dict(names), return_dtype=pl.String))
        .group_by(LINE, maintain_order=True)
        .agg(pl.struct("name", "value").alias("attributes"))
    )
    joined = rows.select(LINE).join(lists, on=LINE, how="left", maintain_order="left")
    return joined["attributes"].cast(pl.List(ATTRIBUTE)).fill_null([])
