"""The data dictionary: every table and column of a built file, in the words of its own comments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from warehouse.connections import open_read_only

SCHEMAS = {
    "marts": "What analysts read.",
    "reference": "Vocabularies, genes, regions and rules, each with its source.",
    "audit": "What was loaded, what was held back and why, and what this version was made from.",
}


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    type: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class _Table:
    schema: str
    name: str
    comment: str | None
    columns: tuple[_Column, ...]


def render(database: Path) -> str:
    """The dictionary of a file as Markdown. Says nothing that differs between two builds by the same code.

    Raises ServedUnreadable if there is no such database.
    """
    parts = ["# Data dictionary", "Every table of the published file, as its own comments describe it."]
    tables = _read(database)
    for schema, about in SCHEMAS.items():
        of_schema = [table for table in tables if table.schema == schema]
        if not of_schema:
            continue
        parts += [f"## {schema}", about]
        for table in of_schema:
            lines = ["| column | type | meaning |", "|---|---|---|"]
            lines += [f"| `{c.name}` | {_cell(c.type)} | {_cell(c.comment)} |" for c in table.columns]
            parts += [f"### {schema}.{table.name}", _cell(table.comment), "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def undocumented(database: Path) -> tuple[str, ...]:
    """Names of the published tables and columns that have no comment."""
    missing = []
    for table in _read(database):
        name = f"{table.schema}.{table.name}"
        missing += [] if table.comment else [name]
        missing += [f"{name}.{column.name}" for column in table.columns if not column.comment]
    return tuple(missing)


def _read(database: Path) -> list[_Table]:
    with open_read_only(database) as con:
        columns: dict[tuple[str, str], list[_Column]] = defaultdict(list)
        for schema, table, *values in con.execute(
            """
            SELECT schema_name, table_name, column_name, data_type, comment FROM duckdb_columns() WHERE
            database_name = current_database() AND NOT internal ORDER BY schema_name, table_name,
            column_index
            """
        ).fetchall():
            columns[schema, table].append(_Column(*values))
        tables = con.execute(
            """
            SELECT schema_name, table_name, comment FROM duckdb_tables() WHERE database_name =
            current_database() UNION ALL SELECT schema_name, view_name, comment FROM duckdb_views() WHERE
            database_name = current_database() AND NOT internal ORDER BY schema_name, table_name
            """
        ).fetchall()
    return [_Table(schema, name, comment, tuple(columns[schema, name])) for schema, name, comment in tables]


def _cell(text: str | None) -> str:
    """A text for a cell of a Markdown table, on one line."""
    return " ".join((text or "").split()).replace("|", "\\|").replace("<", "&lt;")
