"""The frozen records that pass between the flows and the warehouse. Standard library only.

One :class:`FileRecord` describes a source file to the landing views, to the audit tables and, read back
from the served version, to the next night. So a version knows all that is needed to serve a file again from
the lake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FileStatus = Literal["loaded", "held_back", "not_loaded", "unrecognised"]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A source file and what became of its rows.

    ``status`` is ``loaded`` exactly if the file's rows are in this release. The ledger holds for every file:
    rows_read = rows_loaded + rows_quarantined + rows_duplicate + rows_filtered.
    """

    study_id: str
    source_file_id: str
    path: str
    """Relative to the raw folder, with forward slashes."""
    kind: str
    format: str
    layout: str
    sha256: str
    """Of the bytes as delivered, 64 hex digits; empty if the file could not be read at all."""
    size_bytes: int
    modified_ns: int
    status: FileStatus
    reason: str | None = None
    line_number: int | None = None
    """Where the fault is that holds the file back, if it has a place."""
    rule_id: str | None = None
    """Rule that held the file back; ``file_held_back`` is written where none is named."""
    rows_read: int = 0
    rows_loaded: int = 0
    rows_quarantined: int = 0
    rows_duplicate: int = 0
    rows_filtered: int = 0
    parquet: str | None = None
    """Relative to the lake."""
    rejects: str | None = None
    """Relative to the lake; columns line_number, raw_text, rule_id, message, raw_bytes."""
    reading: str = ""
    """Digest of the code and options that read the file."""
    was_read: bool = True
    """False: the lake already held what this file says."""
    is_seen: bool = True
    """False: the raw folder no longer holds the file in this form; its former good load still serves."""
    sequenced: tuple[str, ...] = ()
    """Sample barcodes or aliquot uuids that the file itself says were sequenced."""
    genome_build: str | None = None
    assay: str | None = None
    panel_id: str | None = None
    first_seen_run_id: str | None = None
    """Set when read back from a served version; what is written is carried over from the former version."""
    last_seen_run_id: str | None = None


@dataclass(frozen=True, slots=True)
class StudyRecord:
    """A study folder and what its settings say."""

    study_id: str
    layout: str
    name: str | None = None
    cancer_type: str | None = None
    genome_build: str | None = None
    time_zero: str | None = None
    assay: str | None = None
    panel_id: str | None = None


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """The outcome of one check in one run. Holds counts and names, never a patient's value."""

    gate: str
    suite: str
    expectation: str
    severity: Literal["critical", "warning"]
    success: bool
    column_name: str | None = None
    n_unexpected: int | None = None
    sql: str | None = None
    study_id: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class DriftRecord:
    """A column that is new, lost or under another name against the last load of that kind of file."""

    study_id: str
    kind: str
    format: str
    path: str
    """The first file that shows it, relative to the raw folder."""
    n_files: int
    change: Literal["new", "lost", "renamed"]
    column_name: str
    """As delivered now; of a lost column its last name."""
    former_name: str | None
    content: str | None
    field: str | None
    """What the former column was read as, by its name in study.toml."""
    proposal: str | None
    """What to add to study.toml, if that would map the column."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run, as it will be known once its version serves."""

    run_id: str
    started_at: datetime
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """What a version was made from. Equal fingerprints mean: a new build would say the same."""

    run_id: str
    code_version: str
    code_sha256: str
    inputs_sha256: str
    settings_sha256: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ImportedSignature:
    """One version of a signature that was imported into the home: what it is, its rule, its targets."""

    signature_id: str
    signature_version: int
    kind: str
    """gene, region or variant."""
    status: str
    """published, partial or exploratory."""
    title: str
    citation: str
    evidence: str | None
    caveat: str
    min_variants: int
    variant_classes: str
    """nonsilent or all."""
    filter_policy: str
    """pass, not_failed or delivered."""
    min_callable_fraction: float
    source: str
    """Which file it was imported from, in words."""
    source_sha256: str
    imported_at: datetime
    targets: tuple[Mapping[str, str | int | None], ...]
    """Rows in the columns of landing.imported_signature_<kind>, without id and version."""
