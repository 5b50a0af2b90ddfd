"""Arithmetic over file records: does every row lead somewhere, and what do a run and its loads come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warehouse.errors import LedgerBroken, WarehouseError
from warehouse.records import FileRecord, RunRecord


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in figures, as its last lines on the terminal say them."""

    run_id: str
    status: str
    """``published``, or ``published_with_held_back`` if a file of the raw folder was held back."""
    n_studies: int
    n_files: int
    n_files_read: int
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    n_held_back: int
    held_back: tuple[FileRecord, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """A row of audit.load: the files of one kind in one study, in one run."""

    run_id: str
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


def check(files: Iterable[FileRecord]) -> None:
    """Raise LedgerBroken if a file's rows do not add up, and WarehouseError for two records of one file."""
    seen: dict[str, FileRecord] = {}
    for file in files:
        if (other := seen.setdefault(file.source_file_id, file)) is not file:
            raise WarehouseError(
                f"{file.path} and {other.path} are recorded under one key, {file.source_file_id}."
            )
        accounted = file.rows_loaded + file.rows_quarantined + file.rows_duplicate + file.rows_filtered
        if file.rows_read != accounted:
            raise LedgerBroken(
                f"{file.path}: {file.rows_read} rows were read and {accounted} are accounted for."
            )
        if file.rows_quarantined and file.rejects is None:
            raise LedgerBroken(
                f"{file.path}: {file.rows_quarantined} rows are quarantined and no file lists them."
            )


def summarise(run: RunRecord, files: Sequence[FileRecord]) -> Summary:
    """The run in figures: files as the raw folder holds them, rows of the files that are loaded."""
    seen = [file for file in files if file.is_seen]
    loaded = [file for file in files if file.status == "loaded"]
    held_back = tuple(file for file in seen if file.status == "held_back")
    return Summary(
        run_id=run.run_id,
        status="published_with_held_back" if held_back else "published",
        n_studies=len({file.study_id for file in seen if file.study_id}),
        n_files=len(seen),
        n_files_read=sum(file.was_read for file in seen),
        rows_read=sum(file.rows_read for file in loaded),
        rows_loaded=sum(file.rows_loaded for file in loaded),
        rows_quarantined=sum(file.rows_quarantined for file in loaded),
        n_held_back=len(held_back),
        held_back=held_back,
    )


def loads(run_id: str, files: Sequence[FileRecord]) -> list[Load]:
    """One row per study and kind; the ledger covers the files whose rows are in the release."""
    groups: dict[tuple[str, str], list[FileRecord]] = defaultdict(list)
    for file in files:
        groups[file.study_id, file.kind].append(file)
    return [_load(run_id, study_id, kind, group) for (study_id, kind), group in sorted(groups.items())]


def _load(run_id: str, study_id: str, kind: str, group: Sequence[FileRecord]) -> Load:
    seen = [file for file in group if file.is_seen]
    loaded = [file for file in group if file.status == "loaded"]
    held_back = [file for file in seen if file.status == "held_back"]
    return Load(
        run_id=run_id,
        study_id=study_id,
        kind=kind,
        status=_status(group),
        n_files=len(seen),
        n_files_read=sum(file.was_read for file in seen),
        n_files_held_back=len(held_back),
        n_files_former=len(group) - len(seen),
        rows_read=sum(file.rows_read for file in loaded),
        rows_loaded=sum(file.rows_loaded for file in loaded),
        rows_quarantined=sum(file.rows_quarantined for file in loaded),
        rows_duplicate=sum(file.rows_duplicate for file in loaded),
        rows_filtered=sum(file.rows_filtered for file in loaded),
        rows_held_back=sum(file.rows_read for file in held_back),
    )


def _status(group: Sequence[FileRecord]) -> str:
    statuses = {file.status for file in group}
    if "held_back" in statuses:
        return "partly_held_back" if "loaded" in statuses else "held_back"
    return next(status for status in ("loaded", "unrecognised", "not_loaded") if status in statuses)
