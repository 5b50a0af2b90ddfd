"""Read-only questions to the served version, answered as a table, CSV, JSON or Parquet.

Nothing that is asked can change the served file, write another one or read one: the connection is read-only
and cut off from the file system, and only statements that give rows are run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from warehouse.connections import open_served
from warehouse.errors import QueryRefused, WarehouseError
from warehouse.layout import Home

if TYPE_CHECKING:
    import duckdb

Format = Literal["table", "csv", "json", "parquet"]
FORMATS: tuple[Format, ...] = ("table", "csv", "json", "parquet")


def run(home: Home, sql: str, *, format: Format = "table", out: Path | None = None, stream: TextIO) -> int:
    """Answer one statement from the served version, to ``out`` or else to ``stream``; gives the rows written.

    ``out`` appears all at once, or not at all. A table shows its first
    :data:`warehouse.answer.MAX_TABLE_ROWS` rows.

    Raises NothingServed or ServedUnreadable as :func:`warehouse.connections.open_served` does, QueryRefused
    for a statement that is wrong or does more than ask, and WarehouseError if ``out`` cannot be written, or
    is missing for Parquet, which is no text.
    """
    if format == "parquet" and out is None:
        raise WarehouseError("Parquet is no text for a terminal.", "Name a file with --out.")
    import duckdb

    with open_served(home) as con:
        _refuse_all_but_questions(con, sql)
        try:
            return _answer(con, sql, format, out, stream)
        except duckdb.Error as error:
            raise QueryRefused(_sentence(error)) from error


def _answer(
    con: duckdb.DuckDBPyConnection, sql: str, format: Format, out: Path | None, stream: TextIO
) -> int:
    from warehouse import answer

    con.execute(sql)
    if out is None:
        return answer.write_text(con, format, stream)
    partial = out.with_name(f".{out.name}.{os.getpid()}.partial")
    try:
        if format == "parquet":
            rows = answer.write_parquet(con, partial)
        else:
            with partial.open("w", encoding="utf-8", newline="") as file:
                rows = answer.write_text(con, format, file)
        partial.replace(out)
    except OSError as error:
        raise WarehouseError(f"{out} cannot be written ({error.strerror}).") from error
    finally:
        partial.unlink(missing_ok=True)
    return rows


def _refuse_all_but_questions(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Let one statement pass that only gives rows: SELECT, FROM, WITH, SHOW, DESCRIBE, SUMMARIZE, EXPLAIN."""
    import duckdb

    try:
        statements = con.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryRefused(_sentence(error)) from error
    if not statements:
        raise QueryRefused(
            "There is no statement to run.", "Ask with SELECT, as in: SELECT * FROM marts.dim_patient"
        )
    if len(statements) != 1:
        raise QueryRefused(f"There are {len(statements)} statements; a query is exactly one.")
    if (kind := statements[0].type) not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
        raise QueryRefused(
            f"{kind.name} is not run here: the published version is only read.",
            "Ask with SELECT; to change the data, change the raw files and run `leaderhouse nightly`.",
        )


def _sentence(error: Exception) -> str:
    """DuckDB's message up to the copy of the statement, on one line: it may name what was meant."""
    paragraphs = str(error).strip().split("\n\nLINE ")[0]
    return " ".join(paragraphs.split())
