"""The tables of schema ``audit``: types, constraints and the comments that readers see.

Grain and meaning are said once, here: the tables, the comments in the published file and the data
dictionary all come from these declarations.
"""

from __future__ import annotations

from warehouse.audit.faults import EXPECTATION_RESULT, QUARANTINE, SCHEMA_DRIFT
from warehouse.audit.table import FIRST, LAST, RUN_ID, Column, Table, rows

# Times are TIMESTAMP in UTC, not TIMESTAMPTZ: a client needs extra packages (Python: pytz) to fetch the
# latter.

LEDGER = "CHECK (rows_read = rows_loaded + rows_quarantined + rows_duplicate + rows_filtered)"


def _ledger(of: str) -> tuple[Column, ...]:
    """The five figures of the ledger, which add up: read = loaded + quarantined + duplicate + filtered."""
    return (
        rows("rows_read", f"Data rows of {of}: every line but headers, comments and blank lines"),
        rows(
            "rows_loaded",
            "Of rows_read: rows that are in the lake and, if the status is loaded, behind the marts",
        ),
        rows("rows_quarantined", "Of rows_read: rows that break a rule; each is listed in audit.quarantine"),
        rows("rows_duplicate", "Of rows_read: exact repeats of a row that is counted already"),
        rows(
            "rows_filtered",
            "Of rows_read: rows left out by a rule of the format, such as a header line in mid-file",
        ),
    )


RUN = Table(
    "run",
    "One row per run that published a version, up to and including this one.",
    (
        Column("run_id", "VARCHAR PRIMARY KEY", "UTC second the run started and four hex digits"),
        Column("started_at", "TIMESTAMP NOT NULL", "When the run started, UTC"),
        Column(
            "finished_at",
            "TIMESTAMP NOT NULL",
            "When the version was complete, just before it was published, UTC",
        ),
        Column(
            "status",
            "VARCHAR NOT NULL CHECK (status IN ('published', 'published_with_held_back'))",
            "published, or published_with_held_back if a file was held back",
        ),
        rows("n_studies", "Studies with at least one file in the raw folder"),
        rows("n_files", "Files in the raw folder, of whatever status"),
        rows("n_files_read", "Of n_files: files read in this run; the others lay in the lake already"),
        rows("rows_read", "Data rows of all loaded files"),
        rows("rows_loaded", "Of rows_read: rows behind the marts"),
        rows("rows_quarantined", "Of rows_read: rows that break a rule"),
        rows("n_held_back", "Files held back"),
    ),
    ("CHECK (finished_at >= started_at)",),
)

FILE = Table(
    "file",
    "One row per source file of this release: each file in the raw folder, and each former load that serves "
    "in place of a file that is held back.",
    (
        Column(
            "source_file_id",
            "VARCHAR PRIMARY KEY",
            "Key of a file: study, path and content; in fct_mutation too",
        ),
        Column("study_id", "VARCHAR NOT NULL", "Study; empty for a file outside every study folder"),
        Column("path", "VARCHAR NOT NULL", "Path relative to the raw folder"),
        Column("kind", "VARCHAR NOT NULL", "What the file holds: mutations, cbioportal_patient, …"),
        Column("format", "VARCHAR NOT NULL", "File format that read it"),
        Column("layout", "VARCHAR NOT NULL", "Layout of the study: gdc, cbioportal, …"),
        Column(
            "sha256",
            "VARCHAR CHECK (length(sha256) = 64)",
            "Hash of the bytes as delivered; NULL if unreadable",
        ),
        Column("size_bytes", "BIGINT NOT NULL CHECK (size_bytes >= 0)", "Size as delivered, in bytes"),
        Column("modified_ns", "BIGINT NOT NULL", "Modification time of the raw file, nanoseconds since 1970"),
        Column(
            "status",
            "VARCHAR NOT NULL CHECK (status IN ('loaded', 'held_back', 'not_loaded', 'unrecognised'))",
            "loaded: its rows are in this release. held_back: faulty, kept out. not_loaded: a kind that is "
            "known and not read. unrecognised: nothing knows what it is",
        ),
        Column("reason", "VARCHAR", "Why it is not loaded, or why a former load serves"),
        Column(
            "line_number", "BIGINT CHECK (line_number >= 1)", "Line of the fault that holds the file back"
        ),
        Column("rule_id", "VARCHAR", "Rule that holds the file back, if it has a name"),
        *_ledger("the file"),
        Column(
            "parquet",
            "VARCHAR",
            "Parquet file of its rows, relative to the lake. Small files may share one: source_sha256 tells "
            "their rows apart",
        ),
        Column("rejects", "VARCHAR", "Parquet file of its quarantined rows, relative to the lake"),
        Column("reading", "VARCHAR NOT NULL", "Digest of the code and options that read it"),
        Column("was_read", "BOOLEAN NOT NULL", "True if read in this run; false if the lake held it already"),
        Column(
            "is_seen",
            "BOOLEAN NOT NULL",
            "False for a former load: the raw folder no longer holds the file so",
        ),
        Column(
            "sequenced", "VARCHAR[] NOT NULL", "Samples or aliquots that the file itself says were sequenced"
        ),
        Column("genome_build", "VARCHAR", "Genome build by the study's settings, if they name one"),
        Column("assay", "VARCHAR", "Assay by the study's settings, if they name one"),
        Column("panel_id", "VARCHAR", "Gene panel by the study's settings, if they name one"),
        FIRST,
        LAST,
    ),
    (LEDGER, "CHECK (status = 'loaded' OR reason IS NOT NULL)"),
)

