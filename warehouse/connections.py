"""Opening DuckDB files: an empty target that older clients can read, and read-only looks at a version."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.errors import NothingServed, ServedUnreadable, WarehouseError
from warehouse.layout import Home

if TYPE_CHECKING:
    import duckdb

STORAGE_VERSION = "v1.2.0"
"""Oldest DuckDB that can open what is published: BI tools lag behind the newest by a year and more."""


def literal(value: str | Path) -> str:
    """A text as an SQL literal, for the statements (ATTACH, COPY, COMMENT) that take no parameter."""
    return "'" + str(value).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def memory() -> duckdb.DuckDBPyConnection:
    """A private in-memory database, with nothing that reaches a network and no progress bar."""
    import duckdb

    con = duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )
    con.execute("SET enable_progress_bar = false")
    return con


def create_target(path: Path) -> None:
    """Make an empty database file of :data:`STORAGE_VERSION`; whoever opens it later keeps that version.

    Raises WarehouseError if something is already there: a build never goes into a file that may be served.
    """
    if path.exists() or path.is_symlink():
        raise WarehouseError(
            f"{path} exists already.", "A build needs a new file; remove it if no run is under way."
        )
    con = memory()
    try:
        con.execute(f"ATTACH {literal(path)} AS target (STORAGE_VERSION {literal(STORAGE_VERSION)})")
        con.execute("CHECKPOINT target")
    finally:
        con.close()


def storage_version(path: Path) -> str:
    """Storage version of a database file, as ``v1.2.0``: what its readers must be able to read, at least."""
    with open_read_only(path) as con:
        row = con.execute(
            "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = current_database()"
        ).fetchone()
    # DuckDB says 'v1.0.0+' for its oldest formats, which several releases share
    return str(row[0]).split("+")[0] if row else ""


@contextmanager
def open_read_only(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection that can reach nothing but this file; closed at the end of the block.

    The file is attached to a private in-memory database, as ``leaderhouse``: opened by its path, DuckDB
    would share one instance with whoever in this process has it open, and refuse if their settings differ.
    What a large query spills goes to a folder of its own that only this user can read, since it holds
    patients' rows.

    Raises ServedUnreadable if there is no file or it is no DuckDB database that this DuckDB can read.
    """
    import duckdb

    if not path.is_file():
        raise ServedUnreadable(f"{path} is not there.", "Run `leaderhouse nightly` to publish a version.")
    with tempfile.TemporaryDirectory(prefix="leaderhouse-") as spill:
        con = memory()
        try:
            try:
                con.execute(f"ATTACH {literal(path.resolve())} AS leaderhouse (READ_ONLY)")
            except duckdb.Error as error:
                raise ServedUnreadable(
                    f"{path} cannot be read as a DuckDB database ({first_line(error)}).",
                    "Run `leaderhouse nightly` to publish a sound version; the file stays where it is.",
                ) from error
            con.execute("USE leaderhouse")
            con.execute(f"SET temp_directory = {literal(spill)}")
            con.execute("SET TimeZone = 'UTC'")
            con.execute("SET enable_external_access = false")
            con.execute("SET lock_configuration = true")
            yield con
        finally:
            con.close()


@contextmanager
def open_served(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the served version. Raises NothingServed before the first publication."""
    from warehouse.state import served_path

    path = served_path(home)
    if path is None:
        raise NothingServed(f"Nothing is published in {home.root} yet.", "Run `leaderhouse nightly` first.")
    with open_read_only(path) as con:
        yield con


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, given as dictionaries with the same keys, into the columns of those names."""
    if not rows:
        return
    import pyarrow as pa

    # The one column of lists is typed by hand: lists that are all empty have no type of their own.
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    types = {"sequenced": pa.list_(pa.string())}
    con.register(
        "incoming", pa.table({name: pa.array(cells, types.get(name)) for name, cells in columns.items()})
    )
    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    con.unregister("incoming")


def first_line(error: BaseException) -> str:
    """The first line of an engine's message: the rest repeats the statement or advises its developers."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip() if lines else type(error).__name__
