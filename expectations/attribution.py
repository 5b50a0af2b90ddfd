"""In whose study, and how often, an expectation fails. Asked only of what failed; answers with counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Share:
    """Failing rows of one study; ``study_id`` is None for rows that name no study."""

    study_id: str | None
    n_unexpected: int


def shown_sql(meta: dict[str, Any], table: str) -> str:
    """The statement with which a person sees the failing rows of ``table`` (with its schema)."""
    return str(meta["failing"]).format(batch=table).strip()


def shares(engine: Engine, meta: dict[str, Any], table: str) -> list[Share]:
    """Failing rows by study, most first. Raises sqlalchemy.exc.DBAPIError if the statement does not run."""
    statement = (
        f"select cast({meta['study']} as varchar) as study_id, {meta['counted']} as n_unexpected\n"
        f"from (\n{shown_sql(meta, table)}\n) as failing\n"
        "group by 1 order by 2 desc, 1 nulls last"
    )
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(statement).fetchall()
    return [Share(None if row[0] is None else str(row[0]), int(row[1])) for row in rows]


def studies(engine: Engine, gate: str) -> tuple[str, ...]:
    """All studies a gate sees: those a failure without a study counts for."""
    table = "landing.studies" if gate == "landing" else "marts.dim_patient"
    with engine.connect() as connection:
        known = connection.exec_driver_sql(
            "select count(*) from information_schema.tables where table_schema || '.' || table_name = ?",
            (table,),
        ).scalar_one()
        if not known:  # the suite of that table says so, as a failure
            return ()
        rows = connection.exec_driver_sql(
            f"select distinct study_id from {table} where study_id is not null order by 1"
        ).fetchall()
    return tuple(str(row[0]) for row in rows)
