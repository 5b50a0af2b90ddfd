"""The small database whose views show exactly the current rows of the lake.

Views, not copies: a night costs the same whether the lake holds a thousand rows or a hundred million. Every
view names its Parquet files one by one, so a file that left the raw folder leaves the views, whatever still
lies in the lake.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.connections import identifier, insert, literal, memory
from warehouse.errors import WarehouseError
from warehouse.records import FileRecord, ImportedSignature, StudyRecord
from warehouse.signatures import COLUMNS

if TYPE_CHECKING:
    import duckdb

# Columns that every view starts with; a Parquet file carries only the last, since one file may serve many
# studies. Where small files share one, each of its rows tells by the column _SOURCE which content it is of.
_KEYS = ("study_id", "source_file_id", "source_line")
# Name of the column that says which Parquet file a row came from; no delivered column can be called this.
_LOCATION = "__location"
_SOURCE = "source_sha256"
# The schema of what the views need beside them. Not `landing`: dbt attaches the file under that name, and
# DuckDB then takes `landing.x` inside a view for an ambiguous name.
_INTERNAL = "lake"

_SOURCE_FILES = """
CREATE TABLE landing.source_files (
    study_id VARCHAR NOT NULL, source_file_id VARCHAR NOT NULL, path VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    format VARCHAR NOT NULL, layout VARCHAR NOT NULL, sha256 VARCHAR, size_bytes BIGINT NOT NULL,
    status VARCHAR NOT NULL, reason VARCHAR, rows_loaded BIGINT NOT NULL, sequenced VARCHAR[] NOT NULL,
    assay VARCHAR, panel_id VARCHAR
)"""
_STUDIES = """
CREATE TABLE landing.studies (
    study_id VARCHAR NOT NULL, layout VARCHAR NOT NULL, name VARCHAR, cancer_type VARCHAR,
    genome_build VARCHAR, time_zero VARCHAR, assay VARCHAR, panel_id VARCHAR
)"""
_FILE = f"""
CREATE TABLE {_INTERNAL}.file (
    location VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, study_id VARCHAR NOT NULL,
    source_file_id VARCHAR NOT NULL
)"""
_SIGNATURES = """
CREATE TABLE landing.imported_signature (
    signature_id VARCHAR NOT NULL, signature_version INTEGER NOT NULL, status VARCHAR NOT NULL,
    title VARCHAR NOT NULL, citation VARCHAR NOT NULL, evidence VARCHAR, caveat VARCHAR NOT NULL,
    min_variants INTEGER NOT NULL, variant_classes VARCHAR NOT NULL, filter_policy VARCHAR NOT NULL,
    min_callable_fraction DOUBLE NOT NULL, source VARCHAR NOT NULL, imported_at TIMESTAMP NOT NULL
)"""
_OF_SIGNATURE = (
    *("signature_id", "signature_version", "status", "title", "citation", "evidence", "caveat"),
    *("min_variants", "variant_classes", "filter_policy", "min_callable_fraction", "source", "imported_at"),
)
_OF_FILE = (
    *("study_id", "source_file_id", "path", "kind", "format", "layout", "sha256", "size_bytes"),
    *("status", "reason", "rows_loaded", "sequenced", "assay", "panel_id"),
)
_OF_PLACE = ("sha256", "study_id", "source_file_id")
_OF_STUDY = (
    *("study_id", "layout", "name", "cancer_type", "genome_build", "time_zero", "assay", "panel_id"),
)


def build(
    landing_db: Path,
    lake: Path,
    files: Sequence[FileRecord],
    studies: Sequence[StudyRecord],
    kinds: Mapping[str, Path],
    signatures: Sequence[ImportedSignature] = (),
) -> None:
    """Write ``landing_db`` anew: a view ``landing.<kind>`` per kind, and the tables source_files and studies.

    The ``signatures`` that the home imported become the tables imported_signature and, for each kind of
    target, imported_signature_<kind>.

    ``kinds`` gives, per kind, a Parquet file without rows that carries the kind's columns and types; a kind
    without files becomes a view without rows. Only files of status ``loaded`` are shown. A file landed by
    an older reading shows NULL for a column that it does not have yet.

    Raises WarehouseError if a loaded file's Parquet is not in the lake, or its kind is not one of ``kinds``.
    """
    shown = [file for file in files if file.status == "loaded" and file.parquet is not None]
    _check(shown, lake, kinds)
    landing_db.unlink(missing_ok=True)
    con = memory()
    try:
        con.execute(f"ATTACH {literal(landing_db)} AS build")
        con.execute("USE build")
        con.execute(f"CREATE SCHEMA landing; CREATE SCHEMA {_INTERNAL}")
        for statement in (_SOURCE_FILES, _STUDIES, _FILE):
            con.execute(statement)
        _fill(con, lake, files, studies, shown)
        _add_signatures(con, signatures)
        for kind, empty in sorted(kinds.items()):
            of_kind = [file for file in shown if file.kind == kind]
            con.execute(_view(con, kind, empty, lake, of_kind))
        con.execute("USE memory")
        con.execute("DETACH build")
    finally:
        con.close()


def _check(shown: Sequence[FileRecord], lake: Path, kinds: Mapping[str, Path]) -> None:
    """Refuse files that the views could not show in full: a missing one would be rows lost in silence."""
    for file in shown:
        if file.kind not in kinds:
            raise WarehouseError(f"{file.path} is of kind {file.kind!r}, which has no landing table.")
        if not (lake / str(file.parquet)).is_file():
            raise WarehouseError(
                f"The lake has lost {file.parquet}, made from {file.path}.",
                "Run again: what the lake has lost is read anew from the raw folder.",
            )


def _fill(
    con: duckdb.DuckDBPyConnection,
    lake: Path,
    files: Sequence[FileRecord],
    studies: Sequence[StudyRecord],
    shown: Sequence[FileRecord],
) -> None:
    """Write the three tables."""
    file_rows = [{name: getattr(file, name) for name in _OF_FILE} for file in files]
    study_rows = [{name: getattr(study, name) for name in _OF_STUDY} for study in studies]
    places = [
        {"location": str(_location(lake, file)), **{name: getattr(file, name) for name in _OF_PLACE}}
        for file in shown
    ]
    insert(con, "landing.source_files", [{**row, "sha256": row["sha256"] or None} for row in file_rows])
    insert(con, "landing.studies", study_rows)
    insert(con, f"{_INTERNAL}.file", places)


def _add_signatures(con: duckdb.DuckDBPyConnection, signatures: Sequence[ImportedSignature]) -> None:
    """Write the tables of the imported signatures, empty where there are none."""
    con.execute(_SIGNATURES)
    known = [{name: getattr(one, name) for name in _OF_SIGNATURE} for one in signatures]
    insert(con, "landing.imported_signature", known)
    for kind, columns in COLUMNS.items():
        table = f"landing.imported_signature_{kind}"
        typed = ", ".join(f"{name} {type_}" for name, type_ in columns.items())
        con.execute(f"CREATE TABLE {table} (signature_id VARCHAR, signature_version INTEGER, {typed})")
        rows = [
            {"signature_id": one.signature_id, "signature_version": one.signature_version, **target}
            for one in signatures
            if one.kind == kind
            for target in one.targets
        ]
        insert(con, table, rows)


def _location(lake: Path, file: FileRecord) -> Path:
    """Where a file's Parquet lies, as DuckDB will repeat it in the location column."""
    return lake.resolve() / str(file.parquet)


