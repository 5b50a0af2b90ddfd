"""What is served: read over a read-only connection that is closed at once, so that it is in nobody's way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from warehouse import faults
from warehouse.connections import first_line, literal, open_read_only
from warehouse.errors import ServedUnreadable
from warehouse.layout import Home, is_run_id
from warehouse.records import DriftRecord, FileRecord

if TYPE_CHECKING:
    import duckdb

Row = TypeVar("Row")
_CURE = "Run `leaderhouse nightly` to publish a sound version."


@dataclass(frozen=True, slots=True)
class Served:
    """The served version: where it is, what it was made from, and its source files."""

    run_id: str
    path: Path
    fingerprint: str
    released_at: datetime
    code_version: str
    files: tuple[FileRecord, ...]


@dataclass(frozen=True, slots=True)
class RunRow:
    """A row of audit.run."""

    run_id: str
    started_at: datetime
    finished_at: datetime
    status: str
    n_studies: int
    n_files: int
    n_files_read: int
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    n_held_back: int


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A row of audit.load of the served run."""

    study_id: str
    kind: str
    status: str
    n_files: int
    n_files_read: int
    n_files_held_back: int
    n_files_former: int
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    rows_duplicate: int
    rows_filtered: int
    rows_held_back: int


@dataclass(frozen=True, slots=True)
class Status:
    """All that `leaderhouse status` says about a home."""

    served: Served
    runs: tuple[RunRow, ...]
    """Newest first."""
    loads: tuple[LoadRow, ...]
    held_back: tuple[FileRecord, ...]
    quarantine: tuple[faults.RuleCount, ...]
    """Rows that are open."""
    resolved: tuple[faults.Resolved, ...] = ()
    """Rows that the served run no longer found."""
    drift: tuple[DriftRecord, ...] = ()
    """Columns that changed with the served run."""


def served_path(home: Home) -> Path | None:
    """The version behind the served symlink; None before the first publication. Opens nothing.

    Raises ServedUnreadable if the link points at nothing.
    """
    if not home.served.is_symlink() and not home.served.exists():
        return None
    target = home.served.resolve()
    if not target.is_file():
        other = f" Or point the link at one of the files in {home.versions}." if versions(home) else ""
        link = home.served.readlink() if home.served.is_symlink() else target
        raise ServedUnreadable(f"{home.served} points at {link}, which is not there.", _CURE + other)
    # one file under two names; the version's own is the one that people know
    version = home.version(target.parent.name)
    return version if version.is_file() and version.samefile(target) else target


def versions(home: Home) -> tuple[Path, ...]:
    """Published versions, oldest first."""
    return tuple(sorted(path for path in home.versions.glob("*.duckdb") if is_run_id(path.stem)))


def read_fingerprint(home: Home) -> str | None:
    """What the served version was made from, as one hash; None before the first publication."""
    path = served_path(home)
    if path is None:
        return None
    with _opened(path) as con:
        return _release(con, path).fingerprint


def read_served(home: Home) -> Served | None:
    """The served version with its files; None before the first publication. Raises ServedUnreadable."""
    path = served_path(home)
    if path is None:
        return None
    with _opened(path) as con:
        return _served(con, path)


def read_status(home: Home, n_runs: int = 10) -> Status | None:
    """The served version, its last ``n_runs`` runs, its loads, and what is held back or quarantined."""
    path = served_path(home)
    if path is None:
        return None
    with _opened(path) as con:
        served = _served(con, path)
        newest = "ORDER BY release_number DESC"
        runs = _rows(
            con,
            f"SELECT {{}} FROM audit.run JOIN audit.release USING (run_id) {newest} LIMIT {n_runs:d}",
            RunRow,
        )
        of_run = f"run_id = {literal(served.run_id)}"
        loads = _rows(con, f"SELECT {{}} FROM audit.load WHERE {of_run} ORDER BY study_id, kind", LoadRow)
        quarantine = faults.by_rule(con)
        resolved = faults.resolved(con, served.run_id)
        drift = faults.drift(con, served.run_id)
    return Status(
        served=served,
        runs=tuple(runs),
        loads=tuple(loads),
        held_back=tuple(file for file in served.files if file.status == "held_back"),
        quarantine=quarantine,
        resolved=resolved,
        drift=drift,
    )


@contextmanager
def _opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to a version of ours; a file that is none is named, with the cure."""
    import duckdb

    try:
        with open_read_only(path) as con:
            yield con
    except duckdb.Error as error:
        raise ServedUnreadable(
            f"{path} is no version of this warehouse ({first_line(error)}).", _CURE
        ) from error


def _served(con: duckdb.DuckDBPyConnection, path: Path) -> Served:
    release = _release(con, path)
    names = [field.name for field in fields(FileRecord)]
    rows = con.execute(f"SELECT {', '.join(names)} FROM audit.file ORDER BY path, source_file_id").fetchall()
    files = tuple(_file(dict(zip(names, row, strict=True))) for row in rows)
    return Served(
        run_id=release.run_id,
        path=path,
        fingerprint=release.fingerprint,
        released_at=release.published_at,
        code_version=release.code_version,
        files=files,
    )


def _file(row: dict[str, Any]) -> FileRecord:
    return FileRecord(**{**row, "sha256": row["sha256"] or "", "sequenced": tuple(row["sequenced"])})


@dataclass(frozen=True, slots=True)
class _Release:
    run_id: str
    published_at: datetime
    code_version: str
    fingerprint: str


def _release(con: duckdb.DuckDBPyConnection, path: Path) -> _Release:
    rows = _rows(con, "SELECT {} FROM audit.release ORDER BY release_number DESC LIMIT 1", _Release)
    if not rows:
        raise ServedUnreadable(f"{path} does not say what it was made from: audit.release is empty.", _CURE)
    return rows[0]


def _rows(con: duckdb.DuckDBPyConnection, sql: str, of: type[Row]) -> list[Row]:
    """Rows of a query as dataclasses; ``{}`` in it stands for the dataclass's fields.

    No bound values: to bind one, DuckDB imports pandas, and a look at the state would take a second more.
    """
    names = ", ".join(field.name for field in fields(of))  # type: ignore[arg-type]
    return [of(*map(_in_utc, row)) for row in con.execute(sql.format(names)).fetchall()]


def _in_utc(value: object) -> object:
    """A time of the file with its zone, which DuckDB's TIMESTAMP leaves out."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
