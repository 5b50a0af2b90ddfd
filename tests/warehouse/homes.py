"""Small real homes for the tests of the warehouse: lake, builds and published versions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from tests.warehouse import marts
from warehouse import audit, connections, publish, state
from warehouse.layout import BuildPaths, Home, new_run_id
from warehouse.records import CheckRecord, DriftRecord, FileRecord, ReleaseRecord, RunRecord

REJECTS = {
    "line_number": pl.Int64,
    "raw_text": pl.String,
    "rule_id": pl.String,
    "message": pl.String,
    "raw_bytes": pl.Binary,
}
EVENTS = {"source_line": pl.Int64, "gene": pl.String, "position": pl.Int64}


def key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def record(path: str, **changes: object) -> FileRecord:
    """A loaded file without rows, of the study its path begins with."""
    sha256 = key(path, str(changes.pop("content", "")))
    study_id = path.split("/")[0] if "/" in path else ""
    plain = FileRecord(
        study_id=study_id,
        source_file_id=key(study_id, path, sha256)[:16],
        path=path,
        kind="events",
        format="events",
        layout="generic",
        sha256=sha256,
        size_bytes=100,
        modified_ns=1_700_000_000_000_000_000,
        status="loaded",
        reading="r1",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def land(
    home: Home, path: str, rows: int, rejected: Sequence[tuple[int | None, str | None, str]] = ()
) -> FileRecord:
    """A file with rows and rejects (line, text, rule) that really lie in the lake."""
    home.lake.mkdir(parents=True, exist_ok=True)
    content = f"{rows} {rejected!r}"
    name = record(path, content=content).sha256
    frame = pl.DataFrame(
        {"source_line": range(2, rows + 2), "gene": ["TP53"] * rows, "position": range(rows)}, schema=EVENTS
    )
    frame.write_parquet(home.lake / f"{name}.parquet")
    listed = [(line, text, rule, f"{rule}: line {line}", None) for line, text, rule in rejected]
    pl.DataFrame(listed, schema=REJECTS, orient="row").write_parquet(home.lake / f"{name}.rejects.parquet")
    return record(
        path,
        content=content,
        rows_read=rows + len(rejected),
        rows_loaded=rows,
        rows_quarantined=len(rejected),
        parquet=f"{name}.parquet",
        rejects=f"{name}.rejects.parquet" if rejected else None,
    )


def empty_kinds(home: Home) -> dict[str, Path]:
    """The kind `events`, as a Parquet file without rows."""
    home.lake.mkdir(parents=True, exist_ok=True)
    path = home.lake / "events.schema.parquet"
    pl.DataFrame(schema=EVENTS).write_parquet(path)
    return {"events": path}


def write_audit(
    home: Home,
    run_id: str,
    files: Sequence[FileRecord] = (),
    checks: Sequence[CheckRecord] = (),
    former: Path | None = None,
    drift: Sequence[DriftRecord] = (),
) -> audit.Summary:
    """Write the audit of a run into its build, with made-up hashes that differ from run to run."""
    now = datetime.now(UTC)
    return audit.write(
        home.building(run_id).target,
        lake=home.lake,
        files=files,
        checks=checks,
        drift=drift,
        run=RunRecord(run_id, now, now),
        release=ReleaseRecord(run_id, "0.1.0", key("code"), key(run_id), key("settings"), key("all", run_id)),
        former=former,
    )


def build(
    home: Home,
    run_id: str,
    files: Sequence[FileRecord] = (),
    checks: Sequence[CheckRecord] = (),
    studies: Sequence[marts.Study] = (),
    drift: Sequence[DriftRecord] = (),
) -> BuildPaths:
    """A finished build: marts of the given studies and the audit. Needs the lock."""
    paths = publish.begin(home, run_id)
    connections.create_target(paths.target)
    con = duckdb.connect(str(paths.target))
    marts.write(con, studies)
    con.close()
    write_audit(home, run_id, files, checks, former=state.served_path(home), drift=drift)
    return paths


def night(
    home: Home,
    files: Sequence[FileRecord] = (),
    checks: Sequence[CheckRecord] = (),
    studies: Sequence[marts.Study] = (),
    run_id: str | None = None,
    drift: Sequence[DriftRecord] = (),
) -> Path:
    """Build and publish, and give the version."""
    run_id = run_id or new_run_id()
    with publish.Lock(home, run_id):
        build(home, run_id, files, checks, studies, drift)
        return publish.publish(home, run_id)
