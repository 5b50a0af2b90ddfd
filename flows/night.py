"""What the steps of a night hand to each other."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from etl.inventory import RawFile
    from etl.records import Landed, SourceFile, Study
    from etl.vocabulary import Vocabulary
    from flows.fingerprint import Fingerprint
    from flows.outcome import HeldBack
    from flows.progress import Progress
    from flows.settings import Settings
    from warehouse.audit import Summary
    from warehouse.layout import BuildPaths
    from warehouse.records import CheckRecord, DriftRecord, FileRecord, ImportedSignature, StudyRecord
    from warehouse.state import Served

# A network share that stumbles: worth another try. A missing permission or a full disk is not.
_TRANSIENT = {
    errno.EAGAIN,
    errno.EBUSY,
    errno.ECONNABORTED,
    errno.ECONNRESET,
    errno.EHOSTUNREACH,
    errno.EINTR,
    errno.EIO,
    errno.ENETDOWN,
    errno.ENETUNREACH,
    errno.ENODEV,
    errno.ENOTCONN,
    errno.ESTALE,
    errno.ETIMEDOUT,
}


def is_transient(error: BaseException | None) -> bool:
    """Whether doing the same again may help: faults of a file system that come and go."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _TRANSIENT:
            return True
        error = error.__cause__
    return False


class Night:
    """All that a night knows. A plain class: Prefect walks through dataclasses that are handed to tasks."""

    def __init__(self, settings: Settings, run_id: str, paths: BuildPaths, progress: Progress) -> None:
        self.settings = settings
        self.run_id = run_id
        self.paths = paths
        self.progress = progress
        self.started_at = datetime.now(UTC)
        self.served: Served | None = None
        self.former_version: Path | None = None
        """File of the served version."""
        self.raw_files: list[RawFile] = []
        self.vocabulary: Vocabulary | None = None
        self.studies: list[Study] = []
        self.asides: list[Landed] = []
        """Files that are not landed: documents, unknown ones, and those held back before they are read."""
        self.landed: list[Landed] = []
        self.files: list[FileRecord] = []
        self.study_records: list[StudyRecord] = []
        self.held_back: list[HeldBack] = []
        self.checks: list[CheckRecord] = []
        self.drift: list[DriftRecord] = []
        """Columns that came, went or changed their name since the last load."""
        self.notes: list[str] = []
        """Sentences a person should read, of files and checks."""
        self.inputs: Fingerprint | None = None
        self.chosen: list[tuple[str, str]] = []
        """What the home sets beside the code (:mod:`flows.chosen`)."""
        self.signatures: tuple[ImportedSignature, ...] = ()
        self.variables: dict[str, str | int] = {}
        """Variables of the dbt project that the home sets."""
        self.seeds: tuple[Path, ...] = ()
        """The vocabulary that etl shares with dbt."""
        self._readings: dict[tuple[str, str, tuple[tuple[str, str], ...]], str] = {}
        self.summary: Summary | None = None
        self.version: Path | None = None

    @property
    def former(self) -> Sequence[FileRecord]:
        """Files of the version that serves until now."""
        return () if self.served is None else self.served.files

    def reading(self, source: SourceFile) -> str:
        """Digest of all that decides how a file's bytes are read; the seeds stay the same for a night."""
        from etl.lake import reading

        key = (source.kind, source.format, source.options)
        if key not in self._readings:
            self._readings[key] = reading(source, self.seeds)
        return self._readings[key]

    def groups(self) -> dict[tuple[str, str], list[SourceFile]]:
        """The files to land, by study and kind."""
        groups: dict[tuple[str, str], list[SourceFile]] = {}
        for study in self.studies:
            for source in study.files:
                if source.disposition == "load":
                    groups.setdefault((source.study_id, source.kind), []).append(source)
        return groups
