"""Writes the rows of a statement that has run: as a table for people, as CSV, JSON or Parquet."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

from warehouse.errors import QueryRefused
from warehouse.harmless import in_a_sentence

if TYPE_CHECKING:
    import duckdb

MAX_TABLE_ROWS = 200
"""More rows than anyone reads on a terminal; the other formats give all."""
_BATCH = 10_000
_NUMBERS = ("INT", "DECIMAL", "DOUBLE", "FLOAT")


def write_text(
    con: duckdb.DuckDBPyConnection, format: Literal["table", "csv", "json"] | str, stream: TextIO
) -> int:
    """Write the rows of the statement that ``con`` has run, and give how many were written."""
    if format == "csv":
        return _write_csv(con, stream)
    if format == "json":
        return _write_json(con, stream)
    return _write_table(con, stream)


def write_parquet(con: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write the rows as Parquet, batch by batch.

    Raises QueryRefused if two columns have one name, or one has a type that Parquet does not know.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    _columns(con, unique=True)
    reader = con.to_arrow_reader(_BATCH)
    rows = 0
    try:
        with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
            for batch in reader:
                writer.write_batch(batch)
                rows += batch.num_rows
    except pa.ArrowNotImplementedError as error:
        raise QueryRefused(
            f"Parquet cannot hold a column ({error}).", "Cast it, as in x::VARCHAR."
        ) from error
    return rows


def _columns(con: duckdb.DuckDBPyConnection, unique: bool) -> list[tuple[str, str]]:
    """Name and type of each column; ``unique`` refuses two of one name, of which one would be lost."""
    columns = [(str(column[0]), str(column[1])) for column in con.description or []]
    if unique and (repeated := [name for name, n in Counter(name for name, _ in columns).items() if n > 1]):
        raise QueryRefused(f"Two columns are called {repeated[0]}.", "Name one of them anew with AS.")
    return columns


def _rows(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while batch := con.fetchmany(_BATCH):
        yield from batch


def _write_csv(con: duckdb.DuckDBPyConnection, stream: TextIO) -> int:
    """RFC 4180 with LF line ends; NULL is an empty cell."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([name for name, _ in _columns(con, unique=False)])
    n = 0
    for row in _rows(con):
        writer.writerow(["" if value is None else _text(value) for value in row])
        n += 1
    return n


def _write_json(con: duckdb.DuckDBPyConnection, stream: TextIO) -> int:
    """An array with one object a line, to be read as a whole or line by line. NULL and NaN are null."""
    names = [name for name, _ in _columns(con, unique=True)]
    stream.write("[")
    rows = 0
    for rows, row in enumerate(_rows(con), start=1):
        record = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        stream.write("\n" if rows == 1 else ",\n")
        stream.write(json.dumps(record, ensure_ascii=False, allow_nan=False))
    stream.write("\n]\n" if rows else "]\n")
    return rows


def _write_table(con: duckdb.DuckDBPyConnection, stream: TextIO) -> int:
    """A table as wide as the terminal, or as wide as it needs where there is none; numbers to the right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    columns = _columns(con, unique=False)
    if [name for name, _ in columns] == ["explain_key", "explain_value"]:
        for _, plan in _rows(con):
            stream.write(f"{plan}\n")
        return 1
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name, type_ in columns:
        is_number = any(number in type_ for number in _NUMBERS) and "[" not in type_ and "(" not in type_[:6]
        table.add_column(Text(in_a_sentence(name)), justify="right" if is_number else "left", overflow="fold")
    shown = con.fetchmany(MAX_TABLE_ROWS + 1)
    for row in shown[:MAX_TABLE_ROWS]:
        table.add_row(
            *(
                Text("NULL", style="dim") if value is None else Text(in_a_sentence(_text(value)))
                for value in row
            )
        )
    console = Console(file=stream, highlight=False)
    if not console.is_terminal:
        console = Console(file=stream, highlight=False, width=100_000, color_system=None)
    console.print(table)
    if len(shown) > MAX_TABLE_ROWS:
        console.print(f"The first {MAX_TABLE_ROWS} rows; --format csv gives all.")
    return min(len(shown), MAX_TABLE_ROWS)


def _text(value: Any) -> str:
    """A value as DuckDB would print it; a list or a struct as JSON, which other programs read back."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, Decimal | float):
        return str(value)
    if isinstance(value, dict | list | tuple):
        return json.dumps(_plain(value), ensure_ascii=False)
    return str(_plain(value))


def _plain(value: Any) -> Any:
    """A value as JSON knows it: whole decimals stay exact, times are ISO 8601, bytes are hexadecimal."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)