LOAD = Table(
    "load",
    "One row per study, file kind and run, up to and including this run. The ledger covers the files whose "
    "rows are in that run's release.",
    (
        Column("run_id", RUN_ID, "Run"),
        Column("study_id", "VARCHAR NOT NULL", "Study; empty for files outside every study folder"),
        Column("kind", "VARCHAR NOT NULL", "What the files hold"),
        Column(
            "status",
            "VARCHAR NOT NULL CHECK "
            "(status IN ('loaded', 'partly_held_back', 'held_back', 'not_loaded', 'unrecognised'))",
            "loaded; partly_held_back if some are loaded and some held back; else what all its files are",
        ),
        rows("n_files", "Files in the raw folder"),
        rows("n_files_read", "Of n_files: files read in this run"),
        rows("n_files_held_back", "Of n_files: files held back"),
        rows("n_files_former", "Former loads that serve in place of files held back; not among n_files"),
        *_ledger("the loaded files"),
        rows("rows_held_back", "Data rows of the files held back; outside the ledger"),
    ),
    ("PRIMARY KEY (run_id, study_id, kind)", LEDGER),
)

RELEASE = Table(
    "release",
    "One row per published version, up to and including this one: what it was made from.",
    (
        Column(
            "release_number",
            "BIGINT NOT NULL UNIQUE CHECK (release_number >= 1)",
            "1 for the first version of a home, and one more for each; the highest is this version",
        ),
        Column("run_id", "VARCHAR PRIMARY KEY", "Run that made it"),
        Column(
            "published_at",
            "TIMESTAMP NOT NULL",
            "When the version was complete, just before it was published, UTC",
        ),
        Column("code_version", "VARCHAR NOT NULL", "Version of the code"),
        Column("code_sha256", "VARCHAR NOT NULL", "Hash of all code and seeds"),
        Column("inputs_sha256", "VARCHAR NOT NULL", "Hash over path and content of every raw file"),
        Column("settings_sha256", "VARCHAR NOT NULL", "Hash of the settings"),
        Column(
            "fingerprint", "VARCHAR NOT NULL", "Hash of the three; equal means a new build would say the same"
        ),
        Column("storage_version", "VARCHAR NOT NULL", "Oldest DuckDB that opens the file"),
        Column("duckdb_version", "VARCHAR NOT NULL", "DuckDB that wrote it"),
        rows("n_inputs", "Files in the raw folder"),
    ),
)

TABLES = (RUN, FILE, LOAD, QUARANTINE, EXPECTATION_RESULT, SCHEMA_DRIFT, RELEASE)
