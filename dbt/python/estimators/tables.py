"""Rows as typed tables: a model without a row still has its columns, and a NaN is NULL."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

_TYPES: dict[str, pa.DataType] = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64()}


def table(rows: Iterable[Mapping[str, Any]], **columns: str) -> pa.Table:
    """The rows with exactly these columns, each ``name: words`` of one type; what a row does not name is
    NULL."""
    schema = pa.schema([(name, _TYPES[kind]) for kind, names in columns.items() for name in names.split()])
    return pa.Table.from_pylist(
        [{name: _value(row.get(name)) for name in schema.names} for row in rows], schema
    )


def _value(value: Any) -> Any:
    """A number that is none (NaN, infinite) is unknown."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
