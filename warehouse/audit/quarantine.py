"""Fills ``audit.quarantine``: the lake's rejects, files held back, and what was open before and is no more.

A row is open from the run that first sees it to the run that no longer does; then it is resolved, and stays
as history. It is the same row as before if study, path, line, rule and text are; else, since a mended file
shifts its lines, if all but the line are. Repeats of one row within a night stay as many rows. What comes
back after it was resolved is a new case.
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
_NOW = """
CREATE TEMP TABLE now AS
SELECT
    row_number() OVER (ORDER BY file.path, rejected.line_number, rejected.rule_id, file.source_file_id) AS id,
    file.study_id, file.path, rejected.line_number, rejected.raw_text, rejected.raw_bytes,
    rejected.rule_id, rejected.message, file.source_file_id, file.last_seen_run_id
FROM rejected JOIN audit.file AS file USING (source_file_id)
"""
_COLUMNS = ("study_id", "path", "line_number", "rule_id", "raw_text", "first_seen_run_id")
_BEFORE = """
CREATE TEMP TABLE before (
    id BIGINT, study_id VARCHAR, path VARCHAR, line_number BIGINT, raw_text VARCHAR, raw_bytes BLOB,
    rule_id VARCHAR, message VARCHAR, source_file_id VARCHAR, first_seen_run_id VARCHAR,
    last_seen_run_id VARCHAR
)"""
_SAME = "CREATE TEMP TABLE same (now_id BIGINT, before_id BIGINT)"
# The nth of equal rows is the nth of those before. A line or a text that is NULL on both sides is the same.
_MATCH = """
INSERT INTO same
WITH n AS (
    SELECT *, row_number() OVER (
        PARTITION BY study_id, path, rule_id, raw_text{line} ORDER BY line_number, id
    ) AS ordinal
    FROM now WHERE id NOT IN (SELECT now_id FROM same)
), b AS (
    SELECT *, row_number() OVER (
        PARTITION BY study_id, path, rule_id, raw_text{line} ORDER BY line_number, id
    ) AS ordinal
    FROM before WHERE id NOT IN (SELECT before_id FROM same)
)
SELECT n.id, b.id
FROM n JOIN b
    ON b.study_id = n.study_id AND b.path = n.path AND b.rule_id = n.rule_id AND b.ordinal = n.ordinal
    AND b.raw_text IS NOT DISTINCT FROM n.raw_text{equal}
"""
_FILL = """
INSERT INTO audit.quarantine BY NAME
SELECT
    now.* EXCLUDE (id), coalesce(before.first_seen_run_id, now.last_seen_run_id) AS first_seen_run_id,
    NULL AS resolved_run_id
FROM now LEFT JOIN same ON same.now_id = now.id LEFT JOIN before ON before.id = same.before_id
ORDER BY now.id
"""
# Of a file that could not be read to its end nothing is known: its rows stay open, last seen when they were.
_CLOSE = """
INSERT INTO audit.quarantine BY NAME
SELECT
    before.* EXCLUDE (id),
    CASE
        WHEN before.raw_text IS NOT NULL AND before.path IN (
            SELECT path FROM audit.file WHERE status = 'held_back' AND is_seen AND rows_read = 0
        ) THEN NULL
        ELSE {run_id}
    END AS resolved_run_id
FROM before WHERE id NOT IN (SELECT before_id FROM same)
ORDER BY id
"""
_UNLISTED = """
SELECT file.path, file.rows_quarantined, count(rejected.source_file_id)
FROM audit.file AS file LEFT JOIN rejected USING (source_file_id)
GROUP BY file.source_file_id, file.path, file.rows_quarantined
HAVING file.rows_quarantined <> count(rejected.source_file_id)
ORDER BY file.path
"""


def fill(
    con: duckdb.DuckDBPyConnection, lake: Path, files: Sequence[FileRecord], run_id: str, history: History
) -> None:
    """Write the rejected rows of every file, a row for each file held back, and those resolved by ``run_id``.

    Fill audit.file first. Raises LedgerBroken if a file lists more or fewer rejects than its ledger counts.
    """
    for statement in (_REJECTED, _BEFORE, _SAME):
        con.execute(statement)
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
    con.execute(_NOW)
    has_cases = _read_before(con, history)
    con.execute(
        _MATCH.format(line=", line_number", equal=" AND b.line_number IS NOT DISTINCT FROM n.line_number")
    )
    con.execute(_MATCH.format(line="", equal=""))
    con.execute(_FILL)
    if has_cases:
        con.execute(_CLOSE.format(run_id=literal(run_id)))
    con.execute("DROP TABLE rejected; DROP TABLE now; DROP TABLE before; DROP TABLE same")


def _read_before(con: duckdb.DuckDBPyConnection, history: History) -> bool:
    """Take over what is resolved already, and read what was open; true if that can be written again.

    A version made before rows could be resolved says since when a row is known, and no more.
    """
    whole = (*_COLUMNS, "raw_bytes", "message", "source_file_id", "last_seen_run_id")
    if not history.has("quarantine", _COLUMNS):
        return False
    has_cases = history.has("quarantine", (*whole, "resolved_run_id"))
    names = whole if has_cases else _COLUMNS
    was_open = "WHERE resolved_run_id IS NULL" if has_cases else ""
    con.execute(
        f"INSERT INTO before BY NAME SELECT row_number() OVER () AS id, {', '.join(names)} "
        f"FROM {FORMER}.audit.quarantine {was_open}"
    )
    if has_cases:
        con.execute(
            f"INSERT INTO audit.quarantine BY NAME SELECT {', '.join(whole)}, resolved_run_id "
            f"FROM {FORMER}.audit.quarantine WHERE resolved_run_id IS NOT NULL"
        )
    return has_cases


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
