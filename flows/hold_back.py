"""Which load of a file serves when the new one does not: pure decisions over file records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from flows.outcome import HeldBack
from warehouse.records import FileRecord


def with_former_loads(
    new: Sequence[FileRecord], former: Sequence[FileRecord], lake: Path
) -> tuple[list[FileRecord], list[HeldBack]]:
    """Beside each file that is held back, the former good load of its path, if the lake still has it.

    ``former`` are the files of the served version. A file that is named by a manifest and not there has left
    like any other: nothing serves in its stead. Bytes that were good then and are held back now (the
    manifest names another md5, say) stay one record, loaded, whose reason says so: they are served and they
    are in doubt.
    """
    paths = {file.path for file in new if file.status != "loaded"}
    loads = {file.path: file for file in _usable([one for one in former if one.path in paths], lake)}
    files: list[FileRecord] = []
    held_back: list[HeldBack] = []
    for delivered in new:
        load = loads.get(delivered.path) if _is_delivered(delivered) else None
        file = _no_longer_known(delivered, load) if load is not None else delivered
        if file.status != "held_back":
            load = None
        if load is None:
            files.append(file)
        elif load.source_file_id == file.source_file_id:
            files.append(_doubted(file, load, file.reason or "held back"))
        else:
            files += [file, _serving(load, file.reason or "held back")]
        if file.status == "held_back":
            held_back.append(HeldBack(where(file), file.reason or "held back", _instead(load)))
    return files, held_back


def hold_back_study(
    files: Sequence[FileRecord], former: Sequence[FileRecord], study_id: str, reason: str, lake: Path
) -> tuple[list[FileRecord], HeldBack]:
    """The files of a night with one study back at its former good loads; without any, the study is absent."""
    kept, had_loads = _back(
        files, former, lambda file: file.study_id == study_id, reason, "study_held_back", lake
    )
    instead = (
        "Its former load serves on." if had_loads else "It has no former load, so the study is not served."
    )
    return kept, HeldBack(f"study {study_id}", reason, instead)


def hold_back_load(
    files: Sequence[FileRecord],
    former: Sequence[FileRecord],
    study_id: str,
    kind: str,
    reason: str,
    lake: Path,
) -> tuple[list[FileRecord], HeldBack]:
    """The files of a night with one kind of a study's files back at its former good load, for its budget."""
    kept, had_loads = _back(
        files,
        former,
        lambda file: (file.study_id, file.kind) == (study_id, kind),
        reason,
        "over_budget",
        lake,
    )
    instead = "Its former load serves on." if had_loads else "Nothing of it is served."
    return kept, HeldBack(f"{study_id}: {kind}", reason, instead)


def _back(
    files: Sequence[FileRecord],
    former: Sequence[FileRecord],
    is_meant: Callable[[FileRecord], bool],
    reason: str,
    rule_id: str,
    lake: Path,
) -> tuple[list[FileRecord], bool]:
    """The files that are meant replaced by their former good loads, and whether there were any."""
    loads = {file.source_file_id: file for file in _usable([one for one in former if is_meant(one)], lake)}
    had_loads = bool(loads)
    kept: list[FileRecord] = []
    for file in files:
        if not is_meant(file):
            kept.append(file)
        elif not file.is_seen:
            continue  # a former load: it comes again below
        elif file.source_file_id in loads:
            kept.append(_doubted(file, loads.pop(file.source_file_id), reason))
        elif file.status == "loaded":
            kept.append(replace(file, status="held_back", reason=reason, rule_id=rule_id))
        else:
            kept.append(file)
    kept += [_serving(file, reason) for file in loads.values()]
    return kept, had_loads


def still_held_back(files: Sequence[FileRecord]) -> list[HeldBack]:
    """What a served version says is not served: files kept out, in doubt, or not recognised."""
    served = {file.path: file for file in files if file.status == "loaded"}
    items = []
    for file in files:
        if file.is_seen and (file.status == "held_back" or (file.status == "loaded" and file.reason)):
            items.append(HeldBack(where(file), file.reason or "held back", _instead(served.get(file.path))))
    return items + unrecognised(files)


def unrecognised(files: Sequence[FileRecord]) -> list[HeldBack]:
    """Files that nothing knows: data may be in them, so they are told like files that are held back."""
    return [
        HeldBack(where(file), file.reason or "not recognised", _instead(None))
        for file in files
        if file.status == "unrecognised"
    ]


def folded(items: Sequence[HeldBack]) -> list[HeldBack]:
    """The same items, those of one folder with one cause as one: 600 files must not take 600 lines."""
    groups: dict[tuple[str, str, str], list[HeldBack]] = {}
    for item in items:
        groups.setdefault((item.what.partition("/")[0], item.reason, item.instead), []).append(item)
    return [
        group[0] if len(group) == 1 else replace(group[0], what=f"{folder}: {len(group):,} files")
        for (folder, _, _), group in groups.items()
    ]


def where(file: FileRecord) -> str:
    """A file as a person finds it, with the line of the fault if it has one."""
    return file.path if file.line_number is None else f"{file.path}:{file.line_number}"


def _no_longer_known(file: FileRecord, load: FileRecord) -> FileRecord:
    """The file, held back where its former load was of other bytes and it is only listed now."""
    if file.status not in ("unrecognised", "not_loaded") or file.sha256 == load.sha256:
        return file
    reason = (
        f"was loaded as {load.format} before, and nothing shows any more that it is one ({file.reason}): "
        "deliver it with the name and the columns that it had, or remove it"
    )
    return replace(file, status="held_back", kind=load.kind, format=load.format, reason=reason)


def _usable(files: Iterable[FileRecord], lake: Path) -> Iterator[FileRecord]:
    """The loads whose rows the lake still has, all of them: a Parquet file may be lost, cut or another."""
    from etl.parquet import rows_by_source

    held: dict[str, dict[str | None, int] | None] = {}
    for file in files:
        if file.status != "loaded" or file.parquet is None:
            continue
        if file.parquet not in held:
            held[file.parquet] = rows_by_source(lake / file.parquet)
        rows = held[file.parquet]
        if rows is not None and rows.get(file.sha256, rows.get(None, 0)) == file.rows_loaded:
            yield file


def _is_delivered(file: FileRecord) -> bool:
    return file.modified_ns != 0  # a file that is only named has no time


def _serving(load: FileRecord, reason: str) -> FileRecord:
    return replace(load, is_seen=False, was_read=False, reason=reason)


def _doubted(file: FileRecord, load: FileRecord, reason: str) -> FileRecord:
    """The load of the same bytes, as seen tonight."""
    return replace(
        load,
        size_bytes=file.size_bytes,
        modified_ns=file.modified_ns,
        is_seen=True,
        was_read=False,
        reason=reason,
    )


def _instead(load: FileRecord | None) -> str:
    if load is None:
        return "Nothing of it is served."
    return (
        f"Its load of run {load.last_seen_run_id} serves on."
        if load.last_seen_run_id
        else "Its former load serves on."
    )
