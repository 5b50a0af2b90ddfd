"""What is wrong with the served version's input, in figures: open and resolved rows, columns that changed.

Counts, names and places; never the text of a row. No values are bound: to bind one, DuckDB imports pandas.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from warehouse.connections import literal
from warehouse.records import DriftRecord

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class RuleCount:
    """Open rows of a study by the rule they break."""

    study_id: str
    rule_id: str
    n_rows: int
    n_files: int
    example: str
    """Path and line of the first of them; never its text."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Quarantined rows and files of a study that a run no longer found."""

    study_id: str
    rule_id: str
    n_rows: int


def by_rule(con: duckdb.DuckDBPyConnection) -> tuple[RuleCount, ...]:
    """Open rows by study and rule; files held back as a whole are not among them."""
    rows = con.execute(
        """
        SELECT study_id, rule_id, count(*), count(DISTINCT path),
            min_by(path || coalesce(':' || line_number, ''), (path, line_number))
        FROM audit.quarantine WHERE raw_text IS NOT NULL AND resolved_run_id IS NULL
        GROUP BY ALL ORDER BY study_id, count(*) DESC, rule_id
        """
    ).fetchall()
    return tuple(RuleCount(*row) for row in rows)


def resolved(con: duckdb.DuckDBPyConnection, run_id: str) -> tuple[Resolved, ...]:
    """What a run resolved, by study and rule."""
    rows = con.execute(
        f"""
        SELECT study_id, rule_id, count(*) FROM audit.quarantine WHERE resolved_run_id = {literal(run_id)}
        GROUP BY ALL ORDER BY study_id, count(*) DESC, rule_id
        """
    ).fetchall()
    return tuple(Resolved(*row) for row in rows)


def drift(con: duckdb.DuckDBPyConnection, run_id: str) -> tuple[DriftRecord, ...]:
    """The columns that changed with a run."""
    names = ", ".join(field.name for field in fields(DriftRecord))
    rows = con.execute(
        f"SELECT {names} FROM audit.schema_drift WHERE run_id = {literal(run_id)} "
        "ORDER BY study_id, kind, path, change, column_name"
    ).fetchall()
    return tuple(DriftRecord(*row) for row in rows)
