"""The second step: raw files into the lake, by study and kind, and which load of each file serves."""

from __future__ import annotations

from dataclasses import replace

from etl import inventory
from etl.records import Landed
from flows import fingerprint, hold_back
from flows.night import Night
from flows.outcome import Refused
from warehouse.records import FileRecord, FileStatus, StudyRecord


def land(night: Night, study_id: str, kind: str) -> int:
    """Land the files of one kind of one study; returns the rows that are loaded."""
    from etl import landing

    sources = night.groups()[study_id, kind]
    hashes = {file.path: file.sha256 for file in night.raw_files if file.sha256 is not None}
    assert night.vocabulary is not None, "discover comes first"

    def on_file(landed: Landed) -> None:
        night.progress.advance(rows=landed.rows_loaded)

    landed = landing.land_many(
        sources,
        raw=night.settings.raw,
        lake=night.settings.home.lake,
        vocabulary=night.vocabulary,
        reading=night.reading,
        known_sha=hashes,
        on_file=on_file,
    )
    night.landed += landed
    return sum(file.rows_loaded for file in landed)


def choose(night: Night) -> None:
    """Decide for every file which load serves, and remember what was seen.

    Raises Refused if nothing can be served.
    """
    new = [_record(file, "") for file in night.asides]
    new += [_record(file, night.reading(file.source)) for file in night.landed]
    lake = night.settings.home.lake
    night.files, night.held_back = hold_back.with_former_loads(new, night.former, lake)
    night.held_back += hold_back.unrecognised(night.files)
    night.notes += [f"{file.source.path}: {note}" for file in night.landed for note in file.notes]
    known = {study.study_id for study in night.study_records}
    for file in night.files:
        if file.status == "loaded" and file.study_id not in known:  # a former load under an id that is gone
            night.study_records.append(StudyRecord(file.study_id, file.layout))
            known.add(file.study_id)
    require_something(night)
    _remember(night)


def require_something(night: Night) -> None:
    """Raise Refused if no file with patients or variants would be served."""
    if any(file.status == "loaded" and file.layout != "gene_panels" for file in night.files):
        return
    reasons = " ".join(f"{item.what}: {item.reason}." for item in hold_back.folded(night.held_back)[:5])
    raise Refused(
        f"Nothing in {night.settings.raw} can be loaded. {reasons or 'No file is of a known kind.'}"
    )


def _remember(night: Night) -> None:
    """Take the fingerprint of what this night reads, and keep the hashes for the next one to compare with."""
    known = {file.path: file.sha256 for file in night.files if file.is_seen and file.sha256}
    read = [replace(file, sha256=file.sha256 or known.get(file.path)) for file in night.raw_files]
    files = inventory.hashed(night.settings.raw, read)
    inventory.save(night.settings.home.inventory, files)
    night.inputs = fingerprint.take(((file.path, file.sha256 or "") for file in files), night.chosen)


def _record(landed: Landed, reading: str) -> FileRecord:
    source = landed.source
    return FileRecord(
        study_id=source.study_id,
        source_file_id=landed.source_file_id,
        path=source.path,
        kind=source.kind,
        format=source.format,
        layout=source.layout,
        sha256=landed.sha256,
        size_bytes=source.size_bytes,
        modified_ns=source.modified_ns,
        status=_status(landed),
        reason=landed.reason,
        line_number=landed.line_number,
        rows_read=landed.rows_read,
        rows_loaded=landed.rows_loaded,
        rows_quarantined=landed.rows_quarantined,
        rows_duplicate=landed.rows_duplicate,
        rows_filtered=landed.rows_filtered,
        parquet=landed.parquet,
        rejects=landed.rejects,
        reading=reading,
        was_read=landed.was_read,
        sequenced=landed.sequenced,
        genome_build=source.option("genome_build"),
        assay=source.option("assay"),
        panel_id=source.option("panel"),
    )


def _status(landed: Landed) -> FileStatus:
    match landed.status:
        case "loaded" | "held_back" | "not_loaded" | "unrecognised":
            return landed.status
    raise ValueError(f"{landed.source.path}: {landed.status!r} is no status of a file")
