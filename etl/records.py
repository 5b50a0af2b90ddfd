"""What etl tells the other rooms: source files, studies, what became of each file. Standard library only."""

import hashlib
from dataclasses import dataclass, field
from typing import Literal

Disposition = Literal["load", "not_loaded", "unrecognised", "held_back"]
Status = Literal["loaded", "held_back", "not_loaded", "unrecognised"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One delivered file and what is to become of it.

    `path` is posix and relative to raw; `modified_ns` nanoseconds since 1970. `options` are facts about the
    file that stand elsewhere: `expected_md5`, `manifest_line`, `genome_build`, `assay`, `panel`, …
    """

    study_id: str
    path: str
    kind: str
    format: str
    layout: str
    size_bytes: int
    modified_ns: int
    disposition: str
    reason: str | None = None
    options: tuple[tuple[str, str], ...] = ()

    def option(self, name: str) -> str | None:
        """The value of an option, None where it was not given."""
        return dict(self.options).get(name)


@dataclass(frozen=True, slots=True)
class StudySettings:
    """What study.toml and the layout's own description say of a study. None: not said."""

    name: str | None = None
    cancer_type: str | None = None
    genome_build: str | None = None
    time_zero: str | None = None
    assay: str | None = None
    panel: str | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """A study folder of raw with every file in it."""

    study_id: str
    layout: str
    name: str | None
    files: tuple[SourceFile, ...]
    settings: StudySettings = field(default_factory=StudySettings)


@dataclass(frozen=True, slots=True)
class Rejected:
    """The rows of a file that break one rule: how many, and the lines of the first ten."""

    rule_id: str
    n_rows: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of one file.

    `parquet` and `rejects` are relative to the lake; a Parquet file that is not named by the file's sha256
    is shared, and has it in `source_sha256` (`etl.lake`). `was_read` is False where the lake already held the
    file. `sequenced` are the samples that the file itself says were sequenced; `notes` are sentences for a
    person; `rejected` counts the quarantined rows by rule; `columns` are the delivered ones, each with a word
    for its content, also of a file that is held back for its header.
    The ledger: rows_read = rows_loaded + rows_quarantined + rows_duplicate + rows_filtered.
    """

    source: SourceFile
    source_file_id: str
    sha256: str
    status: str
    reason: str | None = None
    line_number: int | None = None
    rows_read: int = 0
    rows_loaded: int = 0
    rows_quarantined: int = 0
    rows_duplicate: int = 0
    rows_filtered: int = 0
    parquet: str | None = None
    rejects: str | None = None
    was_read: bool = False
    sequenced: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()


def source_file_id(study_id: str, path: str, sha256: str) -> str:
    """Key of a file's content at a place of a study: 16 hex digits."""
    return hashlib.sha256(f"{study_id}\0{path}\0{sha256}".encode("utf-8", "surrogateescape")).hexdigest()[:16]
