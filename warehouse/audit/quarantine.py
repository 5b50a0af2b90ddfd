"""Fills ``audit.quarantine`` from the lake's rejects and from the files held back.

A rejected row is the same as in a former release if study, path, line, rule and text are; so it is known
since when a centre delivers it. Repeats of one row within a night stay as many rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.audit.history import FORMER, History
from warehouse.connections import literal
from warehouse.errors import LedgerBroken
from warehouse.records import FileRecord

if TYPE_CHECKING:
    import duckdb

WHOLE_FILE = "file_held_back"
"""Rule of a file that is held back, where its record names no other."""

_REJECTED = """
CREATE TEMP TABLE rejected (
    source_file_id VARCHAR, line_number BIGINT, raw_text VARCHAR, rule_id VARCHAR, message VARCHAR,
    raw_bytes BLOB
)"""
_FORMER = """
CREATE TEMP TABLE first_seen (
    study_id VARCHAR, path VARCHAR, line_number BIGINT, rule_id VARCHAR, raw_text VARCHAR, run_id VARCHAR
)"""
# Hash joins on NULL need help: a line or a text that is NULL on both sides is the same.
_FILL = """
INSERT INTO audit.quarantine BY NAME
SELECT
    file.study_id, file.path, rejected.line_number, rejected.raw_text, rejected.raw_bytes, rejected.rule_id,
    rejected.message,
    file.source_file_id, coalesce(first_seen.run_id, file.last_seen_run_id) AS first_seen_run_id,
    file.last_seen_run_id
FROM rejected
JOIN audit.file AS file USING (source_file_id)
LEFT JOIN first_seen
    ON first_seen.study_id = file.study_id AND first_seen.path = file.path
    AND first_seen.rule_id = rejected.rule_id
    AND first_seen.line_number IS NOT DISTINCT FROM rejected.line_number
    AND first_seen.raw_text IS NOT DISTINCT FROM rejected.raw_text
ORDER BY file.path, rejected.line_number, rejected.rule_id, file.source_file_id
"""
_UNLISTED = """
SELECT file.path, file.rows_quarantined, count(rejected.source_file_id)
FROM audit.file AS file LEFT JOIN rejected USING (source_file_id)
GROUP BY file.source_file_id, file.path, file.rows_quarantined
HAVING file.rows_quarantined <> count(rejected.source_file_id)
ORDER BY file.path
"""


def fill(con: duckdb.DuckDBPyConnection, lake: Path, files: Sequence[FileRecord], history: History) -> None:
    """Write the rejected rows of every file, then one row for each file held back. Fill audit.file first.

    Raises LedgerBroken if a file lists more or fewer rejects than its ledger counts.
    """
    con.execute(_REJECTED)
    con.execute(_FORMER)
    identity = ("study_id", "path", "line_number", "rule_id", "raw_text")
    if history.has("quarantine", (*identity, "first_seen_run_id")):
        con.execute(
            f"INSERT INTO first_seen SELECT {', '.join(identity)}, min(first_seen_run_id) "
            f"FROM {FORMER}.audit.quarantine GROUP BY ALL"
        )
    _read_rejects(con, lake, files)
    if wrong := con.execute(_UNLISTED).fetchone():
        raise LedgerBroken(f"{wrong[0]}: {wrong[1]} rows are quarantined and {wrong[2]} are listed.")
    whole = [
        (file.source_file_id, file.line_number, None, file.rule_id or WHOLE_FILE, file.reason)
        for file in files
        if file.status == "held_back"
    ]
    if whole:
        con.executemany("INSERT INTO rejected VALUES (?, ?, ?, ?, ?, NULL)", whole)
    con.execute(_FILL)
    con.execute("DROP TABLE rejected; DROP TABLE first_seen")


def _read_rejects(con: duckdb.DuckDBPyConnection, lake: Path, files: Sequence[FileRecord]) -> None:
    """Read the lake's rejects in one scan; one Parquet file may hold those of several equal source files."""
    by_location: dict[str, list[str]] = defaultdict(list)
    for file in files:
        if file.rejects is not None and file.rows_quarantined:
            by_location[str(lake.resolve() / file.rejects)].append(file.source_file_id)
    if not by_location:
        return
    import pyarrow as pa

    pairs = [(location, key) for location, keys in by_location.items() for key in keys]
    con.register(
        "rejects_of", pa.table({"location": [p[0] for p in pairs], "source_file_id": [p[1] for p in pairs]})
    )
    listing = ", ".join(literal(location) for location in sorted(by_location))
    con.execute(
        f"""
        INSERT INTO rejected
        SELECT rejects_of.source_file_id, line_number, raw_text, rule_id, message, raw_bytes
        FROM (
            SELECT * FROM read_parquet([{listing}], filename = '__location', union_by_name = true)
            UNION ALL BY NAME
            SELECT NULL::BLOB AS raw_bytes WHERE false -- for loads of before the column was there
        ) AS rows
        JOIN rejects_of ON rejects_of.location = rows.__location
        """
    )
    con.unregister("rejects_of")
