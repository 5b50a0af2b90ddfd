"""The tables of schema ``audit`` that say what is wrong: rows and files, checks, columns."""

from __future__ import annotations

from warehouse.audit.table import FIRST, LAST, RUN_ID, Column, Table

QUARANTINE = Table(
    "quarantine",
    "One row per rejected row, or per file held back: those open in this release, and those resolved since.",
    (
        Column("study_id", "VARCHAR NOT NULL", "Study; empty for a file outside every study folder"),
        Column("path", "VARCHAR NOT NULL", "Path relative to the raw folder"),
        Column(
            "line_number",
            "BIGINT CHECK (line_number >= 1)",
            "Line in the delivered file; NULL for a whole file",
        ),
        Column("raw_text", "VARCHAR", "The line as delivered; NULL for a whole file"),
        Column(
            "raw_bytes",
            "BLOB",
            "The bytes of the line as delivered, without its end; NULL where they are the UTF-8 of raw_text",
        ),
        Column("rule_id", "VARCHAR NOT NULL", "Rule that is broken"),
        Column("message", "VARCHAR NOT NULL", "What is wrong, in a sentence"),
        Column(
            "source_file_id",
            "VARCHAR NOT NULL",
            "Key of the file in audit.file; of a resolved row that of a file of its time",
        ),
        FIRST,
        LAST,
        Column(
            "resolved_run_id",
            "VARCHAR",
            "Run that no longer found it: the file was mended, replaced or withdrawn. NULL while it is open",
        ),
    ),
)

EXPECTATION_RESULT = Table(
    "expectation_result",
    "One row per check, run and study (or all studies at once), up to and including this run.",
    (
        Column("run_id", RUN_ID, "Run"),
        Column(
            "gate", "VARCHAR NOT NULL CHECK (gate IN ('landing', 'marts'))", "Before the models, or after"
        ),
        Column("suite", "VARCHAR NOT NULL", "Suite of checks, one per table"),
        Column("expectation", "VARCHAR NOT NULL", "Type of check"),
        Column("column_name", "VARCHAR", "Column checked; NULL for a check on the whole table"),
        Column(
            "severity",
            "VARCHAR NOT NULL CHECK (severity IN ('critical', 'warning'))",
            "critical: failing holds the study back or stops the run. warning: reported",
        ),
        Column("success", "BOOLEAN NOT NULL", "Whether the check held"),
        Column("n_unexpected", "BIGINT CHECK (n_unexpected >= 0)", "Rows that fail it, if it counts rows"),
        Column("sql", "VARCHAR", "A query that gives the failing rows"),
        Column("study_id", "VARCHAR", "Study it failed for; NULL if it speaks of all"),
        Column("message", "VARCHAR", "What the check says, in a sentence"),
    ),
)

SCHEMA_DRIFT = Table(
    "schema_drift",
    "One row per column that a kind of file gained, lost or renamed against its last load in the study, and "
    "run, up to and including this run.",
    (
        Column("run_id", RUN_ID, "Run that found it"),
        Column("study_id", "VARCHAR NOT NULL", "Study"),
        Column("kind", "VARCHAR NOT NULL", "What the file holds"),
        Column("format", "VARCHAR NOT NULL", "File format"),
        Column("path", "VARCHAR NOT NULL", "First file that shows it, relative to the raw folder"),
        Column("n_files", "BIGINT NOT NULL CHECK (n_files >= 1)", "Files that show it"),
        Column(
            "change",
            "VARCHAR NOT NULL CHECK (change IN ('new', 'lost', 'renamed'))",
            "new; lost; or renamed, where a new column is like a lost one by name and content, or stands in "
            "its place",
        ),
        Column("column_name", "VARCHAR NOT NULL", "Column as delivered; of a lost one its last name"),
        Column("former_name", "VARCHAR", "Name before, of a renamed column"),
        Column(
            "content",
            "VARCHAR",
            "What its first rows hold: integer, number, boolean, date or text; NULL if nothing",
        ),
        Column(
            "field", "VARCHAR", "What the former column was read as, as study.toml calls it; NULL if nothing"
        ),
        Column("proposal", "VARCHAR", "What to add to study.toml so that a renamed column is read again"),
    ),
    ("CHECK ((change = 'renamed') = (former_name IS NOT NULL))",),
)
