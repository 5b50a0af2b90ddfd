"""What goes on from the former version: its runs, and since when a file or a fault is known."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.audit.schema import TABLES
from warehouse.connections import first_line, identifier, literal
from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    import duckdb

CARRIED = ("run", "load", "expectation_result", "schema_drift", "release")
"""Tables whose rows of former runs go on into the next version."""
FORMER = "former"
"""Name under which the former version is attached."""


class History:
    """The audit tables of the former version, on the connection that writes the next; none at first."""

    def __init__(self, con: duckdb.DuckDBPyConnection, columns: dict[str, set[str]]) -> None:
        self._con = con
        self._columns = columns

    def read(self, table: str, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
        """Rows of a former table; none if it, or one of the columns, was not there yet."""
        if not self.has(table, names):
            return []
        listing = ", ".join(identifier(name) for name in names)
        return self._con.execute(f"SELECT {listing} FROM {FORMER}.audit.{table}").fetchall()

    def has(self, table: str, names: tuple[str, ...]) -> bool:
        """Whether the former version has these columns."""
        return set(names) <= self._columns.get(table, set())

    def n_releases(self) -> int:
        """How many versions were published before this one."""
        return max((number for (number,) in self.read("release", ("release_number",))), default=0)

    def carry_over(self) -> None:
        """Write the rows of former runs; a column that one of the two versions lacks is left out."""
        for table in TABLES:
            shared = [
                column.name for column in table.columns if column.name in self._columns.get(table.name, set())
            ]
            if table.name in CARRIED and shared:
                listing = ", ".join(identifier(name) for name in shared)
                self._con.execute(
                    f"INSERT INTO audit.{table.name} BY NAME "
                    f"SELECT {listing} FROM {FORMER}.audit.{table.name}"
                )


def attach(con: duckdb.DuckDBPyConnection, former: Path | None) -> History:
    """Attach the former version, read-only, as ``former``; ``None`` is the first night.

    Raises WarehouseError if it cannot be read or has no audit.
    """
    if former is None:
        return History(con, {})
    import duckdb

    cure = "Point the served symlink at a sound version, or remove it to start a new history."
    try:
        con.execute(f"ATTACH {literal(former.resolve())} AS {FORMER} (READ_ONLY)")
    except duckdb.Error as error:
        raise WarehouseError(
            f"The history in {former} cannot be read ({first_line(error)}).", cure
        ) from error
    columns: dict[str, set[str]] = defaultdict(set)
    for table, column in con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() "
        "WHERE database_name = ? AND schema_name = 'audit'",
        [FORMER],
    ).fetchall():
        columns[table].add(column)
    if not columns:
        raise WarehouseError(f"{former} has no history: it has no schema audit.", cure)
    return History(con, columns)
