"""Writes schema ``audit`` into a build, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warehouse.audit import history, ledger, quarantine
from warehouse.audit.schema import FILE, TABLES
from warehouse.connections import STORAGE_VERSION, insert
from warehouse.records import CheckRecord, DriftRecord, FileRecord, ReleaseRecord, RunRecord


def write(
    target: Path,
    *,
    lake: Path,
    files: Sequence[FileRecord],
    checks: Sequence[CheckRecord],
    run: RunRecord,
    release: ReleaseRecord,
    former: Path | None,
    drift: Sequence[DriftRecord] = (),
) -> ledger.Summary:
    """Write schema ``audit`` into ``target``, in one transaction, and give the run in figures.

    ``former`` is the version that serves until now. Its runs, loads, check results, drifts and releases are
    carried over, and so is the run in which a file or a quarantined row was first seen: a file is the same if
    its ``source_file_id`` is, a quarantined row by the rule of :mod:`warehouse.audit.quarantine`.

    Raises LedgerBroken if a file's rows do not add up or its rejects are not as many as it says, and
    WarehouseError for two records of one file.
    """
    ledger.check(files)
    summary = ledger.summarise(run, files)
    import duckdb

    con = duckdb.connect(str(target))
    try:
        con.execute("SET enable_progress_bar = false")
        past = history.attach(con, former)
        con.execute("BEGIN")
        con.execute("CREATE SCHEMA IF NOT EXISTS audit")  # dbt puts its audit tables there
        for table in TABLES:
            for statement in table.statements():
                con.execute(statement)
        past.carry_over()
        insert(con, "audit.file", _files(files, run.run_id, past))
        quarantine.fill(con, lake, files, run.run_id, past)
        insert(con, "audit.run", [_run(run, summary)])
        insert(con, "audit.load", [asdict(load) for load in ledger.loads(run.run_id, files)])
        insert(con, "audit.expectation_result", [{"run_id": run.run_id, **asdict(check)} for check in checks])
        insert(con, "audit.schema_drift", [{"run_id": run.run_id, **asdict(item)} for item in drift])
        insert(con, "audit.release", [_release(release, run, summary, past.n_releases(), duckdb.__version__)])
        con.execute("COMMIT")
        con.execute("CHECKPOINT")
    finally:
        con.close()
    return summary


def _files(files: Sequence[FileRecord], run_id: str, past: history.History) -> list[dict[str, Any]]:
    columns = [column.name for column in FILE.columns if not column.name.endswith("_seen_run_id")]
    seen = past.read("file", ("source_file_id", "first_seen_run_id", "last_seen_run_id"))
    known = {key: (first, last) for key, first, last in seen}
    rows = []
    for file in sorted(files, key=lambda file: (file.path, file.source_file_id)):
        first, last = known.get(file.source_file_id, (run_id, run_id))
        rows.append(
            {
                **{name: getattr(file, name) for name in columns},
                "sha256": file.sha256 or None,
                "first_seen_run_id": first,
                "last_seen_run_id": run_id if file.is_seen else last,
            }
        )
    return rows


def _run(run: RunRecord, summary: ledger.Summary) -> dict[str, Any]:
    figures = asdict(summary)
    del figures["held_back"]
    return {**figures, "started_at": _utc(run.started_at), "finished_at": _utc(run.finished_at)}


def _release(
    release: ReleaseRecord, run: RunRecord, summary: ledger.Summary, n_former: int, duckdb_version: str
) -> dict[str, Any]:
    return {
        **asdict(release),
        "release_number": n_former + 1,
        "published_at": _utc(run.finished_at),
        "storage_version": STORAGE_VERSION,
        "duckdb_version": duckdb_version,
        "n_inputs": summary.n_files,
    }


def _utc(moment: datetime) -> datetime:
    """A time as DuckDB's TIMESTAMP in UTC. Raises ValueError without a zone: it would be hours off."""
    if moment.tzinfo is None:
        raise ValueError("a run's times need a time zone")
    return moment.astimezone(UTC).replace(tzinfo=None)
