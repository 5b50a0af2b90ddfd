"""Compares the columns of what was landed with those of the last load of that kind of file in the study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from etl import drift
from etl.lake import Entry
from warehouse.records import DriftRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.columns import Columns
    from etl.records import Landed
    from etl.vocabulary import Vocabulary
    from warehouse.records import FileRecord

# Former tables of one kind that are looked at for the nearest: a kind has few headers, whatever its files.
_LOOKED_AT = 20
_NAMED = 10


def found(
    landed: Sequence[Landed], former: Sequence[FileRecord], lake: Path, vocabulary: Vocabulary
) -> list[DriftRecord]:
    """What changed in the columns of files whose content is new; one record for files that changed alike.

    ``former`` are the files of the served version: their columns are in the lake's receipts. A kind that the
    study did not have before is new, and has not changed.
    """
    loads = [file for file in former if file.status == "loaded" and file.parquet]
    known = {file.source_file_id for file in loads}
    groups: dict[tuple[str, str, str], list[FileRecord]] = defaultdict(list)
    for file in loads:
        groups[file.study_id, file.kind, file.format].append(file)
    records: dict[DriftRecord, DriftRecord] = {}
    read: dict[str, Columns] = {}
    for new in landed:
        source = new.source
        group = groups.get((source.study_id, source.kind, source.format), [])
        if not new.columns or new.source_file_id in known or not group:
            continue
        before = _before(new, group, lake, read)
        for change in drift.changes(before, new.columns) if before else ():
            record = _record(new, change, vocabulary)
            key = replace(record, path="", proposal=None)
            first = records.get(key, replace(record, n_files=0))
            records[key] = replace(first, n_files=first.n_files + 1)
    return list(records.values())


def sentences(records: Sequence[DriftRecord]) -> Iterator[str]:
    """What a person should know: a line for each column that was read, one for all others of a file."""
    others: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for item in records:
        if item.change == "renamed" or item.field is not None:
            yield f"{_place(item.path, item.n_files)}: {_says(item)}"
        else:
            others[item.path, item.n_files, item.change].append(item.column_name)
    for (path, n_files, change), names in others.items():
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        columns = "column" if len(names) == 1 else "columns"
        yield f"{_place(path, n_files)}: {change} {columns} {', '.join(names[:_NAMED])}{more}"


def _place(path: str, n_files: int) -> str:
    return path if n_files == 1 else f"{path} and {n_files - 1:,} more"


def _says(item: DriftRecord) -> str:
    """What became of a column that was read, or seems to have another name."""
    if item.change == "lost":
        return f"lost the column {item.column_name}, which was read as {item.field}"
    sentence = f"column {item.former_name} seems to be called {item.column_name} now"
    if item.proposal is None:
        return sentence
    return f"{sentence}; to map it, add to study.toml: {' / '.join(item.proposal.splitlines())}"


def _before(new: Landed, group: Sequence[FileRecord], lake: Path, read: dict[str, Columns]) -> Columns | None:
    """The columns of the file's own last load, else of that load of its kind which is most like it."""
    same = [file for file in group if file.path == new.source.path]
    tables = []
    for file in same or group[-_LOOKED_AT:]:
        place = str(file.parquet)
        if place not in read:
            receipt = Entry(lake, file.kind, file.sha256, file.reading).read()
            read[place] = () if receipt is None else receipt.columns
        tables.append(read[place])
    return drift.nearest([columns for columns in tables if columns], new.columns)


def _record(new: Landed, change: drift.Change, vocabulary: Vocabulary) -> DriftRecord:
    from etl.formats.declarable import declaration_of

    source = new.source
    former = change.name if change.change == "lost" else change.former
    said = None if former is None else declaration_of(source.kind, former, vocabulary)
    proposal = None
    if said is not None and change.change == "renamed":
        is_read = declaration_of(source.kind, change.name, vocabulary) == said
        inside = source.path.partition("/")[2]
        proposal = None if is_read else drift.toml(inside, *said, change.name)
    return DriftRecord(
        study_id=source.study_id,
        kind=source.kind,
        format=source.format,
        path=source.path,
        n_files=1,
        change=change.change,
        column_name=change.name,
        former_name=change.former,
        content=change.content or None,
        field=None if said is None else said[1],
        proposal=proposal,
    )
