"""What is quarantined in the served version: counted, shown row by row, and written to a file.

Texts of rows are a centre's own and may hold anything. Here they are as delivered; who shows them on a
terminal or writes them for a spreadsheet makes them harmless (:mod:`warehouse.harmless`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from warehouse.connections import literal, open_served
from warehouse.errors import WarehouseError
from warehouse.harmless import in_a_spreadsheet
from warehouse.layout import Home

if TYPE_CHECKING:
    import duckdb

Format = Literal["csv", "parquet"]
T = TypeVar("T")
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rows are meant; ``None`` chooses all. ``path`` may be a glob (``study/*.maf``)."""

    study: str | None = None
    rule: str | None = None
    path: str | None = None
    with_resolved: bool = False

    def sql(self) -> str:
        """The choice as a condition over audit.quarantine."""
        tests = ["true" if self.with_resolved else "resolved_run_id IS NULL"]
        tests += [
            f"{column} = {literal(value)}"
            for column, value in (("study_id", self.study), ("rule_id", self.rule))
            if value is not None
        ]
        if self.path is not None:
            tests.append(f"(path = {literal(self.path)} OR path GLOB {literal(self.path)})")
        return " AND ".join(tests)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one file that break one rule; ``line_number`` and ``message`` are those of the first."""

    study_id: str
    rule_id: str
    path: str
    n_open: int
    n_resolved: int
    line_number: int | None
    message: str
    first_seen_run_id: str
    last_seen_run_id: str


@dataclass(frozen=True, slots=True)
class Row:
    """A rejected row, or a file held back (without a text). ``cure`` is what the rule's seed advises."""

    study_id: str
    path: str
    line_number: int | None
    raw_text: str | None
    rule_id: str
    message: str
    cure: str | None
    first_seen_run_id: str
    last_seen_run_id: str
    resolved_run_id: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a file stands: rows, and whole files held back, that are open, and what a run changed."""

    is_held_back: bool
    n_open: int
    n_new: int = 0
    n_resolved: int = 0


def standing(home: Home, chosen: Chosen, since: str | None = None) -> dict[str, Standing]:
    """How files stand, by path: those with open cases and, with ``since``, with cases that run resolved."""
    run = literal(since or "")
    with open_served(home) as con:
        _check(con, chosen)
        found = con.execute(
            f"""
            SELECT path, bool_or(raw_text IS NULL AND resolved_run_id IS NULL), count(*) FILTER (
                resolved_run_id IS NULL AND raw_text IS NOT NULL), count(*) FILTER (resolved_run_id IS NULL
                AND first_seen_run_id = {run} AND raw_text IS NOT NULL),
                count(*) FILTER (resolved_run_id = {run})
            FROM audit.quarantine
            WHERE {replace(chosen, with_resolved=True).sql()}
                AND (resolved_run_id IS NULL OR resolved_run_id = {run})
            GROUP BY path ORDER BY path
            """
        ).fetchall()
    return {path: Standing(*figures) for path, *figures in found}


def groups(home: Home, chosen: Chosen) -> list[Group]:
    """What is quarantined, by study, rule and file: most rows first. Raises NothingServed."""
    with open_served(home) as con:
        _check(con, chosen)
        return _read(
            con,
            f"""
            SELECT study_id, rule_id, path, count(*) FILTER (resolved_run_id IS NULL) AS n_open,
                count(resolved_run_id) AS n_resolved, min(line_number) AS line_number,
                arg_min(message, coalesce(line_number, 0)) AS message,
                min(first_seen_run_id) AS first_seen_run_id, max(last_seen_run_id) AS last_seen_run_id
            FROM audit.quarantine WHERE {chosen.sql()} GROUP BY ALL
            ORDER BY study_id, n_open DESC, n_resolved DESC, rule_id, path
            """,
            Group,
        )


def rows(home: Home, chosen: Chosen, limit: int) -> tuple[list[Row], int]:
    """The first ``limit`` rows by file and line, and how many there are. Raises NothingServed."""
    with open_served(home) as con:
        _check(con, chosen)
        found = con.execute(f"SELECT count(*) FROM audit.quarantine WHERE {chosen.sql()}").fetchone()
        return _read(con, f"{_rows(con, chosen)} LIMIT {limit:d}", Row), int(found[0]) if found else 0


def export(home: Home, chosen: Chosen, out: Path, format: Format) -> int:
    """Write the chosen rows to ``out``, all at once or not at all; gives their number.

    Parquet keeps every byte: beside the text, in `raw_bytes`, the line as delivered where that is not the
    text's UTF-8. In CSV a text that a spreadsheet would run is led by an apostrophe,
    and control characters are spelled out. Raises NothingServed, and WarehouseError if ``out`` cannot be
    written.
    """
    with open_served(home) as con, written(out) as partial:
        _check(con, chosen)
        if format == "parquet":
            from warehouse.answer import write_parquet

            con.execute(_rows(con, chosen, more=", raw_bytes"))
            return write_parquet(con, partial)
        import csv

        n_rows = 0
        con.execute(_rows(con, chosen))
        with partial.open("w", encoding="utf-8", newline="") as file:
            # All in quotes: a tab or semicolon within a text then parts no cell, whatever is split at.
            writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writerow([field.name for field in fields(Row)])
            while batch := con.fetchmany(_BATCH):
                writer.writerows(map(_cells, batch))
                n_rows += len(batch)
        return n_rows


def _cells(row: tuple[object, ...]) -> list[object]:
    """A row for CSV: NULL is an empty cell."""
    return [in_a_spreadsheet(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row]


@contextmanager
def written(out: Path) -> Iterator[Path]:
    """A path beside ``out`` that takes its name at the end of the block. Raises WarehouseError."""
    partial = out.with_name(f".{out.name}.{os.getpid()}.partial")
    try:
        yield partial
        partial.replace(out)
    except OSError as error:
        raise WarehouseError(f"{out} cannot be written ({error.strerror}).", "Name another file.") from error
    finally:
        partial.unlink(missing_ok=True)


def known(con: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    """The values of ``study_id``, ``rule_id`` or ``path`` that audit.quarantine has, sorted."""
    found = con.execute(f"SELECT DISTINCT {column} FROM audit.quarantine ORDER BY 1").fetchall()
    return [str(value) for (value,) in found]


def _check(con: duckdb.DuckDBPyConnection, chosen: Chosen) -> None:
    """Refuse a study or a rule that is not there: no rows must mean that there are none, not a slip."""
    studies = con.execute("SELECT DISTINCT study_id FROM audit.load ORDER BY 1").fetchall()
    for what, value, there in (
        ("study", chosen.study, [str(study) for (study,) in studies]),
        ("rule", chosen.rule, sorted({*known(con, "rule_id"), *_cures(con)})),
    ):
        if value is not None and value not in there:
            from difflib import get_close_matches

            near = get_close_matches(value, there, n=1, cutoff=0.4)
            cure = f"The nearest one is {near[0]}." if near else f"There are: {', '.join(there) or 'none'}."
            raise WarehouseError(f"There is no {what} {value!r} in this version.", cure)


def _rows(con: duckdb.DuckDBPyConnection, chosen: Chosen, more: str = "") -> str:
    """The query behind ``rows`` and ``export``; ``more`` adds columns."""
    has_cures = bool(_cures(con))
    cure = "rule.cure" if has_cures else "NULL::VARCHAR"
    join = "LEFT JOIN reference.quarantine_rule AS rule USING (rule_id)" if has_cures else ""
    names = ", ".join(f"{cure} AS cure" if f.name == "cure" else f.name for f in fields(Row))
    return (
        f"SELECT {names}{more} FROM (FROM audit.quarantine WHERE {chosen.sql()}) {join} "
        "ORDER BY path, line_number, rule_id"
    )


def _cures(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The rules that the version knows a cure for; none in a version without the seed."""
    if not con.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'reference' AND table_name = 'quarantine_rule'"
    ).fetchall():
        return []
    found = con.execute("SELECT rule_id FROM reference.quarantine_rule").fetchall()
    return [str(rule) for (rule,) in found]


def _read(con: duckdb.DuckDBPyConnection, sql: str, of: type[T]) -> list[T]:
    return [of(*row) for row in con.execute(sql).fetchall()]