def _view(
    con: duckdb.DuckDBPyConnection, kind: str, empty: Path, lake: Path, files: Sequence[FileRecord]
) -> str:
    """The statement of a kind's view: one scan for all Parquet files that have the same columns."""
    columns = {name: kind_ for name, kind_ in _columns(con, empty).items() if name not in _KEYS}
    alike: dict[tuple[str, bool], list[Path]] = defaultdict(list)
    for file in files:
        alike[file.reading, _is_shared(file)].append(_location(lake, file))
    scans = [
        _scan(con, columns, sorted(set(paths)), is_shared=is_shared)
        for (_, is_shared), paths in sorted(alike.items())
    ]
    if not scans:
        nothing = [f"NULL::{type_} AS {identifier(name)}" for name, type_ in columns.items()]
        keys = "NULL::VARCHAR AS study_id, NULL::VARCHAR AS source_file_id, NULL::BIGINT AS source_line"
        return f"CREATE VIEW landing.{identifier(kind)} AS SELECT {', '.join([keys, *nothing])} WHERE false"
    body = "\nUNION ALL\n".join(scans)
    return f"CREATE VIEW landing.{identifier(kind)} AS\n{body}"


def _is_shared(file: FileRecord) -> bool:
    """Whether the Parquet may hold rows of other files: it is not named by the file's content."""
    return not Path(str(file.parquet)).name.startswith(file.sha256)


def _scan(
    con: duckdb.DuckDBPyConnection, columns: Mapping[str, str], paths: Sequence[Path], *, is_shared: bool
) -> str:
    """One SELECT over files that share their columns, each row with its study and source file."""
    present = _columns(con, paths[0])
    wanted = [
        f"CAST(rows.{identifier(name)} AS {type_}) AS {identifier(name)}"
        if name in present
        else f"NULL::{type_} AS {identifier(name)}"
        for name, type_ in columns.items()
    ]
    of_file = f"file.location = rows.{identifier(_LOCATION)}"
    if is_shared:
        of_file += f" AND file.sha256 = rows.{_SOURCE}"
    fields = ", ".join(["file.study_id", "file.source_file_id", "rows.source_line", *wanted])
    return (
        f"SELECT {fields}\nFROM read_parquet({_listing(paths)}, filename = {literal(_LOCATION)}) AS rows\n"
        f"JOIN {_INTERNAL}.file AS file ON {of_file}"
    )


def _columns(con: duckdb.DuckDBPyConnection, parquet: Path) -> dict[str, str]:
    """Names and DuckDB types of a Parquet file's columns, in order."""
    rows = con.execute(f"DESCRIBE SELECT * FROM read_parquet({_listing([parquet])})").fetchall()
    return {str(row[0]): str(row[1]) for row in rows}


def _listing(paths: Iterable[Path]) -> str:
    """An SQL list of file names."""
    return "[" + ", ".join(literal(path) for path in paths) + "]"
